import { listOf } from '../core/report';
import { at } from '../../charts/core/rendered-lab';
import type { HomelabConfig } from '../../config/schema';
import type { Features } from './problem';

/** What a lab switches on in Prometheus (`enableFeatures`): the operator takes rules with what is on there. */
export function prometheusFeatures({ values }: Pick<HomelabConfig, 'values'>): Features {
  const features = at(values['kube-prometheus-stack'], 'prometheus', 'prometheusSpec', 'enableFeatures');
  return listOf(features).flatMap((each) => String(each).split(','));
}
