import { readFileSync } from 'node:fs';
import path from 'node:path';

const read = (file: string): string => readFileSync(path.join(__dirname, '..', '..', file), 'utf8');

test('LICENSE and package.json name the same licence', () => {
  const { license, files } = JSON.parse(read('package.json')) as { license: string; files: readonly string[] };
  expect(license).toBe('MIT');
  expect(read('LICENSE')).toMatch(/^MIT License\n\nCopyright \(c\) \d{4} the homelab-synth contributors\n/);
  // npm packs LICENSE whatever `files` says, unless it is told not to.
  expect(files.filter((file) => file.startsWith('!'))).toEqual([]);
});
