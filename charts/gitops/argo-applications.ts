import type { Construct } from 'constructs';
import {
  Application, ApplicationSpecSourceKustomizeReplicasCount, type ApplicationSpec, type ApplicationSpecSource,
} from '../../imports/argoproj.io';
import type { Component, ComponentSource, HelmOptions, OneSource, UpstreamFolder } from '../core/component';
import { digestName } from '../core/content-digest';
import { needsText, type HelmValues } from '../core/helm-values';
import { Layer } from '../core/layer';
import { noteOrigin } from '../core/origin';
import { toYaml } from '../core/yaml';
import { addProject } from './app-project';
import { IN_CLUSTER } from './in-cluster';
import type { LabProjects } from './lab-projects';
import { SYNC_WAVE } from '../core/annotations';
import type { ProjectScope } from './projects';
import { syncPolicy } from './sync-policy';

/** Where Argo CD reads this lab's own folders from. */
export interface GitSource {
  /** Address of the repository. */
  readonly repoURL: string;
  /** Branch, tag or commit. */
  readonly revision: string;
  /** Folder of `dist/` in the repository. */
  readonly path: string;
}

/** What a folder of Applications is made from. */
export interface ArgoApplicationsProps {
  /** Where Argo CD reads the lab's folders. */
  readonly git: GitSource;
  /** Namespace of Argo CD. */
  readonly namespace: string;
  /** Every component with its sync wave. */
  readonly waves: ReadonlyMap<Component, number>;
  /** The projects they belong to; those that a component has for itself are made here. */
  readonly projects: Pick<LabProjects, 'projectOf' | 'ownOf'>;
  /** Whether one takes its objects along when it is deleted. */
  readonly cascades: (component: Component) => boolean;
}

/** One Argo CD Application per component; the folder the root Application points at. */
export class ArgoApplications extends Layer {
  /**
   * @param scope - the lab
   * @param id - name of the folder, and of the root Application that syncs it
   * @param props - the Applications
   */
  constructor(scope: Construct, id: string, props: ArgoApplicationsProps) {
    super(scope, id);
    const first = Math.min(...props.waves.values()) - 1;
    for (const [component, wave] of props.waves) {
      const project = props.projects.ownOf(component);
      // Before every Application here, and, as Argo CD deletes in the opposite order, gone after them.
      if (project) {
        const metadata = { namespace: props.namespace, annotations: { [SYNC_WAVE]: String(first) } };
        noteOrigin(addProject(this, project, metadata), component.props.origin);
      }
      const { source, namespace, ignoreDifferences: ignored, prune, origin, countsForRoot = true } = component.props;
      const application = new Application(this, component.name, {
        metadata: {
          name: component.name,
          namespace: props.namespace,
          annotations: { [SYNC_WAVE]: String(wave), ...countsForRoot ? {} : { 'argocd.argoproj.io/ignore-healthcheck': 'true' } },
          ...props.cascades(component) ? { finalizers: [CASCADE] } : {},
        },
        spec: {
          project: props.projects.projectOf(component),
          ...sourceOf(source, props.git, component.name, project ? permission(project, component) : {}),
          destination: { server: IN_CLUSTER, namespace },
          ...ignored ? { ignoreDifferences: ignored.map((each) => ({ ...each, jqPathExpressions: [...each.jqPathExpressions] })) } : {},
          syncPolicy: syncPolicy({ source: source.kind, prune, ignoresDifferences: ignored !== undefined }),
        },
      });
      noteOrigin(application, origin);
    }
  }
}

/**
 * Argo CD's finalizer by which an Application takes its objects along, without waiting for what these own: with the slash it is a qualified
 * name, which the API server asks for. https://argo-cd.readthedocs.io/en/stable/user-guide/app_deletion/
 */
const CASCADE = 'resources-finalizer.argocd.argoproj.io/background';

/**
 * A digest of what its own project allows beyond its namespace. Argo CD tries a sync that failed again only if the source differs from the
 * one that failed (controller/appcontroller.go, alreadyAttemptedSync, v3.5.1): an Application that was refused for a kind would stay so
 * when its project allows that at last.
 */
function permission({ namespaces, clusterKinds }: ProjectScope, { props }: Component): Pick<ApplicationSpecSource, 'name'> {
  const { source, otherNamespaces = [], clusterKinds: asked = [] } = props;
  const isMore = source.kind !== 'own' && (otherNamespaces.length > 0 || asked.length > 0);
  return isMore ? { name: digestName(JSON.stringify({ namespaces, clusterKinds })) } : {};
}

/** What a component is read from, with what its project allows. */
function sourceOf(
  source: ComponentSource, git: GitSource, releaseName: string, allowed: Pick<ApplicationSpecSource, 'name'>,
): Pick<ApplicationSpec, 'source' | 'sources'> {
  switch (source.kind) {
    case 'own':
      return { source: { repoUrl: git.repoURL, targetRevision: git.revision, path: `${git.path}/${source.folder}`, ...allowed } };
    case 'several':
      return { sources: source.sources.map((each, index) => ({
        ...toSource(each, releaseName), ...each.ref === undefined ? {} : { ref: each.ref }, ...index === 0 ? allowed : {},
      })) };
    default:
      return { source: { ...toSource(source, releaseName), ...allowed } };
  }
}

function toSource(source: OneSource, releaseName: string): ApplicationSpecSource {
  switch (source.kind) {
    case 'files':
      return { repoUrl: source.repository, targetRevision: source.revision };
    case 'upstream':
      return { repoUrl: source.repository, targetRevision: source.revision, path: source.path, ...readAs(source, releaseName) };
    case 'helm':
      return {
        repoUrl: source.pin.repository,
        chart: source.pin.chart,
        targetRevision: source.pin.version,
        helm: helmOf(releaseName, source.values, source.options),
      };
  }
}

function helmOf(
  name: string, values: HelmValues, { releaseName = name, valueFiles, parameters, ignoreMissingValueFiles, skipCrds }: HelmOptions = {},
): ApplicationSpecSource['helm'] {
  return {
    releaseName,
    ...valueFiles ? { valueFiles: [...valueFiles] } : {},
    ...ignoreMissingValueFiles === true ? { ignoreMissingValueFiles } : {},
    ...parameters ? { parameters: parameters.map(({ forceString, ...each }) => (
      { ...each, ...forceString === true ? { forceString } : {} })) } : {},
    ...skipCrds === true ? { skipCrds } : {},
    ...needsText(values) ? { values: toYaml(values) } : { valuesObject: values },
  };
}

/**
 * How a folder is read. With one of these Argo CD does not look any more for a kustomization.yaml or Chart.yaml in it, and it takes one
 * alone (ApplicationSource.ExplicitType; v3.5.1).
 */
function readAs(
  { include, exclude, recurse = false, kustomize, values, options }: UpstreamFolder, releaseName: string,
): Pick<ApplicationSpecSource, 'directory' | 'helm' | 'kustomize'> {
  if (values) { return { helm: helmOf(releaseName, values, options) }; }
  if (kustomize) {
    const { images, patches, components, replicas, commonLabels, commonAnnotations, namePrefix, nameSuffix, ...switches } = kustomize;
    return { kustomize: {
      ...defined({ namePrefix, nameSuffix }),
      ...images ? { images: [...images] } : {},
      ...patches ? { patches: patches.map(({ target, patch }) => ({ ...target ? { target: defined(target) } : {}, patch })) } : {},
      ...components ? { components: [...components] } : {},
      ...replicas ? { replicas: replicas.map(({ name, count }) => (
        { name, count: ApplicationSpecSourceKustomizeReplicasCount.fromNumber(count) })) } : {},
      ...commonLabels ? { commonLabels: { ...commonLabels } } : {},
      ...commonAnnotations ? { commonAnnotations: { ...commonAnnotations } } : {},
      ...Object.fromEntries(Object.entries(switches).filter(([, isOn]) => isOn)),
    } };
  }
  const directory = { ...recurse ? { recurse } : {}, ...defined({ include, exclude }) };
  return Object.keys(directory).length > 0 ? { directory } : {};
}

/** The keys of a mapping that have a value. */
function defined(mapping: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(mapping).flatMap(([key, value]) => value === undefined ? [] : [[key, value]]));
}
