import { readFileSync } from 'node:fs';
import path from 'node:path';
import { sizingPage } from '../../tools/sizing/page';
import { demands, total } from '../../tools/sizing/sizing';
import { labOf } from '../util';

test('docs/sizing.md is what `npm run sizing` writes', () => {
  expect(readFileSync(path.join(__dirname, '../../docs/sizing.md'), 'utf8').replace(/\r\n/g, '\n')).toBe(sizingPage());
});

test('the default lab asks for less than 6 GiB and 3 CPUs', () => {
  const { milliCpu, mebibytes } = total(demands(labOf()));
  expect(mebibytes).toBeLessThan(6 * 1024);
  expect(milliCpu).toBeLessThan(3000);
});

test('even with logs and traces', () => {
  const { milliCpu, mebibytes } = total(demands(labOf('monitoring: { logs: loki, traces: tempo }')));
  expect(mebibytes).toBeLessThan(6 * 1024);
  expect(milliCpu).toBeLessThan(3000);
});

test('every part that takes much is in the table', () => {
  const components = demands(labOf()).map(({ component }) => component.split(':')[0]);
  expect(components)
    .toEqual(expect.arrayContaining([
      'argocd', 'cert-manager', 'cilium', 'istio-cni', 'istiod', 'kube-prometheus-stack', 'metallb', 'ztunnel',
    ]));
});
