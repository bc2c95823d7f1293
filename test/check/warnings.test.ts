import { synthesise } from '../../synth/synthesise';
import { readConfig } from '../../charts/load-config';

/** Warnings of a lab. */
function warnings(text: string): readonly string[] {
  return synthesise(readConfig(text, 'homelab.yaml')).warnings;
}

test('a warning is one short line that cannot control a terminal, whatever a key is called', () => {
  // GIVEN keys that no chart knows: one would begin a new line on a terminal, to the other belong many that could be meant
  const said = warnings(`values:\n  cilium:\n    "a\\u0085\\e[2J": 1\n    logLevel: debug\n`);
  // THEN
  expect(said).toHaveLength(2);
  for (const line of said) {
    expect(line).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(line.length).toBeLessThan(1100);
  }
});
