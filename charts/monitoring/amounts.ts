import { textOf } from '../core/plain-data';
import { PROMETHEUS_DURATION } from '../../config/units';

const SIZES = new Map(Object.entries({
  '': 1, B: 1, KB: 2 ** 10, MB: 2 ** 20, GB: 2 ** 30, TB: 2 ** 40, PB: 2 ** 50, EB: 2 ** 60,
  Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, Pi: 2 ** 50, Ei: 2 ** 60, k: 1e3, M: 1e6, G: 1e9, T: 1e12,
}));

/**
 * A duration in seconds as Prometheus and Alertmanager read it (model.ParseDuration of prometheus/common), milliseconds and a bare 0
 * included, which homelab.yaml does not take; NaN for what is none.
 */
export function secondsOf(value: unknown): number {
  if (value === '0') { return 0; }
  const [, long = '', milliseconds = ''] = typeof value === 'string' ? /^(.*?)(?:(\d+)ms)?$/.exec(value) ?? [] : [];
  if (long === '') { return milliseconds === '' ? NaN : Number(milliseconds) / 1000; }
  return (PROMETHEUS_DURATION.parse(long)?.toSeconds({ integral: false }) ?? NaN) + Number(milliseconds) / 1000;
}

/** A size as Prometheus or Kubernetes write it, in bytes; those of Prometheus are powers of 1024. NaN for what is none. */
export function bytesOf(value: unknown): number {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)([A-Za-z]*)$/.exec(textOf(value)) ?? [];
  return Number(number) * (SIZES.get(unit) ?? NaN);
}
