import { checkMetadata, checkSchema, type KubernetesObject } from '../../../check/schemas/schema-check';

type Fields = Record<string, unknown>;

const gateway = (spec: Fields): KubernetesObject =>
  ({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name: 'g', namespace: 'n' },
    spec: { gatewayClassName: 'istio', ...spec },
  }) as KubernetesObject;
const listener = (fields: Fields = {}): Fields => ({ name: 'http', port: 80, protocol: 'HTTP', ...fields });
const pod = (container: Fields): Fields => ({ restartPolicy: 'Never', containers: [{ name: 'a', image: 'b:1', ...container }] });
const cronJob = (spec: Fields, metadata: Fields = { name: 'c' }): KubernetesObject =>
  ({
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata,
    spec: { schedule: '0 0 * * *', jobTemplate: { spec: { template: { spec: pod({}) } } }, ...spec },
  }) as KubernetesObject;
const core = (kind: string, fields: Fields): KubernetesObject => ({ apiVersion: 'v1', kind, metadata: { name: 'c' }, ...fields });
const service = (spec: Fields): KubernetesObject => core('Service', { spec });
const CONTAINER = 'spec.jobTemplate.spec.template.spec.containers[0]';
const withContainer = (container: Fields): KubernetesObject => cronJob({ jobTemplate: { spec: { template: { spec: pod(container) } } } });

function complaints(object: KubernetesObject): string[] {
  return (checkSchema(object) ?? []).map(({ path, message }) => `${path}: ${message}`);
}

describe('a custom kind', () => {
  test('passes when every field is known', () => {
    expect(complaints(gateway({ listeners: [listener()] }))).toEqual([]);
  });

  test('is refused with a misspelt field, at any depth', () => {
    expect(complaints(gateway({ listeners: [listener({ alowedRoutes: {} })], adresses: [] }))).toEqual([
      'spec.adresses: is a field this kind does not have',
      'spec.listeners[0].alowedRoutes: is a field this kind does not have',
    ]);
  });

  test('is refused with a misspelt field beside kind and spec, and in its metadata', () => {
    expect(
      complaints({ ...gateway({ listeners: [listener()] }), data: {}, metadata: { name: 'g', label: {} } } as KubernetesObject),
    ).toEqual(['data: is a field this kind does not have', 'metadata.label: is a field this kind does not have']);
  });

  test('is refused with a value of the wrong type or range', () => {
    expect(complaints(gateway({ listeners: [listener({ port: '80' })] }))).toEqual(['spec.listeners[0].port: must be of type integer']);
    expect(complaints(gateway({ listeners: [listener({ port: 0 })] }))).toEqual(['spec.listeners[0].port: must be >= 1']);
    expect(complaints(gateway({ listeners: [listener({ tls: { mode: 'terminate' } })] }))[0]).toBe(
      'spec.listeners[0].tls.mode: must be one of Terminate, Passthrough',
    );
  });

  test('is refused without a field it requires', () => {
    expect(complaints(gateway({ gatewayClassName: undefined, listeners: [listener()] }))).toEqual([
      'spec: lacks the field gatewayClassName',
    ]);
  });

  test('is refused when two items of a keyed list have the same key', () => {
    expect(complaints(gateway({ listeners: [listener(), listener({ port: 81 })] }))).toEqual([
      'spec.listeners: has the same name in items 0 and 1 (http)',
    ]);
  });

  test('may hold anything where its definition keeps unknown fields', () => {
    const application = (source: Fields): KubernetesObject => ({
      apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata: { name: 'a' },
      spec: { project: 'p', destination: { server: 's' }, source: { repoURL: 'r', ...source } },
    } as KubernetesObject);
    expect(complaints(application({ helm: { valuesObject: { any: [1, { thing: null }] } } }))).toEqual([]);
    expect(complaints(application({ helm: { valueObject: {} } }))).toEqual([
      'spec.source.helm.valueObject: is a field this kind does not have',
    ]);
  });

  test('may give a number or a text where either will do', () => {
    const rule = (expr: unknown): KubernetesObject =>
      ({
        apiVersion: 'monitoring.coreos.com/v1',
        kind: 'PrometheusRule',
        metadata: { name: 'r' },
        spec: { groups: [{ name: 'g', rules: [{ record: 'x', expr }] }] },
      }) as KubernetesObject;
    expect(complaints(rule('1'))).toEqual([]);
    expect(complaints(rule(1))).toEqual([]);
    expect(complaints(rule(true))).toEqual(['spec.groups[0].rules[0].expr: must be of type integer or string']);
  });

});

describe("one of Kubernetes' own kinds", () => {
  test('passes when every field is known', () => {
    expect(complaints(cronJob({ timeZone: 'Etc/UTC' }))).toEqual([]);
  });

  test('is refused with a misspelt field, at any depth', () => {
    expect(complaints(cronJob({ timezone: 'Etc/UTC' }))).toEqual(['spec.timezone: is a field this kind does not have']);
    expect(complaints(withContainer({ resources: { limit: {} } }))).toEqual([
      'spec.jobTemplate.spec.template.spec.containers[0].resources.limit: is a field this kind does not have',
    ]);
    expect(complaints({ ...cronJob({}), sepc: 1 } as KubernetesObject)).toEqual(['sepc: is a field this kind does not have']);
    expect(complaints(cronJob({}, { name: 'c', labells: {} }))).toEqual(['metadata.labells: is a field this kind does not have']);
  });

  test('is refused with a value of the wrong type', () => {
    expect(complaints(cronJob({ suspend: 'no' }))).toEqual(['spec.suspend: must be of type boolean']);
    expect(complaints(cronJob({}, { name: 'c', annotations: { wave: 1 } }))).toEqual(['metadata.annotations.wave: must be of type string']);
  });

  test('is refused without a field it requires', () => {
    expect(complaints(cronJob({ schedule: undefined }))).toEqual(['spec: lacks the field schedule']);
  });

  test('is refused when two items of a keyed list have the same key', () => {
    expect(complaints(withContainer({ env: [{ name: 'A', value: '1' }, { name: 'A', value: '2' }] }))).toEqual([
      'spec.jobTemplate.spec.template.spec.containers[0].env: has the same name in items 0 and 1 (A)',
    ]);
    expect(complaints(withContainer({ ports: [{ containerPort: 53, protocol: 'UDP' }, { containerPort: 53 }] }))).toEqual([]);
    expect(complaints(withContainer({ ports: [{ containerPort: 53, protocol: 'TCP' }, { containerPort: 53 }] }))).toHaveLength(1);
  });

  test('is refused when two items differ only in a key that one leaves to its default', () => {
    const ports = (protocol: string): KubernetesObject => service({ ports: [{ name: 'a', port: 53 }, { name: 'b', port: 53, protocol }] });
    expect(complaints(ports('UDP'))).toEqual([]);
    expect(complaints(ports('TCP'))).toEqual(['spec.ports: has the same port and protocol in items 0 and 1 (53, TCP)']);
  });

  test('is refused with a word that is not one of the few the field may hold', () => {
    expect(complaints(service({ type: 'Loadbalancer' }))).toEqual([
      'spec.type: must be one of ClusterIP, ExternalName, LoadBalancer, NodePort',
    ]);
    expect(complaints(cronJob({ concurrencyPolicy: 'Never' }))).toEqual(['spec.concurrencyPolicy: must be one of Allow, Forbid, Replace']);
  });

  test('may give a quantity as a number or a text, if it is one', () => {
    const limit = (cpu: unknown): string[] => complaints(withContainer({ resources: { limits: { cpu } } }));
    expect(['100m', '1.5', '2Gi', 2, 0.5].flatMap(limit)).toEqual([]);
    expect(limit('2GB')).toEqual([`${CONTAINER}.resources.limits.cpu: must match format "quantity"`]);
    expect(limit(true)).toEqual([`${CONTAINER}.resources.limits.cpu: must be of type string or number`]);
  });

  test('may give a port by number or by name', () => {
    const probe = (port: unknown): string[] => complaints(withContainer({ livenessProbe: { httpGet: { port } } }));
    expect([...probe(80), ...probe('http')]).toEqual([]);
    expect(probe(80.5)).toEqual([`${CONTAINER}.livenessProbe.httpGet.port: must be of type integer or string`]);
  });

  test('is refused with bytes that are not base64', () => {
    const secret = (key: string): string[] => complaints(core('Secret', { data: { key } }));
    expect(secret('aGk=')).toEqual([]);
    expect(secret('plain')).toEqual(['data.key: must match format "byte"']);
  });

  test('is checked at any depth of a type that holds itself', () => {
    const definition = (schema: Fields): string[] => complaints({
      apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: 'things.example.com' },
      spec: {
        group: 'example.com', names: { kind: 'Thing', plural: 'things' }, scope: 'Cluster',
        versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: schema } }],
      },
    } as KubernetesObject);
    const nested = (schema: Fields): Fields => ({ type: 'object', properties: { spec: { type: 'object', properties: { a: schema } } } });
    const place = 'spec.versions[0].schema.openAPIV3Schema.properties.spec.properties.a';
    expect(definition(nested({ type: 'string', default: { free: ['form'] } }))).toEqual([]);
    expect(definition(nested({ typ: 'string' }))).toEqual([`${place}.typ: is a field this kind does not have`]);
    expect(definition(nested({ minLength: 'x' }))).toEqual([`${place}.minLength: must be of type integer`]);
  });

  test('may have a field called description', () => {
    const priority = { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'p' }, value: 1, description: 'first' };
    expect(complaints(priority)).toEqual([]);
  });

  test('is refused without metadata', () => {
    expect(complaints({ apiVersion: 'v1', kind: 'ConfigMap' })).toEqual([': lacks the field metadata']);
  });

  test('may have labels, annotations and data of any name', () => {
    expect(
      complaints({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'c', labels: { 'a.b/c': 'd' } },
        data: { 'x.y': 'z', env: 'e' },
      } as KubernetesObject),
    ).toEqual([]);
  });
});

test("Cilium's policies are checked too", () => {
  const policy = (spec: Fields): KubernetesObject =>
    ({
      apiVersion: 'cilium.io/v2',
      kind: 'CiliumClusterwideNetworkPolicy',
      metadata: { name: 'p' },
      spec: { endpointSelector: {}, ...spec },
    }) as KubernetesObject;
  expect(complaints(policy({ enableDefaultDeny: { ingress: false }, ingress: [{ fromCIDR: ['169.254.7.127/32'] }] }))).toEqual([]);
  expect(complaints(policy({ ingress: [{}], enableDefaultDenny: {} }))).toEqual([
    'spec.enableDefaultDenny: is a field this kind does not have',
  ]);
  expect(complaints(policy({ ingress: [{ fromEntities: ['planet'] }] }))).toEqual([
    expect.stringContaining('spec.ingress[0].fromEntities[0]: must be one of all, world, cluster, '),
  ]);
  expect(complaints(policy({ ingress: [{}], nodeSelector: {} }))).toEqual(['spec: must match exactly one schema in oneOf']);
});

test('of a kind without a pinned schema only the metadata is known', () => {
  const thing: KubernetesObject = { apiVersion: 'example.com/v1', kind: 'Thing', metadata: { name: 't', label: {} } };
  expect(checkSchema(thing)).toBeUndefined();
  expect(checkMetadata(thing)).toEqual([{ path: 'metadata.label', message: 'is a field this kind does not have' }]);
});
