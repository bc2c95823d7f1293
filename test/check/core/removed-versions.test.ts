import { checkObject } from '../../../check/objects';

const said = (apiVersion: string, kind: string): string[] =>
  checkObject({ apiVersion, kind, metadata: { name: 'a', namespace: 'b' } }).map(({ who, path, message }) => `${who}: ${path} ${message}`);

test.each([
  ['extensions/v1beta1', 'Ingress', '1.22', 'networking.k8s.io/v1'],
  ['batch/v1beta1', 'CronJob', '1.25', 'batch/v1'],
  ['policy/v1beta1', 'PodDisruptionBudget', '1.25', 'policy/v1'],
  ['autoscaling/v2beta2', 'HorizontalPodAutoscaler', '1.26', 'autoscaling/v2'],
])('%s %s is refused with what took its place', (apiVersion, kind, since, now) => {
  expect(said(apiVersion, kind))
    .toEqual([`the API server refuses it: apiVersion must not be ${apiVersion}, which Kubernetes ${since} took away; write ${now}`]);
});

test('a version that Kubernetes never had is not known, and a key of every object is none', () => {
  expect(said('example.com/v1beta1', 'Ingress')).toEqual([]);
  expect(said('constructor', 'toString')).toEqual([]);
  expect(said('extensions/v1beta1', 'constructor')).toEqual([]);
});
