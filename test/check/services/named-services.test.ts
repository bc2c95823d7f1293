import { namedServices } from '../../../check/services/named-services';

const named = (...texts: readonly string[]): unknown =>
  namedServices({ list: texts }).map(({ namespace, name, port }) => [namespace, name, port]);

test('addresses of Services are found in every form, and inside of other text', () => {
  expect(named('http://loki.monitoring.svc.cluster.local:3100/push')).toEqual([['monitoring', 'loki', 3100]]);
  expect(named('url = "http://tempo.monitoring:4317"', 'argocd-server.argocd.svc')).toEqual([
    ['monitoring', 'tempo', 4317], ['argocd', 'argocd-server', undefined],
  ]);
});

test('names of other domains are no addresses of Services', () => {
  expect(named('loki.monitoring.example.org', 'a.loki.monitoring', 'loki.monitoring-x.y', 'loki')).toEqual([]);
});
