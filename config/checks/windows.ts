import type { Problem } from '../problem';
import type { HomelabConfig } from '../schema';

/** Two programs of Windows cannot listen on one port. */
export function checkWindowsHost({ host: { loopback } }: HomelabConfig): Problem[] {
  const keys = ['api', 'https', 'http'] as const;
  return keys.flatMap((key, index): Problem[] => {
    const before = keys.slice(0, index).find((other) => loopback[other] === loopback[key]);
    return before === undefined ? [] : [{
      path: ['host', 'loopback', key], related: [['host', 'loopback', before]],
      what: `is the port of host.loopback.${before} too (${loopback[key]})`, fix: 'give each its own port',
    }];
  });
}
