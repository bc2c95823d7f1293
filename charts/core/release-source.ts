import type { Manifest } from './manifest';
import { at, text } from './rendered-lab';

/** The chart that a HelmChart of K3s or an Application of Argo CD asks for, as it is written there; what is not written is empty. */
export interface ReleaseSource {
  /** Name of the Helm release. */
  readonly name: string;
  /** Repository: an https address, or `host/path` without a scheme for OCI. */
  readonly repository: string;
  /** Name of the chart in that repository. */
  readonly chart: string;
  /** Version, exact or not. */
  readonly version: string;
  /** Namespace of objects that name none. */
  readonly namespace: string;
}

/** Reads what an object asks for. @param owner - a HelmChart or an Application */
export function releaseSource(owner: Manifest): ReleaseSource {
  const isHelmChart = owner.kind === 'HelmChart';
  const source = isHelmChart ? at(owner, 'spec') : at(owner, 'spec', 'source');
  return {
    name: (isHelmChart ? '' : text(source, 'helm', 'releaseName')) || owner.metadata.name,
    repository: text(source, isHelmChart ? 'repo' : 'repoURL').replace(/^oci:\/\//, ''),
    chart: text(source, 'chart'),
    version: text(source, isHelmChart ? 'version' : 'targetRevision'),
    namespace: destinationOf(owner),
  };
}

/** The namespace that a HelmChart or an Application writes to. */
export function destinationOf(owner: Manifest): string {
  return owner.kind === 'HelmChart' ? text(owner, 'spec', 'targetNamespace') || (owner.metadata.namespace ?? 'default')
    : text(owner, 'spec', 'destination', 'namespace');
}
