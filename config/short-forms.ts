import { SWITCHED_ADDONS } from './addons/names';
import { isMapping } from './kinds';
import type { ConfigPath } from './problem';

/** In the place of a mapping: every item of the list there. */
export const EACH = '*';

/** A mapping in whose place one of its values may stand, or a text that says several. */
export type ShortForm = ShortValue | ShortText;

interface ShortPlace {
  /** Place of the mapping, with `EACH` for items of lists. */
  readonly path: readonly string[];
  /** Type of what may stand there. */
  readonly type: 'string' | 'boolean';
}

/** The value that is usually all there is to say. */
export interface ShortValue extends ShortPlace {
  /** The key whose value it is. */
  readonly key: string;
  /** It is one value, and so no text to be read. @default - none */
  readonly text?: undefined;
}

/** A text in place of several keys. */
export interface ShortText extends ShortPlace {
  /** Type of what may stand there. */
  readonly type: 'string';
  /** How it is read. */
  readonly text: KeysInText;
}

/** How a text stands for several keys. */
export interface KeysInText {
  /** Such a text. */
  readonly example: string;
  /** What all such texts match. */
  readonly pattern: RegExp;
  /** The keys and values that a text stands for. */
  readonly read: (value: string) => Readonly<Record<string, unknown>>;
}

/** A machine outside the cluster, with its port. */
const MACHINE: KeysInText = {
  example: '192.168.1.20:5001',
  pattern: /^[A-Za-z0-9.-]+:\d{1,5}$/,
  read: (value) => {
    const [machine = '', port] = value.split(':');
    return { [/^[\d.]+$/.test(machine) ? 'address' : 'host']: machine, port: Number(port) };
  },
};

/** Places of what a service, or one of its rules, says of requests. */
const RULES = [['services', EACH], ['services', EACH, 'rules', EACH]];

/**
 * Every mapping with a short form: `dns: k8s-gateway`, `monitoring: false`, `addons: { reloader: true }`, `dns01: cloudflare`,
 * `namespaces: [media]`, `interfaces: { hubble: true }`, `matches: [{ path: /api }]`, `timeouts: 30s`, `external: nas.lan:5001`.
 */
export const SHORT_FORMS: readonly ShortForm[] = [
  { path: ['dns'], key: 'provider', type: 'string' },
  { path: ['domains', EACH], key: 'name', type: 'string' },
  { path: ['gitops'], key: 'repoURL', type: 'string' },
  { path: ['host'], key: 'network', type: 'string' },
  { path: ['network'], key: 'cidr', type: 'string' },
  { path: ['tls'], key: 'issuer', type: 'string' },
  { path: ['tls', 'dns01'], key: 'provider', type: 'string' },
  { path: ['domains', EACH, 'dns01'], key: 'provider', type: 'string' },
  { path: ['mesh'], key: 'enabled', type: 'boolean' },
  { path: ['monitoring'], key: 'enabled', type: 'boolean' },
  { path: ['namespaces', EACH], key: 'name', type: 'string' },
  ...['argocd', 'grafana', 'hubble'].map((name): ShortForm => ({ path: ['interfaces', name], key: 'expose', type: 'boolean' })),
  ...SWITCHED_ADDONS.map((name): ShortForm => ({ path: ['addons', name], key: 'enabled', type: 'boolean' })),
  ...RULES.flatMap((rule): ShortForm[] => [
    { path: [...rule, 'matches', EACH, 'path'], key: 'value', type: 'string' },
    { path: [...rule, 'rewrite'], key: 'prefix', type: 'string' },
    { path: [...rule, 'timeouts'], key: 'request', type: 'string' },
    { path: [...rule, 'external'], type: 'string', text: MACHINE },
    { path: [...rule, 'backends', EACH, 'external'], type: 'string', text: MACHINE },
  ]),
];

/** The data of a file with every short form written out; it is changed in place. */
export function expandShortForms(data: unknown): unknown {
  SHORT_FORMS.forEach((form) => { expand(data, form.path, form); });
  return data;
}

function expand(data: unknown, [name = '', ...rest]: readonly string[], form: ShortForm): void {
  if (name === EACH) {
    if (Array.isArray(data)) { data.forEach((_, index) => { expandAt(data, index, rest, form); }); }
  } else if (isMapping(data) && Object.hasOwn(data, name)) {
    expandAt(data as Record<string, unknown>, name, rest, form);
  }
}

function expandAt<Key extends PropertyKey>(holder: Record<Key, unknown>, key: Key, rest: readonly string[], form: ShortForm): void {
  const value = holder[key];
  if (rest.length > 0) { expand(value, rest, form); return; }
  if (typeof value !== form.type) { return; }
  if (form.text === undefined) { holder[key] = { [form.key]: value }; return; }
  if (typeof value === 'string' && form.text.pattern.test(value)) { holder[key] = form.text.read(value); }
}

/** The short form of the mapping at a path; undefined for one that has none. */
export function shortFormAt(path: ConfigPath): ShortForm | undefined {
  return SHORT_FORMS.find((form) => form.path.length === path.length
    && form.path.every((part, index) => part === (typeof path[index] === 'number' ? EACH : path[index])));
}
