import { App } from 'cdk8s';
import { Addon } from '../../../charts/addons/addon';
import { ADDONS } from '../../../charts/addons/registry';
import { enabledAddons } from '../../../config/addons/enabled';
import { ADDON_NAMES, CHART_ADDONS, OWN_ADDONS } from '../../../config/addons/names';
import { valueAt } from '../../../config/problem';
import { at, list } from '../../../charts/core/plain-data';
import { metric } from '../../../charts/core/promql';
import { parseConfig } from '../../../charts/load-config';
import { applicationsOf, contributionsOf, dependency, manifestsOf as objectsOf } from '../../../testing';
import { EVERY_ADDON } from '../../../tools/charts/every-addon';
import { CHARTS } from '../../../versions';
import { chartPin, find, labOf, manifestsOf } from '../../util';
import { addonSettings } from './settings';

const everything = (yaml: string): Parameters<typeof find>[0] => labOf(yaml).layers.flatMap((layer) => manifestsOf(layer));

describe('an add-on that is off', () => {
  test.each(['addons: {}', 'addons: { reloader: false, sealed-secrets: { enabled: false }, nfs: false }', 'dns: manual'])(
    'leaves no trace: %s', (yaml) => {
      expect(everything(yaml)).toEqual(everything(''));
      expect(JSON.stringify(everything(yaml)))
        .not.toMatch(/reloader"|sealed-secrets|k8s-gateway|external-dns|csi-driver-nfs|cloudflared|tailscale|gethomepage|root-addons/);
    },
  );
});

test.each(CHART_ADDONS)('%s is one chart by one name, in a namespace and a project of its own', (name) => {
  // GIVEN
  const lab = labOf(addonSettings(name));
  const manifests = lab.layers.flatMap((layer) => manifestsOf(layer));
  // THEN its Application
  expect(enabledAddons(lab.config)).toEqual([name]);
  const application = find(manifests, 'Application', name);
  expect(application['spec']).toMatchObject({
    project: `app-${name}`, destination: { namespace: name }, source: { targetRevision: CHARTS[name].version },
  });
  // AND its project allows what the chart brings, and no more
  const project = find(manifests, 'AppProject', `app-${name}`);
  expect(project['spec']).toMatchObject({
    sourceRepos: [CHARTS[name].repository], destinations: [{ namespace: name }], clusterResourceWhitelist: ADDONS[name].clusterKinds,
  });
  // AND its namespace is outside the mesh
  const { labels } = find(manifests, 'Namespace', name).metadata as { labels: Record<string, string> };
  expect(labels).toMatchObject({ 'istio.io/dataplane-mode': 'none', 'pod-security.kubernetes.io/enforce': ADDONS[name].podSecurity });
  // AND it comes with a root of its own, which the platform's does not wait for
  expect(find(manifests, 'Application', 'root-addons').metadata.annotations)
    .toMatchObject({ 'argocd.argoproj.io/ignore-healthcheck': 'true' });
});

test.each(OWN_ADDONS)('%s is a folder of the lab, in a namespace and a project of its own', (name) => {
  // GIVEN
  const lab = labOf(addonSettings(name));
  const manifests = lab.layers.flatMap((layer) => manifestsOf(layer));
  // THEN its Application reads what a synth writes
  expect(enabledAddons(lab.config)).toEqual([name]);
  const application = find(manifests, 'Application', name);
  expect(application['spec']).toMatchObject({
    project: `app-${name}`, destination: { namespace: name }, source: { path: `dist/${name}` },
  });
  expect(valueAt(application, ['metadata', 'finalizers'])).toHaveLength(1);
  // AND its project allows the kinds that it is made of, in its namespace
  const kinds = new Set(manifestsOf(lab, name).map(({ kind }) => kind));
  const { namespaceResourceWhitelist, ...project } = find(manifests, 'AppProject', `app-${name}`)['spec'] as Record<string, unknown>;
  expect(project).toMatchObject({ sourceRepos: [lab.config.gitops.repoURL], destinations: [{ namespace: name }] });
  expect((namespaceResourceWhitelist as { kind: string }[]).map(({ kind }) => kind).sort()).toEqual([...kinds].sort());
  // AND every object is in its namespace, which is outside the mesh
  expect(manifestsOf(lab, name).every(({ metadata: { namespace } }) => namespace === name)).toBe(true);
  expect(find(manifests, 'Namespace', name).metadata.labels)
    .toMatchObject({ 'istio.io/dataplane-mode': 'none', 'pod-security.kubernetes.io/enforce': ADDONS[name].podSecurity });
});

test('Grafana shows each that has something to show, and its alerts lead there', () => {
  // GIVEN a lab with all that go together
  const yaml = `domain: frank.dev\n${EVERY_ADDON}\ndns: k8s-gateway`;
  const manifests = everything(yaml);
  // THEN
  const shown = enabledAddons(parseConfig(yaml)).filter((name) => ADDONS[name].dashboard !== undefined);
  expect(manifests.map(({ metadata: { name } }) => name).filter((name) => name.startsWith('dashboard-')).sort())
    .toEqual(['edge', 'request-path', 'ztunnel', ...shown].map((name) => `dashboard-${name}`).sort());
  for (const name of shown) {
    const rules = valueAt(find(manifests, 'PrometheusRule', name), ['spec', 'groups', 0, 'rules']) as Record<string, unknown>[];
    expect(rules.map((rule) => valueAt(rule, ['annotations', 'dashboard_url']))).toEqual(rules.map(() => (
      `https://grafana.frank.dev/d/homelab-${name}`
    )));
  }
  // AND without monitoring there is no trace of that
  expect(JSON.stringify(everything(`${yaml}\nmonitoring: { enabled: false }`))).not.toMatch(/dashboard-|dashboard_url|grafana_dashboard/);
});

test('one whose objects others need leaves them behind', () => {
  const finalizers = (name: 'reloader' | 'sealed-secrets' | 'external-secrets' | 'nfs' | 'cloudnative-pg'): unknown =>
    valueAt(find(everything(addonSettings(name)), 'Application', name), ['metadata', 'finalizers']);
  expect(finalizers('reloader')).toHaveLength(1);
  expect(finalizers('sealed-secrets')).toBeUndefined();
  expect(finalizers('external-secrets')).toBeUndefined();
  expect(finalizers('nfs')).toBeUndefined();
  expect(finalizers('cloudnative-pg')).toBeUndefined();
});

describe('who may call pods of an add-on', () => {
  const isOnHostNetwork = (name: string): boolean => name === 'nfs';
  const isInValues = (name: string): boolean => name === 'oauth2-proxy';

  test.each(ADDON_NAMES.filter((name) => !isOnHostNetwork(name) && !isInValues(name)))('is said by a policy: %s', (name) => {
    const own = everything(addonSettings(name)).filter(({ metadata }) => metadata.namespace === name);
    const closing = own.filter((policy) => policy.kind === 'NetworkPolicy' && list(policy, 'spec', 'policyTypes').includes('Ingress'));
    expect(closing.map((policy) => at(policy, 'spec', 'podSelector'))).toEqual([{}]);
    // THEN nobody comes in from a namespace that is not named
    expect(closing.flatMap((policy) => list(policy, 'spec', 'ingress')).filter((rule) => at(rule, 'from') === undefined))
      .toEqual(name === 'k8s-gateway' ? [{ ports: [{ port: 1053, protocol: 'UDP' }, { port: 1053, protocol: 'TCP' }] }] : []);
  });

  test('leaves webhooks to the API server, which is no pod', () => {
    const api = find(everything('addons: { external-secrets: true }'), 'CiliumNetworkPolicy', 'ingress-api');
    expect(api.metadata.namespace).toBe('external-secrets');
    expect(at(api, 'spec')).toEqual({
      endpointSelector: {},
      ingress: [{
        fromEntities: ['kube-apiserver', 'host', 'remote-node'], toPorts: [{ ports: [{ port: '10250', protocol: 'TCP' }] }],
      }],
    });
  });

  test.each(['reloader', 'sealed-secrets', 'k8s-gateway'] as const)('%s calls the API server and names, and nobody else', (name) => {
    const lab = everything(addonSettings(name));
    const egress = find(lab.filter(({ metadata }) => metadata.namespace === name), 'NetworkPolicy', 'egress');
    expect(list(egress, 'spec', 'egress').slice(1)).toEqual([{ to: [{ podSelector: {} }] }]);
    expect(find(lab.filter(({ metadata }) => metadata.namespace === name), 'CiliumNetworkPolicy', 'egress-api')['spec'])
      .toMatchObject({ egress: [{ toEntities: ['kube-apiserver'] }] });
  });
});

test('values of homelab.yaml are laid over those of the lab', () => {
  const lab = labOf('addons: { reloader: { secrets: false } }\nvalues: { reloader: { reloader: { logLevel: debug } } }');
  expect(lab.addons.get('reloader')?.component.props.source).toMatchObject({
    values: { reloader: { logLevel: 'debug', ignoreSecrets: true, autoReloadAll: false, reloadStrategy: 'annotations' } },
  });
});

test('one sealing key stays where somebody says so', () => {
  const values = (settings: string): unknown =>
    labOf(`addons: { sealed-secrets: ${settings} }`).addons.get('sealed-secrets')?.component.props.source;
  expect(values('true')).not.toMatchObject({ values: { keyrenewperiod: '0' } });
  expect(values('{ renewKeys: false }')).toMatchObject({ values: { keyrenewperiod: '0' } });
});

test('the name of an add-on is anybody\'s where the lab does not have it', () => {
  const own = 'namespaces: [{ name: reloader }]\napplications: [{ name: reloader, namespace: reloader, repoURL: "https://example.org/a", '
    + 'path: x, targetRevision: main }]';
  expect(() => parseConfig(own)).not.toThrow();
  expect(() => parseConfig(`${own}\naddons: { reloader: true }`)).toThrow(/is the name of an Application or chart of the platform/);
});

describe('made alone', () => {
  const layer = new Addon(new App(), 'reloader', {
    pin: chartPin('reloader'), values: { a: 1, b: 1 }, overrides: { b: 2 }, podSecurity: 'baseline', dependsOn: [dependency('namespaces')],
    secrets: [{ namespace: 'reloader', name: 'token', keys: [{ key: 'a', description: 'a' }], purpose: 'p' }],
  });

  test('it makes no objects, but one Application below the root of add-ons', () => {
    expect(objectsOf(layer)).toEqual([]);
    expect(applicationsOf(layer)).toEqual([
      { name: 'reloader', namespace: 'reloader', source: 'helm', dependsOn: ['namespaces'], root: 'addons' },
    ]);
    expect(layer.component.props.source).toMatchObject({ values: { a: 1, b: 2 } });
  });

  test('its alerts lead to its dashboard, but for those that name another', () => {
    // GIVEN
    const alert = {
      alert: 'Up', expr: metric('up'), severity: 'info', layer: 'cluster', summary: 's', description: 'd',
    } as const;
    const shown = new Addon(new App(), 'nfs', {
      podSecurity: 'baseline', dependsOn: [], dashboard: { uid: 'homelab-nfs' },
      alerts: { name: 'nfs', rules: [alert, { ...alert, alert: 'Edge', dashboard: 'edge' }, { record: 'a:b:c', expr: metric('up') }] },
    });
    // THEN
    expect(shown.contributions.dashboards).toEqual([{ name: 'nfs', json: { uid: 'homelab-nfs' } }]);
    expect(shown.contributions.alerts[0]?.rules).toEqual([
      { ...alert, dashboard: 'nfs' }, { ...alert, alert: 'Edge', dashboard: 'edge' }, { record: 'a:b:c', expr: metric('up') },
    ]);
  });

  test('it asks for its namespace and its Secrets, and for nothing that nobody gives it', () => {
    expect(contributionsOf(layer)).toEqual({ namespaces: ['reloader'] });
    expect(layer.contributions.namespaces).toEqual([{ name: 'reloader', ambient: false, podSecurity: 'baseline' }]);
    expect(layer.requiredSecrets.map(({ name }) => name)).toEqual(['token']);
  });
});
