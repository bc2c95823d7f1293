import type { Construct } from 'constructs';
import { keyOfApplication } from '../../config/folder-applications';
import type { ApplicationConfig, HomelabConfig } from '../../config/schema';
import { readClusterKind } from '../core/cluster-kinds';
import type { ComponentSource } from '../core/component';
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
  const { repoURL, targetRevision } = application;
  if ('path' in application) {
    const { path, include, exclude, recurse, kustomize, helm } = application;
    const isEmpty = Object.keys(kustomize ?? {}).length === 0;
    return {
      kind: 'upstream', repository: repoURL, revision: targetRevision, path,
      ...recurse ? { recurse } : {}, ...include === undefined ? {} : { include }, ...exclude === undefined ? {} : { exclude },
      ...isEmpty ? {} : { kustomize }, ...helm ? { values: helm.values } : {},
    };
  }
  const { chart, values } = application;
  // Argo CD takes a Helm repository without a scheme for OCI.
  return { kind: 'helm', pin: { repository: repoURL.replace(/^oci:\/\//, ''), chart, version: targetRevision }, values };
}
