import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '..', '..');

test('an error names the line of the source, not of the stripped text', () => {
  // GIVEN a source whose first lines vanish when its types are stripped
  const folder = mkdtempSync(path.join(tmpdir(), 'stack-'));
  try {
    const file = path.join(folder, 'fault.ts');
    writeFileSync(file, 'interface A {\n  b: string;\n}\n\nconst a: A = { b: "x" };\nthrow new Error(a.b);\n');
    // WHEN
    const { stderr, status } = spawnSync(process.execPath, ['--require', path.join(ROOT, 'tools', 'typescript.cjs'), file], { encoding: 'utf8' });
    // THEN
    expect(status).toBe(1);
    expect(stderr).toContain('fault.ts:6:');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
