import { plain } from '../../config/problem';
import { isThereAlready, type Answers } from './answers';
import { enclosingRepository } from './facts';

/** What the next steps depend on. */
export interface Situation {
  /** The lab's folder, absolute. */
  readonly folder: string;
  /** The lab's folder, as the user typed it. */
  readonly called: string;
  /** The answers of the user. */
  readonly answers: Answers;
  /** Whether the folder is the root of a git repository. */
  readonly isRepository: boolean;
  /** Whether the program that package.json names is installed there already. */
  readonly isInstalled: boolean;
  /** Whether the lab is pinned to a folder of this machine. */
  readonly isLinked: boolean;
}

/** What the user has to do next, in order. */
export function nextSteps({ folder, called, answers, isRepository, isInstalled, isLinked }: Situation): string[] {
  const around = isRepository ? undefined : enclosingRepository(folder);
  const apart = around === undefined ? '' : ` (a repository of its own, not a part of ${plain(around)})`;
  return [
    ...called === '.' ? [] : [`cd ${quote(called)}`],
    ...isRepository ? [] : [`git init -b ${answers.branch ?? 'main'}${apart}`],
    ...answers.repository === undefined ? ['write the address of your git repository into homelab.yaml: gitops.repoURL'] : [],
    ...isLinked ? ['before you push, pin the tool in package.json to a version, a commit or a tarball: workflows lack that folder'] : [],
    ...isInstalled ? [] : ['npm install'],
    'npm run synth',
    `continue with README.md: commit, push, ${isThereAlready(answers) ? 'and set up the cluster as LAB.md says'
      : 'and on Windows scripts\\lab.cmd doctor and scripts\\lab.cmd up'}`,
  ];
}

function quote(folder: string): string {
  const shown = plain(folder);
  return /^[\w./\\:-]+$/.test(shown) ? shown : `"${shown}"`;
}
