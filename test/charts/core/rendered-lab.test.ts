import { CHARTS } from '../../../versions';
import { Layer } from '../../../charts/core/layer';
import { RenderedLab } from '../../../charts/core/rendered-lab';
import { parseConfig } from '../../../charts/load-config';
import { brokenRules, testLab } from '../../../testing';
import { object } from '../../check/objects';

test('finds objects by group and kind, so that two kinds of one name stay apart', () => {
  const route = object('gateway.networking.k8s.io/v1', 'Gateway', 'a');
  const other = object('networking.istio.io/v1', 'Gateway', 'b');
  const lab = new RenderedLab(parseConfig(''), new Map([['here', [route, other]]]));
  expect(lab.ofKind('gateway.networking.k8s.io', 'Gateway')).toEqual([route]);
  expect(lab.folder(other)).toBe('here');
});

test('a release of somebody\'s own does not hide the one of the platform with its name', () => {
  // GIVEN an override that a rule refuses, and a layer that brings a chart named like the one it is for
  const yaml = 'values: { cilium: { cni: { exclusive: true } } }';
  class Decoy extends Layer {
    public readonly release = this.addComponent({
      name: 'cilium',
      namespace: 'my-app',
      source: { kind: 'helm', pin: { repository: 'example.com/charts', chart: 'cilium', version: '1.0.0' }, values: {} },
    });
  }
  // WHEN, THEN
  const objections = brokenRules(testLab(yaml, (lab) => { new Decoy(lab, 'decoy'); }));
  expect(objections).toEqual(
    expect.arrayContaining([expect.stringMatching(/^values\.cilium\.cni\.exclusive: .*\[cilium-safe-for-mesh\]/)]),
  );
});

test('names the Application that brings the definition of a kind', () => {
  const lab = new RenderedLab(parseConfig(''), new Map(), { definitionsBy: new Map([['metallb/metallb', 'metallb']]) });
  expect(lab.providerOf('metallb.io', 'IPAddressPool')).toEqual({ repository: 'metallb/metallb', application: 'metallb' });
  expect(lab.providerOf('cert-manager.io', 'Certificate')).toEqual({ repository: 'cert-manager/cert-manager', application: undefined });
  expect(lab.providerOf('', 'ConfigMap')).toBeUndefined();
});

test.each([undefined, '', '# none\n'])('a chart of K3s may have no values: %j', (valuesContent) => {
  const { repository: repo, chart } = CHARTS.cilium;
  const spec = { repo, chart, targetNamespace: 'kube-system', valuesContent };
  const release = object('helm.cattle.io/v1', 'HelmChart', 'cilium', 'kube-system', { spec });
  expect(new RenderedLab(parseConfig(''), new Map([['here', [release]]])).helmValues('cilium')).toEqual({});
});
