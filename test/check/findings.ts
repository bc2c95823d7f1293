import path from 'node:path';
import type { Manifest } from '../../charts/core/manifest';
import { RenderedLab, type ObjectSource } from '../../charts/core/rendered-lab';
import { parseConfig } from '../../charts/load-config';
import { formatPath } from '../../config/problem';
import { RULES } from '../../check/rules';
import { checkLab } from '../../check/run';

/** What made objects that a lab's own code asked for. */
export const OWN: ObjectSource = { construct: 'homelab/here', origin: { place: { file: path.resolve('homelab.ts'), line: 3, column: 5 } } };

/** What one rule says of some objects in the folder it looks at, and of a seed disk. */
export function findings(name: string, manifests: readonly Manifest[], seed?: string, source?: ObjectSource, yaml = ''): string[] {
  const rules = RULES.filter((each) => each.name === name);
  // Argo CD is there before anything it syncs.
  const definitionsBy = new Map([['argoproj/argo-cd', undefined]]);
  const host = new Map(seed === undefined ? [] : [['seed/homelab/user-data', seed]]);
  const folders = new Map([[seed === undefined ? 'here' : 'bootstrap', manifests]]);
  const verdict = checkLab(new RenderedLab(parseConfig(yaml), folders, { host, definitionsBy, sourceOf: () => source }), rules);
  return [
    ...verdict.errors.map(({ what }) => what), ...verdict.mistakes, ...verdict.faults,
    ...verdict.warnings.map(({ path: key, what, fix }) => `${formatPath(key)}: ${what}; ${fix}`), ...verdict.remarks,
  ];
}
