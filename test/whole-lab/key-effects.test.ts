import { isDeepStrictEqual } from 'node:util';
import { ConfigError, valueAt } from '../../config/problem';
import { homelabSchema } from '../../config/schema';
import { WHOLE } from '../whole';
import { labWith, names, OTHERS, pathOf, put } from './key-effects';
import { filesOf } from './key-files';
import { keysOf } from './schema-keys';

/*
 * No key does nothing without a word: each is given another value in labs where different things are off. Either a file changes, or the key
 * is warned about, or what it says is what is so anyway. The second half holds the other way round, so that nobody is told to remove a key
 * that counts. `npm run test:slow` tries every key in every lab.
 */

/** Labs in which some keys count for nothing, as edits of the full one. */
const LABS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'with everything': {},
  'without monitoring': { 'monitoring.enabled': false },
  'with an authority of its own': { 'tls.issuer': 'homelab-ca' },
  'with another ACME server': {
    'tls.issuer': 'acme', 'tls.acme': { server: 'https://acme.frank.dev/dir', externalAccountBinding: { keyID: 'kid-1' } },
  },
  'with an authority that somebody brings': { 'tls.issuer': 'own-ca' },
  'without logs and traces': { 'monitoring.logs': 'none', 'monitoring.traces': 'none' },
  'in which nobody is told': { 'monitoring.alerting': { quietHours: { from: '22:00', to: '07:00' } } },
  'without loopback': { 'host.loopback.enabled': false },
  'outside the mesh': {
    'namespaces': [{ name: 'my-app', ambient: false }, { name: 'sky', ambient: false }],
    'services[11].allowFrom': undefined, 'services[11].allowRequests': undefined, 'services[11].jwt': undefined,
    'services[12].jwt': undefined,
  },
  'without a mesh': {
    'mesh': { enabled: false },
    'namespaces': [{ name: 'my-app' }, { name: 'sky' }],
    'services[11].allowFrom': undefined, 'services[11].allowRequests': undefined, 'services[11].jwt': undefined,
    'services[12].jwt': undefined,
  },
  'with hidden pages': { 'interfaces.argocd.expose': false, 'interfaces.grafana.expose': false, 'interfaces.hubble.expose': false },
  'that admits plain text': { 'mesh.mtls': 'PERMISSIVE' },
  'in a LAN': { 'host': { network: 'external', adapter: 'Ethernet', router: '192.168.100.1' } },
  'with host: none': {
    'host': 'none', 'nodes[0]': { name: 'homelab', address: '192.168.100.10', cpus: 4, memoryGiB: 16, diskGiB: 120 },
  },
  'without Alertmanager': { 'values.kube-prometheus-stack.alertmanager.enabled': false },
  'without add-ons': { 'dns': 'manual', 'addons': {} },
  'with records at a provider': {
    'dns': { provider: 'external-dns', zone: { at: 'route53', hostedZoneID: 'Z0123456789' } },
  },
  'with mail without login': { 'monitoring.alerting.receivers[4].username': undefined },
};

/** Values that are in a file, and that nothing reads there: ports that are not listened on, a configuration without an Alertmanager. */
const UNREAD: Readonly<Record<string, RegExp>> = {
  'without loopback': /^host\.loopback\.(api|https|http)$/,
  'in which nobody is told': /^monitoring\.alerting\.quietHours\./,
  'without Alertmanager': /^monitoring\.alerting\./,
};

/** Its default is what lets in, so that false asks for something. */
const ASKS_BY_FALSE = 'namespaces[1].allowSameNamespace';

const KEYS = Object.entries(OTHERS).filter(([, value]) => value !== undefined);
const TRIALS = Object.keys(LABS).flatMap((lab) => KEYS.map(([key, value]) => [lab, key, value] as const));
/** A part of all, spread over the labs and the keys. */
const SAMPLE = TRIALS.filter((_, index) => index % 251 === 0);

const known = new Map<string, ReturnType<typeof filesOf>>();

test.each(WHOLE ? TRIALS : SAMPLE)('in a lab %s, %s counts or is warned about', (lab, key, value) => {
  const before = known.get(lab) ?? filesOf(labWith(LABS[lab]!));
  known.set(lab, before);
  const without = labWith(LABS[lab]!);
  const data = structuredClone(without);
  const at = pathOf(key);
  try { put(data, at, value); } catch { return; }
  let after: ReturnType<typeof filesOf>;
  try {
    after = filesOf(data);
  } catch (error) {
    // It has no place in such a lab.
    expect(error).toBeInstanceOf(ConfigError);
    return;
  }
  const isChanged = before.files !== after.files && UNREAD[lab]?.test(key) !== true;
  // What says what is so anyway misleads nobody.
  const isSo = isDeepStrictEqual(valueAt(without, at), value) || (value === false && key !== ASKS_BY_FALSE) || value === 'none'
    || (key === 'namespaces[0].mtls' && value === valueAt(without, ['mesh', 'mtls']))
    || (key === 'mesh.mtls' && !isChanged && lab !== 'without a mesh')
    // Which gateway a page stands behind changes a policy; LAB.md and warnings are what its name, and who asks there, are for.
    || ['addons.cloudflared.pages[0].hostname', 'addons.cloudflared.pages[0].login'].includes(key);
  expect({ key, counts: isChanged, warned: names(after.warned, at) })
    .toEqual({ key, counts: isChanged, warned: isChanged || isSo ? false : true });
});

test('every key of the schema is tried', () => {
  const tried = new Set(Object.keys(OTHERS).flatMap((key) => {
    const parts = key.replaceAll(/\[\d+\]/g, '[]').split('.');
    return parts.map((_, index) => parts.slice(0, index + 1).join('.'));
  }));
  const isTried = (key: string): boolean =>
    [key, `${key}[]`, key.replace(/\[\]$/, '')].some((each) => tried.has(each)) || ELSEWHERE.some((each) => key.startsWith(each));
  expect(keysOf(homelabSchema).filter((key) => !isTried(key))).toEqual([]);
});

/** Keys that every receiver has, that come together, or that are tried as a whole. */
const ELSEWHERE = [
  // A rule has the keys that a service of one rule has.
  'services[].rules[]',
  // Only one provider at a time; test/charts/certificates/dns01-solver.test.ts and test/charts/addons/external-dns have their keys.
  'tls.dns01', 'domains[].', 'dns.zone', 'dns.policy', 'dns.ownerID', 'login.endpoints.',
  'applications[].kustomize.patches[].', 'applications[].kustomize.replicas[].', 'applications[].helm.parameters[].',
  // `homelab upgrade --charts` alone reads it; test/cli/upgrade has what that does.
  'applications[].versions',
  // A source has the keys of an application with one; test/charts/applications/sources.test.ts has the list.
  'applications[].sources', 'host.adapter', 'host.router', 'host.image.', 'allowUnsafe',
  'monitoring.alerting.receivers[].name', 'monitoring.alerting.receivers[].type',
];
