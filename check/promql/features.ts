import { listOf } from '../core/report';
import { MONITORING } from '../../charts/core/monitor';
import { at, type RenderedLab } from '../../charts/core/rendered-lab';
import type { Features } from './problem';

/**
 * What a lab switches on in Prometheus (`enableFeatures`), by the values of its chart or in an object of its own code: the operator takes
 * rules with what is on there.
 */
export function prometheusFeatures(lab: Pick<RenderedLab, 'helmValues' | 'ofKind'>): Features {
  const specs = [
    at(lab.helmValues('kube-prometheus-stack'), 'prometheus', 'prometheusSpec'),
    ...lab.ofKind(MONITORING, 'Prometheus').map((object) => at(object, 'spec')),
  ];
  const features = specs.flatMap((spec) => listOf(at(spec, 'enableFeatures'))).flatMap((each) => String(each).split(','));
  return [...new Set(features)];
}
