import path from 'node:path';
import type { Manifest } from '../../charts/core/manifest';
import { RenderedLab, text } from '../../charts/core/rendered-lab';
import { insteadOf, isUnreadByArgoCd } from '../../charts/gitops/argo-cd-kinds';
import { needsOf, type ProjectNeeds } from '../../charts/gitops/project-needs';
import { scopesIn } from '../../charts/gitops/project-bounds';
import { keyOfApplication } from '../../config/folder-applications';
import type { LabLocation } from '../../config/location';
import type { Problem } from '../../config/problem';
import type { HomelabConfig } from '../../config/schema';
import { applicationFiles, type FolderConfig } from './application-files';
import { inNamespace } from './application-rules';
import { readManifests } from './manifest-file';
import { readText } from './read-text';

/** An object of a folder, with its place. */
interface Found {
  readonly object: Manifest;
  /** `apps/blog/rbac.yaml:3`. */
  readonly place: string;
}

/** What a folder holds. */
interface Contents {
  /** Its objects. */
  readonly found: readonly Found[];
  /** Files that Argo CD takes for manifests and cannot read: `apps/blog/rbac.yaml:3:5` and why. */
  readonly torn: readonly string[];
}

/**
 * What the manifests of `appsFolder` need, and their Applications may not have: Argo CD refuses all of a folder for one such object, and
 * it is known here, where nothing has to be asked of anybody. So it does for one manifest that is no YAML. Of charts and kustomizations
 * nothing is known before they are rendered, and whether an object is right is left to `homelab verify`.
 *
 * @param folders - the objects of the lab, by folder
 */
export function folderNeeds(
  config: HomelabConfig, { repository }: LabLocation, folders: ReadonlyMap<string, readonly Manifest[]>,
): Problem[] {
  const applications = config.applications.flatMap((application, index) => application.ofFolder !== undefined && 'path' in application
    ? [{ application, index, ...contentsOf(repository, application) }] : []);
  const beside = applications.map(({ application: { name }, found }) =>
    [`application ${name}`, found.map(({ object }) => object)] as const);
  const lab = new RenderedLab(config, new Map([...folders, ...beside]));
  const scopes = scopesIn(lab.manifests);
  return applications.flatMap(({ application, index, found, torn }): Problem[] => {
    const owner = lab.ofKind('argoproj.io', 'Application').find(({ metadata }) => metadata.name === application.name);
    const project = lab.ofKind('argoproj.io', 'AppProject').find(({ metadata }) => metadata.name === text(owner, 'spec', 'project'));
    if (!owner || !project) { return []; }
    const objects = found.map(({ object }) => object);
    const unread = objects.filter((object) => isUnreadByArgoCd(config, object));
    const needs = needsOf(project, owner, objects.filter((object) => !unread.includes(object)), scopes);
    const key = keyOfApplication(application, index);
    const subject = application.ofFolder === 'folder' ? `holds ${application.path}, which brings` : 'brings';
    const refused = 'so Argo CD would sync nothing of it';
    return [
      ...torn.map((file) => ({
        path: key, what: `has the manifest ${file}, ${refused}`, fix: 'mend that file, or name it under exclude in an entry of this name',
      })),
      ...unread.map((object) => ({
        path: key,
        what: `${subject} ${list(found, [object])}, which Argo CD reads in its own namespace alone, ${insteadOf(object.kind).why}, and no `
          + 'Application writes there',
        fix: `${insteadOf(object.kind).fix}, and take it out of the folder`,
      })),
      ...lines(needs).length === 0 ? [] : [{
        path: key, related: [['namespaces']],
        what: `${subject} ${list(found, [...needs.ofKind, ...needs.inNamespace])}, which an Application may only when it says so, `
          + refused,
        fix: application.ofFolder === 'folder'
          ? `paste under applications: "- { name: ${application.name}, ${lines(needs).join(', ')} }"`
          : `paste into this entry: ${lines(needs).join(', ')}`,
      }],
      ...needs.namespaces.length === 0 ? [] : [{
        path: key,
        what: `${subject} ${list(found, needs.namespaces)}, and no Application brings namespaces, ${refused}`,
        fix: `${undeclared(config, needs.namespaces)}take it out of the folder`,
      }],
      ...needs.unbounded.length === 0 ? [] : [{
        path: key,
        what: `${subject} ${list(found, needs.unbounded)}, by which K3s installs a chart with every right, ${refused}`,
        fix: 'write that chart under applications, and take it out of the folder',
      }],
    ];
  });
}

/** What is to be declared before a folder can do without its namespaces. */
function undeclared({ namespaces }: HomelabConfig, brought: readonly Manifest[]): string {
  const missing = brought.map(({ metadata }) => metadata.name).filter((each) => !namespaces.some(({ name }) => name === each));
  return missing.length === 0 ? '' : `add ${missing.map((name) => `"- name: ${name}"`).join(', ')} under namespaces, and `;
}

function lines({ kindsLine, namespacesLine }: ProjectNeeds): string[] {
  return [kindsLine, namespacesLine].filter((line) => line !== '');
}

/** The first objects by kind and name, each with its place. */
function list(found: readonly Found[], objects: readonly Manifest[]): string {
  const names = [...new Set(objects)].map((object) => {
    const { namespace, name } = object.metadata;
    const place = found.find((each) => each.object === object)?.place ?? '';
    return `${object.kind} ${namespace === undefined ? '' : `${namespace}/`}${name} (${place})`;
  });
  return names.length > 4 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
}

function contentsOf(repository: string, application: FolderConfig): Contents {
  const folder = path.join(repository, application.path);
  const isDirectory = application.recurse || application.include !== undefined || application.exclude !== undefined;
  try {
    const { files, rendered } = applicationFiles(folder, application);
    if (rendered.length > 0 && !isDirectory) { return { found: [], torn: [] }; }
    const all = files.map((file) => {
      const content = readText(file);
      const place = path.posix.join(application.path, path.relative(folder, file).split(path.sep).join('/'));
      return { content, place, ...readManifests(content) };
    });
    return {
      found: all.flatMap(({ place, objects }) => objects.map(({ object, positionOf }) => (
        { object: inNamespace(object, application.namespace), place: `${place}:${positionOf('').line}` }))),
      torn: all.filter(isMeantAsManifest).flatMap(({ place, problems }) => problems.filter(({ torn }) => torn)
        .slice(0, 1).map(({ line, column, what }) => `${place}:${line}:${column}, which ${what}`)),
    };
  } catch {
    return { found: [], torn: [] };
  }
}

/**
 * Whether Argo CD minds that a file is no YAML: one with whole objects in it, or with the words that every object has; any other it leaves
 * out (`getObjsFromYAMLOrJSON` in its reposerver/repository/repository.go).
 */
function isMeantAsManifest({ content, objects }: { readonly content: string; readonly objects: readonly unknown[] }): boolean {
  return objects.length > 0 || ['apiVersion:', 'kind:', 'metadata:'].every((word) => content.includes(word));
}
