import { readFileSync } from 'node:fs';
import { packaged } from '../../paths';
import { CHART_NAMES } from '../../config/schema';

/** Every name that a key of homelab.yaml can have, and some that none has. */
export function schemaKeys(): string[] {
  const found = new Set<string>([...CHART_NAMES, '__proto__', 'constructor', 'toString', 'x', '', 'a b', '0']);
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) { return; }
    const { properties } = value as { readonly properties?: unknown };
    if (typeof properties === 'object' && properties !== null) { Object.keys(properties).forEach((key) => { found.add(key); }); }
    Object.values(value).forEach(visit);
  };
  visit(JSON.parse(readFileSync(packaged('schemas', 'homelab.schema.json'), 'utf8')));
  return [...found].sort();
}
