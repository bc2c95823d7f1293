import { satisfies, valid, validRange } from 'semver';
import type { z } from 'zod';
import { text } from './text-rule';

/**
 * Ranges of chart versions, as Helm reads them (https://github.com/Masterminds/semver): `^6.9`, `6.9.x`, `>=1.2, <2`. A comma there is the
 * space of node-semver, by which they are judged here; the one grammar has nothing else that the other reads in another way.
 */

/** Helm takes a `v` in front, and so do those who make charts. */
const LOOSE = { loose: true } as const;

/** True for a range, and for the beginning of a version, which is one too. */
export function isChartRange(value: string): boolean {
  const isWritten = /^[\s\dvxX*^~<>=|,.-]+$/.test(value) && valid(value, LOOSE) === null;
  return isWritten && validRange(spaced(value), LOOSE) !== null;
}

/** Whether a version lies in a range that `isChartRange` takes. */
export function isInChartRange(version: string, range: string): boolean {
  return satisfies(version, spaced(range), LOOSE);
}

/** The versions that an upgrade may go to. */
export const chartRange = (): z.ZodString => text((value) => {
  if (valid(value, LOOSE) !== null) {
    const fix = `write a range, such as ^${value.replace(/^v/, '')}`;
    return { what: 'is one version, and leaves an upgrade nothing to choose from', fix };
  }
  return isChartRange(value) ? undefined : {
    what: 'is not a range of versions', fix: 'write one as Helm reads it, such as ^6.9 (below 7), ~6.9 (below 6.10), or ">=6.9, <8"',
  };
});

function spaced(range: string): string {
  return range.replaceAll(',', ' ');
}
