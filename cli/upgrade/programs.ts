import { spawnSync } from 'node:child_process';
import path from 'node:path';
import type { LabLocation } from '../../config/location';
import { SynthError } from '../../errors';
import { CannotError } from '../exit-codes';
import { wantsColour } from '../output';
import type { InstalledPackage } from './installation';

/** Whether the generated files of a lab are current for a version of this program. */
export interface Currency {
  /** Files that a synth would change, relative to the lab's folder. */
  readonly stale: readonly string[];
  /** Folders that a synth writes, absolute. */
  readonly folders: readonly string[];
}

/** Thrown if a version of the program refuses a lab. That version has written the reason to standard error. */
export class LabRefused extends Error {
  /** @param isMistake - whether the user can fix the reason in the lab */
  constructor(public readonly isMistake: boolean) {
    super('the program refused the lab');
    this.name = 'LabRefused';
  }
}

/**
 * Asks an installed version whether the generated files of a lab are current.
 *
 * @throws SynthError if the lab is not valid
 * @throws CannotError if the version does not run
 */
export function currencyOf(lab: LabLocation, { program, version }: InstalledPackage): Currency {
  const { status, stdout, stderr } = start(program, ['synth', '--check', '--json', '--config', lab.file], lab, 'pipe');
  const answer = parse(stdout) as { files?: readonly { file: string }[]; folders?: readonly string[] } | undefined;
  if (answer === undefined) {
    const why = stderr.trim() === '' ? `${program} gave no answer.` : stderr.trim();
    if (status === 1) { throw new SynthError(`${why}\nFix the lab, synthesise and commit with version ${version}, then upgrade.`); }
    throw new CannotError(`${why}\nThe installed version does not run. npm ci installs it again.`);
  }
  return {
    stale: (answer.files ?? []).map(({ file }) => file),
    folders: (answer.folders ?? []).map((folder) => path.resolve(lab.folder, folder)),
  };
}

/**
 * What a version would change in the generated files of a lab on the disk.
 *
 * @param json - whether to return data instead of text
 * @throws LabRefused if the version refuses the lab
 * @throws CannotError if it was interrupted
 */
export function diffOf(lab: LabLocation, { program }: InstalledPackage, json: boolean): unknown {
  const { stdout } = must(start(program, ['diff', '--from', lab.folder, '--config', lab.file, ...json ? ['--json'] : []], lab, 'inherit'));
  return json ? parse(stdout) : stdout;
}

/**
 * Lets a version write the generated files of a lab.
 *
 * @throws LabRefused if the version refuses the lab
 * @throws CannotError if it was interrupted
 */
export function synthesiseWith(lab: LabLocation, { program }: InstalledPackage): void {
  must(start(program, ['synth', '--json', '--config', lab.file], lab, 'inherit'));
}

interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function must(outcome: Outcome): Outcome {
  if (outcome.status === null) { throw new CannotError('The upgrade was interrupted.'); }
  if (outcome.status !== 0) { throw new LabRefused(outcome.status === 1); }
  return outcome;
}

/** @param complaints - whether its standard error is returned (`pipe`) or shown to the user (`inherit`) */
function start(program: string, args: readonly string[], { file }: LabLocation, complaints: 'pipe' | 'inherit'): Outcome {
  const env: NodeJS.ProcessEnv = { ...process.env, ...wantsColour() ? { FORCE_COLOR: '1' } : {} };
  delete env['CDK8S_OUTDIR'];
  delete env['HOMELAB_CONFIG'];
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd: path.dirname(file), encoding: 'utf8', env, maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', complaints],
  });
  return { status, stdout, stderr: (stderr) ?? '' };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
