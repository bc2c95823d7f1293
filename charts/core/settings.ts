import { isMapping } from '../../config/kinds';

/** An argument or an environment variable as a chart takes it. */
export interface Setting {
  /** Way to it inside the list or mapping. */
  readonly path: readonly (string | number)[];
  /** Name, without dashes. */
  readonly name: string;
  /** Value; "true" for an argument alone. */
  readonly value: string;
}

/**
 * Arguments and environment variables in any form that charts take: a list of texts (`--name=value`, `--name`, or the value in the next
 * text), a list of mappings with `name` and `value`, or a mapping.
 */
export function settingsIn(data: unknown): Setting[] {
  if (Array.isArray(data)) { return data.flatMap((each: unknown, index) => inList(each, data[index + 1], index)); }
  if (!isMapping(data)) { return []; }
  return Object.entries(data).map(([key, value]) => ({ path: [key], name: bare(key), value: shown(value) }));
}

function inList(each: unknown, next: unknown, index: number): Setting[] {
  if (isMapping(each)) {
    const { name, value } = each;
    return typeof name === 'string' ? [{ path: [index], name: bare(name), value: shown(value) }] : [];
  }
  if (typeof each !== 'string' || !each.startsWith('-')) { return []; }
  const [, name = '', value] = /^-{1,2}([^=\s]+)(?:[=\s](.*))?$/s.exec(each) ?? [];
  const follows = typeof next === 'string' && !next.startsWith('-') ? next : 'true';
  return [{ path: [index], name, value: value ?? follows }];
}

function bare(name: string): string { return name.replace(/^--?/, ''); }

function shown(value: unknown): string {
  if (value === undefined || value === null) { return 'true'; }
  return typeof value === 'string' ? value : JSON.stringify(value);
}
