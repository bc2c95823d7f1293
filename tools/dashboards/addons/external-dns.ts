import { EXTERNAL_DNS } from '../../../charts/addons/external-dns/names';
import { increase, max, metric, sum, time } from '../../../charts/core/promql';
import type { DashboardProps } from '../panel';
import { orNone, podsRow, readyPods } from './pods';

/*
 * Metrics: docs/monitoring/metrics.md, and when they are set: controller/controller.go, controller/metrics.go and plan/plan.go of
 * kubernetes-sigs/external-dns at v0.21.0.
 */
const JOB = { job: EXTERNAL_DNS };

const ofRoutes = metric('external_dns_source_records', JOB);
const written = metric('external_dns_controller_verified_records', JOB);
const last = (what: 'sync' | 'reconcile') => time().minus(max(metric(`external_dns_controller_last_${what}_timestamp_seconds`, JOB)));
const errors = (where: 'source' | 'registry') => sum(increase(metric(`external_dns_${where}_errors_total`, JOB), '1h'));

/** Records at a DNS provider. */
export const externalDns: DashboardProps = {
  uid: 'homelab-external-dns',
  title: 'DNS records',
  description: 'Whether the names of routes have records at the DNS provider.',
  rows: [
    {
      title: 'Now',
      panels: [
        readyPods({ addon: EXTERNAL_DNS, deployment: EXTERNAL_DNS, alert: 'ExternalDnsDown' }),
        {
          kind: 'number',
          title: 'Since the last success',
          description: 'A round begins every minute. Alert ExternalDnsFailing: none has ended well for 15 minutes; its log says what the '
            + 'provider answers.',
          unit: 's',
          redFrom: 900,
          queries: [{ expr: last('sync'), legend: 'ago' }],
        },
        {
          kind: 'number',
          title: 'Records that are missing',
          description: 'Wanted by routes, and not at the provider when the last round began. A new one is missing for one round; one that '
            + 'stays missing is outside the zone, or cannot be written.',
          unit: 'short',
          queries: [{ expr: orNone(sum(ofRoutes)).minus(orNone(sum(written))), legend: 'missing' }],
        },
        {
          kind: 'number',
          title: 'Names of somebody else',
          description: 'A record of another type is there without the mark of this lab, so that nothing is written: delete it by hand, or '
            + 'take another name. One of the same type is left alone as well, and not counted.',
          unit: 'short',
          redFrom: 1,
          queries: [{
            expr: orNone(sum(metric('external_dns_registry_skipped_records_owner_mismatch_per_sync', JOB))), legend: 'of others',
          }],
        },
      ],
    },
    {
      title: 'Rounds and records',
      panels: [
        {
          kind: 'graph',
          title: 'Since the last round',
          description: 'Tries and successes. A success that grows older while tries do not: each round fails.',
          unit: 's',
          queries: [{ expr: last('reconcile'), legend: 'tried' }, { expr: last('sync'), legend: 'done' }],
        },
        {
          kind: 'graph',
          title: 'Failures within an hour',
          description: 'With routes: it cannot ask the API server. With records: the provider refuses it, does not answer, or takes no '
            + 'change.',
          unit: 'short',
          queries: [{ expr: errors('source'), legend: 'routes' }, { expr: errors('registry'), legend: 'records' }],
        },
        {
          kind: 'graph',
          title: 'Records, by type',
          description: 'Wanted by routes, and those of them that the provider has. The two lines of a type lie on each other when all is '
            + 'well.',
          unit: 'short',
          queries: [
            { expr: sum(ofRoutes, { by: ['record_type'] }), legend: '{{record_type}} wanted' },
            { expr: sum(written, { by: ['record_type'] }), legend: '{{record_type}} there' },
          ],
        },
      ],
    },
    podsRow(EXTERNAL_DNS),
  ],
};
