import fc from 'fast-check';
import { dump, loadAll } from 'js-yaml';
import { ConfigError } from '../../../config/problem';
import { WHOLE } from '../../whole';
import { hostileText, validConfig } from '../../property/configs';
import { MUTATIONS } from '../../property/mutations';
import { runs, synthesiseText } from '../../property/runs';

/** No user waits longer for an answer, whatever the file says; a loaded machine is given some grace. */
const PATIENCE_MS = 2000 * 5;

test('any change to a valid file ends in a clean error or in a valid tree', () => {
  const outcomes = { refused: 0, synthesised: 0 };
  const someChanges = fc.array(fc.tuple(fc.constantFrom(...MUTATIONS), fc.nat(), hostileText), { minLength: 1, maxLength: 3 });
  fc.assert(fc.property(validConfig, someChanges, (config, changes) => {
    const text = changes.reduce((before, [mutate, position, hostile]) => mutate(before, position, hostile), dump(config));
    const began = performance.now();
    try {
      const synthesis = synthesiseText(text);
      outcomes.synthesised++;
      expect([...synthesis.files.values()].every((each) => loadAll(each).length === 1)).toBe(true);
    } catch (error) {
      if (!(error instanceof ConfigError)) { throw error; }
      outcomes.refused++;
      // What no API server would take breaks a rule, so it is refused as well. Every line says where, and none is a stack trace; a file
      // name, a line and a column are all an editor needs to go there.
      for (const line of error.problems) { expect(line).toMatch(/^homelab\.yaml:\d+:\d+ [^\n]+; [^\n]+$/); }
    }
    expect(performance.now() - began).toBeLessThan(PATIENCE_MS);
  }), runs(WHOLE ? 1900 : 190));
  // A property that only ever saw one of the two outcomes would say nothing about the other.
  expect(Math.min(outcomes.refused, outcomes.synthesised)).toBeGreaterThan(WHOLE ? 50 : 5);
}, 240_000);
