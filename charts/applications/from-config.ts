import type { ApplicationConfig, HomelabConfig } from '../../config/schema';
import type { Branch } from '../gitops/branches';
import { Component, type ComponentSource } from '../core/component';

/** The user's own Argo CD Applications, each on its own: none waits for another. */
export function ownApplications(config: HomelabConfig): Branch {
  return {
    name: 'applications',
    components: config.applications.map((application) => new Component({
      name: application.name,
      namespace: application.namespace,
      source: toSource(application),
      prune: true,
    })),
  };
}

function toSource(application: ApplicationConfig): ComponentSource {
  const { repoURL, targetRevision } = application;
  if ('path' in application) { return { kind: 'upstream', repository: repoURL, revision: targetRevision, path: application.path }; }
  const { chart, values } = application;
  // Argo CD takes a Helm repository without a scheme for OCI.
  return { kind: 'helm', pin: { repository: repoURL.replace(/^oci:\/\//, ''), chart, version: targetRevision }, values };
}
