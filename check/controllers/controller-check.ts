import { groupOf, type Manifest } from '../../charts/core/manifest';
import { Report, type Data } from '../core/report';
import type { Violation } from '../schemas/violation';
import { checkApplication } from './application';
import { checkCiliumPolicy } from './cilium-policy';
import { checkGateway } from './gateway';
import { checkHelmChart } from './helm-chart';
import { checkMonitor } from './monitor';
import { checkPrometheusRule } from './prometheus-rule';

/** Who reads a kind, what it does with an object it cannot use, and what it cannot use. */
interface Reader {
  readonly name: string;
  readonly does: string;
  readonly check: (report: Report, object: Data) => void;
}

const reader = (name: string, does: string, check: Reader['check']): Reader => ({ name, does, check });
const CILIUM = reader('Cilium', 'leaves the policy out', checkCiliumPolicy);
const OPERATOR = 'the Prometheus operator';
const MONITOR = reader(OPERATOR, 'leaves the object out', checkMonitor);

const READERS: Readonly<Record<string, Reader | undefined>> = {
  'argoproj.io/Application': reader('Argo CD', 'syncs nothing', checkApplication),
  'cilium.io/CiliumNetworkPolicy': CILIUM,
  'cilium.io/CiliumClusterwideNetworkPolicy': CILIUM,
  'gateway.networking.k8s.io/Gateway': reader('istiod', 'does not program the listener', checkGateway),
  'helm.cattle.io/HelmChart': reader('K3s', 'installs nothing', checkHelmChart),
  'monitoring.coreos.com/PodMonitor': MONITOR,
  'monitoring.coreos.com/ServiceMonitor': MONITOR,
  'monitoring.coreos.com/PrometheusRule': reader(OPERATOR, 'leaves the object out', checkPrometheusRule),
};

/** What the controller of a kind cannot use in one object. */
export interface Misunderstanding extends Violation {
  /** Which controller it is. */
  readonly by: string;
  /** What it does then. */
  readonly does: string;
}

/**
 * What an API server takes and the controller that reads the object then cannot use.
 *
 * @param object - one that its schema allows
 */
export function checkControllers(object: Manifest): Misunderstanding[] {
  const found = READERS[`${groupOf(object)}/${object.kind}`];
  if (!found) { return []; }
  const report = new Report();
  found.check(report, object);
  return report.violations.map((violation) => ({ ...violation, by: found.name, does: found.does }));
}
