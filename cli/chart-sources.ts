import path from 'node:path';
import type { LabLocation } from '../config/location';
import { CHECKSUMS_FILE } from '../render/checksums';
import type { ChartSources } from '../render/render-lab';
import { complain } from './output';
import { userFolder } from './user-folder';

/**
 * Where a lab's charts come from, and what is said of pulls.
 *
 * @param charts - the folder of charts as the user wrote it; undefined for helm's cache
 */
export function chartSources({ folder }: LabLocation, charts: string | undefined): ChartSources {
  return {
    ...charts === undefined ? {} : { folder: path.resolve(userFolder(), charts) },
    checksums: path.join(folder, CHECKSUMS_FILE),
    onPull: ({ chart, version, repository }) => { complain(`Pulling ${chart} ${version} from ${repository}`); },
  };
}
