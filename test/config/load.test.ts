import { parseConfig, readConfig } from '../../charts/load-config';
import { ConfigError, type ConfigPath, type Problem } from '../../config/problem';

test('an empty file is the default lab', () => {
  expect(parseConfig('').domain).toBe('homelab.example.com');
});

describe('values that nobody would type', () => {
  const problemOf = (text: string): string => {
    try {
      parseConfig(text);
    } catch (error) {
      return (error as Error).message;
    }
    throw new Error('it was taken');
  };

  test('do not make a message longer than a screen', () => {
    expect(problemOf(`${'x'.repeat(100_000)}: 1`).length).toBeLessThan(2000);
    expect(problemOf(`allowUnsafe: [${'x'.repeat(100_000)}]\ndomain: no`).length).toBeLessThan(2000);
  });

  test('do not steer the terminal that shows the message', () => {
    expect(problemOf('domain: "a\\e[31mb\\u202ec\\u0085d"')).toMatch(/^[\x20-\x7e]*$/);
  });

  test.each([
    ['domain: { toString: x }', 'homelab.yaml:1:1 domain: must be a text, not a mapping of keys ({"toString":"x"}); write a text'],
    ['nodes: [{ cpus: { valueOf: x } }]', 'nodes[0].cpus: must be a number, not a mapping of keys ({"valueOf":"x"}); write a'],
  ])('are only shown, though they are called like what JavaScript calls: %s', (text, message) => {
    expect(problemOf(text)).toContain(message);
  });

  test('are refused where the construct library has no place for them', () => {
    expect(problemOf('namespaces: [{ name: constructor }]')).toContain(
      'namespaces[0].name: is the one name that this program cannot use ("constructor"); choose another',
    );
  });
});

test('a byte order mark and Windows line ends change nothing', () => {
  expect(parseConfig('\ufeffdomain: a.example.org\r\nnodes:\r\n  - cpus: 8\r\n')).toEqual(
    parseConfig('domain: a.example.org\nnodes:\n  - cpus: 8\n'),
  );
});

test('words that YAML 1.1 takes for something else stay words', () => {
  const { values } = parseConfig('values: { cilium: { a: no, b: on, c: 12:30:00, d: 2001-01-01, e: 0o17, f: 1_000 } }');
  expect(values.cilium).toEqual({ a: 'no', b: 'on', c: '12:30:00', d: '2001-01-01', e: 15, f: '1_000' });
});

test('a value may be written once and referred to', () => {
  expect(parseConfig('domain: &name lab.example.org\nvalues: { cilium: { a: *name } }').values.cilium).toEqual({ a: 'lab.example.org' });
});

test('positions count from one, and a wrong list or mapping is blamed at its key', () => {
  expect(() => parseConfig('\n\nnetwork:\n  cidr: x\n')).toThrow(/^homelab.yaml:4:9 network.cidr: /);
  expect(() => parseConfig('nodes:\n  name: x\n')).toThrow(/^homelab.yaml:1:1 nodes: /);
});

test('a wrong field does not hide what is wrong with the rest of its service', () => {
  expect(() => parseConfig('services:\n  - { name: a, namespace: gone, port: no }')).toThrow(
    /namespace: is not declared \(gone\)[\s\S]*port: must be a number/,
  );
});

test('a wrong field is not blamed a second time through what rests on it', () => {
  expect(() => parseConfig('network: { cidr: x }')).toThrow(/^[^\n]*$/);
  expect(() =>
    parseConfig(
      'services:\n  - { name: a, namespace: my-app, port: 80, hostname: X }\n  - { name: b, namespace: my-app, port: 80, hostname: '
        + 'a.homelab.example.com }',
    ),
  ).toThrow(/^[^\n]*hostname: is not a host name[^\n]*$/);
});

test.each([
  'values: { cilium: { __proto__: { polluted: true } } }',
  '__proto__: { polluted: true }',
  'constructor: { prototype: { polluted: true } }',
])('%s pollutes nothing', (yaml) => {
  expect(() => parseConfig(yaml)).toThrow('homelab.yaml:1:');
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});

describe('while something is wrong, the rest is checked', () => {
  const said = (text: string): readonly string[] => {
    try {
      parseConfig(text, 'lab.yaml');
      return [];
    } catch (error) {
      return (error as ConfigError).problems.map((line) => line.replace(/;.*$/, ''));
    }
  };

  test('with a list inside a section counted as in the file', () => {
    // GIVEN a first receiver that cannot be read at all, and a third that has the name of the second
    const receivers = ['- type: ntfy', '- { name: b, type: ntfy }', '- { name: b, type: discord }'];
    const text = ['monitoring:', '  alerting:', '    receivers:', ...receivers.map((each) => `      ${each}`)].join('\n');
    expect(said(text)).toEqual([
      'lab.yaml:4:9 monitoring.alerting.receivers[0].name: is missing',
      'lab.yaml:6:17 monitoring.alerting.receivers[2].name: is the name of an earlier receiver too (b)',
    ]);
  });

  test('a receiver whose fields are wrong still has its name', () => {
    const text = 'monitoring: { alerting: { receivers: [{ name: a, type: telegram, to: x }], receiver: b } }\n';
    expect(said(text)).toEqual([
      'lab.yaml:1:56 monitoring.alerting.receivers[0].chatID: is missing: a receiver of type telegram needs it',
      'lab.yaml:1:66 monitoring.alerting.receivers[0].to: has no meaning for a receiver of type telegram',
      'lab.yaml:1:86 monitoring.alerting.receiver: is not the name of a receiver (b)',
    ]);
  });

  test('a host without its router is still outside its network', () => {
    const text = 'network: { hostAddress: 10.0.0.1 }\nhost: { network: external, adapter: 5, loopback: { http: 443 } }\n';
    expect(said(text)).toEqual([
      'lab.yaml:1:25 network.hostAddress: is outside the network 192.168.100.0/24 (10.0.0.1), so the Windows host could not be reached',
      'lab.yaml:2:18 host.router: is missing: on your LAN the default gateway is your router, not Windows',
      'lab.yaml:2:37 host.adapter: must be a text, not a number (5)',
      'lab.yaml:2:58 host.loopback.http: is the port of host.loopback.https too (443)',
    ]);
  });

  test('nobody is told of a value that only stood in', () => {
    const yaml = 'services:\n  - { name: a, namespace: my-app }\nhost: { network: external, adapter: Ethernet }\n';
    expect(() => parseConfig(yaml)).toThrow(/^(?!.*(192\.0\.2\.1|its default is 1\b))/s);
  });
});

describe('a default', () => {
  const DOMAIN = 'domain: lab.example.org\nnetwork:\n  hostAddress: 192.168.100.205\n';
  /** Lines for problems that are found after loading. */
  const blamed = (text: string, ...problems: readonly (Pick<Problem, 'path' | 'related'>)[]): readonly string[] =>
    readConfig(text, 'lab.yaml').blame(problems.map((problem) => ({ ...problem, what: 'is wrong', fix: 'mend it' }))).problems;

  test('is told from what the file says', () => {
    const { writtenAt } = readConfig(`${DOMAIN}nodes:\n  - { cpus: 8 }\nservices: []\n`, 'homelab.yaml');
    const written: ConfigPath[] = [
      ['domain'], ['network'], ['network', 'hostAddress'], ['nodes'], ['nodes', 0], ['nodes', 0, 'cpus'], ['services'],
    ];
    const unwritten: ConfigPath[] = [
      ['network', 'cidr'], ['network', 'loadBalancerRange'], ['nodes', 0, 'address'], ['nodes', 1], ['gateway', 'address'], ['tls'],
      ['nowhere'], ['domain', 'length'], ['constructor'],
    ];
    expect(written.filter((path) => !writtenAt(path))).toEqual([]);
    expect(unwritten.filter((path) => writtenAt(path))).toEqual([]);
  });

  test('is told from what the file says through an alias', () => {
    const { writtenAt } = readConfig('interfaces: { argocd: &hidden { expose: false }, hubble: *hidden }', 'homelab.yaml');
    expect([writtenAt(['interfaces', 'hubble', 'expose']), writtenAt(['interfaces', 'hubble', 'host'])]).toEqual([true, false]);
  });

  test('that a later check blames is called one, and shown at a value that is written', () => {
    expect(blamed(DOMAIN, { path: ['network', 'loadBalancerRange'], related: [['network', 'hostAddress']] })).toEqual([
      'lab.yaml:3:16 network.loadBalancerRange: is wrong; '
      + 'it is not in the file: its default, derived from network.cidr, is 192.168.100.206-192.168.100.220; mend it',
    ]);
  });

  test('that a later check rests on is called one', () => {
    const related = [['network', 'podCIDR'], ['mesh', 'mtls'], ['tls'], ['namespaces'], ['services'], ['network', 'dnsServers']];
    expect(blamed(DOMAIN, { path: ['domain'], related })).toEqual([[
      'lab.yaml:1:9 domain: is wrong', 'network.podCIDR is not in the file: its default, derived from network.cidr, is 10.42.0.0/16',
      'mesh.mtls is not in the file: its default is STRICT', 'tls is not in the file, so its defaults apply',
      'namespaces is not in the file: its default is my-app', 'services is not in the file: its default is an empty list',
      'network.dnsServers is not in the file: its default is 1.1.1.1, 9.9.9.9', 'mend it',
    ].join('; ')]);
  });

  test('is called one once, by its most exact name', () => {
    const path = ['interfaces', 'argocd', 'host'];
    expect(blamed(DOMAIN, { path: ['domain'], related: [['interfaces'], path, ['interfaces', 'argocd'], path] }))
      .toEqual(['lab.yaml:1:9 domain: is wrong; interfaces.argocd.host is not in the file: its default is argocd; mend it']);
  });

  test.each([
    ['network: { cidr: 10.1.0.0/24, loadBalancerRange: 10.1.0.50-10.1.0.60 }', '1:50', 'network.loadBalancerRange', '10.1.0.50'],
    ['network: { cidr: 10.1.0.0/24 }', '1:18', 'network.cidr', '10.1.0.200'],
    ['', '1:1', 'network.cidr', '192.168.100.200'],
  ])('that is made from another is traced to what is written: %s', (text, place, source, value) => {
    expect(blamed(text, { path: ['gateway', 'address'] }))
      .toEqual([
        `lab.yaml:${place} gateway.address: is wrong; `
        + `it is not in the file: its default, derived from ${source}, is ${value}; mend it`,
      ]);
  });

  test('is not spoken of where there is none', () => {
    expect(blamed(DOMAIN, { path: ['host', 'adapter'], related: [['domain']] })).toEqual(['lab.yaml:1:9 host.adapter: is wrong; mend it']);
  });

  test.each([
    ['network: { cidr: x }\ngateway: { address: 10.0.0.200 }', /^[^\n]*network\.cidr: is not an IPv4 network[^\n]*$/],
    ['nodes: [{ address: x }]\ngateway: { address: 192.168.100.50 }', /^[^\n]*nodes\[0\]\.address: is not an IPv4 address[^\n]*$/],
  ])('is not blamed when what it is made from is wrong itself: %s', (text, only) => {
    expect(() => parseConfig(text)).toThrow(only);
  });

  test('keeps its place in a list from which something wrong was left out', () => {
    // GIVEN a first service that cannot be read, and a second one that takes a host name of the platform
    const text = 'services:\n  - { namespace: my-app }\n  - { name: argocd, namespace: my-app, port: 80 }\n';
    expect(() => parseConfig(text)).toThrow([
      'homelab.yaml:3:13 services[1].name: claims argocd.homelab.example.com/ like interfaces.argocd',
      'only the older of the two routes would be served', 'domain is not in the file: its default is homelab.example.com',
      'interfaces.argocd.host is not in the file: its default is argocd', 'change its hostname, its path or its headers',
    ].join('; '));
  });
});

describe('the folder of the manifests', () => {
  test('is dist, or what the loader knows better, or what the file says', () => {
    expect(parseConfig('').gitops.path).toBe('dist');
    expect(parseConfig('', 'lab.yaml', { gitopsPath: 'labs/one/dist' }).gitops.path).toBe('labs/one/dist');
    expect(parseConfig('gitops: { path: out }', 'lab.yaml', { gitopsPath: 'labs/one/dist' }).gitops.path).toBe('out');
  });

  test('that the loader makes up is refused as one that is written, and called a default', () => {
    expect(() => parseConfig('domain: lab.example.org', 'lab.yaml', { gitopsPath: 'my lab/dist' })).toThrow(new ConfigError([[
      'lab.yaml:1:1 gitops.path: is not a folder inside the repository',
      'it is not in the file: its default, derived from where the file lies, is my lab/dist',
      'write a folder of its own relative to the root with "/", such as dist or clusters/home',
    ].join('; ')]));
  });
});
