import { App, Duration } from 'cdk8s';
import { ZtunnelRestart } from '../../../charts/ztunnel/ztunnel-restart';
import { applicationsOf, contributionsOf, dependency, manifestsOf as objectsOf } from '../../../testing';
import { find, labOf, manifestsOf } from '../../util';

interface PodSpec {
  readonly initContainers: readonly Container[];
  readonly containers: readonly Container[];
  readonly [field: string]: unknown;
}

interface Container {
  readonly name: string;
  readonly image: string;
  readonly args: readonly string[];
  readonly command?: readonly string[];
}

interface CronJob {
  readonly spec: {
    readonly schedule: string;
    readonly jobTemplate: {
      readonly spec: {
        readonly activeDeadlineSeconds: number;
        readonly template: { readonly metadata: { readonly labels: unknown }; readonly spec: PodSpec };
      };
    };
  };
}

function cronJob(yaml = ''): CronJob {
  return find(manifestsOf(labOf(yaml), 'ztunnel-restart'), 'CronJob', 'ztunnel-restart') as unknown as CronJob;
}

const pod = (): PodSpec => cronJob().spec.jobTemplate.spec.template.spec;

test('matches the snapshot of the default lab', () => {
  expect(manifestsOf(labOf(), 'ztunnel-restart')).toMatchSnapshot();
});

test('runs when the user says, in the time zone the user says', () => {
  expect(cronJob().spec).toMatchObject({ schedule: '0 3 * * 0', timeZone: 'Etc/UTC' });
  expect(cronJob('mesh: { ztunnelRestartSchedule: 30 4 * * 1, timeZone: Europe/London }').spec).toMatchObject({
    schedule: '30 4 * * 1',
    timeZone: 'Europe/London',
  });
});

test('restarts first and then waits, without a shell', () => {
  expect(pod().initContainers.map(({ args }) => args)).toEqual([['rollout', 'restart', 'daemonset/ztunnel', '--namespace=istio-system']]);
  expect(pod().containers.map(({ args }) => args)).toEqual([
    ['rollout', 'status', 'daemonset/ztunnel', '--namespace=istio-system', '--timeout=300s'],
  ]);
  for (const { image, command } of [...pod().initContainers, ...pod().containers]) {
    expect(image).toMatch(/^registry\.k8s\.io\/kubectl:v\d+\.\d+\.\d+$/);
    expect(command).toBeUndefined();
  }
});

test('is made up for after a sleep of any length, and is not cut off by one', () => {
  expect(cronJob().spec).not.toHaveProperty('startingDeadlineSeconds');
  expect(cronJob().spec.jobTemplate.spec.activeDeadlineSeconds).toBeGreaterThanOrEqual(24 * 60 * 60);
});

test('passes Pod Security "restricted"', () => {
  expect(pod()).toMatchObject({ securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } } });
  for (const container of [...pod().initContainers, ...pod().containers]) {
    expect(container).toMatchObject({
      securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
    });
  }
});

test('may touch the one DaemonSet and nothing else', () => {
  const manifests = manifestsOf(labOf(), 'ztunnel-restart');
  expect(find(manifests, 'Role')['rules']).toEqual([
    { apiGroups: ['apps'], resources: ['daemonsets'], resourceNames: ['ztunnel'], verbs: ['get', 'list', 'patch', 'watch'] },
  ]);
  expect(find(manifests, 'RoleBinding')).toMatchObject({
    roleRef: { kind: 'Role', name: 'ztunnel-restart' },
    subjects: [{ kind: 'ServiceAccount', name: 'ztunnel-restart-sa', namespace: 'istio-system' }],
  });
});

test('has a token in its pod only', () => {
  expect(find(manifestsOf(labOf(), 'ztunnel-restart'), 'ServiceAccount', 'ztunnel-restart-sa')['automountServiceAccountToken']).toBe(false);
  expect(pod()).toMatchObject({ serviceAccountName: 'ztunnel-restart-sa', automountServiceAccountToken: true });
});

test('stays out of the mesh it restarts', () => {
  expect(cronJob().spec.jobTemplate.spec.template.metadata.labels).toMatchObject({ 'istio.io/dataplane-mode': 'none' });
});

describe('made alone', () => {
  const NAME = { name: 'ztunnel-restart', namespace: 'mesh' };
  const LABELS = { 'app.kubernetes.io/name': 'ztunnel-restart' };
  const layer = new ZtunnelRestart(new App(), 'ztunnel-restart', {
    namespace: 'mesh',
    schedule: '0 3 * * 0',
    timeZone: 'Etc/UTC',
    image: 'kubectl:1',
    workloadCertificateTTL: Duration.days(1),
    dependsOn: [dependency('ztunnel')],
  });
  const kubectl = (name: string, ...args: string[]): unknown => ({
    name,
    image: 'kubectl:1',
    imagePullPolicy: 'IfNotPresent',
    args,
    env: [{ name: 'HOME', value: '/home/kubectl' }],
    volumeMounts: [{ name: 'home', mountPath: '/home/kubectl' }],
    securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
    resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '128Mi' } },
  });

  test('it makes the rights to restart the one DaemonSet', () => {
    expect(objectsOf(layer).slice(0, 3)).toEqual([
      {
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: { name: 'ztunnel-restart-sa', namespace: 'mesh' },
        automountServiceAccountToken: false,
      },
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'Role',
        metadata: NAME,
        rules: [{ apiGroups: ['apps'], resources: ['daemonsets'], resourceNames: ['ztunnel'], verbs: ['get', 'list', 'patch', 'watch'] }],
      },
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'RoleBinding',
        metadata: NAME,
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'ztunnel-restart' },
        subjects: [{ kind: 'ServiceAccount', name: 'ztunnel-restart-sa', namespace: 'mesh' }],
      },
    ]);
  });

  test('it makes the CronJob that does it', () => {
    expect(objectsOf(layer).slice(3)).toEqual([{
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { ...NAME, labels: LABELS, annotations: { 'argocd.argoproj.io/ignore-healthcheck': 'true' } },
      spec: {
        schedule: '0 3 * * 0',
        timeZone: 'Etc/UTC',
        concurrencyPolicy: 'Forbid',
        successfulJobsHistoryLimit: 1,
        failedJobsHistoryLimit: 3,
        jobTemplate: {
          metadata: { labels: LABELS },
          spec: {
            backoffLimit: 3,
            activeDeadlineSeconds: 24 * 3600,
            ttlSecondsAfterFinished: 7 * 24 * 3600,
            template: {
              metadata: { labels: { ...LABELS, 'istio.io/dataplane-mode': 'none' } },
              spec: {
                serviceAccountName: 'ztunnel-restart-sa',
                automountServiceAccountToken: true,
                restartPolicy: 'OnFailure',
                securityContext: { runAsNonRoot: true, runAsUser: 65532, runAsGroup: 65532, seccompProfile: { type: 'RuntimeDefault' } },
                initContainers: [kubectl('restart', 'rollout', 'restart', 'daemonset/ztunnel', '--namespace=mesh')],
                containers: [kubectl('kubectl', 'rollout', 'status', 'daemonset/ztunnel', '--namespace=mesh', '--timeout=300s')],
                volumes: [{ name: 'home', emptyDir: { sizeLimit: '16Mi' } }],
              },
            },
          },
        },
      },
    }]);
  });

  test('it is one Application, which comes after ztunnel', () => {
    expect(applicationsOf(layer)).toEqual([{ name: 'ztunnel-restart', namespace: 'mesh', source: 'own', dependsOn: ['ztunnel'] }]);
  });

  test('it asks others to watch ztunnel, and itself', () => {
    expect(contributionsOf(layer)).toEqual({ alerts: ['ztunnel', 'ztunnel-restart'], scrapeTargets: ['ztunnel'], dashboards: ['ztunnel'] });
    expect(layer.contributions.scrapeTargets).toEqual([{
      name: 'ztunnel', through: 'pods', namespaces: ['mesh'], labels: { app: 'ztunnel' }, port: 'ztunnel-stats', path: '/stats/prometheus',
      copyLabels: { app: 'app' },
    }]);
  });
});
