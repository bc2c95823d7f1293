import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { archivesFromCache } from '../../render/archives';
import { Helm } from '../../render/helm';
import { archiveName } from '../../render/release';
import { CRD_FOLDERS } from '../../versions';
import { NEEDED } from './pins';

/*
 * npm run argo-charts -- FOLDER: fills a folder for HOMELAB_CHARTS with all that test:argo reads from other people's hosts, so that its
 * local server can answer for them.
 */

async function pull(folder: string): Promise<void> {
  const helm = await Helm.find();
  const archives = await archivesFromCache(helm, NEEDED, ({ chart, version }) => { process.stderr.write(`${chart} ${version}\n`); });
  for (const [name, { file }] of archives) {
    const target = path.join(folder, ...name.split('/'));
    mkdirSync(path.dirname(target), { recursive: true });
    cpSync(file, target);
  }
  const indexed = NEEDED.filter(({ repository }) => repository.startsWith('https://'))
    .map((pin) => path.join(folder, ...path.posix.dirname(archiveName(pin)).split('/')));
  for (const each of new Set(indexed)) { run('helm', 'repo', 'index', each); }

  const { repository, revision } = CRD_FOLDERS.gatewayApi;
  const { host, pathname } = new URL(repository);
  const bare = path.join(folder, 'git', host, ...pathname.split('/'));
  if (existsSync(bare)) { rmSync(bare, { recursive: true }); }
  run('git', '-c', 'advice.detachedHead=false', 'clone', '--quiet', '--bare', '--depth', '1', '--branch', revision, repository, bare);
  process.stdout.write(`${folder}\n`);
}

function run(program: string, ...args: readonly string[]): void {
  execFileSync(program, args, { stdio: ['ignore', 'inherit', 'inherit'] });
}

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  process.stderr.write('usage: npm run argo-charts -- FOLDER\n');
  process.exitCode = 2;
} else {
  pull(path.resolve(folder)).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
