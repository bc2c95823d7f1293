import { SWITCHED_ADDONS } from './addons/names';
import { isMapping } from './kinds';
import type { ConfigPath } from './problem';

/** In the place of a mapping: every item of the list there. */
export const EACH = '*';

/** A mapping in whose place one of its values may stand, the one that is usually all there is to say. */
export interface ShortForm {
  /** Place of the mapping, with `EACH` for items of lists. */
  readonly path: readonly string[];
  /** The key whose value may stand there alone. */
  readonly key: string;
  /** Type of that value. */
  readonly type: 'string' | 'boolean';
}

const MATCHED_PATH = ['matches', EACH, 'path'];

/**
 * Every mapping with a short form: `dns: k8s-gateway`, `monitoring: false`, `addons: { reloader: true }`, `dns01: cloudflare`,
 * `matches: [{ path: /api }]`.
 */
export const SHORT_FORMS: readonly ShortForm[] = [
  { path: ['dns'], key: 'provider', type: 'string' },
  { path: ['host'], key: 'network', type: 'string' },
  { path: ['tls'], key: 'issuer', type: 'string' },
  { path: ['tls', 'dns01'], key: 'provider', type: 'string' },
  { path: ['domains', EACH, 'dns01'], key: 'provider', type: 'string' },
  { path: ['mesh'], key: 'enabled', type: 'boolean' },
  { path: ['monitoring'], key: 'enabled', type: 'boolean' },
  ...SWITCHED_ADDONS.map((name): ShortForm => ({ path: ['addons', name], key: 'enabled', type: 'boolean' })),
  { path: ['services', EACH, ...MATCHED_PATH], key: 'value', type: 'string' },
  { path: ['services', EACH, 'rules', EACH, ...MATCHED_PATH], key: 'value', type: 'string' },
];

/** The data of a file with every short form written out; it is changed in place. */
export function expandShortForms(data: unknown): unknown {
  SHORT_FORMS.forEach((form) => { expand(data, form.path, form); });
  return data;
}

function expand(data: unknown, [name, ...rest]: readonly string[], form: ShortForm): void {
  if (name === EACH) {
    if (Array.isArray(data)) { data.forEach((item) => { expand(item, rest, form); }); }
    return;
  }
  if (name === undefined || !isMapping(data) || !Object.hasOwn(data, name)) { return; }
  if (rest.length > 0) { expand(data[name], rest, form); return; }
  const value = data[name];
  if (typeof value === form.type) { (data as Record<string, unknown>)[name] = { [form.key]: value }; }
}

/** The short form of the mapping at a path; undefined for one that has none. */
export function shortFormAt(path: ConfigPath): ShortForm | undefined {
  return SHORT_FORMS.find((form) => form.path.length === path.length
    && form.path.every((part, index) => part === (typeof path[index] === 'number' ? EACH : path[index])));
}
