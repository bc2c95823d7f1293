import type { AddonName } from '../../../config/addons/names';
import { increase, max, metric, not, sum, vector, type Expression } from '../../../charts/core/promql';
import type { Panel, Row } from '../panel';

/*
 * What is shown of every add-on's pods. Metrics: docs/metrics/workload of kubernetes/kube-state-metrics at v2.20.0, and of cAdvisor those
 * that kube-prometheus-stack 88.5.3 keeps (kubelet.serviceMonitor.cAdvisorMetricRelabelings of its values).
 */

/** A number that is nought where nobody has counted anything yet: a counter with labels begins with its first event. */
export const orNone = (counted: Expression): Expression => counted.or(vector(0));

/** Which pods a panel is about. */
export interface Pods {
  /** The add-on, whose namespace has its name. */
  readonly addon: AddonName;
  /** Name of its Deployment. */
  readonly deployment: string;
  /** The alert that tells of it. */
  readonly alert: string;
  /** What they are called. @default - "Ready pods" */
  readonly title?: string;
}

/** Whether pods are ready. */
export function readyPods({ addon, deployment, alert, title = 'Ready pods' }: Pods): Panel {
  return {
    kind: 'number',
    title,
    description: `Alert ${alert}: none for 5 minutes. What else is shown here is then as it was before.`,
    unit: 'short',
    redBelow: 1,
    queries: [{ expr: metric('kube_deployment_status_replicas_available', { namespace: addon, deployment }), legend: 'ready' }],
  };
}

/** The last row: what the pods take, and whether they die. */
export function podsRow(addon: AddonName): Row {
  const each = { by: ['pod', 'container'] };
  return {
    title: 'Pods',
    panels: [
      {
        kind: 'graph',
        title: 'Memory',
        description: 'What containers have, and how much they may have. One that comes to its limit is killed and started anew.',
        unit: 'bytes',
        width: 12,
        queries: [
          {
            expr: max(metric('container_memory_working_set_bytes', { namespace: addon, container: not('') }), each),
            legend: '{{pod}} {{container}}',
          },
          {
            expr: max(metric('kube_pod_container_resource_limits', { namespace: addon, resource: 'memory' }), { by: ['container'] }),
            legend: 'limit of {{container}}',
          },
        ],
      },
      {
        kind: 'graph',
        title: 'Restarts within a day',
        description: 'More than none: it ended by itself or was killed. kubectl logs --previous has its last words.',
        unit: 'short',
        width: 12,
        queries: [{
          expr: sum(increase(metric('kube_pod_container_status_restarts_total', { namespace: addon }), '1d'), each),
          legend: '{{pod}} {{container}}',
        }],
      },
    ],
  };
}
