import type { Manifest } from '../charts/core/manifest';
import type { Finding, Rule } from '../charts/core/rule';
import { at, list, text, type OwnedValues, type RenderedLab } from '../charts/core/rendered-lab';
import { podTemplate } from '../charts/core/pod-template';
import { platformRelease } from '../charts/core/platform-release';
import { applications, sourcesOf } from '../charts/gitops/lab-applications';
import { isPinnedImage } from './image';

/** What Pod Security "restricted" asks for, see https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted. */
const workloadRestricted: Rule = {
  name: 'workload-restricted',
  severity: 'error',
  check: (lab) => workloads(lab).flatMap(({ object, spec }): Finding[] => {
    const broken = [
      ...['hostNetwork', 'hostPID', 'hostIPC'].filter((key) => at(spec, key) === true),
      ...list(spec, 'volumes').some((volume) => at(volume, 'hostPath') !== undefined) ? ['a hostPath volume'] : [],
      ...containers(spec).flatMap((container) => {
        const setting = (key: string): unknown => at(container, 'securityContext', key) ?? at(spec, 'securityContext', key);
        return [
          ...setting('runAsNonRoot') === true ? [] : ['runAsNonRoot'],
          ...at(container, 'securityContext', 'allowPrivilegeEscalation') === false ? [] : ['allowPrivilegeEscalation'],
          ...list(container, 'securityContext', 'capabilities', 'drop').includes('ALL') ? [] : ['capabilities.drop'],
          ...['RuntimeDefault', 'Localhost'].includes(text(setting('seccompProfile'), 'type')) ? [] : ['seccompProfile'],
        ].map((key) => `${key} of ${text(container, 'name')}`);
      }),
    ];
    if (broken.length === 0) { return []; }
    return [{ object, what: `does not meet Pod Security "restricted": ${broken.join(', ')}`, fix: 'set what the standard asks for' }];
  }),
};

/** A token nobody needs is a key nobody guards. */
const workloadTokenNeeded: Rule = {
  name: 'workload-token-needed',
  severity: 'error',
  check: (lab) => workloads(lab).flatMap(({ object, spec }): Finding[] => {
    const account = text(spec, 'serviceAccountName');
    const { namespace } = object.metadata;
    const found = lab.ofKind('', 'ServiceAccount').find(({ metadata }) => metadata.name === account && metadata.namespace === namespace);
    const mounts = at(spec, 'automountServiceAccountToken') ?? at(found, 'automountServiceAccountToken');
    const bound = [...lab.ofKind(RBAC, 'RoleBinding'), ...lab.ofKind(RBAC, 'ClusterRoleBinding')].some((binding) => {
      return list(binding, 'subjects').some((subject) => text(subject, 'name') === account && text(subject, 'namespace') === namespace);
    });
    if (mounts !== false && (account === '' || !bound)) {
      return [{
        object, what: 'mounts a service account token that grants it nothing', fix: 'set automountServiceAccountToken: false',
      }];
    }
    if (mounts === false && bound) {
      return [{
        object,
        what: `runs as ${account}, which has rights, without the token to use them`,
        fix: 'set automountServiceAccountToken: true in the pod',
      }];
    }
    return [];
  }),
};

/** The API group of roles and their bindings. */
const RBAC = 'rbac.authorization.k8s.io';

/** Verbs that change something. */
const WRITING = ['create', 'update', 'patch', 'delete', 'deletecollection'];

/** A right that names no object holds for all of them. */
const rbacMinimal: Rule = {
  name: 'rbac-minimal',
  severity: 'error',
  check: (lab) => [...lab.ofKind(RBAC, 'Role'), ...lab.ofKind(RBAC, 'ClusterRole')].flatMap((role) => {
    return list(role, 'rules').flatMap((rule): Finding[] => {
      const what = tooWide(rule);
      return what === undefined ? [] : [{ object: role, what, fix: 'list verbs and resources, and name the objects with resourceNames' }];
    });
  }),
};

/** What a rule of a role grants that nobody needs; undefined if it names what it is about. */
function tooWide(rule: unknown): string | undefined {
  const texts = (key: string): string[] => list(rule, key).map(String);
  const [verbs, resources, groups] = [texts('verbs'), texts('resources'), texts('apiGroups')];
  const named = list(rule, 'resourceNames').length > 0;
  if ([...verbs, ...resources, ...groups].includes('*')) { return 'has a wildcard'; }
  if (resources.includes('secrets') && !named) { return 'reads every Secret'; }
  if (verbs.some((verb) => WRITING.includes(verb) && verb !== 'create') && !named) {
    return `may ${verbs.join(', ')} every one of ${resources.join(', ')}`;
  }
  return verbs.some((verb) => ['escalate', 'bind', 'impersonate'].includes(verb)) ? 'can raise its own rights' : undefined;
}

/** Without requests the scheduler overfills the one node; without a memory limit one pod can take it down. */
const workloadResourcesSet: Rule = {
  name: 'workload-resources-set',
  severity: 'error',
  check: (lab) => workloads(lab).flatMap(({ object, spec }) => containers(spec).flatMap((container): Finding[] => {
    const missing = [['requests', 'cpu'], ['requests', 'memory'], ['limits', 'memory']]
      .filter((path) => at(container, 'resources', ...path) === undefined)
      .map((path) => path.join('.'));
    if (missing.length === 0) { return []; }
    return [{ object, what: `leaves ${missing.join(', ')} of ${text(container, 'name')} open`, fix: 'set resources' }];
  })),
};

/** An image or chart that moves makes yesterday's commit mean something else today. */
const versionsPinned: Rule = {
  name: 'versions-pinned',
  severity: 'error',
  check: (lab) => [
    ...workloads(lab).flatMap(({ object, spec }) => containers(spec)
      .map((container) => text(container, 'image'))
      .filter((image) => !isPinnedImage(image))
      .map((image): Finding => ({ object, what: `runs ${image}, which names no exact version`, fix: 'add a version tag or a digest' }))),
    ...lab.releases.flatMap((release) => movingTags(release.values).map((path): Finding => ({
      object: release.owner, ...blamedValue(lab, release, path), what: `has ${path.join('.')}, which names no exact version`,
      fix: 'write a version tag',
    }))),
    ...applications(lab).flatMap((owner) => movingParameters(lab, owner)),
  ],
};

/** What holds for every workload, whichever layer has it. */
export const WORKLOAD_RULES: readonly Rule[] = [workloadRestricted, workloadTokenNeeded, rbacMinimal, workloadResourcesSet, versionsPinned];

function workloads(lab: RenderedLab): { readonly object: Manifest; readonly spec: unknown }[] {
  return lab.manifests.flatMap((object) => {
    const template = podTemplate(object);
    return template === undefined ? [] : [{ object, spec: at(template, 'spec') }];
  });
}

function containers(spec: unknown): readonly unknown[] {
  return [...list(spec, 'initContainers'), ...list(spec, 'containers')];
}

/** The key of homelab.yaml behind a value of a release: of `values` for the platform's, of an Application for one of somebody's own. */
function blamedValue(lab: RenderedLab, { owner, source }: OwnedValues, path: readonly string[]): Pick<Finding, 'path'> {
  const name = platformRelease(owner, lab.folder(owner));
  const origin = lab.source(owner)?.origin;
  if (name !== undefined) { return at(lab.config.values[name], ...path) === undefined ? {} : { path: ['values', name, ...path] }; }
  if (!origin || !('key' in origin)) { return {}; }
  if (source !== undefined) { return { path: [...origin.key, 'sources', source, 'helm', 'values', ...path] }; }
  const isFolder = text(owner, 'spec', 'source', 'path') !== '';
  return { path: [...origin.key, ...isFolder ? ['helm'] : [], 'values', ...path] };
}

/** Parameters of Helm that set an image tag that moves. */
function movingParameters(lab: RenderedLab, owner: Manifest): Finding[] {
  const origin = lab.source(owner)?.origin;
  return sourcesOf(owner).flatMap((source, place, all) => list(source, 'helm', 'parameters').flatMap((each, index): Finding[] => {
    const name = text(each, 'name');
    if (MOVING.get(name.split('.').pop() ?? '')?.test(text(each, 'value')) !== true) { return []; }
    const key = [...all.length > 1 ? ['sources', place] : [], 'helm', 'parameters', index, 'value'];
    return [{
      object: owner, ...origin && 'key' in origin ? { path: [...origin.key, ...key] } : {},
      what: `sets ${name} to ${text(each, 'value')}, which names no exact version`, fix: 'write a version tag',
    }];
  }));
}

/** Values that move, by the key they stand at. */
const MOVING: ReadonlyMap<string, RegExp> = new Map([
  ['tag', /^(latest|main|master|edge|nightly|stable)$/],
  ['image', /:(latest|main|master|edge|nightly)$/],
]);

/** Paths of image tags inside Helm values that move. */
function movingTags(values: unknown, path: readonly string[] = []): string[][] {
  if (values === null || typeof values !== 'object') { return []; }
  return Object.entries(values).flatMap(([key, value]) => {
    const here = [...path, key];
    return typeof value === 'string' && MOVING.get(key)?.test(value) === true ? [here] : movingTags(value, here);
  });
}
