import type { CompiledData, Path } from './paths';
import { at, pathsOf, put } from './paths';
import type { Random } from './random';

/** Texts that something on the way could take for more than text. */
export const HOSTILE: readonly string[] = [
  '', ' ', 'x', 'x'.repeat(300), 'x'.repeat(5000), '../../etc', '/', '\\', '"', '\'', '`', '$(id)', '${x}', '{{ x }}', '%PATH%', '@{}',
  '#', '- a', 'a: b',
  '<<<<<<< HEAD', '---', '...', '|', '>', '!!js x', '&a', '*a', '__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf',
  'null', 'true',
  'yes', '012', '1e400', '0x1f', '12:34:56', '2026-01-01', '\n', '\r\n', '\t', '\0', '\u001b[2J', '\u0085', '\u2028', '\u202e', '\ufeff',
  '\ud800',
  'é', '日本', '😀', 'İ', 'CON', 'nul.txt', 'argocd', 'cilium', 'istiod', 'root', 'kube-system', 'default', 'istio-ingress',
  'monitoring', 'localhost',
  'example.com', '*.example.com', 'a..b', '.a', 'a.', '-a', 'a-', 'A', 'a_b', '0.0.0.0', '127.0.0.1', '255.255.255.255', '10.42.0.1',
  '169.254.1.1',
  '224.0.0.1', '0.0.0.0/0', '10.0.0.0/8', '10.42.0.0/16', '192.168.100.0/24', '192.168.100.0/33', '192.168.100.50',
  '192.168.100.200-192.168.100.210',
  'fd00::1', '::/0', '::1', 'https://a.b/c.git', 'https://github.com', 'https://a:b@c/d.git', 'git@github.com:a/b.git', 'ssh://git@h/a/b',
  'oci://a/b',
  'https://github.com/a/*', 'file:///etc/passwd', 'http://[::1]/', '0', '-1', '1', '65535', '65536', '1Gi', '0Gi', '-1Gi', '1e9Gi', '5m',
  '0s', '-5m',
  '999y', '1d2h', '* * * * *', '0 3 * * MON-SUN', '@daily', '60 * * * *', 'Europe/Berlin', 'Nowhere/City', 'Local', 'v1.2.3', 'HEAD',
  'main', '../x',
  'strict', 'permissive', 'letsencrypt', 'ca', 'restricted', 'privileged', 'ambient', 'metallb', '-----BEGIN PRIVATE KEY-----',
  'ghp_abcdefgh',
];

/** Values of every type, and at the ends of what types hold. */
const ODD: readonly unknown[] = [
  null, true, false, 0, -0, -1, 1, 2, 80, 443, 1.5, 65_535, 65_536, 2 ** 31, 2 ** 53, -(2 ** 53), 1e21, 1e300, [], {}, [[]], [null], [{}],
  [[[[]]]],
  { a: 1 }, { toString: 'x', valueOf: 1 }, { constructor: { prototype: 1 } }, [1, 'a', null], Array.from({ length: 300 }, () => 'x'),
];

/** What can be done to a value; what is likely stands there more than once. */
const CHANGES = [
  'replace', 'replace', 'replace', 'replace', 'text', 'text', 'text', 'delete', 'double', 'swap', 'rename', 'add', 'add', 'bend', 'nest',
] as const;

/** Changes some data once, in place. @param keys - every key that a configuration can have @returns what was done */
export function changeData(random: Random, data: CompiledData, keys: readonly string[]): void {
  const paths = pathsOf(data).filter((path) => path.length > 0);
  const path: Path = paths.length === 0 ? [] : random.pick(paths);
  const value = at(data, path);
  switch (random.pick(CHANGES)) {
    case 'replace': put(data, path, copy(random.pick(ODD))); break;
    case 'text': put(data, path, random.pick(HOSTILE)); break;
    case 'delete': put(data, path, undefined); break;
    case 'double':
      if (Array.isArray(value) && value.length > 0) { put(data, [...path, value.length], copy(random.pick(value as unknown[]))); }
      break;
    case 'swap': {
      const other = random.pick(paths.length === 0 ? [[]] : paths);
      const [one, two] = [copy(value), copy(at(data, other))];
      put(data, path, two);
      // The other place can be gone by now: it may have been inside the first.
      if (at(data, other.slice(0, -1)) !== undefined) { put(data, other, one); }
      break;
    }
    case 'rename': rename(data, path, random.chance(0.5) ? random.pick(HOSTILE) : random.pick(keys)); break;
    case 'add': add(random, data, paths, keys); break;
    case 'bend': put(data, path, bend(random, value)); break;
    default: put(data, path, { [random.pick(keys)]: copy(value) });
  }
}

function copy(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value)) as unknown;
}

function rename(data: CompiledData, path: Path, name: string): void {
  // The whole has no name, and put into itself it would be a circle.
  if (path.length === 0) { return; }
  const around = at(data, path.slice(0, -1));
  if (typeof around !== 'object' || around === null || Array.isArray(around)) { return; }
  const value = at(data, path);
  put(data, path, undefined);
  put(data, [...path.slice(0, -1), name], value);
}

function add(random: Random, data: CompiledData, paths: readonly Path[], keys: readonly string[]): void {
  const mappings = [[], ...paths].filter((path) => {
    const here = at(data, path);
    return typeof here === 'object' && here !== null && !Array.isArray(here);
  });
  if (mappings.length === 0) { return; }
  put(data, [...random.pick(mappings), random.pick(keys)], random.chance(0.5) ? copy(random.pick(ODD)) : random.pick(HOSTILE));
}

function bend(random: Random, value: unknown): unknown {
  if (typeof value === 'number') { return random.pick([value + 1, value - 1, -value, value * 1000, value / 3]); }
  if (typeof value === 'boolean') { return !value; }
  if (typeof value !== 'string') { return copy(random.pick(ODD)); }
  const at = random.below(value.length + 1);
  return random.pick([
    `${value.slice(0, at)}${random.pick(HOSTILE)}${value.slice(at)}`, value.toUpperCase(), `${value}-`, `.${value}`, value.slice(0, at),
    value.repeat(3), value.replace(/\d+/, '999'), value.replace(/[a-z]/, 'ß'),
  ]);
}
