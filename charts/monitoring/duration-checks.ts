import { Duration } from 'cdk8s/lib/duration';
import { Size } from 'cdk8s/lib/size';
import type { ConfigPath, Problem } from '../../config/problem';
import type { HomelabConfig } from '../../config/schema';
import { PROMETHEUS_DURATION, STORAGE_SIZE } from '../../config/units';

/** The shortest window over which a rule of the lab looks at a rate; a test holds every rule to it. */
export const SHORTEST_WINDOW = Duration.minutes(5);
/** A rate takes two samples: https://prometheus.io/docs/prometheus/latest/querying/functions/#rate. */
export const LONGEST_INTERVAL = Duration.millis(SHORTEST_WINDOW.toMilliseconds() / 2);
/** Prometheus writes a block every two hours, and deletes whole blocks (DefaultBlockDuration in its tsdb/db.go). */
const SHORTEST_RETENTION = Duration.hours(2);
/** Prometheus cuts what is longer (cmd/prometheus/main.go: "Time retention value is too high. Limiting to"). */
const LONGEST_RETENTION = Duration.days(100 * 365);
/** What was sent is forgotten then, and sent anew: Alertmanager's --data.retention, which the chart leaves at its default. */
const MEMORY_OF_ALERTMANAGER = Duration.hours(120);
/**
 * Prometheus keeps three files of its write-ahead log at least, of 128 MiB:
 * https://prometheus.io/docs/prometheus/latest/storage/#operational-aspects.
 */
const SMALLEST_STORAGE = Size.mebibytes(512);

/** Intervals, retention and storage are ones that Prometheus and Alertmanager can do something with. */
export function checkMeasures(config: HomelabConfig): Problem[] {
  const { scrapeInterval, retention, storage, alerting: { deadMan } } = config.monitoring;
  return [
    ...checkInterval(scrapeInterval),
    ...checkRetention(retention),
    ...STORAGE_SIZE.of(storage).toMebibytes() >= SMALLEST_STORAGE.toMebibytes() ? [] : [{
      path: ['monitoring', 'storage'],
      what: `is less than Prometheus' write-ahead log takes alone (${storage})`,
      fix: `choose at least ${STORAGE_SIZE.format(SMALLEST_STORAGE)}; 20Gi lasts for weeks`,
    }],
    ...deadMan ? checkRepetition(deadMan.every, ['monitoring', 'alerting', 'deadMan', 'every']) : [],
  ];
}

function checkInterval(written: string): Problem[] {
  const path = ['monitoring', 'scrapeInterval'];
  const fix = `choose from 1s to ${PROMETHEUS_DURATION.format(LONGEST_INTERVAL)}; 30s is usual`;
  const interval = PROMETHEUS_DURATION.of(written).toMilliseconds();
  if (interval === 0) { return [{ path, what: `is zero (${written}), which Prometheus takes for not set, and for one minute`, fix }]; }
  if (interval <= LONGEST_INTERVAL.toMilliseconds()) { return []; }
  const window = PROMETHEUS_DURATION.format(SHORTEST_WINDOW);
  const what = `is so long (${written}) that rules see fewer than two samples in windows of ${window}, and their alerts would never fire`;
  return [{ path, what, fix }];
}

function checkRetention(written: string): Problem[] {
  const path = ['monitoring', 'retention'];
  const fix = 'choose some days or weeks, such as 15d; monitoring.storage is a limit too';
  const retention = PROMETHEUS_DURATION.of(written).toMilliseconds();
  if (retention === 0) { return [{ path, what: `is zero (${written}), which Prometheus takes for no limit of time at all`, fix }]; }
  if (retention < SHORTEST_RETENTION.toMilliseconds()) {
    return [{ path, what: `is shorter than the two hours of a block (${written}), which Prometheus deletes as a whole`, fix }];
  }
  return retention > LONGEST_RETENTION.toMilliseconds()
    ? [{ path, what: `is longer than the 100 years that Prometheus counts (${written})`, fix }] : [];
}

function checkRepetition(written: string, path: ConfigPath): Problem[] {
  const every = PROMETHEUS_DURATION.of(written).toMilliseconds();
  const fix = 'choose what the service outside expects, such as 5m';
  if (every === 0) { return [{ path, what: `is zero (${written}), and Alertmanager then refuses its whole configuration`, fix }]; }
  return every > MEMORY_OF_ALERTMANAGER.toMilliseconds()
    ? [{ path, what: `is longer than the 120 hours that Alertmanager remembers (${written}), so that it would repeat sooner`, fix }] : [];
}
