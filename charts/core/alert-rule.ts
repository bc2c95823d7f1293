import type { Origin } from './origin';
import type { Expression, PromDuration } from './promql';

/** How soon a person has to look: `critical` now, `warning` today, `info` when there is time; `none` is for Watchdog only. */
export type Severity = 'critical' | 'warning' | 'info' | 'none';

/** The part of the lab an alert is about; Alertmanager groups and routes by it. */
export type AlertLayer = 'cluster' | 'cni' | 'edge' | 'gitops' | 'mesh' | 'monitoring' | 'node';

/** Alerts that tell nobody anything new while another one fires: its consequences. */
export interface Silence {
  /** Names of alerts, of whichever layer. @default - any alert */
  readonly alerts?: readonly string[];
  /** Parts of the lab that the alerts are about. @default - any part */
  readonly layers?: readonly AlertLayer[];
  /** Labels that both alerts must have with the same values. @default - none: one series silences them all */
  readonly equal?: readonly string[];
}

/** A condition that somebody should know of. */
export interface AlertRule {
  /** Name in CamelCase. No two alerts of a lab share one, whatever the case of its letters: it names the page of the runbook too. */
  readonly alert: string;
  /** What it looks for; it fires for each series that this finds. */
  readonly expr: Expression;
  /** How long the expression must hold. @default - fires at once */
  readonly for?: PromDuration;
  /** How long the alert goes on after the expression stops holding. @default - not at all */
  readonly keepFiringFor?: PromDuration;
  /** How soon a person has to look. */
  readonly severity: Severity;
  /** The part of the lab it is about. */
  readonly layer: AlertLayer;
  /** One line for a phone's lock screen. */
  readonly summary: string;
  /** What is wrong, with numbers; Prometheus' templates may be used. */
  readonly description: string;
  /** What is not sent while this alert fires. @default - everything is */
  readonly silences?: readonly Silence[];
  /** Name of a dashboard that some layer adds, and that shows what the alert is about. @default - none */
  readonly dashboard?: string;
  /**
   * Text of the page that helps with it, for an alert of a lab's own code: Markdown with the sections Meaning, Impact, Diagnose, Fix and
   * Prevent. The platform's are files in the folder `runbooks` of their layer. @default - a page that says what the rule says
   */
  readonly runbook?: string;
}

/** A series worth keeping under a name of its own, because several panels or alerts ask for it. */
export interface RecordingRule {
  /** `level:metric:operations`, see https://prometheus.io/docs/practices/rules/. */
  readonly record: string;
  /** What the series holds. */
  readonly expr: Expression;
}

/** Rules about one subject. They are evaluated one after the other, at the same time. */
export interface RuleGroup {
  /** Name of the group and of its PrometheusRule object. */
  readonly name: string;
  /** The rules. */
  readonly rules: readonly (AlertRule | RecordingRule)[];
  /** What asks for them. @default - the line of a lab's own code that adds them, if one does */
  readonly origin?: Origin;
}

/** Name of the file with an alert's runbook. */
export function runbookPage(alert: string): string {
  return `${alert.toLowerCase()}.md`;
}

/** True for a rule that somebody is told of. */
export function isAlert(rule: AlertRule | RecordingRule): rule is AlertRule {
  return 'alert' in rule;
}
