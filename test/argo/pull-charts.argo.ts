import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { archiveName } from '../../render/release';
import { CHARTS_FOLDER, missingParts, programPath } from './parts';
import { NEEDED } from './pins';
import { startUpstream } from './upstream';

const ROOT = path.join(__dirname, '..', '..');
const missing = missingParts();

const some = missing.length === 0 ? test : test.skip;

some('npm run argo-charts fetches what the other tests need, from the addresses in versions.ts', async () => {
  // GIVEN the hosts of the world, as this machine has them
  const folder = mkdtempSync(path.join(tmpdir(), 'homelab-pull-'));
  const upstream = await startUpstream(path.join(folder, 'upstream'), CHARTS_FOLDER, path.join(CHARTS_FOLDER, 'git'));
  const filled = path.join(folder, 'filled');
  try {
    // WHEN
    const ended = await new Promise<{ status: number | null; said: string }>((resolve) => {
      const program = [path.join(ROOT, 'node_modules/tsx/dist/cli.mjs'), path.join(__dirname, 'pull-charts.ts')];
      const child = spawn(process.execPath, [...program, filled], {
        env: {
          ...process.env, ...upstream.env, HELM_CACHE_HOME: path.join(folder, 'cache'),
          PATH: [path.dirname(programPath('helm')), process.env['PATH']].join(path.delimiter),
        },
      });
      let said = '';
      child.stdout.on('data', (chunk: Buffer) => { said += chunk.toString(); });
      child.stderr.on('data', (chunk: Buffer) => { said += chunk.toString(); });
      child.on('close', (status) => { resolve({ status, said }); });
    });
    // THEN
    expect(ended).toMatchObject({ status: 0 });
    expect(NEEDED.map((pin) => archiveName(pin)).filter((name) => !existsSync(path.join(filled, name)))).toEqual([]);
    expect(readFileSync(path.join(filled, 'istio-release.storage.googleapis.com/charts/index.yaml'), 'utf8')).toMatch(/^ {2}istiod:$/m);
    expect(existsSync(path.join(filled, 'git/github.com/kubernetes-sigs/gateway-api.git/HEAD'))).toBe(true);
  } finally {
    upstream.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
