import { describeWithPwsh } from '../../host/pwsh';
import { DOWN, play, QUICK, SECRET, UP, type Run, type RunSpec, type Scenario } from '../../host/small-windows';

/*
 * A few of the moments at which a run can break off, from early to late. Every moment there is, before the change and after it:
 * test/slow/host/faults.test.ts and test/slow/host/interruptions.test.ts.
 */

/** What breaks a run off, with the number of the change at which it does. */
const MOMENTS: readonly Partial<RunSpec>[] = [
  { FailAt: 2, FailMode: 'after' }, { FailAt: 18, FailMode: 'before' }, { FailAt: 37, FailMode: 'after' },
  { StopAt: 4, FailMode: 'after' }, { StopAt: 26, FailMode: 'after' }, { StopAt: 45, FailMode: 'after' },
];
const WORLD = `${SECRET}; ${QUICK}`;

const nameOf = ({ FailAt, StopAt, FailMode }: Partial<RunSpec>): string => FailAt === undefined
  ? `Ctrl+C right ${FailMode ?? ''} change ${StopAt ?? 0}` : `a failure right ${FailMode ?? ''} change ${FailAt}`;

describeWithPwsh('a run that breaks off', () => {
  let played: ReadonlyMap<string, readonly Run[]> = new Map();
  beforeAll(() => {
    const clean: Scenario = { name: 'clean', world: WORLD, runs: [UP, DOWN] };
    const ups = MOMENTS.map((moment): Scenario => ({ name: `up, ${nameOf(moment)}`, world: WORLD, runs: [{ ...UP, ...moment }, UP] }));
    const downs = MOMENTS.filter(({ FailAt, StopAt }) => (FailAt ?? StopAt ?? 0) < 30)
      .map((moment): Scenario => ({ name: `down, ${nameOf(moment)}`, world: WORLD, runs: [UP, { ...DOWN, ...moment }, DOWN] }));
    played = play([clean, ...ups, ...downs]);
  }, 600_000);
  const of = (verb: string): [string, readonly Run[]][] => [...played].filter(([name]) => name.startsWith(`${verb}, `));

  test('did break off, wherever it was told to', () => {
    expect([of('up').length, of('down').length]).toEqual([6, 4]);
    for (const [name, runs] of [...of('up'), ...of('down')]) {
      const broken = runs.at(-2);
      expect([name, broken?.exit]).not.toEqual([name, 0]);
      if (name.includes('Ctrl+C')) { expect([name, broken?.lines]).toEqual([name, ['reached True', 'state Stopped']]); }
    }
  });

  test('is completed by the next up, the same as if nothing had happened', () => {
    for (const [name, [, second]] of of('up')) {
      expect([name, second?.exit, second?.exit === 0 ? '' : second?.lines]).toEqual([name, 0, '']);
      expect([name, second?.world]).toEqual([name, played.get('clean')?.[0]?.world]);
    }
  });

  test('is completed by the next down, the same as if nothing had happened', () => {
    for (const [name, [, , third]] of of('down')) {
      expect([name, third?.exit, third?.exit === 0 ? '' : third?.lines]).toEqual([name, 0, '']);
      expect([name, third?.world]).toEqual([name, played.get('clean')?.[1]?.world]);
    }
  });
});
