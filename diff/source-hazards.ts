import type { Manifest } from '../charts/core/manifest';
import { at, list, text } from '../charts/core/rendered-lab';
import { isPlaceholderRepository } from '../config/placeholders';
import type { FieldChange } from './change';
import { caution, danger, type Hazard } from './hazard';
import { findApplication, type Objects } from './objects';

/** Where to read how a lab moves to another repository, branch or folder without being lost on the way. */
const HOW = 'docs/gitops.md, "Another repository, branch or folder"';

/**
 * The risks of an Application that reads something else from now on, or writes it somewhere else.
 *
 * @param application - after the change
 * @param changes - each with a path to a single field
 * @param before - every object before the change
 * @param after - every object after the change
 */
export function hazardsOfSource(
  application: Manifest, changes: readonly FieldChange[], before: Objects, after: Objects,
): Hazard[] {
  const old = findApplication(before, application.metadata.name);
  if (!old) { return []; }
  const [was, is] = [old, application].map((each) => (field: string) => text(each, 'spec', 'source', field));
  const changed = new Set(changes.filter(({ path }) => path[1] === 'source').map(({ path }) => String(path[2])));
  if (isFolderOfLab(old, before)) { return ofLab(changed, was ?? never, is ?? never); }
  const [from, to] = [old, application].map((each) => text(each, 'spec', 'destination', 'namespace'));
  return [
    ...(['repoURL', 'chart', 'path'].some((field) => changed.has(field)) || changes.some(isOfSeveral)) && prunes(application)
      ? [danger('its objects come from another source: Argo CD deletes those that only the old one has, volumes among them')] : [],
    ...from === to || from === '' ? [] : [danger(`its objects are made anew in ${to}; ${leftBehind(application, from ?? '', after)}`)],
    ...ofFinalizer(changes),
  ];
}

/** Whether a change is about where one of several sources is, or about which there are. */
function isOfSeveral({ path: [spec, field, , key] }: FieldChange): boolean {
  return spec === 'spec' && field === 'sources' && (key === undefined || ['repoURL', 'chart', 'path'].includes(String(key)));
}

/** What becomes of the objects in a namespace that an Application no longer deploys to. */
function leftBehind(application: Manifest, namespace: string, after: Objects): string {
  const name = text(application, 'spec', 'project');
  const project = [...after.values()].find(({ manifest }) => manifest.kind === 'AppProject' && manifest.metadata.name === name)?.manifest;
  const isAllowed = list(project, 'spec', 'destinations').some((each) => text(each, 'namespace') === namespace);
  if (isAllowed && prunes(application)) { return `Argo CD deletes those in ${namespace}, volumes among them`; }
  const because = isAllowed ? 'it does not prune' : 'its project allows nothing there any more';
  return `those in ${namespace} stay there and run on, because ${because}: delete them by hand`;
}

function prunes(application: Manifest): boolean {
  return at(application, 'spec', 'syncPolicy', 'automated', 'prune') === true;
}

function never(): string { return ''; }

function ofLab(changed: ReadonlySet<string>, was: (field: string) => string, is: (field: string) => string): Hazard[] {
  const until = `until this commit is there too (${HOW})`;
  return [
    // Nobody has a cluster that reads the placeholder.
    ...changed.has('repoURL') && !isPlaceholderRepository(was('repoURL'))
      ? [danger(`Argo CD reads ${was('repoURL')} until that has the new bootstrap folder, and no other that is new (${HOW}); `
        + `then ${is('repoURL')}, which has to hold the rest, and to be readable`)] : [],
    ...changed.has('targetRevision')
      ? [danger(`Argo CD follows ${was('targetRevision')} ${until}; then ${is('targetRevision')}, which has to hold the same`)] : [],
    ...changed.has('path') ? [danger(`Argo CD reads ${parentOf(was('path'))}, and stops where that is gone: for one commit `
      + `${parentOf(was('path'))}/bootstrap has to be a copy of ${parentOf(is('path'))}/bootstrap (${HOW})`)] : [],
  ];
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** True for an Application that syncs a folder of the lab's own manifests. */
function isFolderOfLab({ metadata: { name }, ...rest }: Manifest, objects: Objects): boolean {
  return text(rest, 'spec', 'source', 'path') !== '' && [...objects.values()].some(({ owner }) => owner === name);
}

function ofFinalizer(changes: readonly FieldChange[]): Hazard[] {
  const change = changes.find(({ path }) => path.join('.') === 'metadata.finalizers');
  if (!change) { return []; }
  return [change.after === undefined
    ? caution('from now on its objects stay and run on when it is taken out of homelab.yaml')
    : caution('from now on its objects are deleted when it is taken out of homelab.yaml, volumes among them')];
}
