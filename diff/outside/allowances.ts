import { load } from 'js-yaml';
import { isMapping } from '../../config/kinds';
import { same } from '../change';
import type { TreeDiff } from '../compare-labs';
import { danger } from '../hazard';

/**
 * What `allowUnsafe` of a homelab.yaml lists, whatever else is wrong with the file.
 *
 * @returns undefined if the text cannot be read, or the key is no list
 */
export function allowancesOf(text: string): readonly string[] | undefined {
  try {
    const config = load(text);
    if (config === undefined || config === null) { return []; }
    const listed = isMapping(config) ? config['allowUnsafe'] ?? [] : undefined;
    return Array.isArray(listed) ? listed.map(String) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The rules that are switched off, which show in no generated file that is compared.
 *
 * @param file - name of the configuration
 */
export function compareAllowances(file: string, before: readonly string[], after: readonly string[]): TreeDiff[] {
  if (same([...before].sort(), [...after].sort())) { return []; }
  const fresh = after.filter((line) => !before.includes(line));
  return [{
    tree: file, title: file,
    objects: [{
      kind: 'changed', name: 'rules that are switched off', fields: [{ path: ['allowUnsafe'], before, after }],
      hazards: fresh.map((line) => danger(`nothing stops what breaks ${line} any more (docs/rules.md)`)),
    }],
  }];
}
