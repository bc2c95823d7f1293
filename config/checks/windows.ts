import type { Problem } from '../problem';
import type { HomelabConfig } from '../schema';
import { isOnWindows } from '../windows-lab';

/**
 * Ports that Windows with Hyper-V listens on by itself:
 * https://learn.microsoft.com/troubleshoot/windows-server/networking/service-overview-and-network-port-requirements.
 */
const OF_WINDOWS: Readonly<Record<number, string>> = {
  135: 'its RPC endpoint mapper', 139: 'NetBIOS', 445: 'file sharing (SMB)', 2179: 'the consoles of Hyper-V',
};

/** Two programs of Windows cannot listen on one port. */
export function checkWindowsHost(config: HomelabConfig): Problem[] {
  if (!isOnWindows(config)) { return []; }
  const { loopback } = config.host;
  const keys = ['api', 'https', 'http'] as const;
  return keys.flatMap((key, index): Problem[] => {
    const taken = OF_WINDOWS[loopback[key]];
    if (loopback.enabled && taken !== undefined) {
      const what = `is a port on which Windows itself listens, for ${taken} (${loopback[key]})`;
      return [{ path: ['host', 'loopback', key], what, fix: 'choose one that is free, such as 8443' }];
    }
    const before = keys.slice(0, index).find((other) => loopback[other] === loopback[key]);
    return before === undefined ? [] : [{
      path: ['host', 'loopback', key], related: [['host', 'loopback', before]],
      what: `is the port of host.loopback.${before} too (${loopback[key]})`, fix: 'give each its own port',
    }];
  });
}
