import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { PinnedChart } from '../../../render/release';
import { CHARTS } from '../../../versions';

/** The folder of packaged charts that HOMELAB_CHARTS names (docs/testing.md); empty without it. */
export const CHARTS_FOLDER = process.env['HOMELAB_CHARTS'] ?? '';

/** True if there are charts, and a helm on the PATH; the suites here are skipped otherwise. */
export const present = CHARTS_FOLDER !== '' && existsSync(CHARTS_FOLDER) && spawnSync('helm', ['version']).status === 0;

/** Names of the packaged charts that are there. */
const ARCHIVES: ReadonlySet<string> = new Set(present
  ? readdirSync(CHARTS_FOLDER, { recursive: true, encoding: 'utf8' }).map((file) => path.basename(file)) : []);

/** True for a chart of the platform, at the version that is pinned. */
export function isPinned({ chart, version, repository }: PinnedChart): boolean {
  return Object.values<PinnedChart>(CHARTS).some((pin) => pin.chart === chart && pin.repository === repository && pin.version === version);
}

/** True for a chart, or a version, of somebody's own choice that the folder does not have; the platform's have to be there. */
export function isOutOfReach(release: PinnedChart): boolean {
  return !isPinned(release) && !ARCHIVES.has(`${path.basename(release.chart)}-${release.version}.tgz`);
}

/** True for what is said because nothing brings what the services of an example lead to. */
export function isInvented(finding: string): boolean {
  return finding.startsWith('warning') && /\[(route-backend|service-selects-pods|monitor-targets)-known\]/.test(finding);
}
