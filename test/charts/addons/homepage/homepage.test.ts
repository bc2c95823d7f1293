import { load } from 'js-yaml';
import { at, list } from '../../../../charts/core/plain-data';
import type { Manifest } from '../../../../charts/core/manifest';
import { startPageFiles, type StartPageContent } from '../../../../charts/addons/homepage/files';
import { labPages } from '../../../../config/lab-pages';
import { loginPages } from '../../../../config/login-pages';
import { IMAGES } from '../../../../versions';
import { find, labOf, manifestsOf } from '../../../util';

const SERVICES = `
namespaces: [{ name: media }, { name: tools }]
services:
  - { name: films, namespace: media, port: 8096 }
  - { name: wiki, namespace: tools, port: 80 }
`;
const objectsOf = (homepage: string, more = ''): Manifest[] =>
  manifestsOf(labOf(`domain: lab.frank.dev\naddons: { homepage: ${homepage} }\n${more}`), 'homepage');
const podOf = (homepage: string, more = ''): unknown => at(find(objectsOf(homepage, more), 'Deployment'), 'spec', 'template');
const containerOf = (homepage: string, more = ''): unknown => at(podOf(homepage, more), 'spec', 'containers', 0);
const fileOf = (objects: Manifest[], name: string): unknown => load(at(find(objects, 'ConfigMap'), 'data', name) as string);

test('a start page is these objects', () => {
  // GIVEN the version does not count
  const text = JSON.stringify(objectsOf('true', SERVICES)).replaceAll(IMAGES.homepage, 'IMAGE');
  // THEN
  expect(JSON.parse(text)).toMatchSnapshot();
  expect(IMAGES.homepage).toMatch(/:v\d+\.\d+\.\d+$/);
});

test('its pages are those of the platform, then services below their namespaces, each in its order', () => {
  const services = fileOf(objectsOf('true', SERVICES), 'services.yaml');
  expect(services).toEqual([
    {
      Platform: [
        { 'Argo CD': { href: 'https://argocd.lab.frank.dev/', description: 'What git says, and what runs' } },
        { Grafana: { href: 'https://grafana.lab.frank.dev/', description: 'Metrics and alerts' } },
      ],
    },
    { media: [{ films: { href: 'https://films.lab.frank.dev/', description: 'films.lab.frank.dev' } }] },
    { tools: [{ wiki: { href: 'https://wiki.lab.frank.dev/', description: 'wiki.lab.frank.dev' } }] },
  ]);
});

test('the accounts of a lab with its own provider of logins are one of them', () => {
  const both = manifestsOf(labOf('domain: lab.frank.dev\naddons: { homepage: true, pocket-id: true }'), 'homepage');
  expect(fileOf(both, 'services.yaml')).toMatchObject([
    { Platform: [{ 'Argo CD': {} }, { Grafana: {} }, { 'Pocket ID': { href: 'https://id.lab.frank.dev/' } }] },
  ]);
});

test('what is said of a page stands there, and a page may be left out', () => {
  const pages = '[{ name: films, title: Films, description: Old ones, icon: jellyfin.svg }, { name: argocd, show: false }, { name: wiki }]';
  expect(fileOf(objectsOf(`{ pages: ${pages} }`, SERVICES), 'services.yaml')).toMatchObject([
    { Platform: [{ Grafana: {} }] },
    { media: [{ Films: { href: 'https://films.lab.frank.dev/', description: 'Old ones', icon: 'jellyfin.svg' } }] },
    { tools: [{ wiki: {} }] },
  ]);
});

test('own links stand below their headings, with two letters where they have no icon', () => {
  const links = '[{ name: Router, url: "http://192.168.1.1", group: Network, icon: mdi-router }, { name: NAS, url: "https://nas:5001" }, '
    + '{ name: Switch, url: "http://192.168.1.2", group: Network, description: In the cellar }]';
  expect(fileOf(objectsOf(`{ links: ${links} }`), 'bookmarks.yaml')).toEqual([
    {
      Network: [
        { Router: [{ href: 'http://192.168.1.1', icon: 'mdi-router' }] },
        { Switch: [{ href: 'http://192.168.1.2', abbr: 'SW', description: 'In the cellar' }] },
      ],
    },
    { Links: [{ NAS: [{ href: 'https://nas:5001', abbr: 'NA' }] }] },
  ]);
});

describe('a page of the lab', () => {
  const pagesOf = (services: string): readonly string[] =>
    labPages(labOf(`domain: lab.frank.dev\nnamespaces: [{ name: a }]\nservices: [${services}]`).config)
      .filter(({ group }) => group !== 'Platform').map(({ group, name, address }) => `${group}: ${name} ${address}`);

  test.each([
    ['has the first of its host names', '{ name: x, namespace: a, port: 80, hostnames: [b.lab.frank.dev, c.lab.frank.dev] }',
      'a: x https://b.lab.frank.dev/'],
    ['has its port where that is not 443', '{ name: x, namespace: a, port: 80, listenPort: 8443 }', 'a: x https://x.lab.frank.dev:8443/'],
    ['is at its first path where it has no other', '{ name: x, namespace: a, port: 80, matches: [{ path: { value: /x } }] }',
      'a: x https://x.lab.frank.dev/x'],
    ['is at its root where it has one',
      '{ name: x, namespace: a, rules: [{ port: 80, matches: [{ path: { value: /x } }] }, { port: 81 }] }',
      'a: x https://x.lab.frank.dev/'],
    ['is at its root where a browser can ask for no path of it',
      '{ name: x, namespace: a, port: 80, matches: [{ path: { value: /x }, method: POST }] }', 'a: x https://x.lab.frank.dev/'],
    ['may be a machine', '{ name: nas, external: { address: 192.168.1.20, port: 80 } }', 'Other pages: nas https://nas.lab.frank.dev/'],
    ['may lead elsewhere', '{ name: old, namespace: a, redirect: { hostname: new.lab.frank.dev } }', 'a: old https://old.lab.frank.dev/'],
    ['may bring its own certificate', '{ name: x, namespace: a, port: 443, protocol: tls }', 'a: x https://x.lab.frank.dev/'],
  ])('%s', (_, service, page) => {
    expect(pagesOf(service)).toEqual([page]);
  });

  test.each([
    ['calls of gRPC', '{ name: x, namespace: a, port: 80, protocol: grpc }'],
    ['an address of TCP', '{ name: x, namespace: a, port: 1883, protocol: tcp }'],
    ['mail that goes through unread', '{ name: x, namespace: a, port: 993, protocol: tls, listenPort: 993 }'],
  ])('is not %s', (_, service) => {
    expect(pagesOf(service)).toEqual([]);
  });
});

describe('with words that mean something to YAML and to homepage', () => {
  const WORDS = [
    '__proto__', 'constructor', 'no', '- a: [b', "it's \"so\"", '{{HOMEPAGE_VAR_X}}', '#', '<b>', '1e3',
    '👩‍👩‍👧 lab', '2026-01-01',
  ];
  const address = 'https://example.org/?a={{b}}';
  const group = { name: '__proto__', links: WORDS.map((title) => ({ title, address, description: title })) };
  const content: StartPageContent = { title: '{{HOMEPAGE_FILE_X}}: #', pages: [group], links: [group] };

  test('they are read as they were written', () => {
    const read = (name: string): unknown => load(startPageFiles(content)[name]!);
    const cards = list(Object.values((read('services.yaml') as object[])[0]!), 0);
    expect(cards.map((card) => Object.keys(card as object)[0])).toEqual(WORDS);
    expect(cards.map((card) => (Object.values(card as object)[0] as Record<string, unknown>)['description'])).toEqual(WORDS);
    expect(Object.keys((read('bookmarks.yaml') as object[])[0]!)).toEqual(['__proto__']);
    expect(read('settings.yaml')).toMatchObject({ title: '{{HOMEPAGE_FILE_X}}: #' });
  });

  test('nothing that is there takes the place of what stands in two braces', () => {
    const names = list(containerOf('true'), 'env').map((each) => at(each, 'name'));
    expect(names.filter((name) => /HOMEPAGE_(VAR|FILE)_/.test(String(name)))).toEqual([]);
    expect(at(podOf('true'), 'spec', 'enableServiceLinks')).toBe(false);
  });
});

test('every file that it would else copy from its examples is there', () => {
  expect(Object.keys(startPageFiles({ title: 'a', pages: [], links: [] })).sort()).toEqual([
    'bookmarks.yaml', 'custom.css', 'custom.js', 'docker.yaml', 'kubernetes.yaml', 'proxmox.yaml', 'services.yaml', 'settings.yaml',
    'widgets.yaml',
  ]);
});

test('another link is another pod', () => {
  const digest = (homepage: string, more = ''): unknown => at(podOf(homepage, more), 'metadata', 'annotations', 'checksum/config');
  expect(digest('true')).toBe(digest('{ enabled: true }'));
  expect(new Set([digest('true'), digest('true', SERVICES), digest('{ title: a }'), digest('{ theme: dark }')]).size).toBe(4);
});

test('it answers to its host name, and to the port of Windows that leads there', () => {
  const hosts = (homepage: string, more = ''): unknown => at(containerOf(homepage, more), 'env', 0, 'value');
  expect(hosts('true')).toBe('home.lab.frank.dev');
  expect(hosts('{ host: start }')).toBe('start.lab.frank.dev');
  expect(hosts('true', 'host: { loopback: { https: 8443 } }')).toBe('home.lab.frank.dev,home.lab.frank.dev:8443');
  expect(hosts('true', 'host: { loopback: { https: 8443, enabled: false } }')).toBe('home.lab.frank.dev');
});

test('the gateway alone may ask it, and it may ask nobody', () => {
  const gateways = 'gateway: { name: front, namespace: edge }\ngateways: [{ name: guests, address: 192.168.100.205 }]';
  const policy = find(objectsOf('true', gateways), 'NetworkPolicy');
  expect(at(policy, 'spec')).toEqual({
    podSelector: {},
    policyTypes: ['Ingress', 'Egress'],
    ingress: [{
      from: [{
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'edge' } },
        podSelector: { matchLabels: { 'gateway.networking.k8s.io/gateway-name': 'front' } },
      }],
      ports: [{ port: 3000, protocol: 'TCP' }],
    }],
  });
});

test('it is behind the login of the lab, and a lab without one is not warned', () => {
  const login = 'login: { issuer: "https://accounts.google.com", clientID: lab, emails: [me@frank.dev] }';
  const lab = labOf(`domain: lab.frank.dev\naddons: { homepage: true }\n${login}`);
  expect(loginPages(lab.config).map(({ hostname }) => hostname)).toContain('home.lab.frank.dev');
  expect(loginPages(labOf('addons: { homepage: true }').config)).toEqual([]);
});
