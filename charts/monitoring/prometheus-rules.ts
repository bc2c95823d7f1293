import type { Construct } from 'constructs';
import { PrometheusRule, PrometheusRuleSpecGroupsRulesExpr } from '../../imports/monitoring.coreos.com';
import type { Component } from '../core/component';
import { Layer } from '../core/layer';
import { isAlert, runbookPage, type AlertRule, type DashboardName, type RuleGroup } from '../core/alert-rule';

export interface PrometheusRulesProps {
  /** Namespace of the objects. */
  readonly namespace: string;
  readonly groups: readonly RuleGroup[];
  /** Where the page of an alert is read, by the name of its file: an address on the web or, in a repository without one, its path. */
  readonly runbook: (page: string) => string;
  /** Address of a dashboard. @default - none: alerts link to their runbook only */
  readonly dashboardUrl?: (dashboard: DashboardName) => string;
  /** Components that must be Healthy first: the definition of PrometheusRule. */
  readonly dependsOn: readonly Component[];
}

/** A rule group as Prometheus reads it from a file. */
export interface PlainRuleGroup {
  readonly name: string;
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
  public readonly component: Component;
  /** The same groups without Kubernetes around them, as promtool takes them. */
  public readonly plainGroups: readonly PlainRuleGroup[];

  constructor(scope: Construct, id: string, private readonly props: PrometheusRulesProps) {
    super(scope, id);
    this.plainGroups = props.groups.map((group) => this.plain(group));
    for (const { name, rules } of this.plainGroups) {
      new PrometheusRule(this, name, {
        metadata: { name, namespace: props.namespace },
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
      });
    }
    this.component = this.addOwnFolder({ namespace: props.namespace, dependsOn: props.dependsOn });
  }

  private plain({ name, rules }: RuleGroup): PlainRuleGroup {
    return { name, rules: rules.map((rule) => isAlert(rule) ? this.plainAlert(rule) : { record: rule.record, expr: rule.expr.toString() }) };
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
        ...rule.dashboard && this.props.dashboardUrl ? { dashboard_url: this.props.dashboardUrl(rule.dashboard) } : {},
      },
    };
  }
}
