import type { RenderedCharts } from './rendered-charts';

/** Names of the user's own namespaces: to these something may be brought by hand, or in a way that this tool does not know of. */
export function ownNamespaces({ lab }: RenderedCharts): ReadonlySet<string> {
  return new Set(lab.config.namespaces.map(({ name }) => name));
}
