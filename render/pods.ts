import { describe, type Manifest } from '../charts/core/manifest';
import { podTemplate } from '../charts/core/pod-template';
import { at, list, text } from '../charts/core/rendered-lab';
import type { Pods } from './known-objects';
import { madeByOthers } from './made-by-others';
import type { RenderedCharts } from './rendered-charts';

/** Every kind of pod that a lab will have, as far as it is known. */
export function podsOf(charts: RenderedCharts): Pods[] {
  return [...charts.all.manifests.flatMap(podsOfWorkload), ...madeByOthers(charts).pods];
}

/** All containers of a pod. Sidecars are initContainers that never end. */
export function containersOf(spec: unknown): readonly unknown[] {
  return [...list(spec, 'initContainers'), ...list(spec, 'containers')];
}

function podsOfWorkload(manifest: Manifest): Pods[] {
  const template = podTemplate(manifest);
  if (template === undefined) { return []; }
  return [{
    from: describe(manifest),
    namespace: manifest.metadata.namespace ?? 'default',
    labels: (at(template, 'metadata', 'labels') ?? {}) as Record<string, string>,
    ...at(template, 'spec', 'hostNetwork') === true ? { onHost: true } : {},
    ports: containersOf(at(template, 'spec')).flatMap((container) => list(container, 'ports').map((port) => ({
      name: text(port, 'name'), port: Number(at(port, 'containerPort')),
    }))),
  }];
}
