import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { errorCode, systemReason, SystemRefusal } from '../errors';

/** `output` of cdk8s.yaml: the folder that `cdk8s synth` empties before it starts, and lists when it is done. */
export const CDK8S_SCRATCH = '.synth/dist';

/**
 * Writes manifests into a folder that the cdk8s CLI has just emptied. Each file begins a YAML document: `cdk8s synth --stdout` prints
 * one file after the other with nothing between them.
 *
 * @param folder - absolute, or relative to the current folder
 * @param files - path below the folder, with "/", and text
 * @throws SystemRefusal if the system does not let it be written
 */
export function writeCopy(folder: string, files: ReadonlyMap<string, string>): void {
  try {
    for (const [file, text] of files) {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      writeFileSync(path.join(folder, file), `---\n${text}`);
    }
  } catch (error) {
    if (errorCode(error) === undefined) { throw error; }
    throw new SystemRefusal(`cannot write ${folder}: ${systemReason(error)} (${errorCode(error) ?? ''}).`, { cause: error });
  }
}
