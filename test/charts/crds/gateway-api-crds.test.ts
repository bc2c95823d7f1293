import type { Component } from '../../../charts/core/component';
import { CRD_FOLDERS } from '../../../versions';
import { find, labOf, manifestsOf } from '../../util';

function component(yaml: string, name: string): Component | undefined {
  return [...labOf(yaml).waves.keys()].find((each) => each.name === name);
}

test('matches the snapshot of the default lab', () => {
  const applications = manifestsOf(labOf(), 'root').filter(({ metadata }) => metadata.name.endsWith('-crds'));
  expect(applications).toMatchSnapshot();
});

test('applies the definitions by name, so that no other file of the folder decides how it is read', () => {
  expect(find(manifestsOf(labOf(), 'root'), 'Application', 'gateway-api-crds')['spec']).toMatchObject({
    source: {
      path: 'config/crd/standard',
      targetRevision: CRD_FOLDERS.gatewayApi.revision,
      directory: { include: 'gateway.networking.k8s.io_*.yaml' },
    },
  });
});

test('lets the project apply the policy that the folder brings', () => {
  const project = find(manifestsOf(labOf(), 'bootstrap'), 'AppProject', 'platform');
  expect((project['spec'] as { clusterResourceWhitelist: unknown[] }).clusterResourceWhitelist).toEqual(expect.arrayContaining([
    { group: 'admissionregistration.k8s.io', kind: 'ValidatingAdmissionPolicy' },
    { group: 'admissionregistration.k8s.io', kind: 'ValidatingAdmissionPolicyBinding' },
  ]));
});

test('leaves the kinds of Prometheus Operator out of a lab without monitoring', () => {
  expect(component('', 'prometheus-operator-crds')).toBeDefined();
  expect(component('monitoring: { enabled: false }', 'prometheus-operator-crds')).toBeUndefined();
});
