import { isAlert, type AlertRule, type RuleGroup, type Silence } from '../core/alert-rule';
import type { HelmValues } from '../core/helm-values';

/** Of kube-prometheus-stack: it fires where something else does, so that hints are sent beside problems only. */
const INFO_INHIBITOR = 'InfoInhibitor';

/**
 * What Alertmanager does not send because something else explains it.
 *
 * @param groups - the rules of all layers
 * @throws Error if an alert silences one that no layer has
 */
export function alertInhibitions(groups: readonly RuleGroup[]): HelmValues[] {
  const alerts = groups.flatMap(({ rules }) => rules.filter(isAlert));
  const names = new Set(alerts.map(({ alert }) => alert));
  return [
    ...alerts.flatMap((rule) => (rule.silences ?? []).map((silence) => inhibition(rule, silence, names))),
    // As in kube-prometheus-stack: the milder of two about the same thing, and hints without a problem beside them.
    rule(['severity = "critical"'], ['severity =~ "warning|info"'], ['namespace', 'alertname']),
    rule(['severity = "warning"'], ['severity = "info"'], ['namespace', 'alertname']),
    rule([named([INFO_INHIBITOR])], ['severity = "info"'], ['namespace']),
  ];
}

function inhibition({ alert }: AlertRule, { alerts, layers, equal }: Silence, known: ReadonlySet<string>): HelmValues {
  const missing = alerts?.find((name) => !known.has(name));
  if (missing !== undefined) { throw new Error(`the alert "${alert}" silences "${missing}", which no layer has`); }
  const target = [
    ...alerts ? [named(alerts)] : [],
    ...layers ? [`layer =~ "${layers.join('|')}"`] : [],
    // What has no severity is for programs, such as Watchdog.
    ...alerts ? [] : ['severity != "none"'],
  ];
  return rule([named([alert])], target, equal);
}

function named(names: readonly string[]): string {
  return names.length === 1 ? `alertname = "${names.join('')}"` : `alertname =~ "${names.join('|')}"`;
}

/** While the first fires, the second is not sent. */
function rule(source: readonly string[], target: readonly string[], equal: readonly string[] = []): HelmValues {
  return { source_matchers: [...source], target_matchers: [...target], ...equal.length > 0 ? { equal: [...equal] } : {} };
}
