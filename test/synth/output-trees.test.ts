import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { loadConfig, type LoadedConfig } from '../../charts/load-config';
import { compareTrees, writeTrees } from '../../output/write';
import { outputTrees } from '../../synth/output-trees';
import { synthesise, type Synthesis } from '../../synth/synthesise';
import { put, temporaryFolder } from '../output/folder';

/** A repository with one configuration in it, synthesised and written. */
function written(file: string, yaml = ''): { readonly repository: string; readonly synthesis: Synthesis } {
  const repository = temporaryFolder();
  mkdirSync(path.join(repository, '.git'));
  put(repository, { [file]: yaml });
  const loaded = loadConfig(path.join(repository, file)) as Required<LoadedConfig>;
  const synthesis = synthesise(loaded);
  writeTrees(loaded.location.folder, outputTrees(synthesis, loaded.location));
  return { repository, synthesis };
}

/** Where the alerts of a lab say that their pages are, below its repository. */
function runbooksOf({ lab }: Synthesis): string[] {
  const prefix = 'https://github.com/your-name/homelab/blob/main/';
  const urls = lab.ruleGroups.flatMap(({ rules }) => rules.flatMap(({ annotations }) => annotations?.['runbook_url'] ?? []));
  expect(urls.filter((url) => !url.startsWith(prefix))).toEqual([]);
  return urls.map((url) => decodeURIComponent(url.slice(prefix.length)));
}

/** Relative links of a page, as files. */
function linksOf(page: string): string[] {
  return [...readFileSync(page, 'utf8').matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target)
    .filter((target) => !target.startsWith('https:'))
    .map((target) => path.resolve(path.dirname(page), decodeURIComponent(target)));
}

test.each([
  ['homelab.yaml', '', ''],
  ['clusters/home/homelab.yaml', '', 'clusters/home'],
  ['labs/attic.yaml', '', 'labs/attic'],
  ['my labs/caf\u00e9/homelab.yaml', '', 'my labs/caf\u00e9'],
  ['labs/attic.yaml', 'gitops: { path: clusters/attic }', 'labs/attic'],
])('the files of %s (%j) are where the alerts and LAB.md say', (file, yaml, folder) => {
  // WHEN
  const { repository, synthesis } = written(file, yaml === '' ? 'gitops: { path: dist }' : yaml);
  // THEN
  const names = readdirSync(path.join(repository, folder)).sort();
  expect(names).toEqual(expect.arrayContaining(['LAB.md', 'monitoring', 'runbooks', 'scripts']));
  expect(existsSync(path.join(repository, synthesis.lab.config.gitops.path, 'bootstrap'))).toBe(true);
  expect(runbooksOf(synthesis).length).toBeGreaterThan(40);
  expect(runbooksOf(synthesis).filter((page) => !existsSync(path.join(repository, page)))).toEqual([]);
  const links = linksOf(path.join(repository, folder, 'LAB.md'));
  expect(links).toContain(path.join(repository, file));
  expect(links.filter((each) => !existsSync(each))).toEqual([]);
});

test('without monitoring its folders go', () => {
  const { repository } = written('homelab.yaml');
  put(repository, { 'homelab.yaml': 'monitoring: { enabled: false }' });
  const loaded = loadConfig(path.join(repository, 'homelab.yaml')) as Required<LoadedConfig>;
  writeTrees(repository, outputTrees(synthesise(loaded), loaded.location));
  expect(readdirSync(repository).sort()).toEqual(['.git', 'LAB.md', 'dist', 'homelab.yaml', 'scripts']);
  expect(linksOf(path.join(repository, 'LAB.md')).filter((each) => !existsSync(each))).toEqual([]);
});

test('the lab\'s own code has its place in LAB.md', () => {
  const repository = temporaryFolder();
  put(repository, { '.git/HEAD': '', 'homelab.yaml': '' });
  writeFileSync(path.join(repository, 'homelab.ts'), '');
  const loaded = loadConfig(path.join(repository, 'homelab.yaml'));
  const { labPage } = synthesise(loaded, { file: path.join(repository, 'homelab.ts'), apply: () => undefined });
  expect(labPage).toContain('| [homelab.ts](homelab.ts) | own layers and patches of this lab |\n');
});

test.each([
  ['clusters/home/homelab.yaml', 'clusters/home', "the lab's own folder is replaced as a whole, and the lab itself is inside it"],
  ['clusters/home/homelab.yaml', 'clusters', '.. is replaced as a whole, and the lab itself is inside it'],
  ['homelab.yaml', 'scripts/dist', 'scripts is replaced as a whole, and scripts/dist is inside it'],
  ['homelab.yaml', 'runbooks', 'runbooks is replaced as a whole, and runbooks is inside it'],
])('%s with gitops.path %s, where a folder would swallow another, is refused', (file, folder, what) => {
  const repository = temporaryFolder();
  put(repository, { '.git/HEAD': '', [file]: '' });
  const loaded = loadConfig(path.join(repository, file)) as Required<LoadedConfig>;
  const config = { ...loaded.config, gitops: { ...loaded.config.gitops, path: folder } };
  const trees = outputTrees(synthesise({ ...loaded, config }), loaded.location);
  expect(() => compareTrees(loaded.location.folder, trees))
    .toThrow(`${what}. Set gitops.path to a folder of its own; nothing was changed.`);
});
