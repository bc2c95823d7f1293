import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '..', '..');

/** Every file below a folder, by its path. */
function contents(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(files.map(({ parentPath, name }) => path.join(parentPath, name)).sort()
    .map((file) => [path.relative(folder, file).replaceAll('\\', '/'), readFileSync(file, 'utf8')]));
}

test('the committed manifests and scripts are what homelab.yaml gives', () => {
  // GIVEN an empty folder
  const folder = mkdtempSync(path.join(tmpdir(), 'synth-'));
  try {
    const environment = { ...process.env };
    delete environment['CDK8S_OUTDIR'];
    delete environment['HOMELAB_CONFIG'];
    // WHEN the whole program writes there
    execFileSync(process.execPath, ['--require', path.join(ROOT, 'tools', 'typescript.cjs'), path.join(ROOT, 'main.ts'), '--config', path.join(ROOT, 'homelab.yaml')], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'], env: environment });
    // THEN each folder it writes is the committed one
    const written = readdirSync(folder).sort();
    expect(written).toContain('dist');
    for (const name of written) { expect({ [name]: contents(path.join(ROOT, name)) }).toEqual({ [name]: contents(path.join(folder, name)) }); }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
