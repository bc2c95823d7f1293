import { rmSync } from 'node:fs';
import path from 'node:path';
import { put } from '../../output/folder';
import { copyOfProject, testIn } from '../project';
import { PINS, raise } from './pins';

/** What `npm run synth` writes; the owner of a copy has something else in each. */
const GENERATED = ['dist', 'scripts', 'monitoring', 'runbooks', 'LAB.md'];

/*
 * The whole of `npm test`, but for the one suite that reads the example, in a copy in which everything its owner may change is different:
 * homelab.yaml is no lab at all, nothing is generated, and every pin is raised. Whoever reads one of them fails here.
 */
test('only test/whole-lab/committed.test.ts reads homelab.yaml or what is made of it, and no test reads which versions are pinned', () => {
  // GIVEN
  const folder = copyOfProject();
  put(folder, { 'homelab.yaml': 'no lab: [' });
  for (const each of GENERATED) { rmSync(path.join(folder, each), { recursive: true, force: true }); }
  raise(folder, PINS, 'minor');
  // WHEN
  const { failures, passed } = testIn(
    folder, [], '--testPathIgnorePatterns', '/node_modules/', 'test/slow/', 'test/whole-lab/committed.test.ts',
  );
  // THEN
  expect(failures).toEqual([]);
  expect(passed).toBeGreaterThan(1500);
}, 1_800_000);
