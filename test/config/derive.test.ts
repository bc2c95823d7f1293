import fc from 'fast-check';
import { addressOf, contains, formatAddress, networkOf, overlaps, sizeOf, usable, type AddressRange } from '../../config/address';
import { poolBlocks } from '../../config/address-pools';
import { derive } from '../../config/derive';
import { listOf } from '../../config/one-or-more';
import { parseConfig, readConfig } from '../../charts/load-config';
import { homelabSchema, type HomelabConfig } from '../../config/schema';
import { synthesise } from '../../synth/synthesise';
import { runs } from '../property/runs';

/** A configuration as far as addresses go. */
interface Written {
  readonly network?: Readonly<Record<string, string | readonly (string | object)[]>>;
  readonly nodes?: readonly { readonly address?: string }[];
  readonly gateway?: Readonly<Record<string, string>>;
  readonly host?: Readonly<Record<string, string>>;
}

/** A text without what it says of the content of folders. */
const withoutDigests = (text: string): string => text.replaceAll(/content-[0-9a-f]{16}/g, 'content');

const load = (written: object): HomelabConfig => parseConfig(JSON.stringify(written));

/** Host, first node, pool, gateway, pods and services of a configuration. */
function addresses(written: object): string[] {
  const { network, nodes, gateway } = load(written);
  return [
    network.hostAddress, nodes[0]?.address ?? '', ...listOf(network.loadBalancerRange), gateway.address, network.podCIDR,
    network.serviceCIDR,
  ];
}

const lan = { network: 'external', adapter: 'Ethernet' } as const;

describe('network.cidr alone', () => {
  test.each([
    ['192.168.100.0/24', '192.168.100.1', '192.168.100.10', '192.168.100.200-192.168.100.220', '192.168.100.200'],
    ['172.20.5.0/24', '172.20.5.1', '172.20.5.10', '172.20.5.200-172.20.5.220', '172.20.5.200'],
    ['10.20.0.0/16', '10.20.0.1', '10.20.0.10', '10.20.0.200-10.20.0.220', '10.20.0.200'],
    ['10.20.4.0/22', '10.20.4.1', '10.20.4.10', '10.20.4.200-10.20.4.220', '10.20.4.200'],
    ['10.20.0.128/25', '10.20.0.129', '10.20.0.133', '10.20.0.228-10.20.0.238', '10.20.0.228'],
    ['10.20.0.64/26', '10.20.0.65', '10.20.0.66', '10.20.0.114-10.20.0.119', '10.20.0.114'],
    ['10.20.0.32/27', '10.20.0.33', '10.20.0.34', '10.20.0.57-10.20.0.59', '10.20.0.57'],
    ['10.20.0.16/28', '10.20.0.17', '10.20.0.18', '10.20.0.28-10.20.0.29', '10.20.0.28'],
    ['10.20.0.8/29', '10.20.0.9', '10.20.0.10', '10.20.0.14-10.20.0.14', '10.20.0.14'],
  ])('%s makes host %s, node %s, pool %s and gateway %s', (cidr, ...expected) => {
    expect(addresses({ network: { cidr } })).toEqual([...expected, '10.42.0.0/16', '10.43.0.0/16']);
  });

  test('moves pods and services out of its way, each on its own', () => {
    expect(addresses({ network: { cidr: '10.42.0.0/24' } }).slice(4)).toEqual(['10.52.0.0/16', '10.43.0.0/16']);
    expect(addresses({ network: { cidr: '10.43.7.0/28' } }).slice(4)).toEqual(['10.42.0.0/16', '10.53.0.0/16']);
    expect(addresses({ network: { cidr: '10.0.0.0/8' } }).slice(4)).toEqual(['172.26.0.0/16', '172.27.0.0/16']);
  });

  test('moves every address of everything that is made, and nothing else', () => {
    // GIVEN two labs that differ in it alone
    const [one, other] = ['192.168.100.0/24', '172.20.105.0/24']
      .map((cidr) => synthesise(readConfig(`network: { cidr: ${cidr} }`, 'homelab.yaml')));
    // WHEN the addresses of the one, and the MAC addresses made from them, are put in place of the other's
    const moved = (text: string): string => withoutDigests(text)
      .replaceAll('192.168.100.', '172.20.105.')
      .replaceAll('02:15:c0:a8:64:', '02:15:ac:14:69:')
      .replaceAll('0215C0A864', '0215AC1469')
      // What is laid onto the node can be in base64.
      .replaceAll(/[A-Za-z0-9+/]{40,}={0,2}/g, (encoded) => {
        const inner = Buffer.from(encoded, 'base64').toString('utf8');
        return inner.includes('192.168.100.') ? Buffer.from(moved(inner)).toString('base64') : encoded;
      });
    // THEN nothing distinguishes them
    for (const kind of ['files', 'monitoring', 'scripts'] as const) {
      expect(new Map([...one![kind]].map(([file, text]) => [file, moved(text)])))
        .toEqual(new Map([...other![kind]].map(([file, text]) => [file, withoutDigests(text)])));
    }
    expect([...one!.scripts.values()].join('')).toContain('192.168.100.200');
  });
});

describe('a further pool', () => {
  const dnsOf = (written: object): unknown => load({ dns: 'k8s-gateway', ...written }).dns;

  test('leaves the name server and every range of the first pool where they are', () => {
    // GIVEN a lab with a name server, WHEN an address in the middle of its pool becomes a pool of its own
    const cameras = { network: { addressPools: [{ name: 'cameras', addresses: '192.168.100.210/32' }] } };
    // THEN the name server is still at the end of it
    expect(dnsOf({})).toMatchObject({ address: '192.168.100.220' });
    expect(dnsOf(cameras)).toMatchObject({ address: '192.168.100.220' });
    expect(load(cameras).network.loadBalancerRange).toEqual(['192.168.100.200-192.168.100.209', '192.168.100.211-192.168.100.220']);
  });
});

describe('a value that is written', () => {
  test.each<[string, Written, string[]]>([
    [
      'a host in nobody\'s place moves nothing',
      { network: { hostAddress: '192.168.100.254' } },
      ['192.168.100.254', '192.168.100.10', '192.168.100.200-192.168.100.220', '192.168.100.200'],
    ],
    [
      'a host in the node\'s place moves the node on',
      { network: { hostAddress: '192.168.100.10' } },
      ['192.168.100.10', '192.168.100.11', '192.168.100.200-192.168.100.220', '192.168.100.200'],
    ],
    [
      'a node in the host\'s place moves the host on',
      { nodes: [{ address: '192.168.100.1' }] },
      ['192.168.100.2', '192.168.100.1', '192.168.100.200-192.168.100.220', '192.168.100.200'],
    ],
    [
      'a node in the pool leaves it the longer part',
      { nodes: [{ address: '192.168.100.205' }] },
      ['192.168.100.1', '192.168.100.205', '192.168.100.206-192.168.100.220', '192.168.100.206'],
    ],
    [
      'a node at the end of the pool leaves the gateway where it is',
      { nodes: [{ address: '192.168.100.215' }] },
      ['192.168.100.1', '192.168.100.215', '192.168.100.200-192.168.100.214', '192.168.100.200'],
    ],
    [
      'a gateway keeps its part of a pool that a node divides',
      { nodes: [{ address: '192.168.100.205' }], gateway: { address: '192.168.100.202' } },
      ['192.168.100.1', '192.168.100.205', '192.168.100.200-192.168.100.204', '192.168.100.202'],
    ],
    [
      'a gateway in the pool moves nothing',
      { gateway: { address: '192.168.100.210' } },
      ['192.168.100.1', '192.168.100.10', '192.168.100.200-192.168.100.220', '192.168.100.210'],
    ],
    [
      'a pool brings its gateway',
      { network: { loadBalancerRange: '192.168.100.64/28' } },
      ['192.168.100.1', '192.168.100.10', '192.168.100.64/28', '192.168.100.64'],
    ],
    [
      'a pool in the places of host and node moves both behind it',
      { network: { loadBalancerRange: '192.168.100.1-192.168.100.40' } },
      ['192.168.100.41', '192.168.100.42', '192.168.100.1-192.168.100.40', '192.168.100.1'],
    ],
    [
      'a pool without room behind it moves them before it',
      { network: { loadBalancerRange: '192.168.100.9-192.168.100.254' } },
      ['192.168.100.1', '192.168.100.2', '192.168.100.9-192.168.100.254', '192.168.100.9'],
    ],
    [
      'the first of several ranges brings the gateway, and all of them move host and node',
      { network: { loadBalancerRange: ['192.168.100.8/29', '192.168.100.1-192.168.100.3'] } },
      ['192.168.100.4', '192.168.100.16', '192.168.100.8/29', '192.168.100.1-192.168.100.3'],
    ],
    [
      'a further pool takes its part of the place of the first, and moves neither gateway nor node',
      { network: { addressPools: [{ name: 'cameras', addresses: ['192.168.100.12/31', '192.168.100.205-192.168.100.207'] }] } },
      ['192.168.100.1', '192.168.100.10', '192.168.100.200-192.168.100.204', '192.168.100.208-192.168.100.220', '192.168.100.200'],
    ],
    [
      'a host in the only place of a small pool sends it elsewhere',
      { network: { cidr: '10.0.0.0/29', hostAddress: '10.0.0.6' } },
      ['10.0.0.6', '10.0.0.2', '10.0.0.5-10.0.0.5', '10.0.0.5'],
    ],
    [
      'the router of a LAN is nobody else',
      { network: { cidr: '192.168.1.0/24' }, host: { ...lan, router: '192.168.1.1' } },
      ['192.168.1.2', '192.168.1.10', '192.168.1.200-192.168.1.220', '192.168.1.200'],
    ],
    [
      'the router of a LAN may stand in the node\'s place',
      { network: { cidr: '192.168.1.0/24' }, host: { ...lan, router: '192.168.1.10' } },
      ['192.168.1.1', '192.168.1.11', '192.168.1.200-192.168.1.220', '192.168.1.200'],
    ],
    [
      'the router of a LAN may stand in the pool',
      { network: { cidr: '192.168.1.0/24' }, host: { ...lan, router: '192.168.1.200' } },
      ['192.168.1.1', '192.168.1.10', '192.168.1.201-192.168.1.220', '192.168.1.201'],
    ],
    [
      'a name server of a LAN is nobody else',
      {
        network: { cidr: '192.168.1.0/24', dnsServers: ['192.168.1.1', '192.168.1.10', '192.168.1.220'] },
        host: { ...lan, router: '192.168.1.254' },
      },
      ['192.168.1.2', '192.168.1.11', '192.168.1.200-192.168.1.219', '192.168.1.200'],
    ],
    [
      'a name server behind NAT is the host',
      { network: { dnsServers: ['192.168.100.1'] } },
      ['192.168.100.1', '192.168.100.10', '192.168.100.200-192.168.100.220', '192.168.100.200'],
    ],
  ])('%s', (_, written, expected) => {
    expect(addresses(written).slice(0, expected.length)).toEqual(expected);
  });

  test('is kept by pods and services, which make way for each other too', () => {
    expect(addresses({ network: { podCIDR: '10.43.0.0/16' } }).slice(4)).toEqual(['10.43.0.0/16', '10.53.0.0/16']);
    expect(addresses({ network: { serviceCIDR: '10.42.0.0/20' } }).slice(4)).toEqual(['10.52.0.0/16', '10.42.0.0/20']);
    expect(addresses({ network: { podCIDR: '172.16.0.0/16' } }).slice(4)).toEqual(['172.16.0.0/16', '10.43.0.0/16']);
  });
});

describe('any network with any addresses written in it', () => {
  /** Keys that are written, and the address in each. */
  interface Case { readonly cidr: string; readonly host?: string; readonly node?: string; readonly router?: string }

  const place = fc.double({ min: 0, max: 1, noNaN: true });
  const cases: fc.Arbitrary<Case> = fc.record({
    prefix: fc.integer({ min: 8, max: 29 }), base: fc.nat(2 ** 24 - 1),
    written: fc.record({ host: place, node: place, router: place }, { requiredKeys: [] }),
  }).map(({ prefix, base, written }) => {
    const size = 2 ** (32 - prefix);
    const cidr = `${formatAddress(10 * 2 ** 24 + base - base % Math.min(size, 2 ** 24))}/${prefix}`;
    const machines = usable(networkOf(cidr));
    // Not far into a large network, where nothing else stands.
    const at = (share: number): string => formatAddress(machines.first + Math.floor(share * Math.min(sizeOf(machines) - 1, 255)));
    return { cidr, ...Object.fromEntries(Object.entries(written).map(([key, share]) => [key, at(share)])) };
  }).filter((each) => new Set(Object.values(each)).size === Object.values(each).length);

  const configOf = ({ cidr, host, node, router }: Case): HomelabConfig => load({
    network: { cidr, ...host === undefined ? {} : { hostAddress: host } },
    nodes: [{ name: 'node', ...node === undefined ? {} : { address: node } }],
    ...router === undefined ? {} : { host: { ...lan, router } },
  });
  const single = (text: string): AddressRange => ({ first: addressOf(text), last: addressOf(text) });

  test('gives every machine an address that is its own', () => {
    fc.assert(fc.property(cases, (each) => {
      // WHEN it is loaded, which already refuses what its checks object to
      const { network, nodes, gateway, host } = configOf(each);
      // THEN nothing shares an address, by another reckoning than theirs
      const machines = usable(networkOf(network.cidr));
      const texts = [network.hostAddress, ...nodes.map(({ address }) => address), ...host.network === 'external' ? [host.router] : []];
      const claims = [...texts.map(single), ...poolBlocks(network).map(({ range }) => range)];
      expect(claims.filter((claim) => !contains(machines, claim))).toEqual([]);
      expect(claims.flatMap((claim, index) => claims.slice(index + 1).filter((other) => overlaps(claim, other)))).toEqual([]);
      expect(addressOf(gateway.address)).toBe(poolBlocks(network)[0]?.range.first);
      expect(overlaps(networkOf(network.podCIDR), networkOf(network.serviceCIDR))).toBe(false);
    }), runs(200));
  });

  test('moves only what stands in the way of what is written', () => {
    fc.assert(fc.property(cases, (each) => {
      const [before, after] = [configOf({ cidr: each.cidr }), configOf(each)];
      const taken = [each.host, each.node, each.router].filter((text) => text !== undefined).map(addressOf);
      const isFree = (block: AddressRange): boolean => !taken.some((address) => contains(block, address));
      if (each.host === undefined && isFree(single(before.network.hostAddress))) {
        expect(after.network.hostAddress).toBe(before.network.hostAddress);
      }
      if (each.node === undefined && isFree(single(before.nodes[0]!.address))) { expect(after.nodes).toEqual(before.nodes); }
      if (poolBlocks(before.network).every(({ range }) => isFree(range))) {
        expect([after.network.loadBalancerRange, after.gateway]).toEqual([before.network.loadBalancerRange, before.gateway]);
      }
      expect([after.network.podCIDR, after.network.serviceCIDR]).toEqual([before.network.podCIDR, before.network.serviceCIDR]);
    }), runs(200));
  });
});

test('no key that is no address moves an address', () => {
  const more = {
    domain: 'lab.example.org', gitops: { path: 'clusters/home' }, gateway: { name: 'door' }, tls: { issuer: 'homelab-ca' },
    nodes: [{ name: 'other', cpus: 8, memoryGiB: 16 }], host: { folder: 'D:\\Lab', autostart: false },
    network: { dnsServers: ['10.77.0.53'] }, monitoring: { enabled: false },
  };
  expect(addresses(more)).toEqual(addresses({}));
});

/** Addresses of all nodes; not loaded, since a second node is refused until the host scripts can set one up. */
function nodesOf(written: Written): string[] {
  return derive(homelabSchema.parse(written)).nodes.map(({ address }) => address);
}

describe('further nodes', () => {
  test('stand behind the first in their order', () => {
    expect(nodesOf({ nodes: [{}, {}, {}] })).toEqual(['192.168.100.10', '192.168.100.11', '192.168.100.12']);
  });

  test('stay where they are when an earlier one is written elsewhere', () => {
    expect(nodesOf({ nodes: [{ address: '192.168.100.77' }, {}, {}] })).toEqual(['192.168.100.77', '192.168.100.11', '192.168.100.12']);
  });

  test('move on together when one in their midst is taken', () => {
    expect(nodesOf({ network: { hostAddress: '192.168.100.11' }, nodes: [{}, {}, {}] }))
      .toEqual(['192.168.100.10', '192.168.100.12', '192.168.100.13']);
  });

  test('go round the pool, then to the lowest free addresses, and into the pool last of all', () => {
    // GIVEN a network with 14 addresses, two of them the pool's, and a host
    const written = { network: { cidr: '10.0.0.0/28' }, nodes: Array.from({ length: 12 }, () => ({})) };
    const { network, nodes } = derive(homelabSchema.parse(written));
    // THEN the last of twelve nodes takes one of the pool's
    expect(network.hostAddress).toBe('10.0.0.1');
    expect(nodes.map(({ address }) => Number(address.split('.')[3]))).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 14, 12]);
    expect(network.loadBalancerRange).toBe('10.0.0.13-10.0.0.13');
  });

  test('are placed in a moment, however many there are', () => {
    const taken = (index: number): string => formatAddress(10 * 2 ** 24 + 10 + index);
    const everyOther = Array.from({ length: 5000 }, (_, index) => index % 2 === 0 ? {} : { address: taken(index) });
    const before = process.cpuUsage().user;
    nodesOf({ network: { cidr: '10.0.0.0/8' }, nodes: everyOther });
    expect((process.cpuUsage().user - before) / 1000).toBeLessThan(2000);
  });
});
