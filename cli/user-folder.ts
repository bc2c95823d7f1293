import path from 'node:path';

/**
 * The folder the user is in. `npm run synth` starts in the folder of package.json, wherever it was typed; npm puts the user's folder into
 * INIT_CWD. That counts only if npm started this very process, because every process below npm inherits the variable.
 *
 * @param environment - environment variables of the process
 * @param cwd - current folder of the process
 */
export function userFolder(environment: NodeJS.ProcessEnv = process.env, cwd = process.cwd()): string {
  const { INIT_CWD: typedIn, npm_package_json: manifest, npm_lifecycle_event: script } = environment;
  if (typedIn === undefined || manifest === undefined || path.dirname(manifest) !== cwd) { return cwd; }
  return SCRIPTS.has(script ?? '') ? typedIn : cwd;
}

/** npm scripts, of this package and of a lab, that start the program. */
const SCRIPTS = new Set(['synth', 'verify', 'render', 'diff', 'check', 'upgrade']);
