import { parseConfig } from '../../charts/load-config';
import { defaultGateway, macAddress } from '../../config/host-network';
import { ConfigError } from '../../config/problem';
import { windowsLab } from '../windows-lab';

/** What the user is told about a `host:` section. */
function complaint(yaml: string): string {
  try {
    parseConfig(yaml);
    return '';
  } catch (error) {
    if (error instanceof ConfigError) { return error.message; }
    throw error;
  }
}

test('the default lab is behind NAT, on a switch and in a folder of its own', () => {
  expect(parseConfig('').host).toEqual({
    network: 'nat', switchName: 'homelab', folder: 'C:\\Homelab', secureBoot: true, autostart: true,
    sshUser: 'homelab', sshAuthorizedKeys: [], kubeContext: 'homelab', image: {},
    loopback: { enabled: true, api: 6443, https: 443, http: 80 },
  });
});

test.each([
  ["C:\\Users\\O'Neil\\lab", 'code page'],
  ['C:\\$(calc)', 'code page'],
  ['C:\\a`b', 'code page'],
  ['C:\\a;b', 'code page'],
  ['C:\\lab\u2019s', 'code page'],
  ['C:\\..\\Windows', 'code page'],
  ['C:\\lab.', 'code page'],
  ['C:\\', 'code page'],
  ['C:/lab', 'forward slashes'],
  ['\\\\server\\share', 'not on a local drive'],
  ['C:\\lab\\nul.txt', 'Windows device'],
])('the folder %j is refused with a reason', (folder, reason) => {
  expect(complaint(`host: { folder: ${JSON.stringify(folder)} }`)).toContain(reason);
});

test.each(['D:\\VMs\\Home Lab (2)', 'C:\\Homelab', 'E:\\a.b_c-d'])('the folder %j is accepted', (folder) => {
  expect(complaint(`host: { folder: ${JSON.stringify(folder)} }`)).toBe('');
});

test.each(['lab*', 'lab[1]', 'a`b', 'a\nb', 'a"b', ' lab', 'a\u0000b', '\u{1f600}'])('the switch name %j is refused', (name) => {
  expect(complaint(`host: { switchName: ${JSON.stringify(name)} }`)).toContain('host.switchName');
});

test.each(["Frank's switch", 'Netz f\u00fcr $alle; (&)', '\u30a4\u30fc\u30b5\u30cd\u30c3\u30c8', "'@ $(x)"])(
  'the switch name %j is only a name',
  (name) => {
    expect(complaint(`host: { switchName: ${JSON.stringify(name)} }`)).toBe('');
  },
);

test('an external switch needs its adapter and the router of the LAN', () => {
  const text = complaint('host: { network: external }');
  expect(text).toContain('host.adapter');
  expect(text).toContain('host.router');
});

test('an adapter means nothing behind NAT', () => {
  expect(complaint('host: { adapter: Ethernet }')).toContain('no meaning with network: nat');
});

test('the router must stand in the network of the nodes', () => {
  expect(complaint('host: { network: external, adapter: Ethernet, router: 10.0.0.1 }')).toContain('outside network.cidr');
});

test('an image comes with its checksum or not at all', () => {
  expect(complaint('host: { image: { url: "https://example.com/a.img" } }')).toContain('host.image.sha256');
});

test('two loopback ports cannot be one', () => {
  expect(complaint('host: { loopback: { http: 443 } }')).toContain('host.loopback.http');
});

test('root is no user for ssh', () => {
  expect(complaint('host: { sshUser: root }')).toContain('root cannot log in');
});

test('the gateway of the nodes is Windows behind NAT, the router in a LAN', () => {
  expect(defaultGateway(windowsLab(''))).toBe('192.168.100.1');
  expect(defaultGateway(windowsLab('host: { network: external, adapter: Ethernet, router: 192.168.100.254 }'))).toBe('192.168.100.254');
});

test('a node keeps its MAC address as long as it keeps its address', () => {
  const [node] = parseConfig('').nodes;
  expect(node && macAddress(node)).toBe('02:15:c0:a8:64:0a');
});
