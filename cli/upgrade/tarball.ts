import { readFileSync } from 'node:fs';
import { parseTarGzip } from 'nanotar';
import { errorCode } from '../../errors';
import { CannotError } from '../exit-codes';

/** What package.json in a tarball says. */
export interface TarballManifest {
  /** Name of the package. */
  readonly name: string;
  /** Its version. */
  readonly version: string;
  /** Range of Node versions it runs on. @default - any */
  readonly engines?: { readonly node?: string };
}

/**
 * Reads package.json in a tarball that npm pack made.
 *
 * @param file - path of the tarball
 * @throws CannotError if it is not such a tarball
 */
export async function readTarball(file: string): Promise<TarballManifest> {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    const reason = errorCode(error) ?? String(error);
    throw new CannotError(`${file} cannot be read (${reason}); name a tarball that npm pack made.`, { cause: error });
  }
  try {
    // npm puts everything into one folder; any name is valid for it.
    const [entry] = await parseTarGzip(bytes, { filter: ({ name }) => /^[^/]+\/package\.json$/.test(name) });
    const manifest = JSON.parse(entry?.text ?? '') as Partial<TarballManifest>;
    if (typeof manifest.name !== 'string' || typeof manifest.version !== 'string') { throw new Error('no name or version'); }
    return manifest as TarballManifest;
  } catch (error) {
    throw new CannotError(`${file} is not a package: it has to be a tarball that npm pack made.`, { cause: error });
  }
}
