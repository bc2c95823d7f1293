import type { Construct } from 'constructs';
import type { ListedSource, SourceConfig } from '../../config/application-sources';
import { keyOfApplication } from '../../config/folder-applications';
import type { ApplicationConfig, HomelabConfig } from '../../config/schema';
import { readClusterKind } from '../core/cluster-kinds';
import type { ChartSource, ComponentSource, HelmOptions, OneSource, UpstreamFolder } from '../core/component';
import type { HelmValues } from '../core/helm-values';
import { OwnApplications } from './own-applications';

/** The Applications of homelab.yaml. */
export function ownApplications(scope: Construct, { applications }: HomelabConfig): OwnApplications {
  return new OwnApplications(scope, 'applications', applications.map((application, index) => ({
    name: application.name, namespace: application.namespace, source: toSource(application), remove: application.remove,
    prune: application.prune, dependsOn: application.dependsOn,
    otherNamespaces: application.namespaces, clusterKinds: application.clusterKinds.map(readClusterKind),
    origin: keyOfApplication(application, index),
  })));
}

function toSource(application: ApplicationConfig): ComponentSource {
  if ('sources' in application) { return { kind: 'several', sources: application.sources.map(oneSource) }; }
  return 'path' in application ? folderSource(application) : chartSource(application, application.values);
}

function oneSource(source: ListedSource): OneSource {
  if ('path' in source) { return { ...folderSource(source), ...source.ref === undefined ? {} : { ref: source.ref } }; }
  if ('chart' in source) { return chartSource(source, source.helm?.values ?? {}); }
  return { kind: 'files', repository: source.repoURL, revision: source.targetRevision, ref: source.ref };
}

function folderSource(source: Extract<SourceConfig, { readonly path: string }>): UpstreamFolder {
  const { repoURL, targetRevision, path, include, exclude, recurse, kustomize, helm } = source;
  const isEmpty = Object.keys(kustomize ?? {}).length === 0;
  return {
    kind: 'upstream', repository: repoURL, revision: targetRevision, path,
    ...recurse ? { recurse } : {}, ...include === undefined ? {} : { include }, ...exclude === undefined ? {} : { exclude },
    ...isEmpty ? {} : { kustomize }, ...helm ? { values: helm.values, ...optionsOf(helm) } : {},
  };
}

function chartSource(
  { repoURL, chart, targetRevision, helm }: Extract<SourceConfig, { readonly chart: string }>, values: HelmValues,
): ChartSource {
  // Argo CD takes a Helm repository without a scheme for OCI.
  const pin = { repository: repoURL.replace(/^oci:\/\//, ''), chart, version: targetRevision };
  return { kind: 'helm', pin, values, ...helm ? optionsOf(helm) : {} };
}

/** Options of Helm without values, if there are any. */
function optionsOf(helm: HelmOptions & { readonly values?: unknown }): { readonly options?: HelmOptions } {
  const options = Object.fromEntries(Object.entries(helm).filter(([key]) => key !== 'values')) as HelmOptions;
  return Object.keys(options).length === 0 ? {} : { options };
}
