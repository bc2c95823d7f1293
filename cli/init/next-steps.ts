import { plain } from '../../config/problem';
import type { Answers } from './answers';
import { enclosingRepository } from './facts';

/** What the next steps hang on. */
export interface Situation {
  /** The lab's folder, absolute, and as the user called it. */
  readonly folder: string;
  readonly called: string;
  readonly answers: Answers;
  /** Whether the folder is the root of a git repository. */
  readonly isRepository: boolean;
  /** Whether the program that package.json names is installed there already. */
  readonly isInstalled: boolean;
  /** Whether the lab is pinned to a folder of this machine. */
  readonly isLinked: boolean;
}

/** What to do now, in order. */
export function nextSteps({ folder, called, answers, isRepository, isInstalled, isLinked }: Situation): string[] {
  const around = isRepository ? undefined : enclosingRepository(folder);
  return [
    ...called === '.' ? [] : [`cd ${quote(called)}`],
    ...isRepository ? [] : [`git init -b ${answers.branch ?? 'main'}${around === undefined ? '' : ` (not a part of ${plain(around)})`}`],
    ...answers.repository === undefined ? ['write the repository you will push to into homelab.yaml: gitops.repoURL'] : [],
    ...isLinked ? ['before you push, pin the tool in package.json to a version, a commit or a tarball: workflows have no such folder'] : [],
    ...isInstalled ? [] : ['npm install'],
    'npm run synth',
    'go on with README.md: commit, push, and on Windows scripts\\doctor.ps1 and scripts\\up.ps1',
  ];
}

function quote(folder: string): string {
  const shown = plain(folder);
  return /^[\w./\\:-]+$/.test(shown) ? shown : `"${shown}"`;
}
