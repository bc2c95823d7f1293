import { App } from 'cdk8s';
import { CniChaining } from '../../../charts/cni/cni-chaining';
import { CNI_RULES } from '../../../charts/cni/rules';
import { RenderedLab } from '../../../charts/core/rendered-lab';
import { checkLab } from '../../../check/run';
import { parseConfig } from '../../../charts/load-config';
import { formatPath } from '../../../config/problem';
import { CHARTS } from '../../../versions';
import { helm } from '../../check/objects';

/* What the construct refuses as a name of Istio's file, the rule refuses as an override of it, and the other way round. */

const REFUSED = [
  'ZZ-istio-cni.conflist', '05-cilium.conflist1.conflist', '05-ciliumA.conflist', '06-a.conflist', '5-istio.conflist', 'A.conflist',
  '05-cilium.conflist', '02-istio-cni', '02-istio.conflist.bak', '02-istio.yaml', '02-istio.CONFLIST', '02-istio.conf', '02-istio.json',
  '../02.conflist', 'a/02.conflist', '02 istio.conflist', '.conflist', 'é.conflist', '2',
];
const TAKEN = ['02-istio-cni.conflist', '05-Zistio.conflist', '04.conflist', '05-ciliu.conflist', '05-cilium-a.conflist'];

/** What the construct says of a name. */
function construct(istio: string): string | undefined {
  try {
    new CniChaining(new App(), 'cni-chaining', { pin: CHARTS.cilium, namespace: 'kube-system', nodes: 1, files: { istio } });
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** What the rule says of an override, with the key it blames. */
function rule(istioCni: object): string[] {
  const config = parseConfig(JSON.stringify({ values: { 'istio-cni': istioCni } }));
  const chart = helm('istio-cni', istioCni as Record<string, unknown>);
  const order = CNI_RULES.filter(({ name }) => name === 'cni-file-order');
  return checkLab(new RenderedLab(config, new Map([['here', [chart]]])), order).errors.map(
    ({ path, what }) => `${formatPath(path)}: ${what}`,
  );
}

test.each(REFUSED)('the name %j is refused by construct and rule, in the same words', (name) => {
  const said = construct(name);
  expect(said).toBeDefined();
  const reason = said!.slice(said!.indexOf(`"${name}"`), said!.lastIndexOf(';'));
  expect(rule({ istioOwnedCNIConfigFileName: name })).toEqual([
    expect.stringContaining(`values.istio-cni.istioOwnedCNIConfigFileName: istio-cni istioOwnedCNIConfigFileName`),
  ]);
  expect(rule({ istioOwnedCNIConfigFileName: name })[0]).toContain(reason);
  expect(rule({ cni: { istioOwnedCNIConfigFileName: name } })[0]).toMatch(/^values\.istio-cni\.cni\.istioOwnedCNIConfigFileName: /);
});

test.each(TAKEN)('the name %j is taken by construct and rule', (name) => {
  expect(construct(name)).toBeUndefined();
  expect(rule({ istioOwnedCNIConfigFileName: name })).toEqual([]);
  expect(rule({ cni: { istioOwnedCNIConfigFileName: name } })).toEqual([]);
});

test.each([2, true, ['02-istio-cni.conflist'], { name: '02-istio-cni.conflist' }])(
  'an override that is no text, %j, is refused',
  (value) => {
    expect(rule({ istioOwnedCNIConfigFileName: value })).toHaveLength(1);
  },
);

test.each([null, ''])('an override with %j leaves Istio its own name', (value) => {
  expect(rule({ istioOwnedCNIConfigFileName: value })).toEqual([]);
});

test('the name below "cni" is the one that counts', () => {
  const names = (top: string, below: string): object =>
    ({ istioOwnedCNIConfigFileName: top, cni: { istioOwnedCNIConfigFileName: below } });
  expect(rule(names('ZZ.conflist', '02-a.conflist'))).toEqual([]);
  expect(rule(names('02-a.conflist', 'ZZ.conflist'))).toHaveLength(1);
});
