import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as versions from '../../../versions';

/** How far a version is raised. */
export type Step = 'patch' | 'minor';

/** A pin of versions.ts, with what belongs to it. */
export interface Pin {
  /** What versions.ts calls it. */
  readonly name: string;
  readonly value: string;
  /** Checksums that change with it: their names there, and their values. @default - none */
  readonly checksums?: readonly (readonly [name: string, value: string])[];
}

/** Everything that versions.ts pins. */
export const PINS: readonly Pin[] = [
  ...Object.entries(versions.CHARTS).map(([name, { version }]): Pin => ({ name, value: version })),
  ...Object.entries(versions.CRD_FOLDERS).map(([name, { revision }]): Pin => ({ name, value: revision })),
  ...Object.entries(versions.IMAGES).map(([name, image]): Pin => ({ name, value: image.split(':').at(-1) ?? '' })),
  { name: 'ARGOCD_DEFINITIONS_VERSION', value: versions.ARGOCD_DEFINITIONS_VERSION },
  { name: 'ARGOCD_VERSION', value: versions.ARGOCD_VERSION },
  { name: 'PROMETHEUS_OPERATOR_VERSION', value: versions.PROMETHEUS_OPERATOR_VERSION },
  {
    name: 'K3S_VERSION', value: versions.K3S_VERSION,
    checksums: [['K3S_SHA256', versions.K3S_SHA256], ['KUBECTL_SHA256', versions.KUBECTL_SHA256]],
  },
  { name: 'release', value: versions.NODE_IMAGE.release, checksums: [['sha256', versions.NODE_IMAGE.sha256]] },
];

/** The next version: 1.2.3 becomes 1.2.4 or 1.3.0, a date the next day; `v` and `+k3s1` stay. */
export function nextVersion(value: string, step: Step): string {
  if (/^\d+$/.test(value)) { return String(Number(value) + 1); }
  const [, before = '', minor = '', patch = '', after = ''] = /^(v?\d+\.)(\d+)\.(\d+)(.*)$/.exec(value) ?? [];
  return step === 'patch' ? `${before}${minor}.${Number(patch) + 1}${after}` : `${before}${Number(minor) + 1}.0${after}`;
}

/**
 * Raises pins in the versions.ts of a copy, and changes the checksums that belong to them. What `npm run import` records of a chart gets
 * the new version, as if the release had changed nothing else.
 */
export function raise(folder: string, pins: readonly Pin[], step: Step): void {
  const file = path.join(folder, 'versions.ts');
  const before = readFileSync(file, 'utf8');
  const after = pins.reduce((text, { name, value, checksums = [] }) => {
    const raised = replaceAt(text, name, value, nextVersion(value, step));
    return checksums.reduce((each, [sum, old]) => replaceAt(each, sum, old, [...old].reverse().join('')), raised);
  }, before);
  writeFileSync(file, after);
  for (const { name, value } of pins.filter((pin) => pin.name in versions.CHARTS)) {
    for (const data of ['schemas/charts', 'schemas/charts/objects'].map((each) => path.join(folder, each, `${name}.json`))) {
      // The chart of definitions has no values to record.
      if (!existsSync(data)) { continue; }
      const recorded = readFileSync(data, 'utf8');
      writeFileSync(data, recorded.replace(`"version": "${value}"`, `"version": "${nextVersion(value, step)}"`));
    }
  }
}

/** Replaces the value that a name has: in its line or, where an object is broken over lines, in one below. */
function replaceAt(text: string, name: string, from: string, to: string): string {
  const named = new RegExp(`^(?:export const |  )'?${name}'?(?::| =)`, 'gm');
  const places = [...text.matchAll(named)].map(({ index }) => valueAfter(text, index, from)).filter((place) => place !== undefined);
  const [place] = places;
  if (place === undefined || places.length > 1) { throw new Error(`versions.ts has ${from} for ${name} at ${places.length} places`); }
  return text.slice(0, place) + to + text.slice(place + from.length);
}

/** Where a value stands in the entry that begins at a place: up to the end of its line, or of its object. */
function valueAfter(text: string, start: number, value: string): number | undefined {
  const entry = /^.*\{\n[^}]*\}|^.*/.exec(text.slice(start))?.[0] ?? '';
  const place = entry.indexOf(value);
  return place === -1 ? undefined : start + place;
}
