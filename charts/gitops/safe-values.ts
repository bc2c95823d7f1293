import { textOf } from '../core/plain-data';
import { load } from 'js-yaml';
import { isMapping } from '../../config/kinds';
import { withNames, withRights } from '../core/chart-parts';
import { groupOf } from '../core/manifest';
import { at, type RenderedLab } from '../core/rendered-lab';
import {
  isTruthy, off, on, running, unset, type SafeSettings, type SafeValue, type SafeValues, type ValueScene,
} from '../core/safe-values';

/** Way to a key of argocd-cm, or of argocd-cmd-params-cm. */
const cm = (key: string): string[] => ['configs', 'cm', key];
const param = (key: string): string[] => ['configs', 'params', key];

const REDIRECTS = 'behind the gateway, which ends TLS, every page would redirect to itself for ever';
const NO_KINDS = 'the kinds of others do not exist when K3s installs this chart, so it would be refused or leave it out';

/** Values of Argo CD without which something fails quietly. Keys: charts/argo-cd/values.yaml of argoproj/argo-helm at 10.1. */
export const GITOPS_SAFE_VALUES: SafeValues = {
  argocd: [
    {
      path: param('server.rootpath'), safe: ['', undefined], wanted: 'nothing',
      why: 'the page would be below that path alone, and its route and its link lead to the top',
    },
    {
      path: param('server.basehref'), safe: ['', '/', undefined], wanted: 'nothing',
      why: 'the page would look for its parts below that path, and its route leads to the top',
    },
    { path: param('server.insecure'), safe: [true, 'true'], why: REDIRECTS },
    { path: ['crds', 'keep'], safe: [true, undefined], why: 'an uninstall would delete every Application, and with them the lab' },
    { path: ['crds', 'install'], safe: [true, undefined], why: 'K3s brings no others, so there would be no Applications' },
    // What runs.
    running('controller.replicas', 'nothing would be synced'),
    running('repoServer.replicas', 'nobody would read git, and nothing would be synced'),
    running('server.replicas', 'nobody would answer at its page, and the scripts that ask it'),
    {
      path: ['redis', 'enabled'], wanted: 'true', why: 'Argo CD keeps what it has read there, and would not start',
      safe: (value, { values }) => value === undefined || isTruthy(value) || isTruthy(at(values, 'redis-ha', 'enabled'))
        || isTruthy(at(values, 'externalRedis', 'host')),
    },
    {
      path: ['redis-ha', 'enabled'], wanted: 'false', why: 'its three pods never share a node',
      safe: (value, { lab }) => !isTruthy(value) || lab.config.nodes.length >= 3,
    },
    on('createClusterRoles', 'Argo CD would not be allowed to apply anything'),
    on('configs.cm.create', "the lab's checks of health would be missing, and waves would wait for nothing"),
    on('configs.params.create', REDIRECTS),
    on('configs.rbac.create', 'nobody could log in'),
    on('configs.secret.createSecret', 'the server keeps its key there, and would not start'),
    {
      path: ['global', 'networkPolicy', 'create'], safe: [true],
      why: 'everybody in the cluster could reach the credentials that redis and the repo server keep',
    },
    // What the lab's own Applications need.
    {
      path: cm('resource.customizations.health.argoproj.io_Application'), safe: isGenerated, wanted: 'nothing',
      why: 'waves would not wait for each other, or for ever',
    },
    {
      path: cm('resource.customizations.useOpenLibs.argoproj.io_Application'), safe: [true, 'true'],
      why: "the lab's check of health would fail, and waves would wait for ever",
    },
    {
      path: cm('resource.customizations'), wanted: 'nothing; write resource.customizations.health.GROUP_KIND',
      why: 'the old form takes the place of every check of health in the new one',
      safe: (value) => !isTruthy(value) || !/argoproj\.io\/Application|CustomResourceDefinition/.test(textOf(value)),
    },
    {
      path: cm('application.resourceTrackingMethod'), safe: ['annotation', undefined, null],
      why: 'labels that a Gateway hands on would make Argo CD take the pods of the gateway for its own, and prune them',
    },
    {
      path: cm('application.instanceLabelKey'), safe: ['argocd.argoproj.io/instance', undefined, null], warns: true,
      why: 'charts set some such labels themselves',
    },
    {
      path: cm('timeout.reconciliation'), wanted: '120s', why: 'a commit would never be seen',
      safe: (value) => value === undefined || value === null || !/^0+(ms|s|m|h)?$/.test(textOf(value)),
    },
    ...exclusions('resource.exclusions', false), ...exclusions('resource.inclusions', true),
    {
      path: cm('admin.enabled'), wanted: 'true', why: 'there is no other account, and nobody could log in',
      safe: (value, { values }) => value === undefined || (isTruthy(value) && value !== 'false') || isTruthy(at(values, 'dex', 'enabled'))
        || Object.keys((at(values, 'configs', 'cm') ?? {})).some((key) => key.startsWith('accounts.') || key.startsWith('oidc.')),
    },
    {
      path: cm('users.anonymous.enabled'), safe: [undefined, null, false, 'false'], warns: true,
      why: 'everybody on the network could see what the lab runs, without a password',
    },
    {
      path: ['configs', 'rbac', 'policy.default'], wanted: 'role:readonly or nothing',
      safe: (value) => !textOf(value).includes('role:admin'),
      why: 'everybody who can log in, or nobody in particular, could change everything',
    },
    {
      path: param('controller.diff.server.side'), safe: [true, 'true'],
      why: 'defaults of the API server would be shown as drift, and healed for ever',
    },
    {
      path: param('application.namespaces'), warns: true, wanted: 'nothing', safe: (value) => !isTruthy(value),
      why: 'whoever may make Applications there could use the projects that admit them',
    },
    {
      path: param('server.disable.auth'), safe: (value) => !isTruthy(value) || value === 'false', wanted: 'false',
      why: 'everybody on the network could change everything, without a password',
    },
    {
      path: ['global', 'domain'], wanted: 'what interfaces.argocd.host makes, by that key',
      safe: (value, { lab }) => value === `${lab.config.interfaces.argocd.host}.${lab.config.domain}`,
      why: 'links and redirects would lead to a host name that no route has',
    },
    // What does not exist yet when K3s installs it.
    ...[
      'server.certificate.enabled', 'server.httproute.enabled', 'server.grpcroute.enabled', 'server.backendTLSPolicy.enabled',
    ].map((path) => off(path, NO_KINDS)),
    ...['controller', 'server', 'repoServer', 'applicationSet', 'redis', 'dex', 'notifications'].map((part) =>
      off(`${part}.metrics.serviceMonitor.enabled`, 'K3s installs this chart before that kind exists, and it would be left out without a '
        + 'word; the lab scrapes it by a monitor of its own', { warns: true })),
    off(
      'controller.metrics.rules.enabled',
      'K3s installs this chart before that kind exists, and it would be left out without a word; the lab has alerts of its own',
      { warns: true },
    ),
    off('notifications.enabled', 'its ClusterRole may read every Secret of the cluster'),
    { path: ['extraObjects'], safe: builtIn, wanted: 'nothing; put such objects into an Application of your own', why: NO_KINDS },
    unset(
      'server.service.type',
      'it would take an address of its own and answer there without TLS',
      { warns: true, safe: ['ClusterIP', undefined], wanted: 'ClusterIP' },
    ),
    ...withRights('controller.serviceAccount.create', 'server.serviceAccount.create'),
    ...withNames('fullnameOverride', 'namespaceOverride'),
    {
      path: ['nameOverride'], safe: ['argocd', undefined],
      why: 'scripts, alerts and routes of the lab know its objects by the names they have',
    },
  ],
};

/** Arguments and variables of Argo CD that go round its values. */
export const GITOPS_SAFE_SETTINGS: SafeSettings = {
  argocd: [
    { path: ['server', 'extraArgs'], name: 'insecure', safe: ['true'], why: REDIRECTS },
    {
      path: ['server', 'extraArgs'], name: 'disable-auth', safe: ['false'],
      why: 'everybody on the network could change everything, without a password',
    },
    { path: ['server', 'env'], name: 'ARGOCD_SERVER_INSECURE', safe: ['true'], why: REDIRECTS },
    {
      path: ['server', 'env'], name: 'ARGOCD_SERVER_DISABLE_AUTH', safe: ['false'],
      why: 'everybody on the network could change everything, without a password',
    },
    { path: ['global', 'env'], name: 'ARGOCD_SERVER_INSECURE', safe: ['true'], why: REDIRECTS },
    {
      path: ['controller', 'extraArgs'], name: 'server-side-diff-enabled', safe: ['true'],
      why: 'defaults of the API server would be shown as drift, and healed for ever',
    },
    { path: ['controller', 'extraArgs'], name: 'app-resync', safe: (value) => /^[1-9]/.test(value), why: 'a commit would never be seen' },
    {
      path: ['controller', 'env'], name: 'ARGOCD_APPLICATION_CONTROLLER_SERVER_SIDE_DIFF', safe: ['true'],
      why: 'defaults of the API server would be shown as drift, and healed for ever',
    },
    {
      path: ['controller', 'env'], name: 'ARGOCD_RECONCILIATION_TIMEOUT', safe: (value) => /^[1-9]/.test(value),
      why: 'a commit would never be seen',
    },
  ],
};

const HEALTH = 'resource.customizations.health.argoproj.io_Application';

/** The lab generates this text itself; only an override can be another. */
function isGenerated(value: unknown, { lab }: ValueScene): boolean {
  const override = at(lab.config.values.argocd, 'configs', 'cm', HEALTH);
  return override === undefined ? value !== null : false;
}

/** Settings by which Argo CD looks at some kinds only. */
function exclusions(key: string, includes: boolean): SafeValue[] {
  return [{
    path: cm(key), wanted: 'a list that leaves the kinds of the lab in', why: 'Argo CD would not look at kinds that the lab has, and '
      + 'never sync them',
    safe: (value, { lab }) => {
      const filters = filtersOf(value);
      if (filters === undefined) { return !isTruthy(value); }
      if (includes && filters.length === 0) { return true; }
      return kindsOf(lab).every(([group, kind]) => filters.some((each) => takes(each, group, kind)) === includes);
    },
  }];
}

function filtersOf(value: unknown): unknown[] | undefined {
  if (typeof value !== 'string') { return Array.isArray(value) ? value : undefined; }
  try {
    const data: unknown = load(value);
    return Array.isArray(data) ? data : undefined;
  } catch { return undefined; }
}

function takes(filter: unknown, group: string, kind: string): boolean {
  if (!isMapping(filter)) { return false; }
  const has = (key: string, text: string): boolean => {
    const list = filter[key];
    return !Array.isArray(list) || list.length === 0 || list.some((each) => matches(textOf(each), text));
  };
  return has('apiGroups', group) && has('kinds', kind);
}

/** Argo CD compares groups and kinds as globs (util/settings/filtered_resource.go). */
function matches(glob: string, text: string): boolean {
  return new RegExp(`^${glob.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`)).join('.*')}$`).test(text);
}

function kindsOf(lab: RenderedLab): [string, string][] {
  return [
    ...new Map(
      lab.manifests.map((each): [string, [string, string]] => [`${groupOf(each)}/${each.kind}`, [groupOf(each), each.kind]]),
    ).values(),
  ];
}

/** Kinds that every API server has, and Argo CD's own. */
function builtIn(value: unknown): boolean {
  const objects = Array.isArray(value) ? value : Object.values(isMapping(value) ? value : {});
  return objects.every((each: unknown) => {
    if (!isMapping(each)) { return true; }
    const { apiVersion } = each;
    const group = typeof apiVersion === 'string' && apiVersion.includes('/') ? apiVersion.split('/')[0] ?? '' : '';
    return !group.includes('.') || group.endsWith('.k8s.io') && !group.startsWith('gateway.') || group === 'argoproj.io';
  });
}
