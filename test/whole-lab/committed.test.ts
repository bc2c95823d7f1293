import path from 'node:path';
import { readFileSync, rmSync } from 'node:fs';
import { ROOT, runSynth } from '../program';
import { put, temporaryFolder } from '../output/folder';

/* The only test that reads the repository's own homelab.yaml and what is made of it. Whatever they say, they have to agree. */

test('the committed manifests, scripts and rules are what the committed homelab.yaml gives; if not, run npm run synth', () => {
  const { status, stdout, stderr } = runSynth(ROOT, ['--check']);
  expect(`${stdout}${stderr}`).toMatch(/^All \d+ generated files are current\.\n$/);
  expect(status).toBe(0);
}, 60_000);

test('that check notices a file that is missing, one that is different and one that is left over', () => {
  // GIVEN a lab that is current
  const folder = temporaryFolder();
  put(folder, { 'homelab.yaml': '' });
  expect(runSynth(folder).status).toBe(0);
  // WHEN
  rmSync(path.join(folder, 'scripts/up.ps1'));
  put(folder, {
    'monitoring/alertmanager.yaml': `${readFileSync(path.join(folder, 'monitoring/alertmanager.yaml'), 'utf8')}\n`,
    'dist/routes/gone.yaml': readFileSync(path.join(folder, 'dist/routes/grafana.monitoring.httproute.k8s.yaml'), 'utf8'),
  });
  const { status, stdout } = runSynth(folder, ['--check']);
  // THEN
  expect(stdout.split('\n').slice(0, 3).sort())
    .toEqual(['dist/routes/gone.yaml: left over', 'monitoring/alertmanager.yaml: different', 'scripts/up.ps1: missing']);
  expect(status).toBe(1);
}, 60_000);
