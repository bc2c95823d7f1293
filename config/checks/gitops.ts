import { outputFolderObjection } from '../output-folder';
import type { Problem } from '../problem';
import type { HomelabConfig } from '../schema';

/** A folder that the file names has passed its field rule; one that was made up for it has to pass the same. */
export function checkGitops({ gitops }: HomelabConfig): Problem[] {
  const objection = outputFolderObjection(gitops.path);
  return objection ? [{ path: ['gitops', 'path'], what: objection.what, fix: objection.fix }] : [];
}
