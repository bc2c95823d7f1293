import type { PinnedChart } from '../../render/release';
import { CHARTS } from '../../versions';

/** The charts of Istio, which are one release. */
export const ISTIO: readonly PinnedChart[] = [CHARTS['istio-base'], CHARTS.istiod, CHARTS['istio-cni'], CHARTS.ztunnel];

/** What the tests install: every pinned chart, and those of Istio at the version before, to be upgraded from. */
export const NEEDED: readonly PinnedChart[] = [
  ...Object.values(CHARTS), ...ISTIO.map((pin) => ({ ...pin, version: previousVersion(pin.version) })),
];

/**
 * The version before that is sure to exist: 1.2.3 for 1.2.4. For 1.2.0 it is 1.1.0, from which Istio can be upgraded too.
 *
 * @throws RangeError for 1.0.0, which has none before it
 */
export function previousVersion(version: string): string {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  if (patch > 0) { return `${major}.${minor}.${patch - 1}`; }
  if (minor > 0) { return `${major}.${minor - 1}.0`; }
  throw new RangeError(`${version} has no version of its major version before it`);
}
