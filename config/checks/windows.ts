import type { Problem } from '../problem';
import type { HomelabConfig } from '../schema';

/** The switch type decides which of the other keys mean anything, and a key that means nothing misleads. */
export function checkWindowsHost(config: HomelabConfig): Problem[] {
  return [...checkNetworkMode(config), ...checkImage(config), ...checkLoopback(config)];
}

function checkNetworkMode({ host }: HomelabConfig): Problem[] {
  const related = [['host', 'network']];
  if (host.network === 'external') {
    return [
      ...host.adapter === undefined ? [{ path: ['host', 'adapter'], related, what: 'is missing: an external switch needs the adapter it bridges to', fix: 'run Get-NetAdapter -Physical on Windows and write the Name, such as Ethernet' }] : [],
      ...host.router === undefined ? [{ path: ['host', 'router'], related, what: 'is missing: on your LAN the default gateway is your router, not Windows', fix: 'write the address of your router, such as 192.168.1.1' }] : [],
    ];
  }
  return (['adapter', 'router'] as const).filter((key) => host[key] !== undefined).map((key) => ({
    path: ['host', key], related, atKey: true,
    what: 'has no meaning with network: nat, where Windows itself is the gateway', fix: 'remove it, or set host.network to external',
  }));
}

function checkImage({ host: { image } }: HomelabConfig): Problem[] {
  if ((image.url === undefined) === (image.sha256 === undefined)) { return []; }
  return [image.url === undefined
    ? { path: ['host', 'image', 'url'], related: [['host', 'image', 'sha256']], what: 'is missing, and a checksum alone says nothing', fix: 'give the address of the image too' }
    : { path: ['host', 'image', 'sha256'], related: [['host', 'image', 'url']], what: 'is missing, and an image that is not verified is never started', fix: 'copy it from the SHA256SUMS file beside the image' }];
}

function checkLoopback({ host: { loopback } }: HomelabConfig): Problem[] {
  const keys = ['api', 'https', 'http'] as const;
  return keys.flatMap((key, index): Problem[] => {
    const before = keys.slice(0, index).find((other) => loopback[other] === loopback[key]);
    return before ? [{ path: ['host', 'loopback', key], related: [['host', 'loopback', before]], what: `is the port of host.loopback.${before} too (${loopback[key]})`, fix: 'give each its own port' }] : [];
  });
}
