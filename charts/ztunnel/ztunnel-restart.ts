import type { ApiObject, Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Component, Dependency } from '../core/component';
import { k8s } from '../core/k8s';
import { Layer } from '../core/layer';
import { DAY } from '../core/seconds';
import { ztunnelRules } from './alerts';
import ztunnel from './dashboards/ztunnel.json';
import { ztunnelRestartRules } from './restart-alerts';
import { longestGap } from './schedule';
import { ztunnelTarget } from './scrape-targets';

/** What the restart is made from. */
export interface ZtunnelRestartProps {
  /** Namespace of ztunnel. */
  readonly namespace: string;
  /** When, in cron's five fields. */
  readonly schedule: string;
  /** IANA time zone of the schedule. */
  readonly timeZone: string;
  /** Image with kubectl as entrypoint and the cluster's own minor version. */
  readonly image: string;
  /** Life of the workload certificates that ztunnel asks for. */
  readonly workloadCertificateTTL: Duration;
  /** ztunnel. */
  readonly dependsOn: readonly Dependency[];
}

/** Name of the DaemonSet, fixed by the chart. */
const DAEMON_SET = 'ztunnel';
const NAME = 'ztunnel-restart';
const SERVICE_ACCOUNT = `${NAME}-sa`;
/** "nonroot" of the distroless images; registry.k8s.io/kubectl itself names no user. */
const NON_ROOT = 65532;

/**
 * Restarts ztunnel on a schedule. A restart is the only cure for certificates it renews late after the node slept (istio/ztunnel#1481);
 * the nodes' clock guard does it at once, this is the net below.
 */
export class ZtunnelRestart extends Layer {
  /** What runs the restart. */
  public readonly cronJob: ApiObject;
  /** The Application of this layer's own objects. */
  public readonly component: Component;

  /**
   * @param scope - the lab
   * @param id - name of the folder
   * @param props - when, and with what
   */
  constructor(scope: Construct, id: string, private readonly props: ZtunnelRestartProps) {
    super(scope, id);
    const { namespace, schedule, workloadCertificateTTL, dependsOn } = props;
    this.addRights();
    this.cronJob = this.addCronJob();
    this.component = this.addOwnFolder({ namespace, dependsOn });
    this.addScrapeTarget(ztunnelTarget(namespace));
    this.addAlerts(ztunnelRules({ namespace, workloadCertificateTTL }));
    this.addAlerts(ztunnelRestartRules({ namespace, cronJob: NAME, period: longestGap(schedule) }));
    this.addDashboard({ name: 'ztunnel', json: ztunnel });
  }

  private addRights(): void {
    const { namespace } = this.props;
    new k8s.KubeServiceAccount(this, 'service-account', {
      metadata: { name: SERVICE_ACCOUNT, namespace }, automountServiceAccountToken: false,
    });
    new k8s.KubeRole(this, 'role', {
      metadata: { name: NAME, namespace },
      // "rollout status" lists and watches with a field selector on the name, so even those two can be held to the one object
      // (kubectl pkg/cmd/rollout/rollout_status.go; https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-resources).
      rules: [{ apiGroups: ['apps'], resources: ['daemonsets'], resourceNames: [DAEMON_SET], verbs: ['get', 'list', 'patch', 'watch'] }],
    });
    new k8s.KubeRoleBinding(this, 'role-binding', {
      metadata: { name: NAME, namespace },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: NAME },
      subjects: [{ kind: 'ServiceAccount', name: SERVICE_ACCOUNT, namespace }],
    });
  }

  private addCronJob(): k8s.KubeCronJob {
    const { namespace, schedule, timeZone } = this.props;
    const labels = { 'app.kubernetes.io/name': NAME };
    return new k8s.KubeCronJob(this, 'cron-job', {
      metadata: {
        name: NAME,
        namespace,
        labels,
        // To Argo CD a failed last run is Degraded, until the next one in a week, and all later waves would wait for it. An alert tells of
        // it.
        annotations: { 'argocd.argoproj.io/ignore-healthcheck': 'true' },
      },
      spec: {
        schedule,
        timeZone,
        // No startingDeadlineSeconds: a slot that the lab slept through is made up for as soon as it wakes, however late that is.
        concurrencyPolicy: 'Forbid',
        successfulJobsHistoryLimit: 1,
        failedJobsHistoryLimit: 3,
        jobTemplate: {
          metadata: { labels },
          spec: {
            backoffLimit: 3,
            // Wall-clock time, which runs on while the host sleeps: a day lets a Job finish after a night, and ends one that hangs.
            activeDeadlineSeconds: DAY,
            ttlSecondsAfterFinished: 7 * DAY,
            template: {
              metadata: { labels: { ...labels, 'istio.io/dataplane-mode': 'none' } },
              spec: this.podSpec(),
            },
          },
        },
      },
    });
  }

  private podSpec(): k8s.PodSpec {
    const { namespace } = this.props;
    // The image has no shell. An init container ends before the next one starts, which is all that the article's script asks for;
    // and a failed wait is repeated without a second restart.
    return {
      serviceAccountName: SERVICE_ACCOUNT,
      automountServiceAccountToken: true,
      restartPolicy: 'OnFailure',
      securityContext: { runAsNonRoot: true, runAsUser: NON_ROOT, runAsGroup: NON_ROOT, seccompProfile: { type: 'RuntimeDefault' } },
      initContainers: [this.kubectl('restart', ['rollout', 'restart', `daemonset/${DAEMON_SET}`, `--namespace=${namespace}`])],
      containers: [this.kubectl('kubectl', ['rollout', 'status', `daemonset/${DAEMON_SET}`, `--namespace=${namespace}`, '--timeout=300s'])],
      volumes: [{ name: 'home', emptyDir: { sizeLimit: k8s.Quantity.fromString('16Mi') } }],
    };
  }

  private kubectl(name: string, args: string[]): k8s.Container {
    return {
      name,
      image: this.props.image,
      imagePullPolicy: 'IfNotPresent',
      args,
      // kubectl keeps what it learns of the API in its home folder.
      env: [{ name: 'HOME', value: '/home/kubectl' }],
      volumeMounts: [{ name: 'home', mountPath: '/home/kubectl' }],
      securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
      resources: {
        requests: { cpu: k8s.Quantity.fromString('10m'), memory: k8s.Quantity.fromString('32Mi') },
        limits: { memory: k8s.Quantity.fromString('128Mi') },
      },
    };
  }
}
