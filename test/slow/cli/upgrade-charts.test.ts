import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { put, temporaryFolder } from '../../output/folder';

/* The real helm asks a repository that stands on this machine, and reads the ranges itself. */

const MAIN = path.join(__dirname, '../../../lib/main.js');
const HAS_HELM = spawnSync('helm', ['version']).status === 0;
const VERSIONS = ['6.7.1', '6.9.4', '6.10.0-rc.1', '7.0.0'];

interface Outcome { readonly status: number | null; readonly stdout: string; readonly stderr: string }

/** Not `spawnSync`: the repository answers from this process. */
async function upgrade(folder: string, ...args: readonly string[]): Promise<Outcome> {
  const child = spawn(process.execPath, [MAIN, 'upgrade', '--charts', ...args], { cwd: folder });
  const [stdout, stderr] = [child.stdout, child.stderr].map((stream) => {
    const chunks: string[] = [];
    stream.setEncoding('utf8').on('data', (chunk: string) => { chunks.push(chunk); });
    return chunks;
  });
  const status = await new Promise<number | null>((resolve) => { child.on('close', resolve); });
  return { status, stdout: stdout?.join('') ?? '', stderr: stderr?.join('') ?? '' };
}

/** A chart repository with every version of one chart. */
function repositoryOf(folder: string): Server {
  for (const version of VERSIONS) {
    put(folder, { 'chart/podinfo/Chart.yaml': `apiVersion: v2\nname: podinfo\nversion: ${version}\n` });
    expect(spawnSync('helm', ['package', 'chart/podinfo', '--destination', folder], { cwd: folder }).status).toBe(0);
  }
  expect(spawnSync('helm', ['repo', 'index', folder]).status).toBe(0);
  return createServer(({ url = '' }, response) => {
    try {
      response.end(readFileSync(path.join(folder, path.basename(url))));
    } catch {
      response.writeHead(404).end();
    }
  });
}

(HAS_HELM ? describe : describe.skip)('homelab upgrade --charts (SKIPPED where there is no helm)', () => {
  let server: Server;
  let url: string;
  let folder: string;
  const file = (): string => readFileSync(path.join(folder, 'homelab.yaml'), 'utf8');
  const lab = (...applications: readonly string[]): void => {
    writeFileSync(path.join(folder, 'homelab.yaml'), ['domain: lab.frank.dev', 'applications:', ...applications, ''].join('\n'));
  };
  const one = (keys: string): string => `  - { name: podinfo, namespace: my-app, repoURL: "${url}", chart: podinfo, ${keys} }`;

  beforeAll(async () => {
    folder = temporaryFolder();
    server = repositoryOf(temporaryFolder());
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }, 60_000);
  afterAll(() => { server.close(); });

  test('only says what there is with --check', async () => {
    // GIVEN
    lab(one('targetRevision: 6.7.1, versions: ^6'));
    const before = file();
    // WHEN
    const outcome = await upgrade(folder, '--check');
    // THEN
    expect(outcome).toEqual({
      status: 3, stdout: 'homelab.yaml applications[0]: podinfo 6.7.1 -> 6.9.4, the newest of ^6.\n', stderr: '',
    });
    expect(file()).toBe(before);
  }, 60_000);

  test('writes the newest version of each range, and of no prerelease', async () => {
    // GIVEN
    lab(one('targetRevision: 6.7.1, versions: ^6'), one('targetRevision: ">=6, <8"'), one('targetRevision: 6.7.1'));
    // WHEN
    const { status, stdout } = await upgrade(folder, '--json');
    // THEN
    expect(status).toBe(0);
    expect(file().split('\n').slice(2, 5)).toEqual([
      one('targetRevision: 6.9.4, versions: ^6'), one('targetRevision: "7.0.0", versions: ">=6, <8"'), one('targetRevision: 6.7.1'),
    ]);
    expect(JSON.parse(stdout)).toEqual({
      written: ['homelab.yaml'],
      labs: [{
        config: 'homelab.yaml',
        charts: [
          { key: 'applications[0]', chart: 'podinfo', repository: url, versions: '^6', current: '6.7.1', newest: '6.9.4' },
          { key: 'applications[1]', chart: 'podinfo', repository: url, versions: '>=6, <8', current: null, newest: '7.0.0' },
        ],
      }],
    });
    await expect(upgrade(folder, '--check')).resolves.toMatchObject({ status: 0 });
  }, 60_000);

  test('changes nothing where a repository has no version of the range, and says so', async () => {
    // GIVEN
    lab(one('targetRevision: 6.7.1, versions: ^6'), one('targetRevision: 9.0.0, versions: ^9'));
    const before = file();
    // WHEN
    const { status, stderr } = await upgrade(folder);
    // THEN
    expect(status).toBe(2);
    expect(stderr).toMatch(/^http:\/\/127\.0\.0\.1:\d+ does not say which versions of podinfo are in \^9: [^\n]+\n$/);
    expect(file()).toBe(before);
  }, 60_000);

  test('says so where no application has a range', async () => {
    lab(one('targetRevision: 6.7.1'));
    await expect(upgrade(folder)).resolves.toEqual({
      status: 0, stdout: 'homelab.yaml: no application says in which range its chart may be raised (versions).\n', stderr: '',
    });
  }, 60_000);
});
