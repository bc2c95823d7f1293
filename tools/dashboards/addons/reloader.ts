import { RELOADER } from '../../../charts/addons/reloader/names';
import { increase, metric, sum } from '../../../charts/core/promql';
import type { DashboardProps } from '../panel';
import { orNone, podsRow, readyPods } from './pods';

/*
 * Metrics: internal/pkg/metrics/prometheus.go, and when they are set: internal/pkg/handler/upgrade.go and
 * internal/pkg/controller/controller.go of stakater/Reloader at v1.4.21.
 */
const JOB = { job: RELOADER };

const updates = metric('reloader_events_received_total', { ...JOB, event_type: 'update' });
const restarts = (success: 'true' | 'false') => sum(increase(metric('reloader_reload_executed_total', { ...JOB, success }), '1d'));

/** Workloads that are restarted as their configuration changes. */
export const reloader: DashboardProps = {
  uid: 'homelab-reloader',
  title: 'Reloader',
  description: 'Which changes of ConfigMaps and Secrets it saw, and what it restarted because of them.',
  rows: [
    {
      title: 'Now',
      panels: [
        readyPods({ addon: RELOADER, deployment: RELOADER, alert: 'ReloaderDown' }),
        {
          kind: 'number',
          title: 'Restarts within a day',
          description: 'Of workloads. Very many: something writes a ConfigMap or Secret again and again.',
          unit: 'short',
          queries: [{ expr: restarts('true'), legend: 'restarts' }],
        },
        {
          kind: 'number',
          title: 'Failed restarts within a day',
          description: 'The API server did not take the change of a workload, which goes on with its old configuration.',
          unit: 'short',
          redFrom: 1,
          queries: [{ expr: restarts('false'), legend: 'failed' }],
        },
        {
          kind: 'number',
          title: 'Changes given up within a day',
          description: 'Tried six times in vain. Restart by hand what uses the ConfigMap or Secret; its log has the name.',
          unit: 'short',
          redFrom: 1,
          queries: [{
            expr: orNone(sum(increase(metric('reloader_events_processed_total', { ...JOB, result: 'dropped' }), '1d'))), legend: 'given up',
          }],
        },
      ],
    },
    {
      title: 'Changes',
      panels: [
        {
          kind: 'graph',
          title: 'Changes within an hour',
          description: 'What it was told of, by kind. No line of Secrets: it has no right to see them, or is told not to.',
          unit: 'short',
          queries: [{ expr: sum(increase(updates, '1h'), { by: ['resource_type'] }), legend: '{{resource_type}}' }],
        },
        {
          kind: 'graph',
          title: 'Restarts within an hour',
          description: 'By kind of workload and outcome. Changes without a restart: nothing that uses them asks for it by an annotation.',
          unit: 'short',
          queries: [{
            expr: sum(increase(metric('reloader_action_total', JOB), '1h'), { by: ['workload_kind', 'result'] }),
            legend: '{{workload_kind}} {{result}}',
          }],
        },
        {
          kind: 'graph',
          title: 'Answers of the API server within an hour',
          description: '403 is a right that it does not have, 409 a workload that somebody else changed at the same time; it tries again.',
          unit: 'short',
          queries: [{ expr: sum(increase(metric('rest_client_requests_total', JOB), '1h'), { by: ['code'] }), legend: '{{code}}' }],
        },
      ],
    },
    podsRow(RELOADER),
  ],
};
