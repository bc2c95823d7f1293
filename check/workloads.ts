import type { Manifest } from '../charts/core/manifest';
import type { Finding, Rule } from '../charts/core/rule';
import { at, list, text, type RenderedLab } from '../charts/core/rendered-lab';
import { podTemplate } from '../charts/core/pod-template';

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
    return broken.length === 0 ? [] : [{ object, what: `does not meet Pod Security "restricted": ${broken.join(', ')}`, fix: 'set what the standard asks for' }];
  }),
};

/** A token nobody needs is a key nobody guards. */
const workloadTokenNeeded: Rule = {
  name: 'workload-token-needed',
  severity: 'error',
  check: (lab) => workloads(lab).flatMap(({ object, spec }): Finding[] => {
    const account = text(spec, 'serviceAccountName');
    const mounts = at(spec, 'automountServiceAccountToken') ?? at(lab.ofKind('', 'ServiceAccount').find(({ metadata }) => metadata.name === account && metadata.namespace === object.metadata.namespace), 'automountServiceAccountToken');
    const bound = [...lab.ofKind('rbac.authorization.k8s.io', 'RoleBinding'), ...lab.ofKind('rbac.authorization.k8s.io', 'ClusterRoleBinding')]
      .some((binding) => list(binding, 'subjects').some((subject) => text(subject, 'name') === account && text(subject, 'namespace') === object.metadata.namespace));
    if (mounts !== false && (account === '' || !bound)) { return [{ object, what: 'mounts a service account token that grants it nothing', fix: 'set automountServiceAccountToken: false' }]; }
    if (mounts === false && bound) { return [{ object, what: `runs as ${account}, which has rights, without the token to use them`, fix: 'set automountServiceAccountToken: true in the pod' }]; }
    return [];
  }),
};

/** Verbs that change something. */
const WRITING = ['create', 'update', 'patch', 'delete', 'deletecollection'];

/** A right that names no object holds for all of them. */
const rbacMinimal: Rule = {
  name: 'rbac-minimal',
  severity: 'error',
  check: (lab) => [...lab.ofKind('rbac.authorization.k8s.io', 'Role'), ...lab.ofKind('rbac.authorization.k8s.io', 'ClusterRole')].flatMap((role) => list(role, 'rules').flatMap((rule): Finding[] => {
    const [verbs, resources, groups] = ['verbs', 'resources', 'apiGroups'].map((key) => list(rule, key).map(String)) as [string[], string[], string[]];
    const named = list(rule, 'resourceNames').length > 0;
    const wide = [...verbs, ...resources, ...groups].includes('*') ? 'has a wildcard'
      : resources.includes('secrets') && !named ? 'reads every Secret'
        : verbs.some((verb) => WRITING.includes(verb) && verb !== 'create') && !named ? `may ${verbs.join(', ')} every one of ${resources.join(', ')}`
          : verbs.some((verb) => ['escalate', 'bind', 'impersonate'].includes(verb)) ? 'can raise its own rights' : undefined;
    return wide === undefined ? [] : [{ object: role, what: `${wide}`, fix: 'list verbs and resources, and name the objects with resourceNames' }];
  })),
};

/** Without requests the scheduler overfills the one node; without a memory limit one pod can take it down. */
const workloadResourcesSet: Rule = {
  name: 'workload-resources-set',
  severity: 'error',
  check: (lab) => workloads(lab).flatMap(({ object, spec }) => containers(spec).flatMap((container): Finding[] => {
    const missing = [['requests', 'cpu'], ['requests', 'memory'], ['limits', 'memory']].filter((path) => at(container, 'resources', ...path) === undefined).map((path) => path.join('.'));
    return missing.length === 0 ? [] : [{ object, what: `leaves ${missing.join(', ')} of ${text(container, 'name')} open`, fix: 'set resources' }];
  })),
};

/** An image or chart that moves makes yesterday's commit mean something else today. */
const versionsPinned: Rule = {
  name: 'versions-pinned',
  severity: 'error',
  check: (lab) => [
    ...workloads(lab).flatMap(({ object, spec }) => containers(spec).map((container) => text(container, 'image')).filter((image) => !isPinned(image))
      .map((image): Finding => ({ object, what: `runs ${image}, which names no exact version`, fix: 'add a version tag or a digest' }))),
    ...[...lab.releases].flatMap(([release, values]) => movingTags(values).map((path): Finding => ({
      path: ['values', release], what: `${path.join('.')} of ${release} names no exact version`, fix: 'write a version tag',
    }))),
  ],
};

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

function isPinned(image: string): boolean {
  if (image.includes('@sha256:')) { return true; }
  const tag = image.slice(image.lastIndexOf('/') + 1).split(':')[1];
  return tag !== undefined && /\d/.test(tag) && tag !== 'latest';
}

/** Paths of image tags inside Helm values that move. */
function movingTags(values: unknown, path: readonly string[] = []): string[][] {
  if (values === null || typeof values !== 'object') { return []; }
  return Object.entries(values).flatMap(([key, value]) => {
    const here = [...path, key];
    const moving = typeof value === 'string' && ((key === 'tag' && /^(latest|main|master|edge|nightly|stable)$/.test(value)) || (key === 'image' && /:(latest|main|master|edge|nightly)$/.test(value)));
    return moving ? [here] : movingTags(value, here);
  });
}
