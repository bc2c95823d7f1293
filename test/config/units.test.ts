import { Duration, Size } from 'cdk8s';
import {
  GATEWAY_DURATION, GO_DURATION, PROMETHEUS_DURATION, prometheusSize, STORAGE_SIZE, type DurationNotation,
} from '../../config/units';

const [SECOND, MINUTE, HOUR, DAY] = [1000, 60_000, 3_600_000, 86_400_000];

describe.each<[string, DurationNotation, Readonly<Record<string, number>>, readonly string[]]>([
  ['Go', GO_DURATION, {
    '720h': 720 * HOUR, '1h30m': 90 * MINUTE, '45s': 45 * SECOND, '0s': 0, '1h0m0s': HOUR, '90m': 90 * MINUTE, '1s1h': HOUR + SECOND,
  }, ['', '30d', '1.5h', '720', '-1h', '10ms', ' 1h']],
  ['GEP-2257', GATEWAY_DURATION, {
    '30s': 30 * SECOND, '1500ms': 1500, '1h2m3s4ms': HOUR + 2 * MINUTE + 3 * SECOND + 4, '0s': 0, '99999h': 99_999 * HOUR,
    '5m1m': 6 * MINUTE,
  }, ['', '1.5s', '2d', '100000s', '1h1h1h1h1h', '30']],
  ['Prometheus', PROMETHEUS_DURATION, {
    '15d': 15 * DAY, '30s': 30 * SECOND, '4w2d': 30 * DAY, '1y': 365 * DAY, '1h30m': 90 * MINUTE, '0s': 0,
  }, ['', '1d2w', '1.5d', '15', '100ms']],
])('durations of %s', (_, notation, good, bad) => {
  test.each(Object.entries(good))('%s is %d ms', (text, milliseconds) => {
    expect(notation.of(text).toMilliseconds()).toBe(milliseconds);
  });

  test.each(bad)('%j is none', (text) => {
    expect(notation.parse(text)).toBeUndefined();
    expect(() => notation.of(text)).toThrow('does not parse');
  });

  test('that are written are read back as the same', () => {
    for (const milliseconds of Object.values(good)) {
      const text = notation.format(Duration.millis(milliseconds));
      expect([text, notation.parse(text)?.toMilliseconds()]).toEqual([text, milliseconds]);
    }
  });

  test('that no computer counts in milliseconds are the longest there is', () => {
    const text = `${'9'.repeat(5)}h`.replace('h', notation === GATEWAY_DURATION ? 'h' : `${'9'.repeat(400)}h`);
    expect(Number.isSafeInteger(notation.of(text).toSeconds())).toBe(true);
  });
});

test.each<[DurationNotation, Duration, string]>([
  [GO_DURATION, Duration.hours(720), '720h'],
  [GO_DURATION, Duration.minutes(90), '1h30m'],
  [GO_DURATION, Duration.days(30), '720h'],
  [GO_DURATION, Duration.seconds(0), '0s'],
  [GATEWAY_DURATION, Duration.millis(1500), '1s500ms'],
  [PROMETHEUS_DURATION, Duration.days(15), '15d'],
  [PROMETHEUS_DURATION, Duration.days(14), '2w'],
  [PROMETHEUS_DURATION, Duration.days(365), '1y'],
  [PROMETHEUS_DURATION, Duration.days(366), '366d'],
  [PROMETHEUS_DURATION, Duration.seconds(30), '30s'],
])('%# is written as few units as it takes', (notation, duration, text) => {
  expect(notation.format(duration)).toBe(text);
});

test('a duration that a notation cannot write is refused', () => {
  expect(() => GO_DURATION.format(Duration.millis(1))).toThrow('1 ms are no whole number');
  expect(() => GATEWAY_DURATION.format(Duration.hours(100_000))).toThrow('too long for this notation');
});

test.each([
  ['1Mi', 1], ['20Gi', 20 * 1024], ['2Ti', 2 * 1024 ** 2], ['1536Mi', 1536], ['1.5Gi', 1536], ['1048.576M', 1000],
])('a storage of %s has %d mebibytes and is written so again', (text, mebibytes) => {
  const size = STORAGE_SIZE.of(text);
  expect([size.toMebibytes(), STORAGE_SIZE.format(size)]).toEqual([mebibytes, text]);
});

test.each(['', '20', '20GB', '0Gi', '1.5.5Gi', '-1Gi'])('%j is no storage', (text) => {
  expect(STORAGE_SIZE.parse(text)).toBeUndefined();
  expect(() => STORAGE_SIZE.of(text)).toThrow('does not parse');
});

test('Prometheus gets sizes in MB of 1024 kibibytes, rounded down', () => {
  expect(prometheusSize(Size.gibibytes(20), 0.8)).toBe('16384MB');
  expect(prometheusSize(Size.mebibytes(1), 0.8)).toBe('0MB');
});
