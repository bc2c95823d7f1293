import { chartImage } from '../../../render/judges/chart-image';
import { object } from '../../check/objects';
import { chartsOf, deployment, said } from '../charts';

test.each([
  'example.org/main', 'example.org/main:latest', 'example.org:5000/main', 'example.org/main:stable',
])('%s names no version', (image) => {
  expect(said(chartImage, chartsOf({ chart: [deployment('web', { image })] }))).toEqual([
    `Deployment web runs ${image}, which names no exact version`,
  ]);
});

test.each(['example.org/main:v1.2', `example.org/main@sha256:${'0'.repeat(64)}`])('%s names a version', (image) => {
  expect(said(chartImage, chartsOf({ chart: [deployment('web', { image })] }))).toEqual([]);
});

test('containers that come first, and what an operator is told to run, are looked at', () => {
  const prometheus = object('monitoring.coreos.com/v1', 'Prometheus', 'main', 'tools', { spec: { image: 'example.org/prometheus' } });
  const web = deployment('web', {}, { initContainers: [{ name: 'first', image: 'example.org/first' }] });
  expect(said(chartImage, chartsOf({ chart: [web, prometheus] }))).toEqual([
    'Deployment web runs example.org/first, which names no exact version',
    'Prometheus main runs example.org/prometheus, which names no exact version',
  ]);
});
