import type { z } from 'zod';
import { isDeviceName } from './device-name';
import type { Objection } from './objection';
import { isRepositoryPath } from './repository';
import { text } from './text-rule';

/** Names that are somebody else's wherever they stand: git's, npm's and the synth's own working folder. */
const TAKEN = new Set(['.git', 'node_modules', '.synth']);
/** What a synth writes beside the manifests, in the lab's folder. */
const BESIDE = new Set(['scripts', 'monitoring', 'runbooks']);
/** Windows takes paths of 260 characters; a file's own name and the folder of the repository need the rest. */
const LONGEST = 100;

/** A folder of the repository that a synth may write its manifests to, on every system. */
export const outputFolder = (): z.ZodString => text(outputFolderObjection);

/** What speaks against writing to a folder, if anything. */
export function outputFolderObjection(value: string): Objection | undefined {
  const fix = 'write a folder of its own relative to the root with "/", such as dist or clusters/home';
  const parts = value.split('/');
  if (!isRepositoryPath(value) || parts.includes('.')) { return { what: 'is not a folder inside the repository', fix }; }
  if (value.length > LONGEST) { return { what: `is longer than ${LONGEST} characters, too long for paths below it on Windows`, fix }; }
  const taken = parts.find((part) => TAKEN.has(part.toLowerCase()));
  if (taken !== undefined) { return { what: `has the part "${taken}", which git, npm or the synth itself fills`, fix }; }
  if (parts.some(isDeviceName)) { return { what: 'contains the name of a Windows device (CON, NUL, COM1 and the like)', fix }; }
  return parts.some((part) => part.endsWith('.')) ? { what: 'has a part that ends in a dot, which Windows removes', fix } : undefined;
}

/**
 * What speaks against a folder for the manifests of a lab, where the lab lies.
 *
 * @param dist - the folder of the manifests, seen from the lab's, with "/"
 */
export function neighbourObjection(dist: string): Objection | undefined {
  const [first = '', ...rest] = dist.split('/');
  const fix = 'write a folder of its own, such as dist';
  if (BESIDE.has(first.toLowerCase())) { return { what: `is in ${first}/, which the synth fills with something else`, fix }; }
  const holdsLab = dist === '' || [first, ...rest].every((part) => part === '..');
  return holdsLab ? { what: 'holds the lab itself, whose other files Argo CD would take for manifests', fix } : undefined;
}
