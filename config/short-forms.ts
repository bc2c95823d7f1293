import { SWITCHED_ADDONS } from './addons/names';
import { isMapping } from './kinds';
import type { ConfigPath } from './problem';

/** A mapping in whose place one of its values may stand, the one that is usually all there is to say. */
export interface ShortForm {
  /** Place of the mapping. */
  readonly path: ConfigPath;
  /** The key whose value may stand there alone. */
  readonly key: string;
  /** Type of that value. */
  readonly type: 'string' | 'boolean';
}

/** Every mapping with a short form: `dns: k8s-gateway`, `host: none`, `addons: { reloader: true }`. */
export const SHORT_FORMS: readonly ShortForm[] = [
  { path: ['dns'], key: 'provider', type: 'string' },
  { path: ['host'], key: 'network', type: 'string' },
  ...SWITCHED_ADDONS.map((name): ShortForm => ({ path: ['addons', name], key: 'enabled', type: 'boolean' })),
];

/** The data of a file with every short form written out; it is changed in place. */
export function expandShortForms(data: unknown): unknown {
  for (const { path, key, type } of SHORT_FORMS) {
    const name = path[path.length - 1];
    const parent = path.slice(0, -1).reduce((value: unknown, part) => isMapping(value) ? value[part] : undefined, data);
    if (name === undefined || !isMapping(parent) || !Object.hasOwn(parent, name)) { continue; }
    const value = parent[name];
    if (typeof value === type) { (parent as Record<string | number, unknown>)[name] = { [key]: value }; }
  }
  return data;
}

/** The short form of the mapping at a path; undefined for one that has none. */
export function shortFormAt(path: ConfigPath): ShortForm | undefined {
  return SHORT_FORMS.find((form) => form.path.length === path.length && form.path.every((part, index) => part === path[index]));
}
