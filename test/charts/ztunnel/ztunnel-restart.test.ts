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
    readonly jobTemplate: { readonly spec: { readonly activeDeadlineSeconds: number; readonly template: { readonly metadata: { readonly labels: unknown }; readonly spec: PodSpec } } };
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
  expect(cronJob('mesh: { ztunnelRestartSchedule: 30 4 * * 1, timeZone: Europe/London }').spec).toMatchObject({ schedule: '30 4 * * 1', timeZone: 'Europe/London' });
});

test('restarts first and then waits, without a shell', () => {
  expect(pod().initContainers.map(({ args }) => args)).toEqual([['rollout', 'restart', 'daemonset/ztunnel', '--namespace=istio-system']]);
  expect(pod().containers.map(({ args }) => args)).toEqual([['rollout', 'status', 'daemonset/ztunnel', '--namespace=istio-system', '--timeout=300s']]);
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
    expect(container).toMatchObject({ securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } } });
  }
});

test('may touch the one DaemonSet and nothing else', () => {
  const manifests = manifestsOf(labOf(), 'ztunnel-restart');
  expect(find(manifests, 'Role')['rules']).toEqual([{ apiGroups: ['apps'], resources: ['daemonsets'], resourceNames: ['ztunnel'], verbs: ['get', 'list', 'patch', 'watch'] }]);
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
