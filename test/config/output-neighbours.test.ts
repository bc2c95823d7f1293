import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { loadConfig } from '../../charts/load-config';
import { temporaryFolder } from '../output/folder';

/** Loads a configuration that lies somewhere in a repository. */
function load(file: string, yaml: string): ReturnType<typeof loadConfig> {
  const root = temporaryFolder();
  mkdirSync(path.join(root, '.git'));
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), yaml);
  return loadConfig(path.join(root, file));
}

test.each([
  ['homelab.yaml', 'scripts/dist', 'is in scripts/, which the synth fills with something else (scripts/dist)'],
  ['home/homelab.yaml', 'home/monitoring', 'is in monitoring/, which the synth fills with something else (home/monitoring)'],
  ['labs/attic.yaml', 'labs/attic/runbooks', 'is in runbooks/, which the synth fills with something else (labs/attic/runbooks)'],
  [
    'clusters/home/homelab.yaml',
    'clusters/home',
    'holds the lab itself, whose other files Argo CD would take for manifests (clusters/home)',
  ],
  ['clusters/home/homelab.yaml', 'clusters', 'holds the lab itself, whose other files Argo CD would take for manifests (clusters)'],
])('%s cannot have its manifests in %s', (file, folder, what) => {
  expect(() => load(file, `gitops: { path: ${folder} }\n`))
    .toThrow(`${path.basename(file)}:1:17 gitops.path: ${what}; write a folder of its own, such as dist`);
});

test.each([
  ['monitoring.yaml', 'monitoring/dist'],
  ['scripts/homelab.yaml', 'scripts/dist'],
  ['homelab.yaml', 'dist'],
])('%s, whose folder has the name of an output folder elsewhere, goes to %s', (file, folder) => {
  expect(load(file, 'domain: lab.example.net\n').config.gitops.path).toBe(folder);
});
