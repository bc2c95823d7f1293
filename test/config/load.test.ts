import { parseConfig } from '../../config/load';

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

  test('are refused where the construct library has no place for them', () => {
    expect(problemOf('namespaces: [{ name: constructor }]')).toContain('namespaces[0].name: is the one name that this program cannot use ("constructor"); choose another');
  });
});

test('a byte order mark and Windows line ends change nothing', () => {
  expect(parseConfig('\ufeffdomain: a.example.org\r\nnodes:\r\n  - cpus: 8\r\n')).toEqual(parseConfig('domain: a.example.org\nnodes:\n  - cpus: 8\n'));
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
  expect(() => parseConfig('services:\n  - { name: a, namespace: gone, port: no }')).toThrow(/namespace: is not declared \(gone\)[\s\S]*port: must be a number/);
});

test('a wrong field is not blamed a second time through what rests on it', () => {
  expect(() => parseConfig('network: { cidr: x }')).toThrow(/^[^\n]*$/);
  expect(() => parseConfig('services:\n  - { name: a, namespace: my-app, port: 80, hostname: X }\n  - { name: b, namespace: my-app, port: 80, hostname: a.homelab.example.com }')).toThrow(/^[^\n]*hostname: is not a host name[^\n]*$/);
});

test.each(['values: { cilium: { __proto__: { polluted: true } } }', '__proto__: { polluted: true }', 'constructor: { prototype: { polluted: true } }'])('%s pollutes nothing', (yaml) => {
  expect(() => parseConfig(yaml)).toThrow('homelab.yaml:1:');
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});
