import { loadAll } from 'js-yaml';
import { z } from 'zod';
import { isOpenApi, readOpenApi } from '../openapi/definitions';
import type { Enumerations } from '../openapi/enumerations';
import { definitionSchema, type ChosenKind, type Definition, type SourcedDefinition } from './definition';
import { kindName, type ImportedKind, type Kind } from './kinds';
import { sortKeys, stripProse, type JsonObject } from './prose';

/** What was taken, and what was left aside, for the summary. */
export interface Choice {
  /** The kinds that were wanted, in that order. */
  readonly chosen: readonly ChosenKind[];
  /** The others that were read. */
  readonly dropped: readonly Kind[];
}

/**
 * Every CustomResourceDefinition of a YAML text, and every kind of an OpenAPI document in it; other documents are passed over.
 *
 * @param enumerations - of the fields of Kubernetes' own kinds @default - those in the document
 */
export function readDefinitions(text: string, origin: string, enumerations: Enumerations = new Map()): Definition[] {
  return loadAll(text).flatMap((document) => {
    if (isOpenApi(document)) { return readOpenApi(document, origin, enumerations); }
    if ((document as { kind?: unknown } | null | undefined)?.kind !== 'CustomResourceDefinition') { return []; }
    const parsed = definitionSchema.safeParse(document);
    if (!parsed.success) { throw new Error(`${origin} holds a definition that this tool cannot read: ${z.prettifyError(parsed.error)}`); }
    return [parsed.data];
  });
}

/**
 * The wanted kinds out of what was read, in the order wanted.
 *
 * @throws Error naming every wanted kind that is absent, no longer served, or defined twice
 */
export function chooseKinds(wanted: readonly ImportedKind[], read: readonly SourcedDefinition[]): Choice {
  const problems: string[] = [];
  const chosen = wanted.flatMap((want) => {
    const [match, ...more] = read.filter(({ definition: { spec } }) => spec.group === want.group && spec.names.kind === want.kind);
    const version = match?.definition.spec.versions.find(({ name }) => name === want.version);
    if (!match) { problems.push(`${kindName(want)}: no address of cdk8s.yaml holds this kind any more`); return []; }
    if (more.length > 0) {
      problems.push(`${kindName(want)}: defined more than once, by ${[match, ...more].map(({ source }) => source).join(' and ')}`);
      return [];
    }
    if (!version?.served) {
      const served = match.definition.spec.versions.filter((each) => each.served).map(({ name }) => name).join(', ');
      const state = version ? 'no longer serves' : 'does not define';
      problems.push(`${kindName(want)}: ${match.source} ${state} this version; it serves ${served}`);
      return [];
    }
    const { scope, names: { plural } } = match.definition.spec;
    const schema = sortKeys(stripProse(version.schema.openAPIV3Schema)) as JsonObject;
    return [{ ...want, scope, plural, source: match.source, ...match.standIn === undefined ? {} : { standIn: match.standIn }, schema }];
  });
  if (problems.length > 0) { throw new Error(problems.join('\n')); }
  const names = new Set(wanted.map(kindName));
  const dropped = read.flatMap(({ definition: { spec } }) => spec.versions
    .map(({ name }) => ({ group: spec.group, kind: spec.names.kind, version: name }))
    .filter((kind) => !names.has(kindName(kind))));
  return { chosen, dropped };
}

/** The definition that bindings are made from: one version, no status (nobody emits one), nothing that only a cluster needs. */
export function bindingDefinition({ group, kind, version, scope, plural, schema }: ChosenKind): JsonObject {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group, names: { kind, plural }, scope,
      versions: [{ name: version, served: true, storage: true, schema: { openAPIV3Schema: schema } }],
    },
  };
}
