import { parseConfig } from '../../../charts/load-config';
import { SHORTEST_WINDOW } from '../../../charts/monitoring/duration-checks';
import { PROMETHEUS_DURATION } from '../../../config/units';
import { toManifests } from '../../../synth/render';
import { labOf } from '../../util';

function alerting(text: string): () => unknown {
  return () => parseConfig(`monitoring: { alerting: { ${text} } }`);
}

test.each([
  [
    'a name nobody has',
    'receivers: [{ name: a, type: ntfy }], receiver: b',
    /monitoring\.alerting\.receiver: is not the name of a receiver \(b\); choose one of a/,
  ],
  ['a route to a name nobody has', 'routes: [{ receiver: b }]', /routes\[?\.?0\]?\.receiver: is not the name of a receiver/],
  ['two of one name', 'receivers: [{ name: a, type: ntfy }, { name: a, type: discord }]', /is the name of an earlier receiver too/],
  [
    'a Telegram chat without number',
    'receivers: [{ name: a, type: telegram }]',
    /receivers\[0\]\.chatID: is missing: a receiver of type telegram needs it; add "chatID: -1001234567890"$/,
  ],
  [
    'mail without server',
    'receivers: [{ name: a, type: email, to: a@example.org, from: b@example.org }]',
    /receivers\[0\]\.smarthost: is missing: a receiver of type email needs it; add "smarthost: smtp\.example\.com:587"$/,
  ],
  ['a field of another type', 'receivers: [{ name: a, type: ntfy, chatID: 1 }]', /has no meaning for a receiver of type ntfy/],
  ['a token where none is sent', 'receivers: [{ name: a, type: discord, bearerToken: true }]', /bearerToken: has no meaning/],
  ['the name of nobody', 'receivers: [{ name: nobody, type: ntfy }]', /is a name this lab uses itself/],
  ['hours that end as they begin', 'quietHours: { from: "22:00", to: "22:00" }', /begin and end at the same time/],
  ['an hour that does not exist', 'quietHours: { from: "25:00", to: "07:00" }', /is not a time of day/],
  ['a dead-man switch nobody holds', 'deadMan: { receiver: x }', /deadMan\.receiver: is not the name of a receiver/],
])('refuses %s', (_, text, message) => {
  expect(alerting(text)).toThrow(message);
});

test('takes every type of receiver with what it needs', () => {
  expect(
    alerting(
      'receivers: [{ name: a, type: telegram, chatID: -5 }, { name: b, type: email, to: a@example.org, from: b@example.org, smarthost: '
        + '"mail.example.org:25" }]',
    ),
  ).not.toThrow();
});

test('no rule of the lab looks at a shorter window than the scrape interval is held to', () => {
  const lab = labOf('monitoring: { logs: loki, traces: tempo }');
  const rules = JSON.stringify([...toManifests(lab).values()].flat().filter(({ kind }) => kind === 'PrometheusRule'));
  const windows = [...rules.matchAll(/\[(\d+[smhdw]+)[\]:]/g)].map(([, window = '']) => PROMETHEUS_DURATION.of(window).toMilliseconds());
  expect(windows.length).toBeGreaterThan(10);
  expect(Math.min(...windows)).toBe(SHORTEST_WINDOW.toMilliseconds());
});
