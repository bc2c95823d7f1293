import type { z } from 'zod';
import type { Objection } from './objection';
import { text } from './text-rule';

/** A kind as the API names it: `CustomResourceDefinition`. */
const KIND = '[A-Z][A-Za-z0-9]{0,62}';
/** A group as a definition may have it: a domain with at least one dot (apiextensions-apiserver, ValidateCustomResourceDefinition). */
const GROUP = '[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+';
const CLUSTER_KIND = new RegExp(`^${KIND}(?:\\.${GROUP})?$`);

/** The name of a kind outside a namespace: `ClusterRole`, or `Kind.group`. Whether there is such a kind is looked at later. */
export const clusterKind = (): z.ZodString => text(objection, CLUSTER_KIND);

function objection(value: string): Objection | undefined {
  if (value.includes('*')) {
    return {
      what: 'is a wildcard, with which the application could bring anything, rights to everything among it',
      fix: 'name each kind, such as CustomResourceDefinition, ClusterRole, ClusterRoleBinding',
    };
  }
  if (CLUSTER_KIND.test(value) && value.length <= 253) { return undefined; }
  return { what: 'is not the name of a kind', fix: `write ${meantBy(value) ?? 'Kind or Kind.group, such as ClusterRole'}` };
}

/** Other ways to write a kind: Argo CD's `group:Kind` and `group/Kind`, those of a manifest with a version, and kubectl's. */
function meantBy(value: string): string | undefined {
  const [, group, kind] = new RegExp(`^(${GROUP}|core)?[:/](?:v\\d[a-z0-9]*[:/])?(${KIND})$`).exec(value) ?? [];
  if (kind !== undefined) { return group === undefined || group === 'core' ? kind : `${kind}.${group}`; }
  const [, unversioned] = new RegExp(`^(${KIND}(?:\\.${GROUP})?)/v\\d[a-z0-9]*$`).exec(value) ?? [];
  if (unversioned !== undefined) { return unversioned; }
  return /^[a-z]/.test(value) ? 'the kind as manifests have it, in the singular and with capitals, such as ClusterRole' : undefined;
}
