import { SYNC_WAVE } from '../core/annotations';
import type { Manifest } from '../core/manifest';
import { at, list, text, type RenderedLab } from '../core/rendered-lab';
import { APPLICATIONS_ROOT } from '../core/root-names';
import { ROOT } from './roots';

/* The Applications of a finished lab, as rules read them. */


/** Every Application. */
export function applications(lab: RenderedLab): readonly Manifest[] {
  return lab.ofKind('argoproj.io', 'Application');
}

/** The platform's Applications: those that carry a wave. What a user's own do is for the user to judge. */
export function childApplications(lab: RenderedLab): Manifest[] {
  return applications(lab).filter(isChildApplication);
}

/** Whether an Application has a place in the order of the platform. */
export function isChildApplication({ metadata }: Manifest): boolean {
  return metadata.annotations?.[SYNC_WAVE] !== undefined;
}

/** Whether an object is an Application that homelab.yaml names under `applications`, or the project of one. */
export function isOfApplications(lab: RenderedLab, manifest: Manifest): boolean {
  return lab.folder(manifest) === `${ROOT}-${APPLICATIONS_ROOT}`;
}

/** Every namespace that an Application of homelab.yaml may write to; of any other only its own. */
export function reachOf(lab: RenderedLab, application: Manifest): string[] {
  const own = text(application, 'spec', 'destination', 'namespace');
  if (!isOfApplications(lab, application)) { return [own]; }
  const project = lab.ofKind('argoproj.io', 'AppProject').find(({ metadata }) => metadata.name === text(application, 'spec', 'project'));
  return [...new Set([own, ...list(project, 'spec', 'destinations').map((each) => text(each, 'namespace'))])];
}

/** What an Application reads: its source, or each of several. */
export function sourcesOf(application: Manifest): readonly unknown[] {
  const several = list(application, 'spec', 'sources');
  return several.length > 0 ? several : [at(application, 'spec', 'source')];
}

/** When an Application is synced; lower is earlier. */
export function wave(application: Manifest): number {
  return Number(application.metadata.annotations?.[SYNC_WAVE] ?? 0);
}

/** The folder of `dist/` an Application syncs; empty for other people's repositories. */
export function folderOf(lab: RenderedLab, application: Manifest): string {
  const { repoURL, path } = lab.config.gitops;
  const source = at(application, 'spec', 'source');
  const folder = text(source, 'path');
  return text(source, 'repoURL') === repoURL && folder.startsWith(`${path}/`) ? folder.slice(path.length + 1) : '';
}

/** True for an Application that syncs a folder which this tool writes, as it writes it: all that it brings is known. */
export function syncsWrittenFolder(lab: RenderedLab, application: Manifest): boolean {
  const folder = folderOf(lab, application);
  const source = at(application, 'spec', 'source');
  // Kustomize and plugins make other objects of the same files.
  const isPlain = ['kustomize', 'helm', 'plugin'].every((tool) => at(source, tool) === undefined);
  return folder !== '' && isPlain && text(source, 'targetRevision') === lab.config.gitops.revision
    && lab.manifests.some((manifest) => lab.folder(manifest) === folder);
}

/** The objects that an Application syncs from `dist/`. */
export function contents(lab: RenderedLab, application: Manifest): Manifest[] {
  const folder = folderOf(lab, application);
  return folder === '' ? [] : lab.manifests.filter((manifest) => lab.folder(manifest) === folder);
}

/** The Application that syncs an object; undefined if none does. */
export function applicationOf(lab: RenderedLab, manifest: Manifest): Manifest | undefined {
  return applications(lab).find((application) => folderOf(lab, application) === lab.folder(manifest));
}
