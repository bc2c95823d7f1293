import { valid } from 'semver';
import type { Manifest } from '../charts/core/manifest';
import { releaseSource } from '../charts/core/release-source';
import { at, text, type RenderedLab } from '../charts/core/rendered-lab';
import { syncsWrittenFolder } from '../charts/gitops/lab-applications';

/** A chart in a repository, at one version. */
export interface PinnedChart {
  /** Repository as its owner names it: an https address, or `host/path` without a scheme for OCI. */
  readonly repository: string;
  /** Name of the chart in that repository. */
  readonly chart: string;
  /** Exact version. */
  readonly version: string;
}

/** A Helm release of a lab, as the cluster will install it: everything is read off the lab's own manifests. */
export interface Release extends PinnedChart {
  /** Name of the Helm release. */
  readonly name: string;
  /** The object that asks for it: a HelmChart of K3s, or an Application of Argo CD. */
  readonly owner: Manifest;
  /** Namespace of objects that name none. */
  readonly namespace: string;
  /** Values as YAML text. */
  readonly values: string;
  /** Whether definitions in the chart's folder `crds/` are installed. */
  readonly crds: boolean;
}

/** What asks for a chart or for somebody's manifests, and cannot be rendered here. */
export interface Unrendered {
  /** The object that asks for it. */
  readonly owner: Manifest;
  /** The namespace it writes to. */
  readonly namespace: string;
  /** Why it cannot be rendered. No full stop at the end. */
  readonly why: string;
}

/** The releases of a lab in the order of its manifests, and what is installed but cannot be rendered. */
export interface Releases {
  /** What helm can render. */
  readonly releases: readonly Release[];
  /** What stays unknown. */
  readonly unrendered: readonly Unrendered[];
}

/** Reads the releases off the finished manifests, so that what is rendered is what helm-controller and Argo CD will be told. */
export function releasesOf(lab: RenderedLab): Releases {
  const found = [...lab.ofKind('helm.cattle.io', 'HelmChart').map(fromHelmChart), ...lab.ofKind('argoproj.io', 'Application')
    .filter((application) => !syncsWrittenFolder(lab, application)).map((application) => fromApplication(lab, application))];
  return {
    releases: found.flatMap((each) => 'chart' in each ? [each] : []),
    unrendered: found.flatMap((each) => 'why' in each ? [each] : []),
  };
}

/** `charts.example.org/path/name-1.2.3.tgz`: where an archive lies below a folder of charts, and its name in a list of checksums. */
export function archiveName({ repository, chart, version }: PinnedChart): string {
  const place = repository.replace(/^[a-z]+:\/\//, '').replace(/\/+$/, '');
  return `${place}/${chart}-${version}.tgz`;
}

/** `chart loki 18.11.0`: what a person calls a release. */
export function describeRelease({ name, chart, version }: Release): string {
  return name === chart ? `chart ${chart} ${version}` : `chart ${chart} ${version} (release ${name})`;
}

function fromHelmChart(owner: Manifest): Release | Unrendered {
  return checked({ ...releaseSource(owner), owner, values: text(owner, 'spec', 'valuesContent'), crds: true });
}

/** Keys of `spec.source.helm` that are understood here. `ignoreMissingValueFiles` and the like say nothing without files of values. */
const HELM_KEYS = ['releaseName', 'values', 'valuesObject', 'skipCrds'];

function fromApplication({ config }: RenderedLab, owner: Manifest): Release | Unrendered {
  const source = at(owner, 'spec', 'source');
  const release = releaseSource(owner);
  const { namespace } = release;
  if (source === undefined) { return { owner, namespace, why: 'it has several sources' }; }
  if (text(source, 'chart') === '') {
    const isElsewhere = text(source, 'repoURL') !== config.gitops.repoURL;
    return { owner, namespace, why: `it is a folder ${isElsewhere ? 'of another repository' : 'that this tool does not write'}` };
  }
  const helm = at(source, 'helm') ?? {};
  const unknown = Object.keys(helm).filter((key) => !HELM_KEYS.includes(key));
  if (unknown.length > 0) {
    return { owner, namespace, why: `it sets spec.source.helm.${unknown.join(', ')}, which render does not know` };
  }
  const object = at(helm, 'valuesObject');
  return checked({
    ...release,
    owner,
    // Argo CD prefers the object. JSON is YAML.
    values: object === undefined ? text(helm, 'values') : JSON.stringify(object),
    crds: at(helm, 'skipCrds') !== true,
  });
}

function checked(release: Release): Release | Unrendered {
  const { owner, namespace, version, chart, repository } = release;
  if (chart === '' || repository === '') { return { owner, namespace, why: 'it names no chart of a repository' }; }
  return valid(version) === null
    ? { owner, namespace, why: `its version is not exact (${version === '' ? 'none is given' : version})` }
    : release;
}
