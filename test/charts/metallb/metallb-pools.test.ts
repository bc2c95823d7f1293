import { App } from 'cdk8s';
import { MetalLbPools, type AddressPool } from '../../../charts/metallb/metallb-pools';
import { applicationsOf, contributionsOf, dependency, manifestsOf as objectsOf } from '../../../testing';
import { chartPin, find, labOf, manifestsOf } from '../../util';

function pools(...given: AddressPool[]): MetalLbPools {
  const pin = { repository: 'https://metallb.github.io/metallb', chart: 'metallb', version: '0.16.1' };
  return new MetalLbPools(new App(), 'metallb-pools', { pin, namespace: 'metallb-system', pools: given, advertisement: 'all' });
}

test('matches the snapshot of the default lab', () => {
  expect(manifestsOf(labOf(), 'metallb-pools')).toMatchSnapshot();
});

test('runs MetalLB without a BGP router', () => {
  expect(find(manifestsOf(labOf(), 'root'), 'Application', 'metallb')['spec']).toMatchObject({
    source: { helm: { valuesObject: { frrk8s: { enabled: false }, speaker: { frr: { enabled: false } } } } },
  });
});

test("lets a user's values win over the generated ones", () => {
  // GIVEN
  const lab = labOf('values: { metallb: { speaker: { logLevel: debug, frr: { enabled: true } } } }');
  // WHEN
  const application = find(manifestsOf(lab, 'root'), 'Application', 'metallb');
  // THEN
  expect(application['spec']).toMatchObject({
    source: { helm: { valuesObject: { speaker: { logLevel: 'debug', frr: { enabled: true }, memberlist: { enabled: true } } } } },
  });
});

test('adds the pools only after the chart, whose webhook checks them', () => {
  const { chart, component } = pools({ name: 'a', addresses: ['10.0.0.0/24'] });
  expect(component.dependsOn).toContain(chart);
});

test('advertises every pool', () => {
  const manifests = manifestsOf(
    pools({ name: 'a', addresses: ['10.0.0.0/24'] }, { name: 'b', addresses: ['10.0.1.1-10.0.1.9'], autoAssign: false }),
  );
  expect(find(manifests, 'L2Advertisement')['spec']).toEqual({ ipAddressPools: ['a', 'b'] });
  expect(find(manifests, 'IPAddressPool', 'b')['spec']).toEqual({ addresses: ['10.0.1.1-10.0.1.9'], autoAssign: false });
});

test.each<[string, AddressPool[], RegExp]>([
  ['no pool', [], /"pools" is empty/],
  ['a pool without addresses', [{ name: 'a', addresses: [] }], /pool "a" has no addresses/],
  [
    'a bare address',
    [{ name: 'a', addresses: ['10.0.0.1'] }],
    /pool "a" has the block 10\.0\.0\.1, which is a single address, which MetalLB refuses as a pool; write \S+-\S+ or 10\.0\.0\.1\/32$/,
  ],
  ['a block from its end to its beginning', [{ name: 'a', addresses: ['10.0.0.9-10.0.0.1'] }], /which is not an address range/],
  [
    'two pools that share addresses',
    [
      { name: 'a', addresses: ['10.0.0.0/24'] },
      { name: 'b', addresses: ['10.0.0.9-10.0.1.9'] },
    ],
    /pool "b" shares addresses with a/,
  ],
  [
    'two pools of one name',
    [
      { name: 'a', addresses: ['10.0.0.0/24'] },
      { name: 'a', addresses: ['10.0.1.0/24'] },
    ],
    /two pools are named "a"/,
  ],
])('refuses %s', (_, given, message) => {
  expect(() => pools(...given)).toThrow(message);
});

describe('made alone', () => {
  const layer = new MetalLbPools(new App(), 'metallb-pools', {
    pin: chartPin('metallb'),
    namespace: 'lb',
    pools: [{ name: 'a', addresses: ['10.0.0.0/24'] }],
    advertisement: 'all',
    values: { speaker: { logLevel: 'debug' } },
    dependsOn: [dependency('namespaces')],
  });

  test('it makes a pool and what answers for it', () => {
    expect(objectsOf(layer)).toEqual([
      {
        apiVersion: 'metallb.io/v1beta1',
        kind: 'IPAddressPool',
        metadata: { name: 'a', namespace: 'lb' },
        spec: { addresses: ['10.0.0.0/24'], autoAssign: true },
      },
      {
        apiVersion: 'metallb.io/v1beta1',
        kind: 'L2Advertisement',
        metadata: { name: 'all', namespace: 'lb' },
        spec: { ipAddressPools: ['a'] },
      },
    ]);
  });

  test('it is the chart, then the pools', () => {
    expect(applicationsOf(layer)).toEqual([
      { name: 'metallb', namespace: 'lb', source: 'helm', dependsOn: ['namespaces'] },
      { name: 'metallb-pools', namespace: 'lb', source: 'own', dependsOn: ['metallb'] },
    ]);
    expect(layer.chart.props.source)
      .toMatchObject({ pin: chartPin('metallb'), values: { speaker: { logLevel: 'debug', frr: { enabled: false } } } });
    expect(layer.chart.props.definitionsOf).toBe('metallb/metallb');
  });

  test('it asks for its namespace, and to be watched', () => {
    expect(contributionsOf(layer)).toEqual({ namespaces: ['lb'], alerts: ['metallb'], scrapeTargets: ['metallb'] });
    expect(layer.contributions.namespaces).toEqual([{ name: 'lb', ambient: false, podSecurity: 'privileged' }]);
  });

  test('refuses a pool that is added later as it does one at the start', () => {
    expect(() => { layer.addPool({ name: 'a', addresses: ['10.0.1.0/24'] }); }).toThrow(/two pools are named "a"/);
  });
});
