import { createHash } from 'node:crypto';
import type { ChosenKind } from './definition';
import { kindName, type Kind } from './kinds';

/** An entry of an index.json below schemas/: what a reader needs beside the schema, and what the next import is compared with. */
export interface IndexEntry extends Kind {
  /** Its name in addresses of the API, such as `gateways`. */
  readonly plural: string;
  /** Whether its objects live in a namespace. */
  readonly scope: 'Namespaced' | 'Cluster';
  /** Schema file, relative to the index. */
  readonly file: string;
  /** Release the schema is from, such as `metallb/metallb@v0.16.1`. */
  readonly source: string;
  /** What the schema was read from in place of that release, when it was out of reach. @default - the release itself */
  readonly standIn?: string;
  /** Digest of the schema file. */
  readonly sha256: string;
}

/** Texts of every file of a folder below schemas/, by relative path. */
export function schemaFiles(chosen: readonly ChosenKind[]): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const index = chosen.map(({ group, kind, version, plural, scope, source, standIn, schema }): IndexEntry => {
    const file = `${group || CORE_GROUP}/${kind}.${version}.json`;
    const text = toText(schema);
    files.set(file, text);
    const sha256 = createHash('sha256').update(text).digest('hex');
    return { group, kind, version, plural, scope, file, source, ...standIn === undefined ? {} : { standIn }, sha256 };
  });
  return files.set('index.json', toText(index));
}

/** The API group without a name, where a folder needs one. */
const CORE_GROUP = 'core';

/** What an import changes against the committed index, one line per kind that differs. */
export function describeChanges(before: readonly IndexEntry[], after: readonly IndexEntry[]): string[] {
  const old = new Map(before.map((entry) => [kindName(entry), entry]));
  const fresh = new Set(after.map(kindName));
  return [
    ...after.flatMap((entry) => {
      const was = old.get(kindName(entry));
      if (!was) { return [`new      ${kindName(entry)} from ${origin(entry)}`]; }
      if (was.sha256 !== entry.sha256) { return [`changed  ${kindName(entry)} from ${origin(was)} to ${origin(entry)}`]; }
      return origin(was) === origin(entry) ? [] : [`same     ${kindName(entry)} from ${origin(was)} to ${origin(entry)}`];
    }),
    ...before.filter((entry) => !fresh.has(kindName(entry))).map((entry) => `removed  ${kindName(entry)}`),
  ];
}

/** What upstream has and we do not take, one line per group. */
export function describeDropped(dropped: readonly Kind[]): string[] {
  const groups = new Map<string, string[]>();
  for (const { group, kind, version } of dropped) { groups.set(group, [...groups.get(group) ?? [], `${kind}.${version}`]); }
  return [...groups].map(([group, names]) => `unused   ${group || CORE_GROUP}: ${names.sort().join(' ')}`).sort();
}

/** Kinds whose schema differs though their pin does not: a tag was moved, a mirror lies, or this tool itself was changed. */
export function movedPins(before: readonly IndexEntry[], after: readonly IndexEntry[]): IndexEntry[] {
  const old = new Map(before.map((entry) => [`${kindName(entry)} ${origin(entry)}`, entry.sha256]));
  return after.filter((entry) => {
    const sha256 = old.get(`${kindName(entry)} ${origin(entry)}`);
    return sha256 !== undefined && sha256 !== entry.sha256;
  });
}

function origin({ source, standIn }: IndexEntry): string {
  return standIn === undefined ? source : `${source} (by ${standIn})`;
}

function toText(value: unknown): string {
  return `${JSON.stringify(value, undefined, 1)}\n`;
}
