import path from 'node:path';

/**
 * The folder the user stands in. `npm run synth` starts in the folder of package.json, wherever it was typed; npm leaves the real one in
 * INIT_CWD. That is believed only for a script that npm started right there, because every process below it inherits the variable.
 */
export function userFolder(environment: NodeJS.ProcessEnv = process.env, cwd = process.cwd()): string {
  const { INIT_CWD: typedIn, npm_package_json: manifest, npm_lifecycle_event: script } = environment;
  if (typedIn === undefined || manifest === undefined || path.dirname(manifest) !== cwd) { return cwd; }
  return SCRIPTS.has(script ?? '') ? typedIn : cwd;
}

/** npm scripts, of this package and of a lab, that start the program. */
const SCRIPTS = new Set(['synth', 'verify', 'diff', 'check', 'upgrade']);
