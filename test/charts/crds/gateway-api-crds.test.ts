import { App } from 'cdk8s';
import type { Component } from '../../../charts/core/component';
import { GatewayApiCrds } from '../../../charts/crds/gateway-api-crds';
import { applicationsOf, contributionsOf, manifestsOf as objectsOf } from '../../../testing';
import { CRD_FOLDERS } from '../../../versions';
import { chartPin, find, labOf, manifestsOf } from '../../util';

function component(yaml: string, name: string): Component | undefined {
  return [...labOf(yaml).waves.keys()].find((each) => each.name === name);
}

test('matches the snapshot of the default lab', () => {
  const applications = ['root', 'root-monitoring'].flatMap((root) => manifestsOf(labOf(), root))
    .filter(({ metadata }) => metadata.name.endsWith('-crds'));
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

describe('made alone', () => {
  const folder = { repository: 'https://example.com/api.git', path: 'crd', revision: 'v1' };
  const chart = chartPin('prometheus-operator-crds');
  const definitions = { group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition' };

  test('it is two Applications, a folder upstream and a chart, that nothing holds up, and nothing else', () => {
    // WHEN
    const layer = new GatewayApiCrds(new App(), 'crds', { gatewayApi: folder, prometheusOperator: chart });
    // THEN
    expect(objectsOf(layer)).toEqual([]);
    expect(applicationsOf(layer)).toEqual([
      { name: 'gateway-api-crds', namespace: 'default', source: 'upstream', dependsOn: [] },
      { name: 'prometheus-operator-crds', namespace: 'default', source: 'helm', dependsOn: [], root: 'monitoring' },
    ]);
    expect(contributionsOf(layer)).toEqual({});
  });

  test('its Applications name the files, and what their project has to allow', () => {
    // WHEN
    const { gatewayApi, prometheusOperator } = new GatewayApiCrds(new App(), 'crds', {
      gatewayApi: folder, prometheusOperator: chart,
    });
    // THEN
    expect(gatewayApi.props).toEqual({
      name: 'gateway-api-crds',
      namespace: 'default',
      source: { kind: 'upstream', ...folder, include: 'gateway.networking.k8s.io_*.yaml' },
      definitionsOf: 'kubernetes-sigs/gateway-api',
      clusterKinds: [
        definitions,
        { group: 'admissionregistration.k8s.io', kind: 'ValidatingAdmissionPolicy' },
        { group: 'admissionregistration.k8s.io', kind: 'ValidatingAdmissionPolicyBinding' },
      ],
    });
    expect(prometheusOperator?.props).toEqual({
      name: 'prometheus-operator-crds',
      namespace: 'default',
      source: { kind: 'helm', pin: chart, values: {} },
      prune: false,
      root: 'monitoring',
      definitionsOf: 'prometheus-operator/prometheus-operator',
      clusterKinds: [definitions],
    });
  });

  test('it has the kinds of Prometheus Operator only if it is told where they are', () => {
    expect(new GatewayApiCrds(new App(), 'crds', { gatewayApi: folder }).prometheusOperator).toBeUndefined();
  });
});
