import { existsSync } from 'node:fs';
import { findProgram, foldersIn } from '../programs';

/** Programs that the lab is run on, by the names they are started with. */
export const PROGRAMS = [
  'etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kubectl', 'kwok', 'argocd', 'redis-server', 'git', 'helm',
  'openssl',
] as const;

/** One of them. */
export type Program = typeof PROGRAMS[number];

/** Folders in which programs are looked for: that of envtest's convention first, then the PATH. */
const FOLDERS = [...foldersIn(process.env['KUBEBUILDER_ASSETS']), ...foldersIn(process.env['PATH'])];

/** Folder of packaged charts, by host and path of their repositories; empty if none is named. */
export const CHARTS_FOLDER = process.env['HOMELAB_CHARTS'] ?? '';

/** Where a program is; undefined if it is nowhere. */
export function find(program: Program): string | undefined {
  return findProgram(program, FOLDERS);
}

/** Where a program is. @throws Error if it is nowhere */
export function programPath(program: Program): string {
  const found = find(program);
  if (found === undefined) { throw new Error(`${program} is neither in KUBEBUILDER_ASSETS nor on the PATH`); }
  return found;
}

/** What the tests need and this machine has not, by name. */
export function missingParts(): string[] {
  const charts = CHARTS_FOLDER !== '' && existsSync(CHARTS_FOLDER) ? [] : ['charts (HOMELAB_CHARTS)'];
  return [...PROGRAMS.filter((program) => find(program) === undefined), ...charts];
}
