import type { Manifest } from '../../charts/core/manifest';
import { customKinds } from '../../charts/core/pinned-kinds';

/** The definitions of the pinned kinds that some objects have, for a cluster that lacks them: one version, no prose, no conversion. */
export function definitionsFor(objects: readonly { readonly apiVersion: string; readonly kind: string }[]): Manifest[] {
  const wanted = new Set(objects.map(({ apiVersion, kind }) => `${apiVersion}/${kind}`));
  const kinds = customKinds().filter(({ group, version, kind }) => wanted.has(`${group}/${version}/${kind}`));
  return kinds.map(({ group, kind, plural, version, scope, schema }) => ({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {
      name: `${plural}.${group}`,
      labels: { 'app.kubernetes.io/managed-by': 'homelab-verify' },
      // Groups under k8s.io are protected: https://kubernetes.io/docs/reference/labels-annotations-taints/#api-approved-kubernetes-io.
      annotations: { 'api-approved.kubernetes.io': 'unapproved, for a dry run' },
    },
    spec: {
      group, scope,
      names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
      versions: [{ name: version, served: true, storage: true, schema: { openAPIV3Schema: schema } }],
    },
  }));
}
