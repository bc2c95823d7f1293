import type { Manifest } from '../../charts/core/manifest';
import { podTemplate } from '../../charts/core/pod-template';
import { at } from '../../charts/core/rendered-lab';
import { breaches, type Level } from '../../check/pod-security';
import type { Judge } from '../judge';
import type { RenderedCharts } from '../rendered-charts';

const ENFORCE = 'pod-security.kubernetes.io/enforce';

/** A workload that its namespace does not admit is accepted, and never gets a pod; only its events say why. */
export const chartPodSecurity: Judge = {
  name: 'chart-pod-security',
  severity: 'error',
  check: (charts) => charts.objects.flatMap((object) => {
    const template = podTemplate(object);
    const level = levelOf(charts, object.metadata.namespace);
    const broken = template === undefined || level === undefined ? [] : breaches(level, at(template, 'spec'));
    return broken.length === 0 ? [] : [{
      object,
      what: `is not admitted by its namespace, which enforces Pod Security "${level ?? ''}": ${broken.join(', ')}`,
      fix: 'set what the standard asks for in the values',
    }];
  }),
};

/** The level that a namespace enforces; undefined where it enforces nothing, as those of Kubernetes itself. */
function levelOf({ all }: RenderedCharts, namespace = 'default'): Level | undefined {
  const declared: Manifest | undefined = all.ofKind('', 'Namespace').find(({ metadata }) => metadata.name === namespace);
  const level = declared?.metadata.labels?.[ENFORCE];
  return level === 'baseline' || level === 'restricted' ? level : undefined;
}
