import type { Construct } from 'constructs';
import { PrometheusRule, PrometheusRuleSpecGroupsRulesExpr } from '../../imports/monitoring.coreos.com';
import type { Component, Dependency } from '../core/component';
import type { Dashboard } from '../core/dashboard';
import { Layer, type Contributions } from '../core/layer';
import { noteOrigin } from '../core/origin';
import { MONITORING_ROOT } from '../core/root-names';
import { isAlert, runbookPage, type AlertRule, type RuleGroup } from '../core/alert-rule';

/** What the rules are made from. The rules themselves come from the layers (Layer.addAlerts). */
export interface PrometheusRulesProps {
  /** Namespace of the objects. */
  readonly namespace: string;
  /** Where the page of an alert is read, by the name of its file: an address on the web or, in a repository without one, its path. */
  readonly runbook: (page: string) => string;
  /** Address of a dashboard. @default - none: alerts link to their runbook only */
  readonly dashboardUrl?: (dashboard: Dashboard) => string;
  /** Components that must be Healthy first: the definition of PrometheusRule. */
  readonly dependsOn: readonly Dependency[];
}

/** A rule group as Prometheus reads it from a file. */
export interface PlainRuleGroup {
  /** Name of the group. */
  readonly name: string;
  /** Its rules. */
  readonly rules: readonly {
    readonly alert?: string;
    readonly record?: string;
    readonly expr: string;
    readonly for?: string;
    readonly keep_firing_for?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  }[];
}

/** Alerts and recording rules of the lab: one object per subject. */
export class PrometheusRules extends Layer {
  /** The Application of this layer's own objects. */
  public readonly component: Component;

  private groups: readonly PlainRuleGroup[] = [];
  private dashboards: readonly Dashboard[] = [];

  /**
   * @param scope - the lab
   * @param id - name of the folder
   * @param props - where alerts link to
   */
  constructor(scope: Construct, id: string, private readonly props: PrometheusRulesProps) {
    super(scope, id);
    this.component = this.addOwnFolder({ namespace: props.namespace, dependsOn: props.dependsOn, root: MONITORING_ROOT });
  }

  /** The rule groups of all layers without Kubernetes around them, as promtool takes them; none before the lab is read. */
  public get plainGroups(): readonly PlainRuleGroup[] { return this.groups; }

  /** Makes the objects of all layers' rules. @throws Error for names that do not do, or an alert that shows a dashboard no layer adds */
  public override complete({ alerts, dashboards }: Contributions): void {
    checkNames(alerts);
    this.dashboards = dashboards;
    this.groups = alerts.map((group) => this.plain(group));
    for (const [index, { name, rules }] of this.groups.entries()) {
      noteOrigin(new PrometheusRule(this, name, {
        metadata: { name, namespace: this.props.namespace },
        spec: {
          groups: [{
            name,
            rules: rules.map(({ expr, keep_firing_for: keepFiringFor, labels, annotations, ...rest }) => ({
              ...rest,
              expr: PrometheusRuleSpecGroupsRulesExpr.fromString(expr),
              ...keepFiringFor ? { keepFiringFor } : {},
              ...labels ? { labels: { ...labels } } : {},
              ...annotations ? { annotations: { ...annotations } } : {},
            })),
          }],
        },
      }), alerts[index]?.origin);
    }
  }

  private plain({ name, rules }: RuleGroup): PlainRuleGroup {
    const plain = (rule: RuleGroup['rules'][number]): PlainRuleGroup['rules'][number] =>
      isAlert(rule) ? this.plainAlert(rule) : { record: rule.record, expr: rule.expr.toString() };
    return { name, rules: rules.map(plain) };
  }

  private plainAlert(rule: AlertRule): PlainRuleGroup['rules'][number] {
    return {
      alert: rule.alert,
      expr: rule.expr.toString(),
      ...rule.for ? { for: rule.for } : {},
      ...rule.keepFiringFor ? { keep_firing_for: rule.keepFiringFor } : {},
      labels: { severity: rule.severity, layer: rule.layer },
      annotations: {
        summary: rule.summary,
        description: rule.description,
        runbook_url: this.props.runbook(runbookPage(rule.alert)),
        ...rule.dashboard && this.props.dashboardUrl ? { dashboard_url: this.props.dashboardUrl(this.dashboard(rule.dashboard)) } : {},
      },
    };
  }

  private dashboard(name: string): Dashboard {
    const found = this.dashboards.find((each) => each.name === name);
    if (!found) { throw new Error(`an alert shows the dashboard "${name}", which no layer adds`); }
    return found;
  }
}

/** A group has an object named after it, and an alert the page of its runbook. */
function checkNames(groups: readonly RuleGroup[]): void {
  const group = repeated(groups.map(({ name }) => name));
  if (group !== undefined) { throw new Error(`two groups of rules are named "${group}"; give one of them another name`); }
  const alerts = groups.flatMap(({ rules }) => rules.filter(isAlert)).map(({ alert }) => alert);
  const odd = alerts.find((alert) => !/^[A-Z][A-Za-z0-9]*$/.test(alert));
  if (odd !== undefined) {
    throw new Error(`the alert "${odd}" has no name in CamelCase, and the page of its runbook is named after it; rename it`);
  }
  const page = repeated(alerts.map(runbookPage));
  if (page !== undefined) {
    throw new Error(`two alerts share the runbook ${page}, which is named after them in lower case; give one of them another name`);
  }
}

function repeated(names: readonly string[]): string | undefined {
  return names.find((name, index) => names.indexOf(name) !== index);
}
