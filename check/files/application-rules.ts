import type { Manifest } from '../../charts/core/manifest';
import { describe } from '../../charts/core/manifest';
import { findKind } from '../../charts/core/pinned-kinds';
import { platformRelease } from '../../charts/core/platform-release';
import { podTemplate } from '../../charts/core/pod-template';
import { at, RenderedLab, text } from '../../charts/core/rendered-lab';
import type { MissingObject } from '../../charts/core/rule';
import { reachOf } from '../../charts/gitops/lab-applications';
import { insteadOf, isUnreadByArgoCd } from '../../charts/gitops/argo-cd-kinds';
import { allows, scopesIn } from '../../charts/gitops/project-bounds';
import { needsOf } from '../../charts/gitops/project-needs';
import { formatPath } from '../../config/problem';
import { isSameRepository } from '../../config/repository-name';
import { isAllowed } from '../allowances';
import { breaches } from '../pod-security';
import { secretsInManifest } from '../values/secrets';
import { RULES } from '../rules';

/** What is said of an object of an application. */
export interface ApplicationFinding {
  /** The object. */
  readonly object: Manifest;
  /** What is wrong and what would happen, with the rule it breaks. */
  readonly what: string;
}

/** Rules of the lab that hold for whatever is applied beside it. */
const SHARED = new Set([
  'route-attaches', 'route-hostname-covered', 'route-claims-unique', 'reference-granted', 'backend-port-declared',
  'certificate-issuer-exists', 'owned-once',
  'policy-admits-hbone', 'no-cilium-l7-in-mesh', 'waypoint-exists', 'pool-advertised',
]);

/** Label by which a namespace says what pods it admits. */
const ENFORCE = 'pod-security.kubernetes.io/enforce';

/** An object as Argo CD applies it: in the application's namespace where it names none. */
export function inNamespace(object: Manifest, namespace: string): Manifest {
  const { metadata } = object;
  return metadata.namespace !== undefined || findKind(object.apiVersion, object.kind)?.scope === 'Cluster' ? object
    : { ...object, metadata: { ...metadata, namespace } };
}

/** An application beside the lab whose folder is here. */
export interface ApplicationObjects {
  /** Name of the Application. */
  readonly name: string;
  /** What it applies, valid by their schemas. */
  readonly objects: readonly Manifest[];
  /** True if its folder holds all that it applies, and all of that could be read. */
  readonly isWhole: boolean;
}

/**
 * What the lab does not let its applications do: their projects, what their namespaces admit, and the rules that hold for everything in
 * the lab. Each rule sees the objects of all applications at once, because one may need what another brings.
 *
 * @param lab - the objects of the lab itself, by folder
 * @param applications - those whose folders are here
 */
export function applicationFindings(
  { config, folders }: { readonly config: RenderedLab['config']; readonly folders: ReadonlyMap<string, readonly Manifest[]> },
  applications: readonly ApplicationObjects[],
): ApplicationFinding[] {
  const beside = applications.map(({ name, objects }) => [`application ${name}`, objects] as const);
  const lab = new RenderedLab(config, new Map([...folders, ...beside]));
  const own = new Set(applications.flatMap(({ objects }) => objects));
  const isWhole = new Set(applications.filter((each) => each.isWhole).map(({ name }) => name));
  const shared = RULES.filter(({ name }) => SHARED.has(name)).flatMap(({ name, check }) => check(lab)
    .flatMap(({ object, what, fix, missing }) => object && own.has(object) && !isAllowed(config.allowUnsafe, name, describe(object))
      && !(missing && mayBring(lab, isWhole, missing)) ? [{ object, what: `${what} [${name}]; ${fix}` }] : []));
  return [...shared, ...applications.flatMap(({ name, objects }) =>
    [...ofProject(lab, name, objects), ...objects.flatMap((object) => [...ofPodSecurity(lab, object), ...ofSecrets(config, object)])])];
}

/** True if something that nobody looks into, a chart or the folder of another repository, may hold an object. */
function mayBring(lab: RenderedLab, isWhole: ReadonlySet<string>, { group, kind, namespace }: MissingObject): boolean {
  // The platform's own charts bring nothing that goes to every namespace.
  const isPlatform = (each: Manifest): boolean => platformRelease(each, lab.folder(each)) !== undefined;
  const goesThere = (each: Manifest, targets: readonly string[]): boolean =>
    namespace === undefined ? !isPlatform(each) : targets.includes(namespace);
  const object: Manifest = { apiVersion: `${group}/v1`, kind, metadata: { name: '', ...namespace === undefined ? {} : { namespace } } };
  return lab.ofKind('helm.cattle.io', 'HelmChart').some((chart) => goesThere(chart, [text(chart, 'spec', 'targetNamespace')]))
    || lab.ofKind('argoproj.io', 'Application').filter((each) => !isWhole.has(each.metadata.name) && !isOfLab(lab, each)).some((each) => {
      const project = lab.ofKind('argoproj.io', 'AppProject').find(({ metadata }) => metadata.name === text(each, 'spec', 'project'));
      return goesThere(each, reachOf(lab, each)) && (!project || allows(project, object));
    });
}

/** True for an Application that applies a folder of the lab itself. */
function isOfLab({ config: { gitops } }: RenderedLab, application: Manifest): boolean {
  const repository = text(application, 'spec', 'source', 'repoURL');
  return repository !== '' && isSameRepository(repository, gitops.repoURL)
    && text(application, 'spec', 'source', 'path').startsWith(`${gitops.path}/`);
}

function ofProject(lab: RenderedLab, application: string, objects: readonly Manifest[]): ApplicationFinding[] {
  const owner = lab.ofKind('argoproj.io', 'Application').find(({ metadata }) => metadata.name === application);
  const name = text(owner, 'spec', 'project');
  const project = lab.ofKind('argoproj.io', 'AppProject').find(({ metadata }) => metadata.name === name);
  if (!project) { return []; }
  const unread = objects.filter((object) => isUnreadByArgoCd(lab.config, object));
  const needs = needsOf(project, owner!, objects.filter((object) => !unread.includes(object)), scopesIn(lab.manifests));
  const refused = `so Argo CD syncs nothing of ${application}`;
  return [
    ...unread.map((object) => ({
      object, what: `is for Argo CD, which reads it in its own namespace alone, ${insteadOf(object.kind).why}, and no application writes `
        + `there; ${insteadOf(object.kind).fix}, and take it out here`,
    })),
    ...needs.ofKind.map((object) => ({
      object, what: `is of a kind that the project ${name} does not allow, ${refused}; if it is to have that, paste into its entry in `
        + `homelab.yaml: ${needs.kindsLine}`,
    })),
    ...needs.unbounded.map((object) => ({
      object, what: `asks K3s to install a chart with every right, which the project ${name} does not allow, ${refused}; write that chart `
        + 'under applications in homelab.yaml, and take it out here',
    })),
    ...needs.namespaces.map((object) => ({
      object, what: `is a namespace, which the project ${name} does not allow, ${refused}; declare it under namespaces in `
        + 'homelab.yaml, and take it out here',
    })),
    ...needs.inNamespace.map((object) => ({
      object, what: `goes to the namespace ${object.metadata.namespace}, which the project ${name} does not allow, ${refused}; if it is to `
        + `have that, paste into its entry in homelab.yaml: ${needs.namespacesLine}`,
    })),
  ];
}

function ofPodSecurity(lab: RenderedLab, object: Manifest): ApplicationFinding[] {
  const template = podTemplate(object);
  const { namespace } = object.metadata;
  const declared = lab.ofKind('', 'Namespace').find(({ metadata }) => metadata.name === namespace);
  const level = declared?.metadata.labels?.[ENFORCE];
  if (template === undefined || (level !== 'baseline' && level !== 'restricted')) { return []; }
  const broken = breaches(level, at(template, 'spec'));
  return broken.length === 0 ? [] : [{
    object, what: `is not admitted by its namespace, which enforces Pod Security "${level}": ${broken.join(', ')}; `
      + 'set what the standard asks for, or give the namespace another podSecurity',
  }];
}

/** A repository is read by more people than a cluster, and keeps what was once in it. */
function ofSecrets({ allowUnsafe }: RenderedLab['config'], object: Manifest): ApplicationFinding[] {
  if (isAllowed(allowUnsafe, 'no-secret-in-values', describe(object))) { return []; }
  return secretsInManifest(object).map(({ path, what }) => ({
    object, what: `${formatPath(path)} ${what}, and would stand in clear in git [no-secret-in-values]; make it in the cluster, or seal it `
      + '(docs/secrets.md), and change it if this was pushed',
  }));
}
