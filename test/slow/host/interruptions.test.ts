import { describeWithPwsh } from '../../host/pwsh';
import { DOWN, play, QUICK, SECRET, UP, type Run, type RunSpec, type Scenario } from '../../host/small-windows';

/** Right after a change is the worst moment; right before the next one is the same lab a few instructions later. */
const FailMode = 'after';
/** A down that is to be broken off at a change it does not have any more is left out. */
const down = (at: number, changes: number, broken: Partial<RunSpec>): RunSpec[] => at <= changes ? [{ ...DOWN, ...broken }, DOWN] : [];

describeWithPwsh('Ctrl+C at each change in turn', () => {
  let clean: readonly Run[] = [];
  let stopped: ReadonlyMap<string, readonly Run[]> = new Map();
  beforeAll(() => {
    clean = play([{ name: 'clean', world: `${SECRET}; ${QUICK}`, runs: [UP, DOWN] }]).get('clean') ?? [];
    const [up = 0, removed = 0] = clean.map(({ mutations }) => mutations);
    // GIVEN a run that is stopped right after its nth change, THEN one that nothing disturbs; first up, then down
    stopped = play(Array.from({ length: up }, (_, index): Scenario => (
      {
        name: `after ${index + 1}`, world: `${SECRET}; ${QUICK}`,
        runs: [{ ...UP, StopAt: index + 1, FailMode }, UP, ...down(index + 1, removed, { StopAt: index + 1, FailMode })],
      })));
  }, 600_000);

  test('stops every run there', () => {
    for (const [name, [first, , third]] of stopped) {
      expect([name, first?.lines]).toEqual([name, ['reached True', 'state Stopped']]);
      if (third) { expect([name, third.lines]).toEqual([name, ['reached True', 'state Stopped']]); }
    }
    expect(stopped.size).toBe(clean[0]?.mutations);
  });

  test('leaves a lab that the next up completes, the same as if nothing had happened', () => {
    for (const [name, [, second]] of stopped) {
      expect([name, second?.exit, second?.exit === 0 ? '' : second?.lines]).toEqual([name, 0, '']);
      expect([name, second?.world]).toEqual([name, clean[0]?.world]);
    }
  });

  test('leaves a lab that the next down removes, the same as if nothing had happened', () => {
    for (const [name, [, , , fourth]] of stopped) {
      if (!fourth) { continue; }
      expect([name, fourth.exit, fourth.exit === 0 ? '' : fourth.lines]).toEqual([name, 0, '']);
      expect([name, fourth.world]).toEqual([name, clean[1]?.world]);
    }
  });
});
