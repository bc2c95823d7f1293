import { App } from 'cdk8s';
import { RenderedLab } from '../../../charts/core/rendered-lab';
import { parseConfig } from '../../../charts/load-config';
import { MetalLbPools } from '../../../charts/metallb/metallb-pools';
import { METALLB_RULES } from '../../../charts/metallb/rules';
import { object } from '../../check/objects';

/* What MetalLB refuses, the layer refuses, and the rule finds in the pools of a lab's own code. */

interface Pool { readonly name: string; readonly addresses: readonly string[] }

/** What the layer says. */
function construct(pools: readonly Pool[]): string {
  const pin = { repository: 'https://metallb.github.io/metallb', chart: 'metallb', version: '0.16.1' };
  try {
    new MetalLbPools(new App(), 'metallb-pools', { pin, namespace: 'metallb-system', pools, advertisement: 'all' });
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

/** What the rule says. */
function rule(pools: readonly Pool[], yaml = ''): string[] {
  const manifests = pools.map(({ name, addresses }) =>
    object('metallb.io/v1beta1', 'IPAddressPool', name, 'metallb-system', { spec: { addresses } }));
  const lab = new RenderedLab(parseConfig(yaml), new Map([['here', manifests]]));
  const findings = METALLB_RULES.filter(({ name }) => name === 'pool-free').flatMap((each) => each.check(lab));
  return findings.map(({ object: pool, what }) => `${pool?.metadata.name ?? ''} ${what}`);
}

test.each<[string, readonly Pool[], string]>([
  ['a pool without addresses', [{ name: 'a', addresses: [] }], 'a has no addresses'],
  [
    'a bare address', [{ name: 'a', addresses: ['192.168.100.200'] }],
    'a has the block 192.168.100.200, which is a single address, which MetalLB refuses as a pool',
  ],
  [
    'a block the wrong way round', [{ name: 'a', addresses: ['192.168.100.209-192.168.100.200'] }],
    'a has the block 192.168.100.209-192.168.100.200, which is not an address range',
  ],
  [
    'two pools that overlap',
    [{ name: 'a', addresses: ['192.168.100.64/28'] }, { name: 'b', addresses: ['192.168.100.79-192.168.100.90'] }],
    'b shares addresses with a, which MetalLB refuses',
  ],
])('%s is refused by layer and rule', (_, pools, what) => {
  expect(construct(pools)).toContain(what.replace(/^(\w) /, 'pool "$1" '));
  expect(rule(pools)).toEqual([what]);
});

test.each<[string, readonly Pool[]]>([
  [
    'two pools side by side',
    [{ name: 'a', addresses: ['192.168.100.64/28'] }, { name: 'b', addresses: ['192.168.100.80-192.168.100.90'] }],
  ],
  ['one address as a block', [{ name: 'a', addresses: ['192.168.100.64/32', '192.168.100.66-192.168.100.66'] }]],
  ['IPv6, which is left to MetalLB', [{ name: 'a', addresses: ['fd00::/120'] }]],
])('%s is taken by layer and rule', (_, pools) => {
  expect([construct(pools), rule(pools)]).toEqual(['', []]);
});

test('a pool must leave out every machine that the configuration names, the router too', () => {
  const lan = 'network: { cidr: 192.168.1.0/24 }\nhost: { network: external, adapter: Ethernet, router: 192.168.1.250 }';
  expect(rule([{ name: 'own', addresses: ['192.168.1.1-192.168.1.254'] }], lan)).toEqual([
    'own contains 192.168.1.1, the address of the Windows host',
    'own contains 192.168.1.10, the address of the node homelab',
    'own contains 192.168.1.250, the address of the router',
  ]);
});
