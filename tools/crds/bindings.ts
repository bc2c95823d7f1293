import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ChosenKind } from './definition';
import { bindingDefinition } from './definitions';

/**
 * Writes the typed bindings of every kind that has one with the cdk8s CLI's own `import`, one file per API group. It is given one local
 * file, so it neither downloads anything nor sees what the schemas leave out.
 *
 * @param into - folder for the bindings
 * @param scratch - folder for the file that the CLI reads
 */
export function writeBindings(chosen: readonly ChosenKind[], into: string, scratch: string): void {
  const input = path.join(scratch, 'definitions.yaml');
  // JSON is YAML, and leaves no doubt about quoting.
  const bound = chosen.filter(({ schemaOnly }) => !schemaOnly);
  writeFileSync(input, bound.map((kind) => `---\n${JSON.stringify(bindingDefinition(kind))}\n`).join(''));
  const cli = path.join(path.dirname(require.resolve('cdk8s-cli/package.json')), 'bin', 'cdk8s');
  const options = ['--language', 'typescript', '--output', into, '--no-save', '--check-upgrade=false'];
  execFileSync(process.execPath, [cli, 'import', input, ...options], {
    // The CLI reads a cdk8s.yaml of its working folder; ours lists the addresses, which are none of its business here.
    cwd: scratch,
    // Its standard error is a progress line; execFileSync puts it into the message of a failure.
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}
