import { spawnSync } from 'node:child_process';
import { chmodSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CHARTS } from '../../../versions';
import { runDiff, runSynth, type Outcome } from '../../program';
import { put, temporaryFolder } from '../../output/folder';

const YAML = 'domain: lab.example.com\nmonitoring: { enabled: false }\n';
const bin = temporaryFolder();
const charts = temporaryFolder();
let lab: string;

/** `homelab diff` with a helm of which every chart makes a Service as its values name it, and a Secret of its own making. */
function diff(yaml: string, ...args: readonly string[]): Outcome {
  put(lab, { 'homelab.yaml': yaml });
  return runDiff(lab, args, { PATH: `${bin}${path.delimiter}${process.env['PATH'] ?? ''}` });
}

(process.platform === 'win32' ? describe.skip : describe)('homelab diff --render', () => {
  beforeAll(() => {
    // GIVEN a lab in a repository, and a helm
    lab = temporaryFolder();
    put(lab, { 'homelab.yaml': YAML });
    expect(runSynth(lab).status).toBe(0);
    for (const args of [['init', '--quiet'], ['add', '.'], ['commit', '--quiet', '--message=x']]) {
      const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'commit.gpgsign=false', '-c', 'core.autocrlf=false'];
      expect(spawnSync('git', [...identity, ...args], { cwd: lab }).status).toBe(0);
    }
    put(charts, Object.fromEntries(Object.values(CHARTS).map(({ chart, version }) => [`${chart}-${version}.tgz`, 'archive'])));
    writeFileSync(path.join(bin, 'helm'), `#!/bin/sh
case "$1" in
version) echo v4.1.4;;
template)
  name=$(sed -n 's/.*"\\{0,1\\}marker"\\{0,1\\}: *"\\{0,1\\}\\([a-z]*\\).*/\\1/p')
  [ "$name" != broken ] || { echo 'Error: marker: no such thing' >&2; exit 1; }
  echo "$2" >> '${bin}/log'
  printf -- '---\\napiVersion: v1\\nkind: Service\\nmetadata: { name: "%s", labels: { helm.sh/chart: "%s" } }\\n' "\${name:-none}" "$$"
  printf -- '---\\napiVersion: v1\\nkind: Secret\\nmetadata: { name: login }\\ndata: { password: "%s" }\\n' "$$";;
esac
`);
    chmodSync(path.join(bin, 'helm'), 0o755);
  }, 60_000);

  test('shows what the change of a value does to the objects of its chart, and renders no other', () => {
    const { status, stdout, stderr } = diff(`${YAML}values: { metallb: { marker: fresh } }\n`, '--render', '--charts', charts);
    // The chart's own values have no such key.
    expect([status, stderr]).toEqual([0, expect.stringMatching(/^Warning: homelab\.yaml:3:30 values\.metallb\.marker: [^\n]*\n$/)]);
    expect(stdout).toMatch(/^chart metallb\n {2}\+ Service metallb-system\/fresh\n {2}- Service metallb-system\/none\n\nmetallb\n/m);
    // What differs in every rendering is no change: the label with the version, and what is in a Secret.
    expect(stdout).not.toContain('login');
    expect(stdout).toMatch(/^1 added, 1 changed, 1 removed\.\n/);
    expect(readdirSync(lab)).not.toContain('charts.sha256');
    expect(spawnSync('sort', ['-u', path.join(bin, 'log')], { encoding: 'utf8' }).stdout).toBe('metallb\n');
  }, 60_000);

  test('says nothing of charts without the option', () => {
    expect(diff(`${YAML}values: { metallb: { marker: fresh } }\n`).stdout).not.toContain('chart metallb');
  }, 60_000);

  test('ends with exit code 1 if helm refuses the new values', () => {
    const { status, stderr } = diff(`${YAML}values: { metallb: { marker: broken } }\n`, '--render', '--charts', charts);
    expect(status).toBe(1);
    expect(stderr).toBe(`helm refuses the values of chart metallb ${CHARTS.metallb.version}: marker: no such thing. `
      + 'homelab render names the key to change.\n');
  }, 60_000);

  test('does not take a folder of charts that nothing reads', () => {
    expect(diff(YAML, '--charts', charts)).toMatchObject({
      status: 2, stderr: '--charts says where --render finds charts, and --render is not given.\n',
    });
  }, 60_000);
});
