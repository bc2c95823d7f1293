import path from 'node:path';
import { CannotError } from '../exit-codes';
import type { Candidate } from './choose';
import type { Installation } from './installation';

/** What `npm install` gets as its argument, and the file that has to be there for it. */
export interface Installable {
  /** The argument; a path is relative to the folder of package.json. */
  readonly spec: string;
  /** A file to copy first; both paths are absolute. @default - none */
  readonly copy?: { readonly from: string; readonly to: string };
}

/** Folder of a lab for tarballs that no registry has. */
const VENDOR = 'vendor';

/** A file name that npm pack makes. npm and a shell cannot take it for anything else. */
const TARBALL_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*\.t(?:ar\.)?gz$/;

/**
 * The argument of `npm install` for a candidate. A tarball is copied into the lab, beside the one that it replaces.
 *
 * @param name - name of the package
 * @throws CannotError if a tarball has a name that cannot be in package.json
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
        throw new CannotError(`${file} is not a file name that npm pack makes, such as ${name}-1.2.3.tgz; rename the file.`);
      }
      const folder = pin.kind === 'tarball' && isBelow(root, pin.file) ? path.dirname(pin.file) : path.join(root, VENDOR);
      const to = path.join(folder, file);
      const relative = path.relative(root, to).split(path.sep).join('/');
      return { spec: `${name}@file:${relative}`, ...to === source.file ? {} : { copy: { from: source.file, to } } };
    }
  }
}

/** The old tarball, absolute, which is not needed any more after the upgrade; undefined if it is not in the lab, or still needed. */
export function leftover({ pin, root }: Installation, { copy, spec }: Installable): string | undefined {
  if (pin.kind !== 'tarball' || !isBelow(root, pin.file)) { return undefined; }
  const kept = copy?.to ?? path.resolve(root, spec.replace(/^.*@file:/, ''));
  return kept === pin.file ? undefined : pin.file;
}

function isBelow(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '' && !path.isAbsolute(relative) && relative.split(path.sep)[0] !== '..';
}
