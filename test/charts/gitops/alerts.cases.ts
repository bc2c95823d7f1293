import type { AlertCase } from '../../alerts/case';
import { series } from '../../alerts/series';

const cases: readonly AlertCase[] = [
  {
    alert: 'ArgoCdControllerDown',
    on: 'a controller that does not answer',
    at: '15m',
    series: {
      'up{job="argocd-application-controller"}': '0x20',
    },
    fires: [
      {
        labels: {},
        description: 'The application controller of Argo CD has not answered for 10 minutes. What is in git does not reach the cluster.',
      },
    ],
  },
  {
    alert: 'ArgoCdControllerDown',
    on: 'one that does',
    at: '15m',
    series: {
      'up{job="argocd-application-controller"}': '1x20',
    },
  },
  {
    alert: 'ArgoCdApplicationUnhealthy',
    on: 'a degraded Application',
    at: '20m',
    series: {
      [series('argocd_app_info', {
        name: 'metallb', project: 'platform', namespace: 'argocd', dest_namespace: 'metallb-system', health_status: 'Degraded',
        sync_status: 'Synced', autosync_enabled: 'true',
      })]:
        '1x30',
    },
    fires: [
      {
        labels: { health_status: 'Degraded', name: 'metallb', project: 'platform', sync_status: 'Synced' },
        description: 'Application metallb has been Degraded for 15 minutes.',
      },
    ],
  },
  {
    alert: 'ArgoCdApplicationUnhealthy',
    on: 'one on its way',
    at: '20m',
    series: {
      [series('argocd_app_info', {
        name: 'metallb', project: 'platform', namespace: 'argocd', dest_namespace: 'metallb-system', health_status: 'Progressing',
        sync_status: 'Synced', autosync_enabled: 'true',
      })]:
        '1x30',
    },
  },
  {
    alert: 'ArgoCdApplicationStuck',
    on: 'an hour on its way',
    at: '70m',
    series: {
      [series('argocd_app_info', {
        name: 'metallb', project: 'platform', namespace: 'argocd', dest_namespace: 'metallb-system', health_status: 'Progressing',
        sync_status: 'Synced', autosync_enabled: 'true',
      })]:
        '1x90',
    },
    fires: [
      {
        labels: { health_status: 'Progressing', name: 'metallb', project: 'platform', sync_status: 'Synced' },
        description: 'Application metallb has been Progressing for an hour; later waves wait for it.',
      },
    ],
  },
  {
    alert: 'ArgoCdApplicationStuck',
    on: 'half an hour, then healthy',
    at: '70m',
    series: {
      [series('argocd_app_info', {
        name: 'metallb', project: 'platform', namespace: 'argocd', dest_namespace: 'metallb-system', health_status: 'Progressing',
        sync_status: 'Synced', autosync_enabled: 'true',
      })]:
        '1x30 _x60',
      [series('argocd_app_info', {
        name: 'metallb', project: 'platform', namespace: 'argocd', dest_namespace: 'metallb-system', health_status: 'Healthy',
        sync_status: 'Synced', autosync_enabled: 'true',
      })]:
        '_x31 1x60',
    },
  },
  {
    alert: 'ArgoCdApplicationOutOfSync',
    on: 'a difference that stays',
    at: '40m',
    series: {
      [series('argocd_app_info', {
        name: 'metallb', project: 'platform', namespace: 'argocd', dest_namespace: 'metallb-system', health_status: 'Healthy',
        sync_status: 'OutOfSync', autosync_enabled: 'true',
      })]:
        '1x60',
    },
    fires: [
      {
        labels: { health_status: 'Healthy', name: 'metallb', project: 'platform', sync_status: 'OutOfSync' },
        description: 'Application metallb has been OutOfSync for 30 minutes although it syncs by itself.',
      },
    ],
  },
  {
    alert: 'ArgoCdApplicationOutOfSync',
    on: 'no difference',
    at: '40m',
    series: {
      [series('argocd_app_info', {
        name: 'metallb', project: 'platform', namespace: 'argocd', dest_namespace: 'metallb-system', health_status: 'Healthy',
        sync_status: 'Synced', autosync_enabled: 'true',
      })]:
        '1x60',
    },
  },
  {
    alert: 'ArgoCdSyncFailed',
    on: 'a failed sync',
    at: '20m',
    series: {
      'argocd_app_sync_total{name="metallb",namespace="argocd",phase="Failed"}': '0x10 1x20',
    },
    fires: [{ labels: { name: 'metallb', phase: 'Failed' }, description: 'Syncing metallb ended in Failed 1 time(s) within 15 minutes.' }],
  },
  {
    alert: 'ArgoCdSyncFailed',
    on: 'syncs that succeed after older failures',
    at: '20m',
    series: {
      'argocd_app_sync_total{name="metallb",namespace="argocd",phase="Succeeded"}': '0+1x30',
      'argocd_app_sync_total{name="metallb",namespace="argocd",phase="Failed"}': '3x30',
    },
  },
  {
    alert: 'ArgoCdAutoSyncOff',
    on: 'two hours by hand',
    at: '130m',
    series: {
      [series('argocd_app_info', {
        name: 'metallb', project: 'platform', namespace: 'argocd', dest_namespace: 'metallb-system', health_status: 'Healthy',
        sync_status: 'Synced', autosync_enabled: 'false',
      })]:
        '1x150',
    },
    fires: [
      {
        labels: { name: 'metallb', project: 'platform' },
        description: 'Automated sync of Application metallb has been off for two hours.',
      },
    ],
  },
  {
    alert: 'ArgoCdAutoSyncOff',
    on: 'automated',
    at: '130m',
    series: {
      [series('argocd_app_info', {
        name: 'metallb', project: 'platform', namespace: 'argocd', dest_namespace: 'metallb-system', health_status: 'Healthy',
        sync_status: 'Synced', autosync_enabled: 'true',
      })]:
        '1x150',
    },
  },
  {
    alert: 'ArgoCdRepositoryUnreachable',
    on: 'fetches that keep failing',
    at: '50m',
    series: {
      'argocd_git_fetch_fail_total{repo="https://github.com/your-name/homelab.git"}': '0+1x60',
    },
    fires: [
      {
        labels: { repo: 'https://github.com/your-name/homelab.git' },
        description:
          'Reading https://github.com/your-name/homelab.git has been failing for 30 minutes. New commits do not reach the cluster.',
      },
    ],
  },
  {
    alert: 'ArgoCdRepositoryUnreachable',
    on: 'a host that does not answer, where nothing is fetched',
    at: '50m',
    series: {
      'argocd_git_lsremote_fail_total{repo="https://github.com/your-name/homelab.git",revision="main"}': '0+1x60',
    },
    fires: [
      {
        labels: { repo: 'https://github.com/your-name/homelab.git' },
        description:
          'Reading https://github.com/your-name/homelab.git has been failing for 30 minutes. New commits do not reach the cluster.',
      },
    ],
  },
  {
    alert: 'ArgoCdRepositoryUnreachable',
    on: 'one failure',
    at: '50m',
    series: {
      'argocd_git_fetch_fail_total{repo="https://github.com/your-name/homelab.git"}': '0x5 1x60',
    },
  },
];

export default cases;
