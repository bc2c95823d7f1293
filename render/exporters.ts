import { collectorMissing, resourceMissing } from '../charts/monitoring/exporters';
import { at, list, text } from '../charts/core/rendered-lab';
import { podTemplate } from '../charts/core/pod-template';
import { containersOf } from './pods';
import type { RenderedCharts } from './rendered-charts';

/** Why no exporter gives a metric; undefined if one may. */
export type MissingMetric = (metric: string) => string | undefined;

/** Reads off the options of kube-state-metrics and node_exporter what they do not tell. One that tells is enough. */
export function missingMetrics({ all }: RenderedCharts): MissingMetric {
  const containers = all.manifests.flatMap((manifest) => containersOf(at(podTemplate(manifest), 'spec')));
  const argumentsOf = (name: string): string[][] => {
    return containers.filter((container) => text(container, 'image').split(/[:@]/)[0]?.endsWith(`/${name}`))
      .map((container) => [...list(container, 'command'), ...list(container, 'args')].map(String));
  };
  const ofAll = (options: readonly string[][], reason: (options: readonly string[]) => string | undefined): string | undefined => {
    const reasons = options.map(reason);
    return reasons.includes(undefined) ? undefined : reasons[0];
  };
  const [state, node] = [argumentsOf('kube-state-metrics'), argumentsOf('node-exporter')];
  return (metric) => ofAll(state, (options) => resourceMissing(options, metric))
    ?? ofAll(node, (options) => collectorMissing(options, metric));
}
