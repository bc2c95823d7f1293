import { readFileSync } from 'node:fs';
import { bundleCoreKinds, CORE_VALIDATORS_FILE } from '../../tools/core/bundle';

test('the committed validators of core kinds are those of the installed packages', async () => {
  const committed = readFileSync(CORE_VALIDATORS_FILE, 'utf8');
  // Compared as a whole but not by toBe, whose report of a difference would be the file itself.
  expect(committed === await bundleCoreKinds()).toBe(true);
});
