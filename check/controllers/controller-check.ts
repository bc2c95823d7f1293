import { groupOf, type Manifest } from '../../charts/core/manifest';
import { Report, type Data } from '../core/report';
import type { RuleOptions } from '../promql/problem';
import type { Violation } from '../schemas/violation';
import { checkApplication } from './application';
import { checkCiliumPolicy } from './cilium-policy';
import { checkGateway } from './gateway';
import { checkHelmChart } from './helm-chart';
import { checkMonitor } from './monitor';
import { checkPrometheusRule, checkRuleResults } from './prometheus-rule';
import { checkTemplates } from './templates';

/** Who reads a kind, what it does with an object it cannot use, and what it cannot use. */
interface Reader {
  readonly name: string;
  readonly does: string;
  readonly check: (report: Report, object: Data, options: RuleOptions) => void;
}

const reader = (name: string, does: string, check: Reader['check']): Reader => ({ name, does, check });
const CILIUM = reader('Cilium', 'leaves the policy out', checkCiliumPolicy);
const OPERATOR = 'the Prometheus operator';
const MONITOR = reader(OPERATOR, 'leaves the object out', checkMonitor);

const RULES: readonly Reader[] = [
  reader(OPERATOR, 'leaves the object out', checkPrometheusRule), reader('Prometheus', 'gets nothing out of the rule', checkRuleResults),
];

const MAKER = reader('Kubernetes', 'makes nothing of its template', checkTemplates);

const READERS: Readonly<Record<string, Reader | readonly Reader[] | undefined>> = {
  'apps/DaemonSet': MAKER,
  'apps/Deployment': MAKER,
  'apps/ReplicaSet': MAKER,
  'apps/StatefulSet': MAKER,
  'batch/CronJob': MAKER,
  'batch/Job': MAKER,
  'argoproj.io/Application': reader('Argo CD', 'syncs nothing', checkApplication),
  'cilium.io/CiliumNetworkPolicy': CILIUM,
  'cilium.io/CiliumClusterwideNetworkPolicy': CILIUM,
  'gateway.networking.k8s.io/Gateway': reader('istiod', 'does not program the listener', checkGateway),
  'helm.cattle.io/HelmChart': reader('K3s', 'installs nothing', checkHelmChart),
  'monitoring.coreos.com/PodMonitor': MONITOR,
  'monitoring.coreos.com/ServiceMonitor': MONITOR,
  'monitoring.coreos.com/PrometheusRule': RULES,
};

/** What the controller of a kind cannot use in one object. */
export interface Misunderstanding extends Violation {
  /** Which controller it is. */
  readonly by: string;
  /** What it does then. */
  readonly does: string;
}

/**
 * What an API server takes and the controllers that read the object then cannot use.
 *
 * @param object - one that its schema allows
 * @param options - how rules of Prometheus are read
 */
export function checkControllers(object: Manifest, options: RuleOptions = {}): Misunderstanding[] {
  return [READERS[`${groupOf(object)}/${object.kind}`] ?? []].flat().flatMap(({ name, does, check }) => {
    const report = new Report();
    check(report, object, options);
    return report.violations.map((violation) => ({ ...violation, by: name, does }));
  });
}
