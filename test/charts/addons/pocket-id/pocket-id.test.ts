import { at, list } from '../../../../charts/core/plain-data';
import type { Manifest } from '../../../../charts/core/manifest';
import { RULES } from '../../../../check/rules';
import { checkLab } from '../../../../check/run';
import { formatPath } from '../../../../config/problem';
import { renderedLab, toManifests } from '../../../../synth/render';
import { IMAGES } from '../../../../versions';
import { find, labOf, manifestsOf } from '../../../util';

const objectsOf = (pocketId: string, more = ''): Manifest[] =>
  manifestsOf(labOf(`addons: { pocket-id: ${pocketId} }\n${more}`), 'pocket-id');
const podOf = (objects: readonly Manifest[]): unknown => at(find(objects, 'Deployment'), 'spec', 'template', 'spec');
const settingsOf = (objects: readonly Manifest[]): Record<string, string> => Object.fromEntries(
  list(podOf(objects), 'containers', 0, 'env').map((each) => [String(at(each, 'name')), String(at(each, 'value'))]),
);
const LOGIN = 'login: { issuer: "https://id.homelab.example.com", clientID: homelab, groups: [family] }';

test('one pod of a pinned image without a shell has the database to itself', () => {
  const deployment = find(objectsOf('true'), 'Deployment', 'pocket-id');
  expect(deployment['spec']).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
  expect(IMAGES.pocketId).toMatch(/:v\d+\.\d+\.\d+-distroless$/);
  expect(at(podOf(objectsOf('true')), 'containers', 0)).toMatchObject({
    image: IMAGES.pocketId,
    startupProbe: { httpGet: { path: '/healthz', port: 'http' } },
    readinessProbe: { httpGet: { path: '/healthz', port: 'http' } },
    livenessProbe: { httpGet: { path: '/healthz', port: 'http' } },
    securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
    volumeMounts: [{ mountPath: '/app/data' }, { mountPath: '/etc/pocket-id', readOnly: true }, { mountPath: '/tmp' }],
  });
});

test('it knows its own address, believes the gateway alone, and asks nobody outside', () => {
  expect(settingsOf(objectsOf('{ host: anmeldung }', 'domain: lab.frank.dev\nnetwork: { podCIDR: 10.99.0.0/16 }'))).toEqual({
    APP_URL: 'https://anmeldung.lab.frank.dev',
    ENCRYPTION_KEY_FILE: '/etc/pocket-id/encryption-key',
    TRUST_PROXY: '10.99.0.0/16',
    ALLOW_INSECURE_CALLBACK_URLS: 'false',
    ANALYTICS_DISABLED: 'true',
    VERSION_CHECK_DISABLED: 'true',
    ACTORS_HOST: '127.0.0.1',
    OTEL_METRICS_EXPORTER: 'prometheus',
    OTEL_EXPORTER_PROMETHEUS_HOST: '0.0.0.0',
    OTEL_EXPORTER_PROMETHEUS_PORT: '9464',
  });
});

test('its key is asked for under the name of the Secret that is mounted, and is in no variable', () => {
  const lab = labOf('addons: { pocket-id: { keySecretName: my-key } }');
  expect(lab.requiredSecrets.find(({ namespace }) => namespace === 'pocket-id')).toMatchObject({
    name: 'my-key', keys: [{ key: 'encryption-key' }],
  });
  const volumes = list(podOf(manifestsOf(lab, 'pocket-id')), 'volumes');
  expect(volumes.find((each) => at(each, 'name') === 'key')).toMatchObject({ secret: { secretName: 'my-key' } });
});

describe('the volume with the accounts', () => {
  const claimOf = (pocketId: string, more = ''): Manifest => find(objectsOf(pocketId, more), 'PersistentVolumeClaim', 'pocket-id');

  test('outlives the add-on', () => {
    expect(claimOf('true').metadata.annotations).toEqual({ 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' });
  });

  test('is as large as homelab.yaml says, of the class of the cluster', () => {
    expect(claimOf('true')['spec']).toEqual({ accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } });
    expect(claimOf('{ storage: 5Gi }')['spec']).toMatchObject({ resources: { requests: { storage: '5Gi' } } });
  });

  test('stays off a NAS that claims get by default', () => {
    const nas = 'nfs: { server: 192.168.1.10, path: /volume1/k8s, default: true }';
    const objects = manifestsOf(labOf(`addons: { pocket-id: true, ${nas} }`), 'pocket-id');
    expect(at(find(objects, 'PersistentVolumeClaim'), 'spec', 'storageClassName')).toBe('local-path');
  });
});

describe('the disk of the node', () => {
  const complaints = (addons: string): { where: string; what: string }[] => {
    const lab = labOf(`addons: ${addons}\nmonitoring: { enabled: false }`);
    const { errors } = checkLab(renderedLab(lab, toManifests(lab)), RULES.filter(({ name }) => name === 'volumes-fit-disk'));
    return errors.map(({ path, what }) => ({ where: formatPath(path), what }));
  };

  test('has room for the accounts', () => {
    expect(complaints('{ pocket-id: { storage: 72Gi } }')).toEqual([]);
    expect(complaints('{ pocket-id: { storage: 73Gi } }')).toMatchObject([{ where: 'addons.pocket-id.storage' }]);
    expect(complaints('{ pocket-id: { storage: 73Gi } }')[0]?.what)
      .toContain('is the largest of the volumes of 73 GiB that are claimed on a disk of 80 GiB, of which the system takes some 8');
  });

  test('does not hold what own code claims of another class', () => {
    const lab = labOf('monitoring: { enabled: false }');
    const claim = (storageClassName?: string): Manifest => ({
      apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'a', namespace: 'my-app' },
      spec: { ...storageClassName === undefined ? {} : { storageClassName }, resources: { requests: { storage: '900Gi' } } },
    });
    const rule = RULES.find(({ name }) => name === 'volumes-fit-disk')!;
    const found = (each: Manifest): number => rule.check(renderedLab(lab, new Map([...toManifests(lab), ['mine', [each]]]))).length;
    expect(found(claim('longhorn'))).toBe(0);
    expect(found(claim('local-path'))).toBe(1);
    expect(found(claim())).toBe(1);
  });
});

describe('who may speak to it', () => {
  const fronts = (more: string): unknown => list(find(objectsOf('true', more), 'NetworkPolicy'), 'spec', 'ingress', 0, 'from')
    .map((peer) => at(peer, 'podSelector', 'matchLabels', 'gateway.networking.k8s.io/gateway-name'));

  test('is the gateway and Prometheus, and it may speak to nobody', () => {
    expect(find(objectsOf('true'), 'NetworkPolicy')['spec']).toEqual({
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
      ingress: [
        {
          from: [{
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'istio-ingress' } },
            podSelector: { matchLabels: { 'gateway.networking.k8s.io/gateway-name': 'main-gateway' } },
          }],
          ports: [{ port: 1411, protocol: 'TCP' }],
        },
        {
          from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } }],
          ports: [{ port: 9464, protocol: 'TCP' }],
        },
      ],
      egress: [],
    });
  });

  test('is each gateway at which people log in, where they do so here', () => {
    const two = 'gateways: [{ name: guests, address: 192.168.100.205 }]\n'
      + 'services: [{ name: wiki, namespace: my-app, port: 80, gateway: guests, login: true }]';
    expect(fronts(`${two}\n${LOGIN}`)).toEqual(['main-gateway', 'guests']);
    expect(fronts(`${two}\nlogin: { issuer: "https://accounts.google.com", clientID: lab, emails: [me@frank.dev] }`))
      .toEqual(['main-gateway']);
  });
});

describe('its page', () => {
  const routesOf = (more: string): Manifest[] => manifestsOf(labOf(`addons: { pocket-id: true }\n${more}`), 'routes');

  test('is at the gateway, and never behind the login', () => {
    const routes = routesOf(LOGIN);
    expect(find(routes, 'HTTPRoute', 'pocket-id')['spec']).toMatchObject({
      hostnames: ['id.homelab.example.com'], rules: [{ backendRefs: [{ name: 'pocket-id', port: 80 }] }],
    });
    expect(JSON.stringify(routes.filter(({ kind }) => kind === 'AuthorizationPolicy'))).not.toContain('id.homelab.example.com');
    expect(JSON.stringify(routes.filter(({ kind }) => kind === 'AuthorizationPolicy'))).toContain('hubble.homelab.example.com');
  });

  test('is what Grafana is sent to, without a word on the provider', () => {
    const values = JSON.stringify(labOf(`addons: { pocket-id: true }\n${LOGIN}`).layers.flatMap((layer) => manifestsOf(layer)));
    expect(values).toContain('https://id.homelab.example.com/api/oidc/token');
  });
});
