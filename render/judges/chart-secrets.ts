import { describe, groupOf, type Manifest } from '../../charts/core/manifest';
import { list, text } from '../../charts/core/rendered-lab';
import type { Judge, Objection } from '../judge';
import type { RenderedCharts } from '../rendered-charts';
import { SECRET_READERS } from '../secret-readers';

/** The API group of roles and their bindings. */
const RBAC = 'rbac.authorization.k8s.io';
/** Name of the judge, as `allowUnsafe` has it. */
const NAME = 'chart-secrets';
/** Verbs that show what is in a Secret. */
const READING = ['get', 'list', 'watch', '*'];

/** Whoever reads every Secret of the cluster has the passwords of everything in it. Those that have a reason are listed with it. */
export const chartSecrets: Judge = {
  name: NAME,
  severity: 'error',
  check: (charts) => charts.charts.flatMap(({ release, objects }) => objects.flatMap(({ manifest }): Objection[] => {
    if (manifest.kind !== 'ClusterRoleBinding' || groupOf(manifest) !== RBAC) { return []; }
    const name = text(manifest, 'roleRef', 'name');
    const role = charts.find(RBAC, 'ClusterRole', name);
    if (!readsEverySecret(role, name) || SECRET_READERS.some((each) => each.release === release.name && each.role === name)) { return []; }
    const who = list(manifest, 'subjects').map((subject) => `${text(subject, 'namespace')}/${text(subject, 'name')}`).join(', ');
    const object = role && charts.source(role) ? role : manifest;
    return [{
      object,
      what: `lets ${who} read every Secret of the cluster`,
      fix: 'switch off what needs it, or give it a Role of its namespace; if you trust it with all of them: '
        + `allowUnsafe: ["${NAME} ${describe(object)}"]`,
    }];
  })),
};

/** The roles that `homelab render` was told of and that read nothing any more; a test holds the list to what is true. */
export function idleReaders(charts: RenderedCharts): string[] {
  const rendered = charts.charts.filter(({ refusal }) => refusal === undefined).map(({ release }) => release.name);
  return SECRET_READERS.filter(({ release, role }) => rendered.includes(release)
    && !readsEverySecret(charts.find(RBAC, 'ClusterRole', role), role)).map(({ release, role }) => `${release}: ${role}`);
}

function readsEverySecret(role: Manifest | undefined, name: string): boolean {
  // Kubernetes' own role with every right.
  if (!role) { return name === 'cluster-admin'; }
  return list(role, 'rules').some((rule) => {
    const has = (key: string, ...wanted: readonly string[]): boolean => list(rule, key).some((each) => wanted.includes(String(each)));
    const named = list(rule, 'resourceNames').length > 0;
    return !named && has('apiGroups', '', '*') && has('resources', 'secrets', '*') && has('verbs', ...READING);
  });
}
