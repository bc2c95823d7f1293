import { describe, type Manifest } from '../charts/core/manifest';
import { podTemplate } from '../charts/core/pod-template';
import { at, list, text } from '../charts/core/rendered-lab';
import { madeByOthers, type Pods } from './made-by-others';
import type { RenderedCharts } from './rendered-charts';

/** Every kind of pod that a lab will have, as far as it is known. */
export function podsOf(charts: RenderedCharts): Pods[] {
  return [...charts.all.manifests.flatMap(podsOfWorkload), ...madeByOthers(charts).pods];
}

/** True for labels that a selector's `matchLabels` or a Service's `selector` chooses; an empty one chooses everything. */
export function selects(wanted: unknown, labels: Readonly<Record<string, string>>): boolean {
  return Object.entries(wanted ?? {}).every(([key, value]) => labels[key] === value);
}

/** The same for a whole label selector of Kubernetes. */
export function selectorTakes(selector: unknown, labels: Readonly<Record<string, string>>): boolean {
  return selects(at(selector, 'matchLabels'), labels) && list(selector, 'matchExpressions').every((expression) => {
    const value = labels[text(expression, 'key')];
    const isIn = value !== undefined && list(expression, 'values').includes(value);
    switch (text(expression, 'operator')) {
      case 'In': return isIn;
      case 'NotIn': return !isIn;
      case 'Exists': return value !== undefined;
      default: return value === undefined;
    }
  });
}

/** Labels as a selector is written in a message: `app=shop, tier=front`. */
export function showLabels(wanted: unknown): string {
  return Object.entries(wanted ?? {}).map(([key, value]) => `${key}=${String(value)}`).join(', ') || 'no label';
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
    ports: containersOf(at(template, 'spec')).flatMap((container) => list(container, 'ports').map((port) => ({
      name: text(port, 'name'), port: Number(at(port, 'containerPort')),
    }))),
  }];
}
