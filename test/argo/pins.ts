import type { PinnedChart } from '../../render/release';
import { CHARTS } from '../../versions';

/** The charts of Istio, which are one release. */
export const ISTIO: readonly PinnedChart[] = [CHARTS['istio-base'], CHARTS.istiod, CHARTS['istio-cni'], CHARTS.ztunnel];

/** What the tests install: every pinned chart, and those of Istio at the patch before, to be upgraded from. */
export const NEEDED: readonly PinnedChart[] = [
  ...Object.values(CHARTS), ...ISTIO.map((pin) => ({ ...pin, version: previousPatch(pin.version) })),
];

/** 1.2.3 for 1.2.4. @throws RangeError for a first patch, which has none before it */
export function previousPatch(version: string): string {
  const patch = Number(/\d+$/.exec(version)?.[0]);
  if (!(patch > 0)) { throw new RangeError(`${version} has no patch before it`); }
  return version.replace(/\d+$/, String(patch - 1));
}
