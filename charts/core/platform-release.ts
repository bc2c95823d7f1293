import { CHART_ADDONS, type ChartAddon } from '../../config/addons/names';
import { KUBE_SYSTEM, PLATFORM_NAMESPACES } from '../../config/platform';
import { CHART_NAMES, type ChartName } from '../../config/schema';
import { CHARTS } from '../../versions';
import type { Manifest } from './manifest';
import { at, text } from './plain-data';
import { APPLICATIONS_ROOT, OWN_ROOT } from './root-names';

/**
 * The release of the platform that a HelmChart or an Application installs: the chart of its pin, from the pinned repository, under the name
 * and in the namespace that the platform gives it, and not in a folder of somebody's own Applications. The version does not matter.
 *
 * @param folder - the folder below `dist/` that it is in
 */
export function platformRelease(owner: Manifest, folder: string): ChartName | undefined {
  const name = CHART_NAMES.find((each) => each === owner.metadata.name);
  if (name === undefined || OWN_FOLDERS.includes(folder)) { return undefined; }
  const isChart = owner.kind === 'HelmChart';
  const source = isChart ? at(owner, 'spec') : at(owner, 'spec', 'source');
  const release = text(source, 'helm', 'releaseName') || owner.metadata.name;
  const namespace = isChart ? text(source, 'targetNamespace') : text(owner, 'spec', 'destination', 'namespace');
  const { chart, repository } = CHARTS[name];
  const isPinned = text(source, 'chart') === chart && text(source, isChart ? 'repo' : 'repoURL').replace(/^oci:\/\//, '') === repository;
  return isPinned && release === name && namespace === NAMESPACES[name] ? name : undefined;
}

/** Folders below `dist/` with Applications that are not the platform's. */
const OWN_FOLDERS = [APPLICATIONS_ROOT, OWN_ROOT].map((root) => `root-${root}`);

/** Where the platform installs each of its charts. */
export const NAMESPACES: Readonly<Record<ChartName, string>> = {
  'cilium': KUBE_SYSTEM,
  'argocd': PLATFORM_NAMESPACES.argocd,
  'istio-base': PLATFORM_NAMESPACES.istio,
  'istiod': PLATFORM_NAMESPACES.istio,
  'istio-cni': PLATFORM_NAMESPACES.istio,
  'ztunnel': PLATFORM_NAMESPACES.istio,
  'metallb': PLATFORM_NAMESPACES.metallb,
  'cert-manager': PLATFORM_NAMESPACES.certManager,
  'kube-prometheus-stack': PLATFORM_NAMESPACES.monitoring,
  'loki': PLATFORM_NAMESPACES.monitoring,
  'alloy': PLATFORM_NAMESPACES.monitoring,
  'tempo': PLATFORM_NAMESPACES.monitoring,
  // Each has one of its own, by its own name.
  ...Object.fromEntries(CHART_ADDONS.map((name) => [name, name])) as Record<ChartAddon, string>,
};
