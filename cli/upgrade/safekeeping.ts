import { cpSync, constants, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Copies of what an upgrade may change, so that it can be restored without npm and without a network. */
export class Safekeeping {
  private readonly store: string;
  private readonly files: ReadonlyMap<string, Buffer | undefined>;
  private readonly hadModules: boolean;

  /**
   * Takes copies.
   *
   * @param root - folder of package.json and node_modules
   * @param files - absolute paths; a file that does not exist now is deleted when everything is restored
   * @throws the system's error if a copy cannot be made; nothing has changed then
   */
  constructor(private readonly root: string, files: readonly string[]) {
    this.files = new Map(files.map((file) => [file, existsSync(file) ? readFileSync(file) : undefined]));
    this.store = mkdtempSync(path.join(tmpdir(), 'homelab-upgrade-'));
    this.hadModules = existsSync(this.modules);
    try {
      if (this.hadModules) { copy(this.modules, this.store); }
    } catch (error) {
      this.discard();
      throw error;
    }
  }

  /**
   * Restores everything.
   *
   * @throws the system's error if something cannot be restored; the copies then stay in the folder that `place` names
   */
  public putBack(): void {
    for (const [file, content] of this.files) {
      if (content === undefined) { rmSync(file, { force: true }); continue; }
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
    rmSync(this.modules, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    if (this.hadModules) { copy(this.store, this.modules); }
    this.discard();
  }

  /** Folder that holds the copy of node_modules, absolute. */
  public get place(): string { return this.store; }

  /** Deletes the copies. */
  public discard(): void {
    rmSync(this.store, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }

  private get modules(): string { return path.join(this.root, 'node_modules'); }
}

function copy(from: string, to: string): void {
  // Links are copied as links: those in .bin point to other packages of the folder.
  cpSync(from, to, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true, mode: constants.COPYFILE_FICLONE });
}
