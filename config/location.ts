import { existsSync } from 'node:fs';
import path from 'node:path';

/** Where a lab's files are, by where its configuration is. Every path is absolute. */
export interface LabLocation {
  /** The configuration. */
  readonly file: string;
  /** Root of the git repository it lies in, or of what will be one: `gitops.path` is seen from here. */
  readonly repository: string;
  /** Folder of scripts/, monitoring/, runbooks/ and LAB.md, and by default of dist/. */
  readonly folder: string;
  /** The same seen from `repository`, with "/"; empty for the repository itself. */
  readonly path: string;
  /** `gitops.path` unless the configuration says otherwise: dist/ in `folder`, seen from `repository`, with "/". */
  readonly gitopsPath: string;
}

/** The file that is read unless another is named. */
export const CONFIG_FILE = 'homelab.yaml';

/** What marks the root of a lab, surest first: a git repository's (a file in worktrees), a package's, a cdk8s app's. */
const ROOT_MARKS = ['.git', 'package.json', 'cdk8s.yaml'];

/**
 * The nearest homelab.yaml of a folder and the folders above it; the one of the folder itself, which does not exist, if there is none.
 *
 * @param folder - where the user stands
 */
export function findConfig(folder: string): string {
  const found = ancestors(folder).find((each) => existsSync(path.join(each, CONFIG_FILE)));
  return path.join(found ?? folder, CONFIG_FILE);
}

/**
 * Where the output of a configuration goes. That of homelab.yaml lies beside it; any other file, such as labs/attic.yaml, has a folder of
 * its own, labs/attic/, so that two labs of one repository never share one.
 */
export function locateLab(configFile: string): LabLocation {
  const file = path.resolve(configFile);
  const beside = path.dirname(file);
  const name = path.basename(file).replace(/\.ya?ml$/i, '');
  const folder = name === 'homelab' ? beside : path.join(beside, name);
  const marked = ROOT_MARKS.map((mark) => ancestors(beside).find((each) => existsSync(path.join(each, mark))));
  const repository = marked.find((each) => each !== undefined) ?? beside;
  const fromRoot = path.relative(repository, folder).split(path.sep).join('/');
  return { file, repository, folder, path: fromRoot, gitopsPath: fromRoot === '' ? 'dist' : `${fromRoot}/dist` };
}

/**
 * The folder of the manifests, seen from the lab's folder, with "/".
 *
 * @param gitopsPath - `gitops.path`, seen from the root of the repository
 */
export function distFolder(gitopsPath: string, { repository, folder }: LabLocation): string {
  return path.relative(folder, path.join(repository, gitopsPath)).split(path.sep).join('/');
}

/** A folder and all above it, nearest first. */
function ancestors(folder: string): string[] {
  const parent = path.dirname(folder);
  return parent === folder ? [folder] : [folder, ...ancestors(parent)];
}
