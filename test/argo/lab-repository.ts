import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { App } from 'cdk8s';
import { Homelab } from '../../charts/homelab';
import { parseConfig } from '../../charts/load-config';
import { renderFiles, toManifests } from '../../synth/render';
import { programPath } from './parts';

/** The address of the lab's repository, as homelab.yaml names it. */
export const LAB_ADDRESS = 'https://github.com/someone/homelab.git';

const AUTHOR = ['-c', 'user.name=someone', '-c', 'user.email=someone@example.org'];

/** A lab's repository on its host, and a checkout of it. */
export class LabRepository {
  /** Branches that get each commit. */
  public readonly branches = ['main'];
  private readonly checkout: string;

  /**
   * @param folder - for the checkout
   * @param git - bare repositories, by host
   */
  constructor(folder: string, git: string) {
    const bare = path.join(git, 'github.com', 'someone', 'homelab.git');
    this.checkout = path.join(folder, 'checkout');
    mkdirSync(path.dirname(bare), { recursive: true });
    run(folder, 'init', '--quiet', '--bare', '--initial-branch=main', bare);
    run(folder, 'init', '--quiet', '--initial-branch=main', this.checkout);
    run(this.checkout, 'remote', 'add', 'origin', bare);
  }

  /** Synthesises a lab, commits dist/ and pushes it. The text of the files can still be changed. Says the commit. */
  public push(yaml: string, edit: (text: string) => string = (text) => text): string {
    return this.pushFiles(new Map([...this.files(yaml)].map(([file, text]) => [file, edit(text)])));
  }

  /** Commits what is to be dist/ and pushes it. Says the commit. */
  public pushFiles(files: ReadonlyMap<string, string>): string {
    return this.pushFolders(new Map([['dist', files]]));
  }

  /** Commits what is to be the only folders, by name, and pushes it. Says the commit. */
  public pushFolders(folders: ReadonlyMap<string, ReadonlyMap<string, string>>): string {
    this.commit(folders);
    run(this.checkout, 'push', '--quiet', 'origin', ...this.branches.map((branch) => `HEAD:${branch}`));
    return run(this.checkout, 'rev-parse', 'HEAD').trim();
  }

  /** The files of `dist/`. */
  public files(yaml: string): Map<string, string> {
    return renderFiles(toManifests(new Homelab(new App(), 'homelab', parseConfig(yaml))));
  }

  private commit(folders: ReadonlyMap<string, ReadonlyMap<string, string>>): void {
    for (const folder of readdirSync(this.checkout).filter((name) => name !== '.git')) {
      rmSync(path.join(this.checkout, folder), { recursive: true, force: true });
    }
    for (const [folder, files] of folders) {
      for (const [file, text] of files) {
        const target = path.join(this.checkout, folder, file);
        mkdirSync(path.dirname(target), { recursive: true });
        writeFileSync(target, text);
      }
    }
    run(this.checkout, 'add', '--all');
    run(this.checkout, ...AUTHOR, 'commit', '--quiet', '--allow-empty', '-m', 'lab');
  }
}

/** Makes somebody's bare repository with one commit, under a tag. */
export function makeRepository(bare: string, tag: string, files: ReadonlyMap<string, string>): void {
  const checkout = `${bare}.checkout`;
  mkdirSync(checkout, { recursive: true });
  for (const [file, text] of files) {
    mkdirSync(path.dirname(path.join(checkout, file)), { recursive: true });
    writeFileSync(path.join(checkout, file), text);
  }
  run(checkout, 'init', '--quiet', '--initial-branch=main');
  run(checkout, 'add', '--all');
  run(checkout, ...AUTHOR, 'commit', '--quiet', '-m', tag);
  run(checkout, ...AUTHOR, 'tag', tag);
  run(checkout, 'clone', '--quiet', '--bare', checkout, bare);
  rmSync(checkout, { recursive: true });
}

function run(folder: string, ...args: readonly string[]): string {
  return execFileSync(programPath('git'), args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}
