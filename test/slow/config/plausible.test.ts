import { parseConfig, readConfig } from '../../../charts/load-config';
import { OWN_ADDONS } from '../../../config/addons/names';
import { PLATFORM_APPLICATIONS } from '../../../config/platform';
import { ConfigError } from '../../../config/problem';
import { CHART_NAMES } from '../../../config/schema';
import type { Homelab } from '../../../charts/homelab';
import { synthesise } from '../../../synth/synthesise';
import { EVERY_ADDON } from '../../../tools/charts/every-addon';
import { addonSettings } from '../../charts/addons/settings';
import { labOf } from '../../util';

/* Configurations in which every value looks right, and that once ended in a stack trace. */

/** What a whole synth objects to, line by line; nothing if it takes the configuration. */
function objections(yaml: string): readonly string[] {
  try {
    synthesise(readConfig(yaml, 'homelab.yaml'));
    return [];
  } catch (error) {
    if (error instanceof ConfigError) { return error.problems; }
    throw error;
  }
}

test.each(['https-redirect', 'options', 'gateway', 'redirect', 'main-gateway-options'])('a gateway may be called %s', (name) => {
  expect(objections(`gateway: { name: ${name} }`)).toEqual([]);
});

test('routes whose namespace and name read the same when joined are two routes', () => {
  expect(objections(`
namespaces: [{ name: a }, { name: a-b }]
services:
  - { name: b-c, namespace: a, port: 80 }
  - { name: c, namespace: a-b, port: 80 }
`)).toEqual([]);
});

test('permissions whose namespaces read the same when joined are two permissions', () => {
  expect(objections(`
namespaces: [{ name: a }, { name: a-b }, { name: b-c }, { name: c }]
services:
  - { name: one, namespace: b-c, backends: [{ name: web, namespace: a, port: 80 }] }
  - { name: two, namespace: c, backends: [{ name: web, namespace: a-b, port: 80 }] }
`)).toEqual([]);
});

test('an override that hides a value the lab cannot do without is blamed at its line', () => {
  expect(objections('values:\n  cilium: { socketLB: [] }')).toEqual([
    'homelab.yaml:2:13 values.cilium.socketLB: cilium must not have socketLB.hostNamespaceOnly = null: '
    + 'Cilium would translate Service addresses in the pod before ztunnel sees them, and waypoints would be skipped '
    + '[cilium-safe-for-mesh]; remove the override, or set it to true',
    'homelab.yaml:2:13 values.cilium.socketLB: is a list, and the chart cilium takes a mapping here; it could not be rendered, and Argo CD '
    + 'would go on with what it has [chart-values-typed]; write a mapping, or remove it',
  ]);
});

test.each(['16443', 'null', 'text', '{ toString: 1 }'])('an override of the port of the API server is blamed at its line: %s', (port) => {
  expect(objections(`values:\n  cilium: { k8sServicePort: ${port} }`)).toEqual(expect.arrayContaining([
    expect.stringMatching(
      /^homelab\.yaml:2:\d+ values\.cilium\.k8sServicePort: K3s does not listen .* \[k3s-agrees\]; remove the override$/,
    ),
  ]));
});

test.each([['{}', 'a mapping'], ['[]', 'a list']])('so is %s, which the chart cannot use either', (port, type) => {
  const at = 'homelab.yaml:2:13 values.cilium.k8sServicePort: ';
  expect(objections(`values:\n  cilium: { k8sServicePort: ${port} }`)).toEqual([
    `${at}is ${type}, and the chart cilium takes a number or text here; it could not be rendered, and Argo CD would go on with what it `
    + 'has [chart-values-typed]; write a number or text, or remove it',
    `${at}K3s does not listen on 127.0.0.1:${port} of every node, where Cilium looks for the API server [k3s-agrees]; remove `
    + 'the override',
  ]);
});

test('a namespace that only looks like one of the platform\'s may be a service\'s own', () => {
  expect(objections('namespaces: [{ name: root }]\nservices: [{ name: bootstrap, namespace: root, port: 80 }]')).toEqual([]);
});

describe('an application of one\'s own', () => {
  const called = (name: string): string =>
    `applications: [{ name: ${name}, namespace: my-app, repoURL: https://example.org/a, path: x, targetRevision: main }]`;
  const addons = `${EVERY_ADDON}\n${addonSettings('oauth2-proxy')}`;
  const everything = `monitoring: { logs: loki, traces: tempo }\n${addons}\n`
    + 'namespaces: [{ name: my-app, denyByDefault: true }]\nservices: [{ name: mqtt, namespace: my-app, protocol: tcp, port: 1883 }]\n';
  const dns = {
    'k8s-gateway': 'k8s-gateway',
    'external-dns': '{ provider: external-dns, zone: { at: pihole, server: "http://192.168.1.5" } }',
  };
  const labWith = (provider: string): Homelab => labOf(`${everything}dns: ${provider}\n${called('mine')}`);
  const names = [...new Set(Object.values(dns).flatMap((provider) => labWith(provider).objects
    .filter(({ kind }) => kind === 'Application' || kind === 'HelmChart').map(({ name }) => name)))]
    .filter((name) => name !== 'mine');

  // A new Application of the platform belongs into PLATFORM_APPLICATIONS of config/platform.ts, and one that is gone out of it.
  test('finds every name in the list that a lab with everything on has, and no other', () => {
    const isRoot = (name: string): boolean => /^root(-|$)/.test(name);
    expect(names.filter((name) => !isRoot(name)).sort()).toEqual([...PLATFORM_APPLICATIONS, ...OWN_ADDONS, ...CHART_NAMES].sort());
    expect(names.filter(isRoot).length).toBeGreaterThan(1);
  });

  test.each(names)('is refused when it is called %s, as one of the platform is', (name) => {
    const provider = name === 'external-dns' ? dns[name] : dns['k8s-gateway'];
    const parts = `${addons}\ndns: ${provider}`;
    expect(() => parseConfig(`${called(name)}\n${parts}`)).toThrow(new ConfigError([
      `homelab.yaml:1:24 applications[0].name: is the name of an Application or chart of the platform (${name}), `
      + 'whose place yours would take; give it another name',
    ]));
  });
});
