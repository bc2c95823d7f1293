import type { AlertCase } from '../../alerts/case';

const cases: readonly AlertCase[] = [
  {
    alert: 'ZtunnelRestartFailed',
    on: 'a failed Job',
    at: '10m',
    series: {
      'kube_job_failed{namespace="istio-system",job_name="ztunnel-restart-29399999",condition="true"}': '1x20',
    },
    fires: [
      {
        labels: { job_name: 'ztunnel-restart-29399999', namespace: 'istio-system' },
        description: 'Job ztunnel-restart-29399999 failed. The next try is at the next scheduled time.',
      },
    ],
  },
  {
    alert: 'ZtunnelRestartFailed',
    on: "somebody else's failed Job",
    at: '10m',
    series: {
      'kube_job_failed{namespace="istio-system",job_name="ztunnel-restart-29399999",condition="true"}': '0x20',
      'kube_job_failed{namespace="istio-system",job_name="other-1",condition="true"}': '1x20',
    },
  },
  {
    alert: 'ZtunnelRestartOverdue',
    on: 'no success for more than two periods and a day',
    at: '90m',
    series: {
      'kube_cronjob_status_last_successful_time{namespace="istio-system",cronjob="ztunnel-restart"}': '-1300000x100',
      'kube_cronjob_created{namespace="istio-system",cronjob="ztunnel-restart"}': '-9000000x100',
    },
    fires: [
      {
        labels: { cronjob: 'ztunnel-restart', namespace: 'istio-system' },
        description: 'The last scheduled restart of ztunnel succeeded 15d 2h 36m 40s ago; it should every 7 day(s).',
      },
    ],
  },
  {
    alert: 'ZtunnelRestartOverdue',
    on: 'a CronJob that has never succeeded',
    at: '90m',
    series: {
      'kube_cronjob_created{namespace="istio-system",cronjob="ztunnel-restart"}': '-1300000x100',
    },
    fires: [
      {
        labels: { cronjob: 'ztunnel-restart', namespace: 'istio-system' },
        description: 'The last scheduled restart of ztunnel succeeded 15d 2h 36m 40s ago; it should every 7 day(s).',
      },
    ],
  },
  {
    alert: 'ZtunnelRestartOverdue',
    on: 'a success a week ago',
    at: '90m',
    series: {
      'kube_cronjob_status_last_successful_time{namespace="istio-system",cronjob="ztunnel-restart"}': '-600000x100',
      'kube_cronjob_created{namespace="istio-system",cronjob="ztunnel-restart"}': '-9000000x100',
    },
  },
];

export default cases;
