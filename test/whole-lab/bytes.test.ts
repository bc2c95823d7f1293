import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { dump } from 'js-yaml';
import { parse } from 'yaml';
import { WHOLE } from '../whole';
import { describeTrees, treeOf, VALID, type Tree } from './labs';

const texts = ({ files }: Tree): [string, string][] => files.map((file) => [file.path, file.text]);

describeTrees((tree) => {
  test('is the same bytes when it is synthesised again', () => {
    expect(texts(treeOf('again', fixtureText(tree().name)))).toEqual(texts(tree()));
  });

  test('does not depend on the order of the keys in the configuration', () => {
    const turned = dump(turnAround(parse(fixtureText(tree().name)) ?? {}));
    expect(texts(treeOf('turned around', turned))).toEqual(texts(tree()));
  });

  test('says the same to readers of YAML 1.1 and of YAML 1.2', () => {
    const differing = tree().files
      .filter(({ text, manifest }) => JSON.stringify(parse(text, { version: '1.1' })) !== JSON.stringify(manifest)
      || JSON.stringify(parse(text, { version: '1.2' })) !== JSON.stringify(manifest));
    expect(differing.map((file) => file.path)).toEqual([]);
  });

  test('is plain text with line feeds', () => {
    const odd = tree().files.filter(({ text }) => /[^\n\x20-\x7e]/.test(text) || !text.endsWith('\n'));
    expect(odd.map((file) => file.path)).toEqual([]);
  });

  test('names no place on the machine it was made on', () => {
    const root = path.resolve(__dirname, '..', '..');
    // A home folder of "/root" is also the end of "dist/root", so it counts only where a path begins.
    const begins = (place: string): RegExp => new RegExp(`(^|[^\\w./-])${place.replaceAll(/[\\.]/g, '\\$&')}([/\\\\]|$)`, 'm');
    const places = [root, homedir()].flatMap((place) => [begins(place), begins(place.replaceAll('\\', '/'))]);
    const names = (text: string): boolean => places.some((place) => place.test(text));
    expect(tree().files.filter(({ text }) => names(text)).map((file) => file.path)).toEqual([]);
  });

  test('has only file names that every system can have', () => {
    const odd = tree().files.filter((file) => !/^[a-z0-9-]+\/[a-z0-9.-]+\.k8s\.yaml$/.test(file.path) || file.path.length > 200);
    expect(odd.map((file) => file.path)).toEqual([]);
  });
}, WHOLE);

function fixtureText(name: string): string {
  return readFileSync(path.join(VALID, `${name}.yaml`), 'utf8');
}

/** The same data with the keys of every mapping in reverse; the order of lists has a meaning and stays. */
function turnAround(value: unknown): unknown {
  if (Array.isArray(value)) { return value.map(turnAround); }
  if (typeof value !== 'object' || value === null) { return value; }
  return Object.fromEntries(Object.entries(value).reverse().map(([key, child]) => [key, turnAround(child)]));
}
