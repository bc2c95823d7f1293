import { Duration } from 'cdk8s/lib/duration';
import { Size, SizeRoundingBehavior } from 'cdk8s/lib/size';

/*
 * Durations and sizes in every notation of homelab.yaml. The values are cdk8s' own, from the two files that hold nothing else: a number
 * without its unit never leaves this module.
 */

const SECOND = Duration.seconds(1).toMilliseconds();
const MINUTE = Duration.minutes(1).toMilliseconds();
const HOUR = Duration.hours(1).toMilliseconds();
const DAY = Duration.days(1).toMilliseconds();

/** Milliseconds in every unit that a notation may have, largest first. Those of a year and a week are Prometheus'. */
const UNITS = { y: 365 * DAY, w: 7 * DAY, d: DAY, h: HOUR, m: MINUTE, s: SECOND, ms: 1 } as const;
type Unit = keyof typeof UNITS;

/** No duration is longer, so that milliseconds stay whole numbers; some 285 000 years. */
const LONGEST = Math.floor(Number.MAX_SAFE_INTEGER / DAY) * DAY;

/** A way to write durations as whole numbers with units. */
export class DurationNotation {
  /** What was read here, by what it was read as, so that a person meets their own words again: 90m stays 90m. */
  private readonly read = new WeakMap<Duration, string>();

  /**
   * @param pattern - what a duration looks like
   * @param units - the units that `format` writes
   * @param whole - those of them that stand alone or not at all, because nobody reads `2w1d`. @default - none
   * @param most - the largest number before a unit. @default - any
   */
  public constructor(
    public readonly pattern: RegExp, private readonly units: readonly Unit[], private readonly whole: readonly Unit[] = [],
    private readonly most = Number.MAX_SAFE_INTEGER,
  ) {}

  /** The duration behind a text; undefined for a text in another notation. Beyond 285 000 years it is 285 000 years. */
  public parse(text: string): Duration | undefined {
    if (!this.pattern.test(text)) { return undefined; }
    const parts = [...text.matchAll(/(\d+)(ms|[ywdhms])/g)];
    const sum = parts.reduce((before, [, count, unit]) => before + Number(count) * UNITS[unit as Unit], 0);
    const duration = Duration.millis(Math.min(sum, LONGEST));
    this.read.set(duration, text);
    return duration;
  }

  /** The duration behind a text that a field rule has passed. @throws Error if it does not parse */
  public of(text: string): Duration {
    const duration = this.parse(text);
    if (duration === undefined) { throw new Error(`${text} passed its field rule but does not parse`); }
    return duration;
  }

  /**
   * A duration as text: as it was read in this notation, or else with as few units as it takes.
   *
   * @throws Error for a duration that the notation cannot write
   */
  public format(duration: Duration): string {
    const read = this.read.get(duration);
    if (read !== undefined) { return read; }
    let rest = duration.toMilliseconds();
    if (rest === 0) { return '0s'; }
    let text = '';
    for (const unit of this.units) {
      const isWhole = !this.whole.includes(unit) || (text === '' && rest % UNITS[unit] === 0);
      const count = isWhole ? Math.floor(rest / UNITS[unit]) : 0;
      rest -= count * UNITS[unit];
      if (count > this.most) { throw new Error(`${duration.toHumanString()} is too long for this notation`); }
      if (count > 0) { text += `${count}${unit}`; }
    }
    if (rest > 0) { throw new Error(`${duration.toMilliseconds()} ms are no whole number of this notation's smallest unit`); }
    return text;
  }
}

/** Whole hours, minutes and seconds, as programs in Go read them: https://pkg.go.dev/time#ParseDuration. */
export const GO_DURATION = new DurationNotation(/^([0-9]+(h|m|s))+$/, ['h', 'm', 's']);

/** The Gateway API's, up to four numbers of at most five digits: https://gateway-api.sigs.k8s.io/geps/gep-2257/. */
export const GATEWAY_DURATION = new DurationNotation(/^([0-9]{1,5}(h|m|s|ms)){1,4}$/, ['h', 'm', 's', 'ms'], [], 99_999);

/** Prometheus', without milliseconds: https://prometheus.io/docs/prometheus/latest/configuration/configuration/ (duration). */
export const PROMETHEUS_DURATION = new DurationNotation(
  /^(?!$)([0-9]+y)?([0-9]+w)?([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?$/, ['y', 'w', 'd', 'h', 'm', 's'], ['y', 'w'],
);

const MEBIBYTE = 1024 ** 2;

/** Suffixes of Kubernetes' quantities that homelab.yaml takes for storage, in bytes. */
const SIZES = { Ti: 1024 ** 4, Gi: 1024 ** 3, Mi: MEBIBYTE, T: 1000 ** 4, G: 1000 ** 3, M: 1000 ** 2 } as const;

/** What was read as a size, so that a person meets their own words again: 1024Mi stays 1024Mi. */
const READ_SIZES = new WeakMap<Size, string>();

/** Sizes of storage, such as `20Gi`: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/. */
export const STORAGE_SIZE = {
  /** What a size looks like. */
  pattern: /^(?=.*[1-9])[0-9]{1,15}(\.[0-9]{1,9})?([MGT]i?)$/,
  /** The size behind a text; undefined for a text in another notation. */
  parse(text: string): Size | undefined {
    const [, , unit] = this.pattern.exec(text) ?? [];
    if (unit === undefined) { return undefined; }
    const size = Size.mebibytes(Number.parseFloat(text) * SIZES[unit as keyof typeof SIZES] / MEBIBYTE);
    READ_SIZES.set(size, text);
    return size;
  },
  /** The size behind a text that a field rule has passed. @throws Error if it does not parse */
  of(text: string): Size {
    const size = this.parse(text);
    if (size === undefined) { throw new Error(`${text} passed its field rule but does not parse`); }
    return size;
  },
  /**
   * A size as text: as it was read, or else in the largest unit of which it is a whole number.
   *
   * @throws Error for less than a whole number of mebibytes
   */
  format(size: Size): string {
    const read = READ_SIZES.get(size);
    if (read !== undefined) { return read; }
    const mebibytes = size.toMebibytes();
    if (mebibytes % 1024 ** 2 === 0) { return `${mebibytes / 1024 ** 2}Ti`; }
    return mebibytes % 1024 === 0 ? `${mebibytes / 1024}Gi` : `${mebibytes}Mi`;
  },
} as const;

/** A share of a size as Prometheus takes it for `retentionSize`, rounded down. Its MB are powers of 1024. */
export function prometheusSize(size: Size, share = 1): string {
  return `${Math.floor(size.toMebibytes({ rounding: SizeRoundingBehavior.NONE }) * share)}MB`;
}
