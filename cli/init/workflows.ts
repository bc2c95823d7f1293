import { readFileSync } from 'node:fs';
import { packaged } from '../../paths';

/** A lab's workflows, by their file below .github/workflows/. @param branch - the one that Argo CD follows */
export function workflows(branch: string): ReadonlyMap<string, string> {
  return new Map([
    ['check.yml', template('check.yml').replace('[main]', () => branch === 'main' ? '[main]' : `[${JSON.stringify(branch)}]`)],
    ['diff.yml', template('diff.yml')],
  ]);
}

function template(file: string): string {
  return readFileSync(packaged('cli', 'init', 'files', file), 'utf8').replaceAll('\r\n', '\n');
}
