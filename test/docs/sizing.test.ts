import { readFileSync } from 'node:fs';
import path from 'node:path';
import { sizingPage } from '../../tools/sizing/page';
import { recordedDemands, total, type Demand } from '../../render/recorded-demands';
import { renderedLab, toManifests } from '../../synth/render';
import { labOf } from '../util';

function demands(yaml = ''): Demand[] {
  const lab = labOf(yaml);
  return recordedDemands(renderedLab(lab, toManifests(lab)));
}

test('docs/sizing.md is what `npm run sizing` writes', () => {
  expect(readFileSync(path.join(__dirname, '../../docs/sizing.md'), 'utf8').replace(/\r\n/g, '\n')).toBe(sizingPage());
});

test('the default lab asks for less than 6 GiB and 3 CPUs', () => {
  const { milliCpu, mebibytes } = total(demands());
  expect(mebibytes).toBeLessThan(6 * 1024);
  expect(milliCpu).toBeLessThan(3000);
});

test('even with logs and traces', () => {
  const { milliCpu, mebibytes } = total(demands('monitoring: { logs: loki, traces: tempo }'));
  expect(mebibytes).toBeLessThan(6 * 1024);
  expect(milliCpu).toBeLessThan(3000);
});

test('every pod counts once, with all of its containers', () => {
  // GIVEN
  const all = demands();
  const of = (component: string): unknown => all.filter((each) => each.component === component)
    .map(({ milliCpu, mebibytes, count, job }) => [milliCpu, mebibytes, count, job]);
  // THEN the pods of controllers are there, with the config-reloader beside Prometheus; Grafana has two sidecars; jobs stand apart
  expect(of('kube-prometheus-stack: Prometheus kube-prometheus-stack-prometheus')).toEqual([[205, 1048, 1, false]]);
  expect(of('kube-prometheus-stack: Deployment grafana')).toEqual([[60, 320, 1, false]]);
  expect(of('lab: Gateway istio-ingress/main-gateway')).toEqual([[50, 128, 1, false]]);
  expect(of('lab: CronJob istio-system/ztunnel-restart')).toEqual([[10, 32, 1, true]]);
  expect(all.filter(({ job, unset }) => !job && unset.length > 0)).toEqual([]);
});

test('every part that takes much is in the table', () => {
  const components = demands().map(({ component }) => component.split(':')[0]);
  expect(components)
    .toEqual(expect.arrayContaining([
      'argocd', 'cert-manager', 'cilium', 'istio-cni', 'istiod', 'kube-prometheus-stack', 'metallb', 'ztunnel',
    ]));
});
