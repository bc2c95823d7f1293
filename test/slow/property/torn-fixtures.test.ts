import fc from 'fast-check';
import { load } from 'js-yaml';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ConfigError } from '../../../config/problem';
import { WHOLE } from '../../whole';
import { runs, synthesiseText } from '../../property/runs';
import { mutated } from '../../property/tree-mutations';
import { FIXTURES, VALID } from '../../whole-lab/labs';

const TEXTS = FIXTURES.map((name) => readFileSync(path.join(VALID, `${name}.yaml`), 'utf8'));
/** CPU time, so that a busy machine is not taken for a slow program; the first synth of a process, not compiled yet, takes two seconds. */
const LIMIT_MS = 6000;

test('any change to the structure of a fixture ends in a short, plain error or in a sound tree', () => {
  const outcomes = { refused: 0, taken: 0 };
  fc.assert(fc.property(mutated(TEXTS), (text) => {
    const before = process.cpuUsage();
    try {
      const { files, manifests, scripts } = synthesiseText(text);
      outcomes.taken++;
      // What a reader of the files sees is what was meant.
      expect([...files.values()].map((file) => canonical(load(file))).sort()).toEqual([...manifests.values()].flat().map(canonical).sort());
      // PowerShell 5.1 reads scripts in the machine's code page, and ends a literal at typographic quotes too.
      for (const [name, script] of scripts) {
        if (name.endsWith('.ps1')) { expect([name, /^[\t\n\r\x20-\x7e]*$/.test(script)]).toEqual([name, true]); }
      }
    } catch (error) {
      if (!(error instanceof ConfigError)) { throw error; }
      outcomes.refused++;
      for (const problem of error.problems) {
        expect(problem).toMatch(/^homelab\.yaml:\d+:\d+ [^\p{Cc}\p{Cf}]+$/u);
        expect(problem.length).toBeLessThan(1100);
      }
    }
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000).toBeLessThan(LIMIT_MS);
  }), runs(WHOLE ? 400 : 60));
  // A change to the structure is refused much more often than not.
  expect(Math.min(outcomes.refused, outcomes.taken)).toBeGreaterThan(WHOLE ? 25 : 5);
}, 120_000);

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, child: unknown) => typeof child === 'object' && child !== null && !Array.isArray(child)
    ? Object.fromEntries(Object.entries(child).sort(([a], [b]) => (a < b ? -1 : 1))) : child);
}
