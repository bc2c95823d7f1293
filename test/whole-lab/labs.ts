import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { load } from 'js-yaml';
import { App } from 'cdk8s';
import { Homelab } from '../../charts/homelab';
import { parseConfig } from '../../charts/load-config';
import { describe as describeObject, groupOf, type Manifest } from '../../charts/core/manifest';
import { renderFiles, toManifests } from '../../synth/render';
import { validateLab } from '../../synth/validate';

/** Folder of the configurations that must synthesise. */
export const VALID = path.join(__dirname, '..', 'fixtures', 'valid');

/** A generated file, read back as Argo CD would. */
export interface GeneratedFile {
  /** Path below dist/. */
  readonly path: string;
  readonly text: string;
  readonly manifest: Manifest;
}

/** A whole synthesised lab. */
export interface Tree {
  /** Name of the fixture. */
  readonly name: string;
  readonly lab: Homelab;
  readonly files: readonly GeneratedFile[];
  readonly manifests: readonly Manifest[];
}

/** The lab of a configuration given as YAML text. */
export function treeOf(name: string, yaml: string): Tree {
  const lab = new Homelab(new App(), 'homelab', parseConfig(yaml));
  validateLab(lab);
  const files = [...renderFiles(toManifests(lab))].map(([file, text]) => ({ path: file, text, manifest: load(text) as Manifest }));
  return { name, lab, files, manifests: files.map(({ manifest }) => manifest) };
}

/** Names of all valid fixtures that every suite takes; `default` is the article's lab. */
export const FIXTURES: readonly string[] = namesIn(VALID);

/** Names of the labs of many people, each as one would write it; too many for every suite. `fixture` takes them too. */
export const HOMES: readonly string[] = namesIn(path.join(VALID, 'homes')).map((name) => `homes/${name}`);

function namesIn(folder: string): string[] {
  return readdirSync(folder).filter((file) => file.endsWith('.yaml')).map((file) => path.basename(file, '.yaml')).sort();
}

/** The lab of a valid fixture. */
export function fixture(name: string): Tree {
  return treeOf(name, readFileSync(path.join(VALID, `${name}.yaml`), 'utf8'));
}

/**
 * `describe` for each valid fixture.
 *
 * @param isWhole - false to take the default and every fifth of the others @default true
 */
export function describeTrees(check: (tree: () => Tree) => void, isWhole = true): void {
  const names = FIXTURES.filter((name, index) => isWhole || name === 'default' || index % 5 === 0);
  describe.each(names)('the lab "%s"', (name) => {
    let tree: Tree | undefined;
    check(() => tree ??= fixture(name));
  });
}

export { groupOf, describeObject as nameOf };

/** Every value in a tree with the way to it; texts of Helm values are read and gone into as well. */
export function* leaves(value: unknown, at = ''): Generator<{
  readonly at: string;
  readonly key: string;
  readonly value: unknown;
  readonly parent: unknown;
}> {
  const children = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  for (const [key, child] of children) {
    const here = `${at}.${key}`;
    const inner: unknown = typeof child === 'string' && (key === 'valuesContent' || key === 'values') ? load(child) : child;
    if (typeof inner === 'object' && inner !== null) {
      yield* leaves(inner, here);
    } else {
      yield { at: here, key, value: inner, parent: value };
    }
  }
}
