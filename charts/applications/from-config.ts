import type { Construct } from 'constructs';
import type { ApplicationConfig, HomelabConfig } from '../../config/schema';
import type { ComponentSource } from '../core/component';
import { OwnApplications } from './own-applications';

/** The Applications of homelab.yaml. */
export function ownApplications(scope: Construct, { applications }: HomelabConfig): OwnApplications {
  return new OwnApplications(scope, 'applications', applications.map((application, index) => ({
    name: application.name, namespace: application.namespace, source: toSource(application), origin: ['applications', index],
  })));
}

function toSource({ repoURL, targetRevision, path, chart, values }: ApplicationConfig): ComponentSource {
  return chart === undefined
    ? { kind: 'upstream', repository: repoURL, revision: targetRevision, path: path ?? '.' }
    // Argo CD takes a Helm repository without a scheme for OCI.
    : { kind: 'helm', pin: { repository: repoURL.replace(/^oci:\/\//, ''), chart, version: targetRevision }, values };
}
