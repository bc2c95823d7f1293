import { App } from 'cdk8s';
import { Logs } from '../../../charts/logs/logs';
import { applicationsOf, contributionsOf, dependency, manifestsOf as objectsOf } from '../../../testing';
import { chartPin, find, labOf, manifestsOf } from '../../util';

function valuesOf(yaml: string, name: string): unknown {
  const folders = labOf(yaml).layers.flatMap((layer) => manifestsOf(layer));
  return (find(folders, 'Application', name)['spec'] as { source: { helm: { valuesObject: unknown } } }).source.helm.valuesObject;
}

const applications = (yaml = ''): string[] => labOf(yaml).layers.flatMap((layer) => layer.components.map(({ name }) => name));

test('logs are kept nowhere by default, nor without monitoring', () => {
  const kept = (yaml: string): string[] => applications(yaml).filter((name) => ['loki', 'alloy'].includes(name));
  expect(kept('')).toEqual([]);
  expect(kept('monitoring: { enabled: false, logs: loki }')).toEqual([]);
  expect(kept('monitoring: { logs: loki }')).toEqual(['loki', 'alloy']);
});

test('logs add Loki for one node, and an Alloy that may read logs and no Secrets', () => {
  // GIVEN
  const yaml = 'monitoring: { logs: loki }';
  // THEN
  expect(valuesOf(yaml, 'loki')).toMatchSnapshot();
  expect(valuesOf(yaml, 'alloy')).toMatchSnapshot();
  expect(JSON.stringify(valuesOf(yaml, 'alloy'))).not.toContain('secrets');
  expect(valuesOf(yaml, 'kube-prometheus-stack'))
    .toMatchObject({ grafana: { additionalDataSources: [{ uid: 'loki', url: 'http://loki.monitoring.svc.cluster.local:3100' }] } });
});

test('Loki has no container that looks for rules, nor the role for it, which may read every Secret', () => {
  expect(valuesOf('monitoring: { logs: loki }', 'loki')).toMatchObject({
    singleBinary: { sidecar: false }, sidecar: { rules: { enabled: false } }, rbac: { namespaced: true },
  });
});

test('neither list of Alloy\'s rules is empty, because its chart makes no YAML of that', () => {
  const { rbac } = valuesOf('monitoring: { logs: loki }', 'alloy') as { rbac: { rules: unknown[]; clusterRules: unknown[] } };
  expect(rbac.rules.length).toBeGreaterThan(0);
  expect(rbac.clusterRules.length).toBeGreaterThan(0);
});

describe('made alone', () => {
  const layer = new Logs(new App(), 'logs', {
    namespace: 'watch',
    pins: { loki: chartPin('loki'), alloy: chartPin('alloy') },
    values: { loki: { loki: { auth_enabled: true } }, alloy: { controller: { replicas: 2 } } },
    dependsOn: [dependency('namespaces')],
  });

  test('it makes no objects, but two Applications, of which neither waits for the other', () => {
    expect(objectsOf(layer)).toEqual([]);
    expect(applicationsOf(layer)).toEqual([
      { name: 'loki', namespace: 'watch', source: 'helm', dependsOn: ['namespaces'], root: 'logs' },
      { name: 'alloy', namespace: 'watch', source: 'helm', dependsOn: ['namespaces'], root: 'logs' },
    ]);
  });

  test('its charts have the values of the user laid over their own, and know each other', () => {
    expect(layer.loki.props.source).toMatchObject({
      pin: chartPin('loki'), values: { deploymentMode: 'Monolithic', loki: { auth_enabled: true, storage: { type: 'filesystem' } } },
    });
    expect(layer.alloy.props.source).toMatchObject({
      pin: chartPin('alloy'),
      values: {
        controller: { type: 'deployment', replicas: 2 },
        alloy: {
          configMap: { content: expect.stringContaining('url = "http://loki.watch.svc.cluster.local:3100/loki/api/v1/push"') as unknown },
        },
      },
    });
  });

  test('it asks Grafana to show it', () => {
    expect(contributionsOf(layer)).toEqual({ dataSources: ['Loki'] });
    expect(layer.contributions.dataSources)
      .toEqual([{ name: 'Loki', uid: 'loki', type: 'loki', access: 'proxy', url: 'http://loki.watch.svc.cluster.local:3100' }]);
  });
});
