import type { Construct } from 'constructs';
import {
  Application, type ApplicationSpecSource, type ApplicationSpecSyncPolicy, type ApplicationSpecSyncPolicyRetry,
} from '../../imports/argoproj.io';
import type { Component, ComponentSource } from '../core/component';
import { needsText } from '../core/helm-values';
import { Layer } from '../core/layer';
import { noteOrigin } from '../core/origin';
import { toYaml } from '../core/yaml';
import { projectOf } from './lab-projects';

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
    for (const [component, wave] of props.waves) {
      const { source, namespace, ignoreDifferences: ignored, prune, origin } = component.props;
      const application = new Application(this, component.name, {
        metadata: {
          name: component.name,
          namespace: props.namespace,
          // No finalizer: deleting an Application must never take the network or the CRDs down with it.
          annotations: { 'argocd.argoproj.io/sync-wave': String(wave) },
        },
        spec: {
          project: projectOf(component),
          source: toSource(source, props.git, component.name),
          destination: { server: IN_CLUSTER, namespace },
          ...ignored ? { ignoreDifferences: ignored.map((each) => ({ ...each, jqPathExpressions: [...each.jqPathExpressions] })) } : {},
          syncPolicy: syncPolicy({ source: source.kind, prune, ignoresDifferences: ignored !== undefined }),
        },
      });
      noteOrigin(application, origin);
    }
  }
}

/** The cluster Argo CD itself runs in. */
export const IN_CLUSTER = 'https://kubernetes.default.svc';

/** What an Application's own nature asks of its sync. */
export interface SyncNature {
  /** Where its objects come from. */
  readonly source: ComponentSource['kind'];
  /** @default - true, but not for upstream folders */
  readonly prune?: boolean | undefined;
  /** Whether some fields are left to controllers. @default false */
  readonly ignoresDifferences?: boolean;
}

/** How every Application is kept in line with git. */
export function syncPolicy({ source, prune = source !== 'upstream', ignoresDifferences = false }: SyncNature): ApplicationSpecSyncPolicy {
  return {
    // Upstream folders hold definitions; with one of them goes every object of its kind, so no release that drops one may do that by
    // itself.
    automated: { prune, selfHeal: true },
    syncOptions: [
      // Server-side apply: the CRDs here exceed the annotation that client-side apply would write.
      'ServerSideApply=true',
      // Two Applications with one object would undo each other's work for ever; better that the second one says so.
      'FailOnSharedResource=true',
      ...ignoresDifferences ? ['RespectIgnoreDifferences=true'] : [],
    ],
    retry: retry(source),
  };
}

/**
 * Without refresh a retry repeats the broken commit, and the commit that mends it waits. A failed sync that is no longer retried waits for
 * another change in git, so our own folders are retried without limit: what they need may turn up at any time. A chart's retries go on with
 * the values they began with, even when the Application has new ones (argoproj/argo-cd#28794), so they give up after some ten minutes, upon
 * which the new values are taken.
 */
function retry(source: ComponentSource['kind']): ApplicationSpecSyncPolicyRetry {
  return source === 'own'
    ? { limit: -1, refresh: true, backoff: { duration: '10s', factor: 2, maxDuration: '3m' } }
    : { limit: 12, refresh: true, backoff: { duration: '10s', factor: 2, maxDuration: '1m' } };
}

function toSource(source: ComponentSource, git: GitSource, releaseName: string): ApplicationSpecSource {
  switch (source.kind) {
    case 'own':
      return { repoUrl: git.repoURL, targetRevision: git.revision, path: `${git.path}/${source.folder}` };
    case 'upstream':
      return {
        repoUrl: source.repository,
        targetRevision: source.revision,
        path: source.path,
        ...source.include ? { directory: { include: source.include } } : {},
      };
    case 'helm':
      return {
        repoUrl: source.pin.repository,
        chart: source.pin.chart,
        targetRevision: source.pin.version,
        helm: {
          releaseName,
          ...needsText(source.values) ? { values: toYaml(source.values) } : { valuesObject: source.values },
        },
      };
  }
}
