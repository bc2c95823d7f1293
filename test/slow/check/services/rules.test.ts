import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { chartObjects, podsKey } from '../../../../charts/core/chart-objects';
import type { Manifest } from '../../../../charts/core/manifest';
import { RenderedLab } from '../../../../charts/core/rendered-lab';
import type { Origin } from '../../../../charts/core/origin';
import type { Finding } from '../../../../charts/core/rule';
import { checkLab } from '../../../../check/run';
import { CHART_SERVICE_RULES } from '../../../../check/services/rules';
import { formatPath } from '../../../../config/problem';
import { CHART_NAMES } from '../../../../config/schema';
import { renderedLab, toManifests } from '../../../../synth/render';
import { CHARTS } from '../../../../versions';
import { labOf } from '../../../util';
import { object } from '../../../check/objects';
import { fixture, FIXTURES } from '../../../whole-lab/labs';

function problems(yaml: string): string[] {
  const lab = labOf(yaml);
  const { errors, mistakes, faults } = checkLab(renderedLab(lab, toManifests(lab)), CHART_SERVICE_RULES);
  return [...errors.map(({ path: key, what, fix }) => `${formatPath(key)}: ${what}; ${fix}`), ...mistakes, ...faults];
}

/** A lab with all its parts and pages. */
const LOGS = 'interfaces: { hubble: { expose: true } }\nmonitoring: { logs: loki, traces: tempo }\n';

/* For each chart a value that takes away, renames or moves something that the lab names. */
test.each<[string, string, string]>([
  ['cilium: { hubble: { ui: { enabled: false } } }', 'values.cilium.hubble.ui.enabled',
    'HTTPRoute kube-system/hubble sends to port 80 of the Service kube-system/hubble-ui, which cilium does not have with '
    + 'hubble.ui.enabled = false; every request would be answered with 500 [chart-services-kept]; remove this value, or set '
    + 'interfaces.hubble.expose to false'],
  ['cilium: { namespaceOverride: network }', 'values.cilium.namespaceOverride',
    'HTTPRoute kube-system/hubble sends to port 80 of the Service kube-system/hubble-ui, which cilium calls network/hubble-ui'],
  ['cilium: { prometheus: { enabled: false } }', 'values.cilium.prometheus.enabled',
    'PodMonitor monitoring/cilium-agent reads the port "prometheus" of each pod with k8s-app=cilium, and cilium has none with '
    + 'prometheus.enabled = false'],
  ['argocd: { server: { service: { servicePortHttp: 8080 } } }', 'values.argocd.server.service.servicePortHttp',
    'HTTPRoute argocd/argocd sends to port 80 of the Service argocd/argocd-server, which has 8080 (http) or 443 (https) with '
    + 'server.service.servicePortHttp = 8080'],
  ['argocd: { fullnameOverride: cd }', 'values.argocd.fullnameOverride',
    'HTTPRoute argocd/argocd sends to port 80 of the Service argocd/argocd-server, which argocd calls argocd/cd-server with '
    + 'fullnameOverride = "cd"; every request would be answered with 500 [chart-services-kept]; remove this value, or set '
    + 'interfaces.argocd.expose to false'],
  ['argocd: { server: { name: web } }', 'values.argocd.server.name', 'which argocd calls argocd/argocd-web with server.name = "web"'],
  ['cert-manager: { nameOverride: certs }', 'values.cert-manager.nameOverride',
    'PodMonitor monitoring/cert-manager reads the port "http-metrics" of each pod with '],
  ['kube-prometheus-stack: { grafana: { service: { port: 8080 } } }', 'values.kube-prometheus-stack.grafana.service.port',
    'HTTPRoute monitoring/grafana sends to port 3000 of the Service monitoring/grafana, which has 8080 (http-web) with '
    + 'grafana.service.port = 8080'],
  ['kube-prometheus-stack: { grafana: { fullnameOverride: dashboards } }', 'values.kube-prometheus-stack.grafana.fullnameOverride',
    'which kube-prometheus-stack calls monitoring/dashboards with grafana.fullnameOverride = "dashboards"'],
  ['kube-prometheus-stack: { grafana: { enabled: false } }', 'values.kube-prometheus-stack.grafana.enabled',
    'which kube-prometheus-stack does not have with grafana.enabled = false'],
  ['loki: { fullnameOverride: logs }', 'values.loki.fullnameOverride',
    'Application argocd/alloy has values that name port 3100 of the Service monitoring/loki '
    + '(loki.monitoring.svc.cluster.local:3100), which loki calls monitoring/logs with fullnameOverride = "logs"'],
  ['tempo: { fullnameOverride: spans }', 'values.tempo.fullnameOverride',
    'Application argocd/kube-prometheus-stack has values that name port 3200 of the Service monitoring/tempo'],
])('with values: { %s } what the lab names is lost, and %s is blamed', (values, key, says) => {
  const found = problems(`${LOGS}values: { ${values} }`);
  expect(found.every((each) => each.startsWith(`${key}: `))).toBe(true);
  expect(found.join('\n')).toContain(says);
});

test.each([
  // What it is anyway.
  'kube-prometheus-stack: { grafana: { service: { port: 3000 } } }', 'cilium: { hubble: { ui: { enabled: true } } }',
  'argocd: { nameOverride: argocd }', 'kube-prometheus-stack: { fullnameOverride: kube-prometheus-stack }',
  // What nothing of the lab names.
  'cilium: { hubble: { peerService: { servicePort: 4443 } } }', 'loki: { memberlist: { service: { annotations: { a: b } } } }',
  // What the recorded data cannot tell.
  'kube-prometheus-stack: { grafana: { fullnameOverride: null } }', 'argocd: { nameOverride: argo }', 'istiod: { revision: null }',
  // What has nothing to do with Services.
  'istiod: { revision: canary }', 'cert-manager: { prometheus: { enabled: false } }',
  'metallb: { speaker: { logLevel: debug } }', 'ztunnel: { logLevel: debug }', 'istio-cni: { logLevel: debug }',
  'kube-prometheus-stack: { grafana: { replicas: 2 } }',
])('with values: { %s } nothing is refused', (values) => {
  expect(problems(`${LOGS}values: { ${values} }`)).toEqual([]);
});

test('a page that is not exposed may be switched off', () => {
  expect(problems('values: { cilium: { hubble: { ui: { enabled: false } } } }')).toEqual([]);
});

test('a service follows a port that a value moves', () => {
  const moved = 'values: { argocd: { server: { service: { servicePortHttps: 8443 } } } }';
  const service = (port: number): string =>
    `services: [{ name: argocd-server, namespace: argocd, port: ${port}, hostname: cd.homelab.example.com }]`;
  expect(problems(`${moved}\n${service(8443)}`)).toEqual([]);
  expect(problems(`${moved}\n${service(443)}`)).toEqual([
    'values.argocd.server.service.servicePortHttps: HTTPRoute argocd/argocd-server sends to port 443 of the Service argocd/argocd-server, '
    + 'which has 80 (http) or 8443 (https) with server.service.servicePortHttps = 8443; every request would be answered with 500 '
    + '[chart-services-kept]; remove this value, or change services[0] to 80 (http) or 8443 (https)',
  ]);
});

describe('a service in a namespace of the platform', () => {
  const service = (name: string, port: number, namespace = 'monitoring'): string =>
    `services: [{ name: ${name}, namespace: ${namespace}, port: ${port} }]\n`;

  test('may name what a chart or a controller makes there', () => {
    expect(problems(service('kube-prometheus-stack-prometheus', 9090))).toEqual([]);
    expect(problems(service('prometheus-operated', 9090))).toEqual([]);
  });

  test('is refused where no chart makes one of that name, with those there are', () => {
    const [found, ...others] = problems(service('prometheus', 9090));
    expect(others).toEqual([]);
    expect(found).toContain('services[0]: HTTPRoute monitoring/prometheus sends to the Service monitoring/prometheus, which no chart of '
      + 'this lab makes; every request would be answered with 500 [chart-services-known]; in monitoring there is alertmanager-operated, '
      + 'grafana, ');
  });

  test('is refused for a port that it does not have, with those that it has', () => {
    expect(problems(service('alertmanager-operated', 80))).toEqual([
      'services[0]: HTTPRoute monitoring/alertmanager-operated sends to port 80 of the Service monitoring/alertmanager-operated, which '
      + 'does not have it; every request would be answered with 500 [chart-services-known]; use 9093 (http-web) or 9094 (mesh-tcp) or '
      + '9094 (mesh-udp)',
    ]);
  });

  test.each([
    ['a value of its charts may bring it', `${service('prometheus', 9090)}values: { kube-prometheus-stack: { extraManifests: [] } }`],
    ['others keep theirs there', service('traefik', 80, 'kube-system')],
    ['a list of ports was not tried', `${service('kube-prometheus-stack-prometheus', 4180)}values: { kube-prometheus-stack: { `
      + 'prometheus: { service: { additionalPorts: [{ name: proxy, port: 4180, targetPort: 4180 }] } } } }'],
    ['a list of ports brings the one that a value moves', 'values: { kube-prometheus-stack: { grafana: { service: { port: 8080 }, '
      + 'extraExposePorts: [{ name: old, port: 3000, targetPort: grafana }] } } }'],
    ['a value brings the Service that another takes away', 'values: { kube-prometheus-stack: { grafana: { enabled: false }, '
      + 'extraManifests: ["apiVersion: v1\\nkind: Service\\nmetadata: { name: grafana }"] } }'],
  ])('is left alone where %s', (_, yaml) => {
    expect(problems(yaml)).toEqual([]);
  });
});

test('of a chart of one\'s own that is called like one of the platform nothing is known', () => {
  // GIVEN a lab without the platform's Loki, and an Application with its name
  const lab = labOf('');
  const folders = toManifests(lab);
  const owner = {
    apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata: { name: 'loki', namespace: 'argocd' },
    spec: {
      destination: { namespace: 'monitoring' },
      source: {
        chart: 'loki', repoURL: 'https://charts.example.org', targetRevision: CHARTS.loki.version,
        helm: { valuesObject: { fullnameOverride: 'x', me: 'http://loki.monitoring:3100' } },
      },
    },
  };
  // THEN nothing is said of it
  expect(checkLab(renderedLab(lab, new Map([...folders, ['mine', [owner]]])), CHART_SERVICE_RULES).faults).toEqual([]);
});

const ARGO = 'argoproj.io/v1alpha1';
/** What is said of a lab to which somebody's own code adds an object, or of which it has patched one. */
function withCode(yaml: string, more: readonly Manifest[], patched: (manifest: Manifest) => boolean = () => false): Finding[] {
  const lab = labOf(yaml);
  const folders = new Map([...toManifests(lab), ['mine', [...more]]]);
  const patch = { file: '/lab/homelab.ts', line: 9, column: 7 };
  const rendered = new RenderedLab(lab.config, folders, {
    sourceOf: (manifest) => patched(manifest) ? { construct: 'x', origin: undefined, patch } : undefined,
  });
  return CHART_SERVICE_RULES.flatMap((rule) => rule.check(rendered));
}
const application = (source: Record<string, unknown>): Manifest => object(ARGO, 'Application', 'mine', 'argocd', {
  spec: { destination: { namespace: 'monitoring' }, ...source },
});
const project = (name: string, namespace: string): Manifest =>
  object(ARGO, 'AppProject', name, 'argocd', { spec: { destinations: [{ namespace, server: '*' }] } });
const WIDE = project('wide', '*');
const UNKNOWN = 'services: [{ name: prometheus, namespace: monitoring, port: 9090 }]';
const NO_GRAFANA = 'values: { kube-prometheus-stack: { grafana: { enabled: false } } }';

test.each([
  ['a chart of somebody\'s own', { source: { chart: 'grafana', repoURL: 'https://charts.example.org', targetRevision: '1.0.0' } }],
  ['a folder of another repository', { source: { path: 'grafana', repoURL: 'https://git.example.org/x.git' } }],
  ['a folder of somebody\'s own in the lab\'s repository', { source: { path: 'apps', repoURL: labOf('').config.gitops.repoURL } }],
  ['a folder below dist/ that nobody writes', {
    source: { path: 'dist/mine-too', repoURL: labOf('').config.gitops.repoURL, targetRevision: 'main' },
  }],
  ['another revision of a folder of the lab', {
    source: { path: 'dist/mine', repoURL: labOf('').config.gitops.repoURL, targetRevision: 'next' },
  }],
  ['a folder of the lab with patches', {
    source: { path: 'dist/mine', repoURL: labOf('').config.gitops.repoURL, targetRevision: 'main', kustomize: { patches: [] } },
  }],
  ['a folder that may write there from elsewhere', {
    destination: { namespace: 'mine' }, project: 'wide', source: { path: 'a', repoURL: 'https://git.example.org/x.git' },
  }],
  ['several sources', { sources: [{ chart: 'grafana', repoURL: 'https://charts.example.org', targetRevision: '1.0.0' }] }],
])('%s may bring any Service of the namespace', (_, source) => {
  expect(withCode(UNKNOWN, [])).toHaveLength(1);
  expect(withCode(UNKNOWN, [application(source), WIDE])).toEqual([]);
  expect(withCode(NO_GRAFANA, []).length).toBeGreaterThan(0);
  expect(withCode(NO_GRAFANA, [application(source), WIDE])).toEqual([]);
});

test.each([
  ['a folder of the lab', { source: { path: 'dist/mine', repoURL: labOf('').config.gitops.repoURL, targetRevision: 'main' } }],
  ['a folder that may only write elsewhere', {
    destination: { namespace: 'mine' }, project: 'narrow', source: { path: 'a', repoURL: 'https://git.example.org/x.git' },
  }],
])('%s brings none', (_, source) => {
  expect(withCode(UNKNOWN, [application(source), project('narrow', 'mine')])).toHaveLength(1);
});

test('a release that own code has put in the place of the platform\'s has values of its own', () => {
  // GIVEN the platform's release by name, chart and version, without Grafana although homelab.yaml says nothing of it
  const folders = toManifests(labOf(NO_GRAFANA));
  const judge = (origin: Origin | undefined): Finding[] => {
    const rendered = new RenderedLab(labOf('').config, folders, {
      sourceOf: ({ kind, metadata }) => kind === 'Application' && metadata.name === 'kube-prometheus-stack' && origin
        ? { construct: 'x', origin } : undefined,
    });
    return CHART_SERVICE_RULES.flatMap((rule) => rule.check(rendered));
  };
  expect(judge(undefined).length).toBeGreaterThan(0);
  // WHEN own code makes it, so that nothing is recorded of its values
  expect(judge({ place: { file: '/lab/homelab.ts', line: 9, column: 7 } })).toEqual([]);
});

test('a value that a patch has set is blamed on the patch, and not on what homelab.yaml says there', () => {
  const blamed = (patch: Record<string, unknown>): unknown[] => {
    const lab = labOf('values: { kube-prometheus-stack: { grafana: { enabled: true } } }');
    const folders = toManifests(lab);
    const owner = [...folders.values()].flat().find(({ kind, metadata }) => kind === 'Application'
      && metadata.name === 'kube-prometheus-stack')!;
    const values = (owner['spec'] as { source: { helm: { valuesObject: { grafana: Record<string, unknown> } } } }).source.helm.valuesObject;
    Object.assign(values.grafana, patch);
    const place = { file: '/lab/homelab.ts', line: 9, column: 7 };
    const rendered = new RenderedLab(lab.config, folders, {
      sourceOf: (manifest) => manifest === owner ? { construct: 'x', patch: place } : undefined,
    });
    return CHART_SERVICE_RULES.flatMap((rule) => rule.check(rendered)).map(({ path: key, origin }) => key ?? origin);
  };
  expect(new Set(blamed({ enabled: false }).map((each) => JSON.stringify(each))))
    .toEqual(new Set(['{"place":{"file":"/lab/homelab.ts","line":9,"column":7}}']));
});

test('a patch of the release may have brought a port', () => {
  const route = 'services: [{ name: kube-prometheus-stack-prometheus, namespace: monitoring, port: 4180 }]';
  expect(withCode(route, [])).toHaveLength(1);
  expect(withCode(route, [], ({ metadata }) => metadata.name === 'kube-prometheus-stack')).toEqual([]);
});

test('a route that was patched is blamed on its patch', () => {
  const patched = withCode(UNKNOWN, [], ({ kind, metadata }) => kind === 'HTTPRoute' && metadata.name === 'prometheus');
  expect(patched.map(({ origin }) => origin)).toEqual([{ place: { file: '/lab/homelab.ts', line: 9, column: 7 } }]);
});

test.each(FIXTURES)('the lab %s names only what there is', (name) => {
  const { lab } = fixture(name);
  const rendered = renderedLab(lab, toManifests(lab));
  expect(CHART_SERVICE_RULES.flatMap((rule) => rule.check(rendered))).toEqual([]);
});

describe('the recorded data', () => {
  test.each(CHART_NAMES)('of %s are of the pinned version, and name each object once', (name) => {
    const { version, services, pods, changes } = chartObjects(name);
    expect(version).toBe(CHARTS[name].version);
    expect(new Set(services.map((each) => each.name)).size).toBe(services.length);
    expect(new Set(pods.map(podsKey)).size).toBe(pods.length);
    expect(new Set(changes.map(({ path: key }) => key.join('\n'))).size).toBe(changes.length);
  });

  test('have every Service that a page or a runbook sends people to', () => {
    // GIVEN
    const ROOT = path.join(__dirname, '../../../..');
    const pages = ['charts', 'docs'].flatMap((folder) => readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.md')).map((file) => path.join(ROOT, folder, file)));
    const known = CHART_NAMES.flatMap((name) => {
      const { namespace, services } = chartObjects(name);
      return services.flatMap((each) => each.ports.map(({ port }) => `${each.namespace ?? namespace}/${each.name}:${port}`));
    });
    // WHEN
    const named = pages.flatMap((file) => [...readFileSync(file, 'utf8')
      .matchAll(/-n ([a-z-]+)\s+port-forward\s+(?:svc|service)\/([a-z0-9-]+)\s+(?:\d+:)?(\d+)/g)]
      .map(([, namespace = '', name = '', port = '']) => `${namespace}/${name}:${port}`));
    // THEN
    expect(named.length).toBeGreaterThanOrEqual(5);
    expect(named.filter((each) => !known.includes(each))).toEqual([]);
  });
});
