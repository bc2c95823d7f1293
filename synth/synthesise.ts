import path from 'node:path';
import { App } from 'cdk8s';
import { BOOTSTRAP_FOLDER } from '../charts/gitops/bootstrap';
import { Homelab } from '../charts/homelab';
import type { LoadedConfig } from '../charts/load-config';
import { CONFIG_FILE, distFolder, type LabLocation } from '../config/location';
import { formatPath } from '../config/problem';
import { synthesiseHost } from '../host';
import { nodeSeed } from '../host/node';
import { isSilenced } from '../check/allowances';
import { folderNeeds } from '../check/files/folder-needs';
import { RULES } from '../check/rules';
import { checkLab, named, type Verdict } from '../check/run';
import type { Manifest } from '../charts/core/manifest';
import { LAB_PAGE, renderLabPage } from '../draw/lab-page';
import { renderMonitoring } from '../draw/monitoring';
import { withNotice } from '../output/generated-notice';
import { gatewayHostnames } from './gateway-hostnames';
import { applyOwnCode, asOwn, type OwnCode } from './own-code';
import { SynthError } from '../errors';
import { renderedLab, renderFiles, toManifests } from './render';
import { renderRunbooks } from '../draw/runbooks';
import { validateLab } from './validate';

/** A finished lab; nothing is written yet. */
export interface Synthesis {
  /** The layers. */
  readonly lab: Homelab;
  /** Every object, by the folder of `dist/` it is written to. */
  readonly manifests: ReadonlyMap<string, readonly Manifest[]>;
  /** Files of `dist/`: path below it, and text. */
  readonly files: ReadonlyMap<string, string>;
  /** Files of `monitoring/`: path below it, and text. */
  readonly monitoring: ReadonlyMap<string, string>;
  /** Files of `runbooks/`: path below it, and text. */
  readonly runbooks: ReadonlyMap<string, string>;
  /** Text of LAB.md. */
  readonly labPage: string;
  /** Files of `scripts/`: path below it, and text. */
  readonly scripts: ReadonlyMap<string, string>;
  /** Findings of the cross-layer rules that do not stop the synth. */
  readonly verdict: Verdict;
  /** What is wrong and stops nothing: a line each, with its place, those of homelab.yaml first. */
  readonly warnings: readonly string[];
}

/**
 * Makes all files of a lab from its configuration, without writing to the disk.
 *
 * @param loaded - homelab.yaml as it was read
 * @param code - the lab's own layers and patches
 * @param thorough - true to check what the platform makes as closely as what own code makes @default false
 * @throws ConfigError if homelab.yaml breaks a cross-layer rule
 * @throws SynthError if the lab's own code fails or breaks a cross-layer rule
 * @throws Error if this program itself breaks a cross-layer rule
 */
export function synthesise(
  { config, blame, location, warnings = [], surroundings = [] }: LoadedConfig, code?: OwnCode, thorough = false,
): Synthesis {
  const source = location === undefined ? CONFIG_FILE : path.basename(location.file);
  const build = (): Homelab => new Homelab(new App(), 'homelab', config, location);
  const lab = build();
  if (code) { applyOwnCode(code, lab); }
  const rendered = code ? asOwn(code.file, () => render(lab, source), () => render(build(), source)) : render(lab, source);
  const { manifests, files } = rendered;
  const bootstrap = folderOf(files, BOOTSTRAP_FOLDER);
  const hostnames = gatewayHostnames([...manifests.values()].flat(), config);
  const bootstrapFolder = `${distFolder(config.gitops.path, location ?? NOWHERE)}/${BOOTSTRAP_FOLDER}`;
  const inputs = { bootstrap, requiredSecrets: lab.requiredSecrets, bootstrapFolder, ...hostnames };
  const scripts = markAll(synthesiseHost(config, inputs, nodeSeed), source);
  const codeFolder = code ? { codeFolder: path.dirname(code.file) } : {};
  const finished = renderedLab(lab, manifests, { host: scripts, thorough, ...codeFolder });
  const verdict = checkLab(finished, RULES, warnings);
  const needs = location === undefined ? [] : folderNeeds(config, location, manifests);
  if (verdict.errors.length + needs.length > 0) { throw blame([...verdict.errors, ...needs]); }
  if (verdict.mistakes.length > 0) { throw new SynthError(verdict.mistakes.join('\n')); }
  if (verdict.faults.length > 0) { throw brokenByThisProgram(verdict.faults); }
  const page = renderLabPage({
    lab, files, manifests, verdict, location: location ?? NOWHERE, ...code ? { code: code.file } : {},
    warnings: [...verdict.warnings.map(({ path: key, what, fix }) => `${formatPath(key)}: ${what}; ${fix}`), ...verdict.remarks],
  });
  const around = surroundings.filter((each) => !isSilenced(config.allowUnsafe, each)).map(named);
  const placed = [...blame([...verdict.warnings, ...around]).problems, ...verdict.remarks];
  return { lab, ...rendered, scripts, labPage: withNotice(LAB_PAGE, page, source), verdict, warnings: placed };
}

/** The location of a configuration that is in no file: links of LAB.md begin at the root of a repository. */
const NOWHERE: LabLocation = {
  file: path.resolve('/', CONFIG_FILE), repository: path.resolve('/'), folder: path.resolve('/'), path: '', gitopsPath: 'dist',
};

function brokenByThisProgram(faults: readonly string[]): Error {
  return new Error(`the lab breaks its own rules (docs/rules.md):\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
}

/** What is made of a lab without a look at anything else. */
function render(lab: Homelab, source: string): Pick<Synthesis, 'manifests' | 'files' | 'monitoring' | 'runbooks'> {
  validateLab(lab);
  const manifests = toManifests(lab);
  return {
    manifests,
    files: renderFiles(manifests, source),
    monitoring: markAll(renderMonitoring(lab), source),
    runbooks: markAll(renderRunbooks(lab), source),
  };
}

function markAll(files: ReadonlyMap<string, string>, source: string): Map<string, string> {
  return new Map([...files].map(([file, content]) => [file, withNotice(file, content, source)]));
}

/** The files of one folder, by their names in it. */
function folderOf(files: ReadonlyMap<string, string>, folder: string): Map<string, string> {
  const prefix = `${folder}/`;
  return new Map([...files].filter(([file]) => file.startsWith(prefix)).map(([file, content]) => [file.slice(prefix.length), content]));
}
