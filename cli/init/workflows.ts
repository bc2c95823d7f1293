import { readFileSync } from 'node:fs';
import { packaged } from '../../paths';

/**
 * The GitHub workflows of a lab: file below .github/workflows/, and text.
 *
 * @param branch - the git branch that Argo CD follows
 */
export function workflows(branch: string): ReadonlyMap<string, string> {
  return new Map([
    ['check.yml', template('check.yml').replace('[main]', () => branch === 'main' ? '[main]' : `[${JSON.stringify(branch)}]`)],
    ['diff.yml', template('diff.yml')],
  ]);
}

function template(file: string): string {
  return readFileSync(packaged('cli', 'init', 'files', file), 'utf8').replaceAll('\r\n', '\n');
}
