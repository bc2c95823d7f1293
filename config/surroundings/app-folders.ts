import { readdirSync, readFileSync, type Dirent } from 'node:fs';
import path from 'node:path';
import type { AppFolder } from '../app-folder';
import type { LabLocation } from '../location';
import { ignoredBy } from './ignored';

/** Files that Argo CD takes for manifests (reposerver/repository, manifestFile; v3.5.1). */
const MANIFEST = /\.(?:ya?ml|json|jsonnet)$/;
/** Files by which Argo CD knows a folder of kustomize (util/kustomize, KustomizationNames; v3.5.1). */
const KUSTOMIZATIONS = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/**
 * The folders beside a configuration that are applications of their own, by their names. Left out are those that begin with "." or "_",
 * those that git ignores or cannot hold, since another checkout would not have them, components of kustomize, which only others use, and
 * what Argo CD would find no manifest in.
 *
 * @param folder - where they are, from the folder of the lab, with "/"
 */
export function readAppFolders({ folder: lab, path: fromRoot, repository }: LabLocation, folder: string): AppFolder[] {
  return folders(path.join(lab, folder)).flatMap((name): AppFolder[] => {
    const here = path.join(lab, folder, name);
    const place = [fromRoot, folder, name].filter((part) => part !== '').join('/');
    const holds = contentOf(here);
    return holds === undefined || ignoredBy(repository, `${place}/x.yaml`) !== undefined ? [] : [{ name, path: place, holds }];
  });
}

function contentOf(folder: string): AppFolder['holds'] | undefined {
  const files = entries(folder).filter((entry) => entry.isFile()).map(({ name }) => name);
  if (files.includes('Chart.yaml')) { return 'chart'; }
  const kustomization = KUSTOMIZATIONS.find((name) => files.includes(name));
  if (kustomization !== undefined) { return isComponent(path.join(folder, kustomization)) ? undefined : 'kustomization'; }
  if (files.some((name) => MANIFEST.test(name))) { return 'manifests'; }
  return hasManifest(folder) ? 'folders' : undefined;
}

function isComponent(file: string): boolean {
  try { return /^kind:\s*["']?Component\b/m.test(readFileSync(file, 'utf8')); } catch { return false; }
}

function hasManifest(folder: string): boolean {
  return entries(folder).some((entry) => (entry.isFile() && MANIFEST.test(entry.name)))
    || folders(folder).some((name) => hasManifest(path.join(folder, name)));
}

/** Names of folders, in an order that is the same everywhere. A link is a file where git cannot make links, so none counts. */
function folders(folder: string): string[] {
  return entries(folder).filter((entry) => entry.isDirectory() && !/^[._]|^node_modules$/.test(entry.name)).map(({ name }) => name)
    .sort((a, b) => (a < b ? -1 : 1));
}

function entries(folder: string): Dirent[] {
  try { return readdirSync(folder, { withFileTypes: true }); } catch { return []; }
}
