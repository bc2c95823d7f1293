import path from 'node:path';
import { BOOTSTRAP_FOLDER } from '../../charts/gitops/bootstrap';
import type { Manifest } from '../../charts/core/manifest';
import { renderFiles } from '../../synth/render';

/** Files of dist/bootstrap, without those of any other folder: name, and text. */
export function bootstrapOf(manifests: ReadonlyMap<string, readonly Manifest[]>): Map<string, string> {
  const files = renderFiles(new Map([...manifests].filter(([folder]) => folder === BOOTSTRAP_FOLDER)));
  return new Map([...files].map(([file, text]) => [path.posix.basename(file), text]));
}
