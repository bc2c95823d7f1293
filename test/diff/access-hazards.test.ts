import { compareTrees } from '../../diff/compare';
import { object, ownApplication, tree, type Sketch } from './sketch';

const policy = (name: string, spec: Sketch): Sketch => object('security.istio.io/v1', 'AuthorizationPolicy', name, { spec });
const said = (before: readonly Sketch[], after: readonly Sketch[]): string[] => {
  const rest = ['root', ownApplication('folder')] as const;
  return compareTrees(tree(rest, ...before), tree(rest, ...after))
    .flatMap(({ objects }) => objects.flatMap(({ hazards }) => hazards.map(({ level, text }) => `${level}: ${text}`)));
};

describe('the login', () => {
  const login = (...hosts: readonly string[]): Sketch => policy('login', {
    action: 'CUSTOM', provider: { name: 'login' },
    rules: [{ to: [{ operation: { hosts: hosts.flatMap((host) => [host, `${host}:*`]), notPorts: ['80'] } }] }],
  });
  const route = (name: string): Sketch =>
    object('gateway.networking.k8s.io/v1', 'HTTPRoute', name, { spec: { hostnames: [`${name}.lab.frank.dev`] } });

  test('that comes before a page is said', () => {
    expect(said([], [login('a.lab.frank.dev')])).toEqual(['caution: whoever comes to a.lab.frank.dev has to log in from now on']);
    expect(said([login('a.lab.frank.dev')], [login('a.lab.frank.dev', 'b.lab.frank.dev')]))
      .toEqual(['caution: whoever comes to b.lab.frank.dev has to log in from now on']);
  });

  test('that goes is a danger for pages that stay', () => {
    const pages = [route('a'), route('b')];
    expect(said([...pages, login('a.lab.frank.dev', 'b.lab.frank.dev')], [...pages, login('b.lab.frank.dev')]))
      .toEqual(['danger: nobody has to log in any more at a.lab.frank.dev']);
    expect(said([...pages, login('a.lab.frank.dev')], pages)).toEqual(['danger: nobody has to log in any more at a.lab.frank.dev']);
  });

  test('is not missed by a page that goes along', () => {
    expect(said([route('b'), login('a.lab.frank.dev', 'b.lab.frank.dev')], [route('b'), login('b.lab.frank.dev')])).toEqual([]);
  });
});

describe('who may call', () => {
  const selector = { matchLabels: { app: 'shop' } };
  const [shop, other] = ['shop', 'other'].map((name) =>
    policy(name, { selector, rules: [{ from: [{ source: { namespaces: [name] } }] }] }));
  const all = policy('deny-by-default', {});

  test.each([
    ['the first policy that comes', [], [shop!], 'caution: only those whom it names may call from now on'],
    ['one beside another', [shop!], [shop!, other!], 'caution: lets in callers that were refused until now'],
    ['one in a closed namespace', [all], [all, shop!], 'caution: lets in callers that were refused until now'],
    ['the last one that goes', [shop!], [], 'danger: everybody may call what it is for from now on'],
    ['one that goes from a closed namespace', [all, shop!], [all], 'caution: those whom it let in are refused from now on'],
    [
      'other callers', [shop!], [policy('shop', { selector, rules: [{ from: [{ source: { namespaces: ['bar'] } }] }] })],
      'caution: who may call is somebody else from now on',
    ],
  ])('%s', (_, before, after, hazard) => { expect(said(before, after)).toEqual([hazard]); });

  test('a denial that goes is a danger', () => {
    const denial = policy('no', { action: 'DENY', rules: [{}] });
    expect(said([], [denial])).toEqual(['caution: refuses requests that were answered until now']);
    expect(said([denial], [])).toEqual(['danger: what it refused is answered from now on']);
  });

  test('a label of a policy changes nothing', () => {
    expect(said([shop!], [{ ...shop!, metadata: { ...shop!['metadata'] as Sketch, labels: { a: 'b' } } }])).toEqual([]);
  });
});

describe('a gateway', () => {
  const gateway = (...ports: readonly number[]): Sketch => object('gateway.networking.k8s.io/v1', 'Gateway', 'main', {
    spec: { gatewayClassName: 'istio', listeners: ports.map((port) => ({ name: `p-${port}`, port, protocol: 'HTTPS' })) },
  });

  test('says which port closes, and which opens', () => {
    expect(said([gateway(443, 8443)], [gateway(443, 9443)])).toEqual([
      'danger: nothing answers at port 8443 of the gateway any more', 'caution: the gateway answers at port 9443 from now on',
    ]);
  });

  test('says nothing of another listener at the same port', () => {
    expect(said([gateway(443)], [gateway(443, 443)])).toEqual([]);
  });
});
