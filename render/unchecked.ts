import { compiledKind } from '../check/schemas/compiled-kinds';
import type { RenderedCharts } from './rendered-charts';

/** Kinds of objects of charts that nothing checks the fields of, because no schema of theirs is pinned: `Prometheus (example.org/v1)`. */
export function uncheckedKinds({ objects }: RenderedCharts): string[] {
  const unknown = objects.filter(({ apiVersion, kind }) => !compiledKind(apiVersion, kind));
  return [...new Set(unknown.map(({ apiVersion, kind }) => `${kind} (${apiVersion})`))].sort();
}
