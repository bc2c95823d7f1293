import { chartPodSecurity } from '../../../render/judges/chart-pod-security';
import type { Manifest } from '../../../charts/core/manifest';
import { object } from '../../check/objects';
import { chartsOf, deployment, said } from '../charts';

const namespace = (level: string): Manifest => object('v1', 'Namespace', 'tools', undefined, {
  metadata: { labels: { 'pod-security.kubernetes.io/enforce': level } },
});

test('a pod on the host\'s network is not admitted where baseline is enforced', () => {
  const chart = [deployment('agent', {}, { hostNetwork: true })];
  expect(said(chartPodSecurity, chartsOf({ lab: [namespace('baseline')], chart }))).toEqual([
    'Deployment agent is not admitted by its namespace, which enforces Pod Security "baseline": hostNetwork',
  ]);
  expect(said(chartPodSecurity, chartsOf({ lab: [namespace('privileged')], chart }))).toEqual([]);
});

test('a pod that says nothing is not admitted where restricted is enforced', () => {
  expect(said(chartPodSecurity, chartsOf({ lab: [namespace('restricted')], chart: [deployment('web')] }))).toEqual([
    'Deployment web is not admitted by its namespace, which enforces Pod Security "restricted": '
    + 'runAsNonRoot of main, allowPrivilegeEscalation of main, capabilities.drop of main, seccompProfile of main',
  ]);
});

test('a namespace that a chart makes counts too, and one that nobody makes enforces nothing', () => {
  const chart = [deployment('agent', {}, { hostPID: true })];
  expect(said(chartPodSecurity, chartsOf({ chart: [...chart, namespace('baseline')] }))).toHaveLength(1);
  expect(said(chartPodSecurity, chartsOf({ chart }))).toEqual([]);
});
