import { z } from 'zod';
import type { ImportedKind } from './kinds';
import type { JsonObject } from './prose';

/** What is read of a CustomResourceDefinition; the rest (printer columns, conversion, labels) serves only a cluster. */
export const definitionSchema = z.object({
  apiVersion: z.literal('apiextensions.k8s.io/v1'),
  spec: z.object({
    group: z.string(),
    scope: z.enum(['Namespaced', 'Cluster']),
    names: z.object({ kind: z.string(), plural: z.string() }),
    versions: z.array(z.object({
      name: z.string(),
      served: z.boolean(),
      schema: z.object({ openAPIV3Schema: z.record(z.string(), z.json()) }),
    })).min(1),
  }),
});

/** A CustomResourceDefinition, as far as it is read. */
export type Definition = z.infer<typeof definitionSchema>;

/** A definition and the release it came from, such as `metallb/metallb@v0.16.1`. */
export interface SourcedDefinition {
  /** Repository and release. */
  readonly source: string;
  /** What it was read from in place of that release. @default - the release itself */
  readonly standIn?: string;
  /** The definition. */
  readonly definition: Definition;
}

/** One kind in use, its schema without prose and with sorted keys, so that equal definitions give equal bytes. */
export interface ChosenKind extends ImportedKind {
  /** Whether its objects live in a namespace. */
  readonly scope: 'Namespaced' | 'Cluster';
  /** Its name in addresses of the API, such as `gateways`. */
  readonly plural: string;
  /** The release the schema is from. */
  readonly source: string;
  /** What the schema was read from in place of the release. @default - the release itself */
  readonly standIn?: string;
  /** The schema of a whole object. */
  readonly schema: JsonObject;
}
