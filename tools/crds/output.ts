import { createHash } from 'node:crypto';
import type { ChosenKind } from './definitions';
import { kindName, type Kind } from './kinds';

/** A line of schemas/crds/index.json: what a reader needs beside the schema, and what the next import is compared with. */
export interface IndexEntry extends Kind {
  readonly plural: string;
  readonly scope: 'Namespaced' | 'Cluster';
  /** Schema file, relative to the index. */
  readonly file: string;
  /** Release the schema is from, such as `metallb/metallb@v0.16.1`. */
  readonly source: string;
  /** Digest of the schema file. */
  readonly sha256: string;
}

/** Texts of every file below schemas/crds, by relative path. */
export function schemaFiles(chosen: readonly ChosenKind[]): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const index = chosen.map(({ group, kind, version, plural, scope, source, schema }): IndexEntry => {
    const file = `${group}/${kind}.${version}.json`;
    const text = toText(schema);
    files.set(file, text);
    return { group, kind, version, plural, scope, file, source, sha256: createHash('sha256').update(text).digest('hex') };
  });
  return files.set('index.json', toText(index));
}

/** What an import changes against the committed index, one line per kind that differs. */
export function describeChanges(before: readonly IndexEntry[], after: readonly IndexEntry[]): string[] {
  const old = new Map(before.map((entry) => [kindName(entry), entry]));
  const fresh = new Set(after.map(kindName));
  return [
    ...after.flatMap((entry) => {
      const was = old.get(kindName(entry));
      if (!was) { return [`new      ${kindName(entry)} from ${entry.source}`]; }
      if (was.sha256 !== entry.sha256) { return [`changed  ${kindName(entry)} from ${was.source} to ${entry.source}`]; }
      return was.source === entry.source ? [] : [`same     ${kindName(entry)} from ${was.source} to ${entry.source}`];
    }),
    ...before.filter((entry) => !fresh.has(kindName(entry))).map((entry) => `removed  ${kindName(entry)}`),
  ];
}

/** What upstream has and we do not take, one line per group. */
export function describeDropped(dropped: readonly Kind[]): string[] {
  const groups = new Map<string, string[]>();
  for (const { group, kind, version } of dropped) { groups.set(group, [...groups.get(group) ?? [], `${kind}.${version}`]); }
  return [...groups].map(([group, names]) => `unused   ${group}: ${names.sort().join(' ')}`).sort();
}

/** Kinds whose schema differs though their pin does not: a tag was moved, a mirror lies, or this tool itself was changed. */
export function movedPins(before: readonly IndexEntry[], after: readonly IndexEntry[]): IndexEntry[] {
  const old = new Map(before.map((entry) => [`${kindName(entry)} ${entry.source}`, entry.sha256]));
  return after.filter((entry) => {
    const sha256 = old.get(`${kindName(entry)} ${entry.source}`);
    return sha256 !== undefined && sha256 !== entry.sha256;
  });
}

function toText(value: unknown): string {
  return `${JSON.stringify(value, undefined, 1)}\n`;
}
