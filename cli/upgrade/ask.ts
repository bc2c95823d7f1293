import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CannotError } from '../exit-codes';
import type { Answers, Candidate, Target, Tarball } from './choose';
import { remoteTags } from './git';
import type { Installation } from './installation';
import { registryVersions, viewPackage, type PackageView } from './npm';
import { readTarball } from './tarball';

/** The package to upgrade, and what pins it. */
export interface Asked {
  /** Name of the package. */
  readonly name: string;
  /** The package.json that pins it. */
  readonly installation: Installation;
}

/**
 * Asks the registry, the git repository or the named tarball for what the choice of a version needs, and for no more.
 *
 * @param target - what is named on the command line; a relative path begins at the current folder
 * @throws CannotError if there is no answer
 */
export async function ask({ name, installation: { pin, root } }: Asked, target: Target | undefined): Promise<Answers> {
  if (target?.kind === 'file') {
    return { tarball: await namedTarball(path.resolve(target.file), name, pin.kind === 'tarball' ? pin.file : undefined) };
  }
  if (target?.kind === 'address') { return {}; }
  if (pin.kind === 'git') { return { tags: remoteTags(pin.url, root) }; }
  return pin.kind === 'registry' || target?.kind === 'version' ? { versions: registryVersions(name, root) } : {};
}

/**
 * What is known about a candidate before it is installed.
 *
 * @throws CannotError if the registry does not answer
 */
export function viewCandidate({ name, installation: { pin, root } }: Asked, { source, version, node }: Candidate): PackageView {
  switch (source.kind) {
    case 'registry': return viewPackage(`${name}@${source.version}`, root);
    case 'git': return pin.kind === 'git' ? viewIfPossible(`${pin.prefix}#${source.commit}`, root) : {};
    case 'tarball': return { ...version === undefined ? {} : { version }, ...node === undefined ? {} : { node } };
    case 'remote': return {};
  }
}

/** npm may be configured not to fetch from git for a question. The answer is checked again after the installation. */
function viewIfPossible(spec: string, root: string): PackageView {
  try {
    return viewPackage(spec, root);
  } catch (error) {
    if (error instanceof CannotError) { return {}; }
    throw error;
  }
}

async function namedTarball(file: string, name: string, pinned: string | undefined): Promise<Tarball> {
  const { name: found, version, engines } = await readTarball(file);
  if (found !== name) { throw new CannotError(`${file} is ${found}, not ${name}.`); }
  const isSame = pinned !== undefined && sameBytes(file, pinned);
  return { file, version, isSame, ...engines?.node === undefined ? {} : { node: engines.node } };
}

function sameBytes(left: string, right: string): boolean {
  try {
    return readFileSync(left).equals(readFileSync(right));
  } catch {
    return false;
  }
}
