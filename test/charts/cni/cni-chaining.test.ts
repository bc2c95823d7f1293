import { App } from 'cdk8s';
import { CniChaining, type CniChainingProps } from '../../../charts/cni/cni-chaining';
import { checkCniFiles } from '../../../charts/cni/cni-files';
import { applicationsOf, contributionsOf, manifestsOf as objectsOf } from '../../../testing';
import { CHARTS } from '../../../versions';
import { chartPin, find, labOf, manifestsOf } from '../../util';

function chaining(props: Partial<CniChainingProps> = {}): CniChaining {
  return new CniChaining(new App(), 'cni-chaining', { pin: CHARTS.cilium, namespace: 'kube-system', nodes: 1, ...props });
}

test('matches the snapshot of the default lab', () => {
  expect(manifestsOf(labOf(), 'cni-chaining')).toMatchSnapshot();
});

test('matches the snapshot of the values', () => {
  const { ciliumValues, istioCniValues } = chaining();
  expect({ ciliumValues, istioCniValues }).toMatchSnapshot();
});

test('has no copies of Secrets made, for which the operator may read every one of them', () => {
  expect(chaining().ciliumValues).toMatchObject({ tls: { secretSync: { enabled: false } } });
});

test('lets the kubelet probe ambient pods without denying anything else', () => {
  expect(find(manifestsOf(labOf(), 'cni-chaining'), 'CiliumClusterwideNetworkPolicy')).toMatchObject({
    metadata: { name: 'allow-ambient-hostprobes' },
    spec: { enableDefaultDeny: { egress: false, ingress: false }, endpointSelector: {}, ingress: [{ fromCIDR: ['169.254.7.127/32'] }] },
  });
});

describe('the order of the files', () => {
  test("refuses the article's name and says what would happen", () => {
    expect(() => chaining({ files: { istio: 'ZZ-istio-cni.conflist' } })).toThrow(
      /"ZZ-istio-cni\.conflist" sorts after Cilium's "05-cilium\.conflist".*pods start without the mesh.*"02-istio-cni\.conflist"/,
    );
  });

  test.each(['02-istio-cni.conflist', '05-Zistio.conflist', '04.conflist', '05-ciliu.conflist', '05-cilium-a.conflist'])(
    'takes %s, whose bytes sort first',
    (istio) => {
      expect(() => chaining({ files: { istio } })).not.toThrow();
    },
  );

  // A dot sorts after a hyphen but before a letter, a capital before a small letter, and 10 before 5.
  test.each([
    '05-cilium.conflist1.conflist',
    '05-ciliumA.conflist',
    '05_a.conflist',
    '06-a.conflist',
    'istio.conflist',
    '5-istio.conflist',
    'A.conflist',
  ])('refuses %s, whose bytes sort last', (istio) => {
    expect(() => chaining({ files: { istio } })).toThrow(/sorts after/);
  });

  test('compares with the name that Cilium really has', () => {
    expect(() => chaining({ files: { cilium: '01-cilium.conflist', istio: '02-istio-cni.conflist' } })).toThrow(
      /sorts after Cilium's "01-cilium\.conflist"/,
    );
    expect(chaining({ files: { cilium: '10-cilium.conflist', istio: '09-istio.conflist' } }).istioCniValues)
      .toMatchObject({ cniConfFileName: '10-cilium.conflist', istioOwnedCNIConfigFileName: '09-istio.conflist' });
  });

  test('refuses one name for both', () => {
    expect(() => chaining({ files: { istio: '05-cilium.conflist' } })).toThrow(/has the name of Cilium's/);
  });

  test.each(['02-istio-cni', '02-istio.conflist.bak', '02-istio.yaml', '02-istio.CONFLIST'])(
    'refuses %s, which containerd does not see',
    (istio) => {
      expect(() => chaining({ files: { istio } })).toThrow(/invisible to containerd/);
    },
  );

  test.each(['02-istio.conf', '02-istio.json'])('refuses %s, which containerd takes for a single plugin', (istio) => {
    expect(() => chaining({ files: { istio } })).toThrow(/single plugin/);
  });

  test.each(['', '../02.conflist', 'a/02.conflist', '02 istio.conflist', '02\n.conflist', '.conflist', 'é.conflist'])(
    'refuses %j, which is no plain file name',
    (istio) => {
      expect(() => checkCniFiles({ cilium: '05-cilium.conflist', istio })).toThrow(/not a plain file name/);
    },
  );
});

describe("a user's own values", () => {
  test('are laid over the generated ones', () => {
    const { ciliumValues, istioCniValues } = chaining({
      values: { cilium: { hubble: { ui: { enabled: false } } }, istioCni: { cni: { logging: { level: 'debug' } } } },
    });
    expect(ciliumValues).toMatchObject({ hubble: { ui: { enabled: false }, relay: { enabled: true } } });
    expect(istioCniValues).toMatchObject({ profile: 'ambient', cni: { logging: { level: 'debug' } } });
  });
});

test('the operator gets a second replica with the second node, and no third', () => {
  expect([1, 2, 3].map((nodes) => chaining({ nodes }).ciliumValues['operator'])).toEqual(
    [1, 2, 2].map((replicas) => expect.objectContaining({ replicas }) as unknown),
  );
});

test('renders no ServiceMonitor, whose kind does not exist when K3s installs Cilium', () => {
  expect(JSON.stringify(chaining().ciliumValues)).not.toContain('serviceMonitor');
});

describe('made alone', () => {
  test('it makes the policy that lets probes in, and nothing else', () => {
    expect(objectsOf(chaining())).toEqual([{
      apiVersion: 'cilium.io/v2',
      kind: 'CiliumClusterwideNetworkPolicy',
      metadata: { name: 'allow-ambient-hostprobes' },
      spec: {
        enableDefaultDeny: { egress: false, ingress: false },
        endpointSelector: {},
        ingress: [{ fromCIDR: ['169.254.7.127/32'] }],
      },
    }]);
  });

  test('it is one Application that nothing holds up', () => {
    expect(applicationsOf(chaining())).toEqual([{ name: 'cni-chaining', namespace: 'kube-system', source: 'own', dependsOn: [] }]);
  });

  test('it asks K3s for Cilium before there is a network, and others to watch it', () => {
    // GIVEN
    const layer = chaining({ pin: chartPin('cilium') });
    // THEN
    expect(contributionsOf(layer)).toEqual({
      releases: ['cilium'], alerts: ['cilium'], scrapeTargets: ['hubble', 'cilium-agent', 'cilium-operator'],
    });
    expect(layer.contributions.releases).toEqual([
      {
        name: 'cilium', namespace: 'kube-system', pin: chartPin('cilium'), values: layer.ciliumValues, definitionsOf: 'cilium/cilium',
        beforeNetwork: true,
      },
    ]);
  });
});
