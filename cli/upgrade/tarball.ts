import { readFileSync } from 'node:fs';
import { parseTarGzip } from 'nanotar';
import { errorCode } from '../../errors';
import { CannotError } from '../exit-codes';

/** What a tarball says it is. */
export interface TarballManifest {
  readonly name: string;
  readonly version: string;
  readonly engines?: { readonly node?: string };
}

/** The package.json in a tarball that npm pack made. @throws CannotError if it is no such tarball */
export async function readTarball(file: string): Promise<TarballManifest> {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    const reason = errorCode(error) ?? String(error);
    throw new CannotError(`${file} cannot be read (${reason}); name a tarball that npm pack made.`, { cause: error });
  }
  try {
    // npm puts everything below one folder, whose name it does not care about.
    const [entry] = await parseTarGzip(bytes, { filter: ({ name }) => /^[^/]+\/package\.json$/.test(name) });
    const manifest = JSON.parse(entry?.text ?? '') as Partial<TarballManifest>;
    if (typeof manifest.name !== 'string' || typeof manifest.version !== 'string') { throw new Error('no name or version'); }
    return manifest as TarballManifest;
  } catch (error) {
    throw new CannotError(`${file} is no package: it has to be a tarball that npm pack made.`, { cause: error });
  }
}
