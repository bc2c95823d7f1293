import path from 'node:path';
import { CannotError } from '../exit-codes';
import type { Candidate } from './choose';
import type { Installation } from './installation';

/** What npm is told to install, and the file that it has to find for that. */
export interface Installable {
  /** As npm takes it, relative to the folder of package.json. */
  readonly spec: string;
  /** A file to copy first. @default - none */
  readonly copy?: { readonly from: string; readonly to: string };
}

/** Folder of a lab for tarballs that no registry has. */
const VENDOR = 'vendor';

/** What npm pack calls a file, and nothing that npm or a shell could take for something else. */
const TARBALL_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*\.t(?:ar\.)?gz$/;

/**
 * How npm is told to install a candidate. A tarball lies in the lab, beside the one that it replaces.
 *
 * @throws CannotError if a tarball has a name that cannot stand in package.json
 */
export function installable(name: string, { source }: Candidate, { pin, root }: Installation): Installable {
  switch (source.kind) {
    case 'registry': return { spec: `${name}@${source.version}` };
    case 'git':
      if (pin.kind !== 'git') { throw new Error('a commit without a repository'); }
      return { spec: `${name}@${pin.prefix}#${source.commit}` };
    case 'remote': return { spec: `${name}@${source.url}` };
    case 'tarball': {
      const file = path.basename(source.file);
      if (!TARBALL_NAME.test(file)) {
        throw new CannotError(`${file} is not what npm pack calls a tarball, such as ${name}-1.2.3.tgz; rename it.`);
      }
      const folder = pin.kind === 'tarball' && isBelow(root, pin.file) ? path.dirname(pin.file) : path.join(root, VENDOR);
      const to = path.join(folder, file);
      const relative = path.relative(root, to).split(path.sep).join('/');
      return { spec: `${name}@file:${relative}`, ...to === source.file ? {} : { copy: { from: source.file, to } } };
    }
  }
}

/** The tarball that nobody needs once another build is pinned; only one that lies in the lab, because only that is the lab's. */
export function leftover({ pin, root }: Installation, { copy, spec }: Installable): string | undefined {
  if (pin.kind !== 'tarball' || !isBelow(root, pin.file)) { return undefined; }
  const kept = copy?.to ?? path.resolve(root, spec.replace(/^.*@file:/, ''));
  return kept === pin.file ? undefined : pin.file;
}

function isBelow(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '' && !path.isAbsolute(relative) && relative.split(path.sep)[0] !== '..';
}
