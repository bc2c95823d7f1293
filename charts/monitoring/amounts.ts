import { textOf } from '../core/plain-data';
import { PROMETHEUS_DURATION } from '../../config/units';

const SIZES: Readonly<Record<string, number>> = {
  '': 1, B: 1, KB: 2 ** 10, MB: 2 ** 20, GB: 2 ** 30, TB: 2 ** 40, PB: 2 ** 50, EB: 2 ** 60,
  Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, k: 1e3, M: 1e6, G: 1e9, T: 1e12,
};

/** A duration of Prometheus in seconds; NaN for what is none. */
export function secondsOf(value: unknown): number {
  return typeof value === 'string' ? PROMETHEUS_DURATION.parse(value)?.toSeconds({ integral: false }) ?? NaN : NaN;
}

/** A size as Prometheus or Kubernetes write it, in bytes; those of Prometheus are powers of 1024. NaN for what is none. */
export function bytesOf(value: unknown): number {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)([A-Za-z]*)$/.exec(textOf(value)) ?? [];
  return Number(number) * (SIZES[unit] ?? NaN);
}
