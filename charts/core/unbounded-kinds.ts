import type { GroupKind } from './component';

/**
 * Kinds inside a namespace that bring more than any AppProject can bound. K3s installs what such objects ask for, from any namespace and
 * with every right (k3s-io/helm-controller runs as cluster-admin).
 */
export const UNBOUNDED_KINDS: readonly GroupKind[] = ['HelmChart', 'HelmChartConfig'].map((kind) => ({ group: 'helm.cattle.io', kind }));

/** True for one of these kinds. */
export function isUnbounded({ group, kind }: GroupKind): boolean {
  return UNBOUNDED_KINDS.some((each) => each.group === group && each.kind === kind);
}
