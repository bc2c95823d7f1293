import { copyOfProject, synthesiseIn, testIn } from '../project';
import { nextVersion, PINS, raise, type Pin, type Step } from './pins';

/*
 * Raising pins and synthesising leaves the tests green. The suites that run are those that see a version: they compare with a snapshot,
 * read versions.ts, or read what is generated. untouched.test.ts shows that all other suites see none, with every pin raised.
 */
const AFFECTED = [
  'test/charts/', 'test/docs/', 'test/tools/', 'test/whole-lab/article', 'test/whole-lab/committed', 'test/whole-lab/pins',
  'test/host/fixtures', 'test/host/index', 'test/host/node/seed', 'test/pin-',
];

/**
 * Pins by the binary digits of their positions: for any two, there is a run that raises one and not the other. So no test depends on two
 * versions being raised together, without a run for each pair.
 */
const HALVES = Array.from({ length: Math.ceil(Math.log2(PINS.length + 1)) }, (_, digit): readonly Pin[] => {
  return PINS.filter((_pin, place) => ((place + 1) >> digit) % 2 === 1);
});

test.each<[string, Step, string]>([
  ['1.19.5', 'patch', '1.19.6'], ['v1.5.1', 'minor', 'v1.6.0'],
  ['v1.36.4+k3s1', 'patch', 'v1.36.5+k3s1'], ['v1.36.4+k3s1', 'minor', 'v1.37.0+k3s1'],
  ['20260926', 'minor', '20260927'],
])('after %s comes, by a %s, %s', (value, step, next) => {
  expect(nextVersion(value, step)).toBe(next);
});

test('every pin is raised at least once, and any two of them apart', () => {
  const raisedIn = PINS.map((pin) => HALVES.map((half) => half.includes(pin)).join());
  expect(new Set(raisedIn).size).toBe(PINS.length);
  expect(raisedIn.filter((runs) => !runs.includes('true'))).toEqual([]);
});

/** Steps take turns: untouched.test.ts raises every pin by a minor release. */
const named = HALVES.map((pins, index): [Step, string, readonly Pin[]] =>
  [index % 2 === 0 ? 'patch' : 'minor', pins.map(({ name }) => name).join(', '), pins]);

test.each(named)(
  'the tests are green after raising the %s of %s', (step, _names, pins) => {
    // GIVEN
    const folder = copyOfProject();
    raise(folder, pins, step);
    // WHEN
    expect(synthesiseIn(folder)).toMatchObject({ status: 0, stderr: '' });
    const { failures, passed } = testIn(folder, AFFECTED);
    // THEN
    expect(failures).toEqual([]);
    expect(passed).toBeGreaterThan(500);
  }, 900_000);
