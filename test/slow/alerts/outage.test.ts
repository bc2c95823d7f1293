import { labOf } from '../../util';
import { describeWithPromtool, inputSeries, runPromtool, type PromtoolTest, type Series } from '../../alerts/promtool';
import { series } from '../../alerts/series';

/**
 * The article's outage, replayed: the VM is frozen for 16 hours, and with it the clock that ztunnel's timers count. Istio's own certificate
 * life of 24 hours, one sample a minute, and "0" is the minute at which the certificate was issued.
 */
const lab = labOf('mesh: { workloadCertificateTTL: 24h }');

const HOUR = 60;
const DAY_IN_SECONDS = 24 * 3600;
const SLEEP_FROM = 1 * HOUR;
const SLEEP = 16 * HOUR;
const AWAKE = SLEEP_FROM + SLEEP;
const END = 30 * HOUR;

const NODE = 'instance="192.168.100.10:9100",node="homelab"';
const NOT_AFTER = `ztunnel_workload_certificate_not_after_seconds{${NODE},identity="spiffe://cluster.local/ns/my-app/sa/default"}`;
const DRIFT = `homelab_clock_guard_drift_seconds{${NODE}}`;
const PENDING = `homelab_clock_guard_pending{${NODE}}`;
const FAILED = series('istio_tcp_connections_failed_total', {
  reporter: 'source', response_flags: 'TLS_FAILURE',
  source_workload: 'shop', source_workload_namespace: 'my-app', destination_workload: 'db', destination_workload_namespace: 'my-app',
});

/** A value for `minutes` samples. */
const hold = (value: number, minutes: number): string => `${value}x${minutes - 1}`;
/** A value that grows by `step` each minute. */
const ramp = (from: number, step: number, minutes: number): string => `${from}+${step}x${minutes - 1}`;
const missing = (minutes: number): string => `_x${minutes}`;

/** Samples of a value until the sleep, none during it, and then others. */
const sleeping = (before: number, ...after: readonly string[]): string => [hold(before, SLEEP_FROM), missing(SLEEP), ...after].join(' ');

/** Samples that do not change, with a hole where Prometheus slept as well. */
const steady = (value: number, slept: boolean): string =>
  slept ? sleeping(value, hold(value, END - AWAKE)) : hold(value, END);
/** The wall clock in seconds, as whatever runs every minute writes it. */
const clock = (slept: boolean): string =>
  slept ? `${ramp(0, 60, SLEEP_FROM)} ${missing(SLEEP)} ${ramp(AWAKE * 60, 60, END - AWAKE)}` : ramp(0, 60, END);

/** All that has to be there, and well, for nothing to fire. */
function healthy(slept: boolean): Series {
  const well = (name: string, value: number): [string, string] => [name, steady(value, slept)];
  return Object.fromEntries([
    well('up{job="istiod"}', 1), well('up{job="cert-manager"}', 1), well('up{job="argocd-application-controller"}', 1),
    well('kube_deployment_status_replicas_available{namespace="istio-ingress",deployment="main-gateway-istio"}', 1),
    well('metallb_speaker_announced{ip="192.168.100.200",node="homelab"}', 1),
    well('kube_daemonset_status_number_unavailable{namespace="istio-system",daemonset="ztunnel"}', 0),
    well('kube_node_status_condition{node="homelab",condition="Ready",status="true"}', 1),
    well('istio_cni_install_ready{node="homelab"}', 1), well('ztunnel_connected{node="homelab"}', 1),
    [`homelab_certificate_exporter_last_success_timestamp_seconds{${NODE}}`, clock(slept)],
    [`homelab_clock_guard_last_run_timestamp_seconds{${NODE}}`, clock(slept)],
  ]);
}

/** Boot time and context switches as the kernel shows them: the sleep moves the first and leaves the second where it was. */
const FROZEN: Series = {
  [`node_boot_time_seconds{${NODE}}`]: `${hold(0, SLEEP_FROM)} ${missing(SLEEP)} ${hold(SLEEP * 60, END - AWAKE)}`,
  [`node_context_switches_total{${NODE}}`]: `${ramp(0, 1000, SLEEP_FROM)} ${missing(SLEEP)} ${ramp(SLEEP_FROM * 1000, 1000, END - AWAKE)}`,
};
const RUNNING: Series = { [`node_boot_time_seconds{${NODE}}`]: hold(0, END), [`node_context_switches_total{${NODE}}`]: ramp(0, 1000, END) };

type PromqlTest = NonNullable<PromtoolTest['promql_expr_test']>[number];

function firingAt(minute: number, alerts: readonly string[]): PromqlTest {
  return {
    expr: 'count by (alertname) (ALERTS{alertstate="firing",alertname!="Watchdog"})',
    eval_time: `${minute}m`,
    exp_samples: [...alerts].sort().map((alert) => ({ labels: `{alertname="${alert}"}`, value: 1 })),
  };
}

function replay(name: string, series: Series, expected: readonly PromqlTest[]): string {
  // Every other minute is often enough for alerts that wait for minutes, and halves the time this takes.
  return runPromtool(lab.ruleGroups, [{ name, interval: '1m', input_series: inputSeries(series), promql_expr_test: expected }], '2m');
}

describeWithPromtool("the article's outage", () => {
  test('16 hours of sleep without a clock guard: first the jump, hours later the certificates, last the connections', () => {
    // GIVEN a guard that sees the jump and cannot restart ztunnel, whose renewal at 12 h is now 16 h late
    const expiry = 24 * HOUR;
    const restart = 25 * HOUR;
    const samples: Series = {
      ...healthy(true),
      ...FROZEN,
      [DRIFT]: sleeping(0, hold(SLEEP * 60, restart - AWAKE), hold(0, END - restart)),
      [PENDING]: sleeping(0, hold(1, restart - AWAKE), hold(0, END - restart)),
      // A person restarts ztunnel an hour after the outage began.
      [NOT_AFTER]: sleeping(DAY_IN_SECONDS, hold(DAY_IN_SECONDS, restart - AWAKE), hold(restart * 60 + DAY_IN_SECONDS, END - restart)),
      [FAILED]: sleeping(0, hold(0, expiry - AWAKE), ramp(0, 5, restart - expiry), hold(300, END - restart)),
    };
    const lost = ['ClockGuardPending', 'ZtunnelClockDriftHigh', 'ZtunnelCertificateRenewalLate'];
    // THEN
    expect(replay('outage', samples, [
      firingAt(SLEEP_FROM - 1, []),
      firingAt(AWAKE + 1, ['NodeClockJumped']),
      // Six hours before anything breaks two alerts ask for the restart that the guard did not manage.
      firingAt(AWAKE + 20, ['ClockGuardPending', 'ZtunnelClockDriftHigh']),
      firingAt(AWAKE + 35, lost),
      firingAt(expiry - HOUR + 10, [...lost, 'ZtunnelCertificateExpiringSoon']),
      firingAt(expiry + 5, [...lost, 'ZtunnelCertificateExpiringSoon', 'ZtunnelCertificateExpired', 'MeshTlsFailures']),
      firingAt(restart + 1, ['MeshTlsFailures']),
      firingAt(restart + 20, []),
      firingAt(END - 1, []),
    ])).toBe('');
  });

  test('16 hours of sleep with a clock guard: the jump, and nothing after it', () => {
    // GIVEN a guard that restarts ztunnel two minutes after waking, and renewals at half of each life
    const restart = AWAKE + 2;
    const renewal = restart + 12 * HOUR;
    const samples: Series = {
      ...healthy(true),
      ...FROZEN,
      [DRIFT]: sleeping(0, hold(SLEEP * 60, 2), hold(0, END - restart)),
      [PENDING]: sleeping(0, hold(1, 2), hold(0, END - restart)),
      [NOT_AFTER]: sleeping(
        DAY_IN_SECONDS,
        hold(DAY_IN_SECONDS, 2), hold(restart * 60 + DAY_IN_SECONDS, renewal - restart), hold(renewal * 60 + DAY_IN_SECONDS, END - renewal),
      ),
      [FAILED]: steady(0, true),
    };
    // THEN
    expect(replay('guarded', samples, [
      firingAt(AWAKE + 5, ['NodeClockJumped']),
      firingAt(AWAKE + 20, []),
      {
        expr: `count by (alertname) (max_over_time(ALERTS{alertstate="firing",alertname!="Watchdog"}[${END - AWAKE - 20}m]))`,
        eval_time: `${END - 1}m`,
      },
    ])).toBe('');
  });

  test('the same time without sleep: nothing at all', () => {
    // GIVEN renewals at 12 h and 24 h
    const samples: Series = {
      ...healthy(false),
      ...RUNNING,
      [`homelab_clock_guard_drift_seconds{${NODE}}`]: hold(0, END),
      [`homelab_clock_guard_pending{${NODE}}`]: hold(0, END),
      [NOT_AFTER]: [0, 12, 24].map((hours) => hold(hours * 3600 + DAY_IN_SECONDS, Math.min(12, END / HOUR - hours) * HOUR)).join(' '),
      [FAILED]: hold(0, END),
    };
    // THEN
    expect(replay('no sleep', samples, [
      { expr: `count by (alertname) (max_over_time(ALERTS{alertname!="Watchdog"}[${END}m]))`, eval_time: `${END - 1}m` },
    ])).toBe('');
  });
});
