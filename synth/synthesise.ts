import { BOOTSTRAP_FOLDER, Homelab } from '../charts/homelab';
import type { LoadedConfig } from '../config/load';
import { synthesiseHost } from '../host';
import { nodeSeed } from '../host/node';
import { checkTree, type Verdict } from '../rules/run';
import { Tree } from '../rules/tree';
import type { Manifest } from './manifest';
import { mark } from './mark';
import { renderMonitoring } from './monitoring';
import { renderFiles, toManifests } from './render';

/** A finished lab, still in memory. */
export interface Synthesis {
  readonly lab: Homelab;
  /** Every object, by the folder of `dist/` it is written to. */
  readonly manifests: ReadonlyMap<string, readonly Manifest[]>;
  /** Path below `dist/`, and text. */
  readonly files: ReadonlyMap<string, string>;
  /** Path below `monitoring/`, and text. */
  readonly monitoring: ReadonlyMap<string, string>;
  /** Path below `scripts/`, and text. */
  readonly scripts: ReadonlyMap<string, string>;
  /** What the rules say that stops nothing. */
  readonly verdict: Verdict;
}

/**
 * From a configuration to files, without touching the disk.
 *
 * @throws ConfigError if a rule between layers is broken by something homelab.yaml says
 * @throws Error if one is broken by code
 */
export function synthesise({ config, blame }: LoadedConfig): Synthesis {
  const lab = new Homelab(config);
  const manifests = toManifests(lab.layers);
  const files = renderFiles(manifests);
  const scripts = markAll(synthesiseHost(config, { bootstrap: folderOf(files, BOOTSTRAP_FOLDER), requiredSecrets: lab.requiredSecrets }, nodeSeed));
  const verdict = checkTree(new Tree(config, manifests, scripts));
  if (verdict.errors.length > 0) { throw blame(verdict.errors); }
  if (verdict.faults.length > 0) { throw new Error(`the lab breaks its own rules (docs/rules.md):\n${verdict.faults.map((fault) => `  ${fault}`).join('\n')}`); }
  return { lab, manifests, files, monitoring: markAll(renderMonitoring(lab)), scripts, verdict };
}

function markAll(files: ReadonlyMap<string, string>): Map<string, string> {
  return new Map([...files].map(([file, content]) => [file, mark(file, content)]));
}

/** The files of one folder, by their names in it. */
function folderOf(files: ReadonlyMap<string, string>, folder: string): Map<string, string> {
  return new Map([...files].filter(([file]) => file.startsWith(`${folder}/`)).map(([file, content]) => [file.slice(folder.length + 1), content]));
}
