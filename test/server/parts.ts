import { existsSync } from 'node:fs';
import path from 'node:path';

/*
 * Binaries that tests of the real parts drive. The folder is named by KUBEBUILDER_ASSETS, as for envtest of controller-runtime:
 * https://book.kubebuilder.io/reference/envtest.html. docs/testing.md says how to get them.
 */

/** Programs of that folder which the tests here start. */
export const NEEDED = ['etcd', 'kube-apiserver', 'kubectl'] as const;

/** A program of the folder. */
export type Part = typeof NEEDED[number];

/** The folder; empty where the variable is not set. */
export const ASSETS: string = process.env['KUBEBUILDER_ASSETS'] ?? '';

/** Absolute path of a program. */
export function part(name: Part): string {
  return path.join(ASSETS, process.platform === 'win32' ? `${name}.exe` : name);
}

/** The programs that are missing. */
export const MISSING: readonly Part[] = NEEDED.filter((name) => ASSETS === '' || !existsSync(part(name)));

/** `describe` where all parts are there; elsewhere the tests are skipped, with the reason in the name. */
export function describeWithServer(name: string, tests: () => void): void {
  if (MISSING.length === 0) { describe(name, tests); return; }
  const reason = ASSETS === '' ? 'KUBEBUILDER_ASSETS is not set' : `KUBEBUILDER_ASSETS has no ${MISSING.join(', ')}`;
  describe.skip(`${name} (${reason})`, tests);
}
