import { readFileSync } from 'node:fs';
import path from 'node:path';
import { load } from 'js-yaml';
import { loadConfig } from '../../../charts/load-config';
import { synthesise } from '../../../synth/synthesise';
import { put, temporaryFolder } from '../../output/folder';
import { FIXTURES, HOMES, VALID } from '../../whole-lab/labs';

/*
 * The labs of many people, each in a folder of its own as its owner has it: what `homelab synth` and `homelab verify` say of it. A warning
 * that is meant stands in the comment above the lab, with the reason: `# Warns [name-of-the-rule]: why it is meant`.
 */

const textOf = (name: string): string => readFileSync(path.join(VALID, `${name}.yaml`), 'utf8');

/** What a person, and what for: the first line of the file. */
const sentenceOf = (name: string): string => textOf(name).split(/\r?\n/)[0] ?? '';

/** Rules of which the lab says at its top that they warn. */
function meant(name: string): string[] {
  const top = /^(?:#.*(?:\r?\n|$))*/.exec(textOf(name))?.[0] ?? '';
  return [...top.matchAll(/^# Warns \[([a-z0-9-]+)\]: \S+/gm)].map(([, rule = '']) => rule).sort();
}

/** A manifest in each folder of the lab's own that an entry gives settings to: an entry without its folder is a mistake. */
function ownFolders(name: string): Record<string, string> {
  const { appsFolder, applications = [] } = load(textOf(name)) as { appsFolder?: string; applications?: Record<string, unknown>[] };
  if (appsFolder === undefined || appsFolder === 'none') { return {}; }
  const manifest = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings }\n';
  return Object.fromEntries(applications.filter((each) => each['repoURL'] === undefined && each['sources'] === undefined)
    .map((each) => [`${appsFolder}/${String(each['name'])}/settings.yaml`, manifest]));
}

test('there are 150 labs, each of somebody else', () => {
  const all = [...FIXTURES, ...HOMES];
  expect(all.length).toBeGreaterThanOrEqual(150);
  const sentences = HOMES.map(sentenceOf);
  expect(sentences.filter((each) => !/^# [A-Z].{40,136}[.]$/.test(each))).toEqual([]);
  expect(sentences.filter((each, index) => sentences.indexOf(each) !== index)).toEqual([]);
  const bodies = HOMES.map((name) => JSON.stringify(load(textOf(name))));
  expect(HOMES.filter((_, index) => bodies.indexOf(bodies[index] ?? '') !== index)).toEqual([]);
});

test.each(HOMES)('%s is synthesised, keeps every rule, and every object of it is valid', (name) => {
  // GIVEN
  const folder = temporaryFolder();
  put(folder, { 'homelab.yaml': textOf(name), ...ownFolders(name) });
  // WHEN it goes the way of `homelab verify`, which looks at each object as closely as an API server does
  const { manifests, files, warnings } = synthesise(loadConfig(path.join(folder, 'homelab.yaml')), undefined, true);
  // THEN nothing is said but what is meant
  expect(warnings.map((line) => /\[([a-z0-9-]+)\]/.exec(line)?.[1] ?? line).sort()).toEqual(meant(name));
  // AND what a reader of the files sees is what was meant
  const objects = [...manifests.values()].flat();
  expect(objects.length).toBeGreaterThan(40);
  expect([...files.values()].map((file) => canonical(load(file))).sort()).toEqual(objects.map(canonical).sort());
});

/** The same text for the same data. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, child: unknown) => typeof child === 'object' && child !== null && !Array.isArray(child)
    ? Object.fromEntries(Object.entries(child).sort(([a], [b]) => (a < b ? -1 : 1))) : child);
}
