import type { Construct } from 'constructs';
import type { AddonName } from '../../config/addons/names';
import { PLATFORM_NAMESPACES } from '../../config/platform';
import type { ConfigPath } from '../../config/problem';
import { isAlert, type RuleGroup } from '../core/alert-rule';
import type { ChartPin, Component, Dependency, GroupKind } from '../core/component';
import type { Dashboard } from '../core/dashboard';
import { mergeValues, type HelmValues } from '../core/helm-values';
import type { LabNamespace, PodSecurityLevel } from '../core/lab-namespace';
import { Layer } from '../core/layer';
import { originFor } from '../core/origin';
import type { RequiredSecret } from '../core/required-secret';
import { ADDONS_ROOT } from '../core/root-names';
import type { ScrapeTarget } from '../core/scrape-target';
import type { AddonCalls } from './definition';

/** What an add-on is made from. */
export interface AddonProps {
  /** Its chart. @default - it has none, and `objects` makes what it is */
  readonly pin?: ChartPin;
  /** Values of the chart. @default - the chart's own */
  readonly values?: HelmValues;
  /** Makes its objects, where it has no chart. @default - there are none */
  readonly objects?: (layer: Construct) => void;
  /** Helm values laid over them. @default - none */
  readonly overrides?: HelmValues;
  /** The level that its namespace enforces. */
  readonly podSecurity: PodSecurityLevel;
  /** Who may call its pods, and whom they call. @default - no policy of its namespace says it */
  readonly calls?: AddonCalls;
  /** Kinds outside a namespace that the chart brings. @default - none */
  readonly clusterKinds?: readonly GroupKind[];
  /** Whether its objects stay when it is dropped. @default false */
  readonly keepsObjects?: boolean;
  /** Secrets that somebody has to create. @default - none */
  readonly secrets?: readonly RequiredSecret[];
  /** What Prometheus reads of it. @default - nothing */
  readonly scrapeTargets?: readonly ScrapeTarget[];
  /** When somebody should be told. @default - never */
  readonly alerts?: RuleGroup;
  /** What Grafana shows of it, by its name. Alerts that name no other dashboard lead there. @default - nothing */
  readonly dashboard?: Dashboard['json'];
  /** The key of homelab.yaml that asks for it. @default - no key does */
  readonly origin?: ConfigPath;
  /** What has to be there before it: namespaces. */
  readonly dependsOn: readonly Dependency[];
}

/**
 * An optional layer: one chart, or objects of the lab's own, in a namespace of its own, by one name. It has an AppProject for itself, which
 * allows what it brings and goes after it, so that a lab without it has no trace of it. Nothing of the platform waits for it, and it is not
 * in the mesh: it has to work when the mesh does not, the API server and Prometheus call it from outside, and ztunnel takes no UDP.
 */
export class Addon extends Layer {
  /** Its Application. */
  public readonly component: Component;

  /**
   * @param scope - the lab
   * @param id - its name, and that of its namespace
   * @param props - chart, values and what it asks of others
   */
  constructor(scope: Construct, id: AddonName, props: AddonProps) {
    super(scope, id);
    const { pin, values = {}, overrides, objects, podSecurity, clusterKinds, keepsObjects = false, dependsOn } = props;
    const { secrets = [], scrapeTargets = [], alerts, dashboard, calls } = props;
    const origin = originFor(props.origin);
    const common = { namespace: id, dependsOn, root: ADDONS_ROOT, cascade: !keepsObjects, ...origin ? { origin } : {} };
    objects?.(this);
    this.component = pin === undefined ? this.addOwnFolder(common) : this.addComponent({
      ...common, name: id, source: { kind: 'helm', pin, values: mergeValues(values, overrides) }, clusterKinds,
    });
    this.addNamespace({
      name: id, ambient: false, podSecurity, ...calls ? policies(calls) : {}, ...props.origin ? { origin: props.origin } : {},
    });
    secrets.forEach((secret) => { this.requireSecret(secret); });
    scrapeTargets.forEach((target) => { this.addScrapeTarget(target); });
    if (dashboard) { this.addDashboard({ name: id, json: dashboard }); }
    if (alerts) { this.addAlerts(dashboard ? leadingTo(id, alerts) : alerts); }
  }
}

function leadingTo(dashboard: string, { rules, ...group }: RuleGroup): RuleGroup {
  return { ...group, rules: rules.map((rule) => isAlert(rule) ? { dashboard, ...rule } : rule) };
}

function policies({ metrics, api, everybody, onlyApi = false }: AddonCalls): Pick<LabNamespace, 'ingress' | 'egress'> {
  return {
    ingress: {
      metrics: { ports: metrics, namespace: PLATFORM_NAMESPACES.monitoring }, ...api ? { api } : {}, ...everybody ? { everybody } : {},
    },
    ...onlyApi ? { egress: { namespaces: [], machines: [], api: 'all' } } : {},
  };
}
