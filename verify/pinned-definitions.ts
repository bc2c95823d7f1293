import { readFileSync } from 'node:fs';
import path from 'node:path';
import { packaged } from '../paths';
import type { Prerequisite } from './server';

interface Entry { readonly group: string; readonly kind: string; readonly plural: string; readonly version: string; readonly scope: string; readonly file: string }

const FOLDER = packaged('schemas', 'crds');

/** The definitions of the pinned kinds that some objects have, for a cluster that lacks them: one version, no prose, no conversion. */
export function definitionsFor(objects: readonly { readonly apiVersion: string; readonly kind: string }[]): Prerequisite[] {
  const wanted = new Set(objects.map(({ apiVersion, kind }) => `${apiVersion}/${kind}`));
  const entries = JSON.parse(readFileSync(path.join(FOLDER, 'index.json'), 'utf8')) as Entry[];
  return entries.filter(({ group, version, kind }) => wanted.has(`${group}/${version}/${kind}`)).map(({ group, kind, plural, version, scope, file }) => ({
    name: `crd/${plural}.${group}`,
    manifest: {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      // Groups under k8s.io are protected: https://kubernetes.io/docs/reference/labels-annotations-taints/#api-approved-kubernetes-io.
      metadata: { name: `${plural}.${group}`, labels: { 'app.kubernetes.io/managed-by': 'homelab-verify' }, annotations: { 'api-approved.kubernetes.io': 'unapproved, for a dry run' } },
      spec: {
        group, scope,
        names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
        versions: [{ name: version, served: true, storage: true, schema: { openAPIV3Schema: JSON.parse(readFileSync(path.join(FOLDER, file), 'utf8')) as unknown } }],
      },
    },
  }));
}
