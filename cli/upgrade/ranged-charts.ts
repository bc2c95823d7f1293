import { CHART_NAME } from '../../config/applications';
import { isChartRange } from '../../config/chart-range';
import { isMapping } from '../../config/kinds';
import type { ConfigPath } from '../../config/problem';

/** A chart of homelab.yaml that an upgrade may raise. */
export interface RangedChart {
  /** Where it stands: that of its application, or of one of its sources. */
  readonly path: ConfigPath;
  /** A Helm repository, or a registry with `oci://`. */
  readonly repository: string;
  /** Its name there. */
  readonly chart: string;
  /** The version that is written; undefined where the range stands in its place. */
  readonly version: string | undefined;
  /** Such as `^6.9`. */
  readonly range: string;
}

/** What helm is asked with, so that nothing of a file reads as one of its options; a synth says what is wrong with anything else. */
const REPOSITORY = /^(https?|oci):\/\/\S+$/;

/**
 * The charts of a file whose versions have a range: `versions`, or what stands in the place of the version. The file need not be valid: a
 * range in the place of a version is what a synth refuses, and what this is there to mend.
 *
 * @param data - homelab.yaml as plain data
 */
export function rangedCharts(data: unknown): RangedChart[] {
  return listAt(data, 'applications').flatMap((application, index) => [
    { written: application, path: ['applications', index] },
    ...listAt(application, 'sources').map((written, place) => ({ written, path: ['applications', index, 'sources', place] })),
  ]).flatMap(({ written, path }): RangedChart[] => {
    const [repository, chart, version, versions] = ['repoURL', 'chart', 'targetRevision', 'versions'].map((key) => textAt(written, key));
    if (repository === undefined || chart === undefined || version === undefined) { return []; }
    if (!REPOSITORY.test(repository) || !CHART_NAME.test(chart)) { return []; }
    if (isChartRange(version)) { return [{ path, repository, chart, version: undefined, range: versions ?? version }]; }
    return versions !== undefined && isChartRange(versions) ? [{ path, repository, chart, version, range: versions }] : [];
  });
}

function listAt(value: unknown, key: string): readonly unknown[] {
  const list = isMapping(value) ? value[key] : undefined;
  return Array.isArray(list) ? list : [];
}

/** A number is what an unquoted version of two parts is: 6.9. */
function textAt(value: unknown, key: string): string | undefined {
  const text = isMapping(value) ? value[key] : undefined;
  return typeof text === 'string' || typeof text === 'number' ? String(text) : undefined;
}
