import { KUBERNETES_NAMESPACES, PLATFORM_NAMESPACES } from '../../config/platform';
import { describe, groupOf, type Manifest } from '../core/manifest';
import type { Finding, Rule } from '../core/rule';
import { list, text, type RenderedLab } from '../core/rendered-lab';
import { applicationOf, applications, childApplications, contents, folderOf, isOfApplications, sourcesOf, wave } from './lab-applications';
import { allows } from './project-bounds';
import { BOOTSTRAP_PROJECT } from './projects';
import { ROOT } from './roots';

/** Argo CD lets the last of two owners win, every few minutes, in turn. */
const ownedOnce: Rule = {
  name: 'owned-once',
  severity: 'error',
  check: (lab) => {
    const seen = new Map<string, Manifest>();
    return lab.manifests.flatMap((manifest): Finding[] => {
      const key = `${groupOf(manifest)}/${describe(manifest)}`;
      const other = seen.get(key);
      seen.set(key, manifest);
      if (!other) { return []; }
      const [first, second] = [lab.folder(other), lab.folder(manifest)];
      const where = first === second ? ` to ${first}` : `, to ${first} and ${second}`;
      return [{ object: manifest, what: `is written twice${where}`, fix: 'keep one of them' }];
    });
  },
};

/** What no Application syncs never reaches the cluster. */
const folderSynced: Rule = {
  name: 'folder-synced',
  severity: 'error',
  check: (lab) => {
    const synced = new Set(applications(lab).map((application) => folderOf(lab, application)));
    return lab.manifests.filter((manifest) => !synced.has(lab.folder(manifest))).map((object): Finding => ({
      object, what: `lies in ${lab.folder(object)}, which no Application syncs`, fix: 'add an Application for that folder',
    }));
  },
};

/** What an object needs must be there before it: its namespace and its kind. */
const dependenciesFirst: Rule = {
  name: 'dependencies-first',
  severity: 'error',
  check: (lab) => childApplications(lab)
    // Found late, by trial: K3s' add-on controller and Argo CD's own retries make the very first objects converge.
    .filter((application) => text(application, 'spec', 'project') !== BOOTSTRAP_PROJECT)
    .flatMap((application) => [...lateNamespaces(lab, application), ...lateDefinitions(lab, application)]),
};

/** Every namespace that an Application writes to. */
function namespacesOf(lab: RenderedLab, application: Manifest): string[] {
  const own = contents(lab, application).map(({ metadata }) => metadata.namespace ?? '');
  return [...new Set([text(application, 'spec', 'destination', 'namespace'), ...own])].filter((name) => name !== '');
}

function lateNamespaces(lab: RenderedLab, application: Manifest): Finding[] {
  const mine = wave(application);
  const kubernetes = new Set<string>(KUBERNETES_NAMESPACES);
  const used = namespacesOf(lab, application);
  const created = new Map(lab.ofKind('', 'Namespace').map((namespace) => [namespace.metadata.name, namespace]));
  return used.filter((name) => !kubernetes.has(name)).flatMap((name): Finding[] => {
    const namespace = created.get(name);
    if (!namespace) {
      const what = `puts objects into the namespace ${name}, which nobody makes`;
      return [{ object: application, what, fix: 'declare it under namespaces' }];
    }
    const maker = applicationOf(lab, namespace);
    if (!maker || maker === application || wave(maker) < mine) { return []; }
    const what = `is applied in wave ${mine}, its namespace ${name} only in wave ${wave(maker)}`;
    return [{ object: application, what, fix: 'make it depend on the namespaces' }];
  });
}

function lateDefinitions(lab: RenderedLab, application: Manifest): Finding[] {
  const mine = wave(application);
  const waves = new Map(applications(lab).map((each) => [each.metadata.name, wave(each)]));
  const kinds = new Map(contents(lab, application).map((object) => [`${groupOf(object)}/${object.kind}`, object]));
  return [...kinds.values()].flatMap((object): Finding[] => {
    const provider = lab.providerOf(groupOf(object), object.kind);
    if (!provider) { return []; }
    if (provider.application === undefined) {
      const what = `holds an object of kind ${object.kind} of ${groupOf(object)}, whose definition no Application brings`;
      return [{ object: application, what, fix: `bring the definitions of ${provider.repository}` }];
    }
    const theirs = waves.get(provider.application) ?? Infinity;
    if (theirs < mine) { return []; }
    const what = `is applied in wave ${mine}, but ${provider.application} brings the definition of ${object.kind} only in wave ${theirs}`;
    return [{ object: application, what, fix: `make it depend on ${provider.application}` }];
  });
}

/** An Application outside its project's bounds is refused by Argo CD, and one with wide bounds is no bound at all. */
const projectsAllow: Rule = {
  name: 'projects-allow',
  severity: 'error',
  check: (lab) => applications(lab).flatMap((application): Finding[] => {
    const name = text(application, 'spec', 'project');
    const project = lab.ofKind('argoproj.io', 'AppProject').find(({ metadata }) => metadata.name === name);
    if (!project) {
      return [{ object: application, what: `belongs to the project ${name}, which does not exist`, fix: 'add the project' }];
    }
    const destinations = list(project, 'spec', 'destinations').map((each) => text(each, 'namespace'));
    const own = contents(lab, application);
    const forbidden = own.filter((manifest) => !allows(project, manifest));
    return [
      ...sourcesOf(application).map((source) => text(source, 'repoURL'))
        .filter((repo) => !list(project, 'spec', 'sourceRepos').includes(repo)).map((repo) => ({
          object: application, what: `reads ${repo}, which its project ${name} does not allow`, fix: 'add the repository to the project',
        })),
      ...namespacesOf(lab, application).filter((space) => !destinations.includes(space) && !destinations.includes('*')).map((space) => ({
        object: application, what: `writes to ${space}, which its project ${name} does not allow`, fix: 'add the namespace to the project',
      })),
      ...forbidden.map((manifest) => ({
        object: manifest, what: `is of a kind that the project ${name} does not allow`, fix: 'add the kind to the project',
      })),
    ];
  }),
};

/**
 * A project with a wildcard lets one compromised chart write anywhere. Any namespace will do for one that lists its kinds and reads nothing
 * but `dist/`: whoever can write there can change the project, too.
 */
const projectsBounded: Rule = {
  name: 'projects-bounded',
  severity: 'error',
  check: (lab) => lab.ofKind('argoproj.io', 'AppProject').flatMap((project): Finding[] => {
    const destinations = list(project, 'spec', 'destinations');
    const clusterKinds = list(project, 'spec', 'clusterResourceWhitelist');
    const isDist = list(project, 'spec', 'sourceRepos').every((each) => each === lab.config.gitops.repoURL);
    const namespacedKinds = list(project, 'spec', 'namespaceResourceWhitelist');
    const kindsListed = namespacedKinds.length > 0
      && namespacedKinds.every((each) => !`${text(each, 'group')}${text(each, 'kind')}`.includes('*'));
    const wide = [
      ...list(project, 'spec', 'sourceRepos').some((each) => String(each).includes('*')) ? ['sourceRepos'] : [],
      ...destinations.some((each) => `${isDist && kindsListed ? '' : text(each, 'namespace')}${text(each, 'server')}`.includes('*'))
        ? ['destinations'] : [],
      ...clusterKinds.some((each) => [text(each, 'group'), text(each, 'kind')].includes('*')) ? ['clusterResourceWhitelist'] : [],
    ];
    return [
      ...wide.length === 0 ? [] : [{
        object: project, what: `has a wildcard in ${wide.join(', ')}`, fix: 'list what its Applications need',
      }],
      ...isOfApplications(lab, project) ? unbounded(project) : [],
    ];
  }),
};

/** What an Application of the user's own gets past every bound with, though it is named. */
function unbounded(project: Manifest): Finding[] {
  const { argocd } = PLATFORM_NAMESPACES;
  const kinds = list(project, 'spec', 'clusterResourceWhitelist');
  return [
    // https://argo-cd.readthedocs.io/en/stable/operator-manual/app-any-namespace/: never allow the namespace of Argo CD.
    ...list(project, 'spec', 'destinations').some((each) => text(each, 'namespace') === argocd) ? [{
      object: project,
      what: `lets an application write to ${argocd}, where it could change this project and every other, and the accounts of Argo CD`,
      fix: `deploy it to a namespace of its own, and take ${argocd} out of its namespaces`,
    }] : [],
    ...kinds.some((each) => text(each, 'group') === '' && text(each, 'kind') === 'Namespace') ? [{
      object: project,
      what: 'lets an application bring namespaces: it could delete any of them with all that is in it, and change what pods it admits; '
        + 'and Argo CD refuses one that the lab makes already',
      fix: 'declare the namespace under namespaces, and switch off what makes it',
    }] : [],
  ];
}

/** Beginning of the finalizers by which Argo CD deletes what an Application manages, in the foreground or background. */
const CASCADE = 'resources-finalizer.argocd.argoproj.io';

/**
 * Deleting an Application with this finalizer deletes what it manages. For the network, definitions and namespaces that would be every
 * object of their kinds, and everything in them.
 */
const noCascade: Rule = {
  name: 'no-cascade',
  severity: 'error',
  check: (lab) => childApplications(lab)
    .filter((application) => list(application, 'metadata', 'finalizers').some((each) => String(each).startsWith(CASCADE)))
    .filter((application) => isFoundation(lab, application))
    .map((application) => ({
      object: application,
      what: "carries Argo CD's cascade finalizer, so deleting it would delete what the rest of the lab stands on",
      fix: 'remove the finalizer',
    })),
};

/** Whether an Application brings what others stand on: definitions, namespaces, what K3s installs, or a chart or folder of the platform. */
function isFoundation(lab: RenderedLab, application: Manifest): boolean {
  const holds = new Set(contents(lab, application).map(({ kind }) => kind));
  const isChart = folderOf(lab, application) === '';
  return lab.bringsDefinitions(application.metadata.name) || isChart && lab.folder(application) === ROOT
    || ['Namespace', 'CustomResourceDefinition', 'HelmChart'].some((kind) => holds.has(kind));
}

/** Promises between Applications, projects, and what they sync. */
export const ARGO_RULES: readonly Rule[] = [ownedOnce, folderSynced, dependenciesFirst, projectsAllow, projectsBounded, noCascade];
