import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { host, writeFiles } from '../../host/lab';
import { describeWithPwsh, runPwsh } from '../../host/pwsh';

const SCRIPT = path.join(__dirname, '../../host/lock.ps1');

/** With real processes: what matters is that the operating system gives the lock back when one dies. */
describeWithPwsh('the lock of a lab', () => {
  let root = '';
  let parameters: { readonly Lib: string; readonly Folder: string } = { Lib: '', Folder: '' };
  beforeAll(() => {
    root = mkdtempSync(path.join(tmpdir(), 'homelab-lock-'));
    writeFiles(path.join(root, 'scripts'), host());
    parameters = { Lib: path.join(root, 'scripts/lib'), Folder: path.join(root, 'lab') };
  });
  afterAll(() => { rmSync(root, { recursive: true, force: true }); });

  test('is refused to a second process with the name of the first, and free again once the first was killed', async () => {
    // GIVEN a process that has the lock
    const holder = spawn(
      'pwsh', ['-NoProfile', '-NonInteractive', '-File', SCRIPT, '-Lib', parameters.Lib, '-Folder', parameters.Folder, '-Hold'],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const ended = new Promise((resolve) => { holder.on('exit', resolve); });
    const first = await new Promise<string>((resolve) => { holder.stdout.on('data', (data: Buffer) => { resolve(String(data)); }); });
    // Where pwsh is a .NET tool, the process that was started is not the one that runs the script.
    const [, holderId] = /^locked by (\d+)/.exec(first) ?? [];
    // WHEN another one wants it, THEN that is refused within its limit
    expect(runPwsh(SCRIPT, parameters)).toMatch(
      new RegExp(`^refused 2: Another run is changing this lab: up\\.ps1, process ${holderId ?? '(none)'}, since \\d\\d:\\d\\d:\\d\\d`),
    );
    // AND WHEN the first one dies without a chance to clean up
    process.kill(Number(holderId), 'SIGKILL');
    await ended;
    // THEN the lock is free, and what it left behind is cleaned up
    expect(runPwsh(SCRIPT, parameters).trim()).toMatch(/^locked by \d+$/);
    expect(readdirSync(parameters.Folder)).toEqual([]);
  }, 60_000);

  test('leaves no folder where there was none', () => {
    rmSync(parameters.Folder, { recursive: true, force: true });
    expect(runPwsh(SCRIPT, parameters).trim()).toMatch(/^locked by \d+$/);
    expect(existsSync(parameters.Folder)).toBe(false);
  }, 60_000);
});
