import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sourceOf, withNotice } from '../../../output/generated-notice';
import { host, writeFiles } from '../../host/lab';
import { describeWithPwsh, withFolder } from '../../host/pwsh';

/* cmd.exe is only on Windows, so lab.cmd is held to the form of each line; what it starts runs here. */

const lines = (host().get('lab.cmd') ?? '').split('\r\n');
const code = lines.filter((line) => line !== '' && !line.startsWith('@rem '));

describe('lab.cmd', () => {
  test('is exactly these lines', () => {
    expect(code).toEqual([
      '@setlocal EnableExtensions DisableDelayedExpansion',
      '@set "LAB_SYSTEM=%SystemRoot%\\System32"',
      '@if exist "%SystemRoot%\\Sysnative\\cmd.exe" set "LAB_SYSTEM=%SystemRoot%\\Sysnative"',
      '@set "LAB_SHELL=%LAB_SYSTEM%\\WindowsPowerShell\\v1.0\\powershell.exe"',
      '@set "PSModulePath="',
      '@"%LAB_SHELL%" -NoLogo -NoProfile -InputFormat None -ExecutionPolicy Bypass -File "%~dp0lib\\Lab.ps1" %*',
      '@set "LAB_EXIT=%ERRORLEVEL%"',
      '@if not "%LAB_EXIT%"=="1" goto end',
      '@set "LAB_POLICY=SOFTWARE\\Policies\\Microsoft\\Windows\\PowerShell"',
      '@set "LAB_ASK=%LAB_SYSTEM%\\reg.exe"',
      '@set "LAB_FIND=%LAB_SYSTEM%\\findstr.exe"',
      ...['HKLM', 'HKCU'].flatMap((root) => [
        `@"%LAB_ASK%" query "${root}\\%LAB_POLICY%" /v EnableScripts 2>nul | "%LAB_FIND%" /e /c:" 0x0" >nul && goto forbidden`,
        `@"%LAB_ASK%" query "${root}\\%LAB_POLICY%" /v ExecutionPolicy 2>nul | "%LAB_FIND%" /e /i /c:" AllSigned" >nul && goto forbidden`,
      ]),
      '@goto end',
      ':forbidden',
      '@echo.',
      '@echo FAILED  A group policy of this machine forbids PowerShell scripts (Turn on Script Execution), so nothing was run or changed.',
      '@echo   next: ask whoever manages this machine to allow local scripts, or use a machine of your own',
      '@set "LAB_EXIT=2"',
      ':end',
      '@exit /b %LAB_EXIT%',
    ]);
  });

  test('starts PowerShell past the policy of a bare Windows, which runs no scripts, and without anybody\'s profile', () => {
    const start = code.find((line) => line.includes('lib\\Lab.ps1')) ?? '';
    expect(start).toMatch(/ -NoProfile .*-ExecutionPolicy Bypass -File "%~dp0lib\\Lab\.ps1" %\*$/);
  });

  test('has no block in parentheses, which a path with a parenthesis would end, and no path outside of quotes', () => {
    for (const line of code.filter((each) => !each.startsWith('@echo'))) {
      expect([line, /[()]/.test(line.replaceAll(/"[^"]*"/g, ''))]).toEqual([line, false]);
      expect([line, /%(~dp0|SystemRoot|LAB_(SYSTEM|SHELL|ASK|FIND))/.test(line.replaceAll(/"[^"]*"/g, ''))]).toEqual([line, false]);
    }
  });

  test('leaves the echo, the variables and the folder of whoever calls it as they are', () => {
    expect(lines.filter((line) => line !== '' && !/^[@:]/.test(line))).toEqual([]);
    expect(code.some((line) => /\b(echo off|cd|pushd)\b/i.test(line))).toBe(false);
    expect(code.indexOf('@setlocal EnableExtensions DisableDelayedExpansion')).toBe(0);
  });

  test('has a label for every goto, and comments in which cmd.exe has nothing to expand', () => {
    for (const [, label] of code.join('\n').matchAll(/\bgoto (\w+)/g)) { expect(code).toContain(`:${label ?? ''}`); }
    expect(lines.filter((line) => line.startsWith('@rem ') && line.includes('%'))).toEqual([]);
  });

  test('says that it is generated where cmd.exe does not read it, whatever the name of the configuration', () => {
    const text = withNotice('lab.cmd', 'rest\r\n', '100%~x&calc.yaml');
    expect(text).toMatch(/^@goto :begin\r\n# Generated from 100%~x&calc\.yaml [^\r\n]*\r\n:begin\r\nrest\r\n$/);
    expect(sourceOf(text)).toBe('100%~x&calc.yaml');
  });
});

describeWithPwsh('what lab.cmd starts, in a process of its own', () => {
  /** PowerShell with the very options of lab.cmd, in a folder whose name has everything a name may have. */
  function start(words: readonly string[], input = ''): { status: number | null; out: string; read: string; folder: string } {
    const options = /%LAB_SHELL%" (.*) -File/.exec(code.join('\n'))?.[1]?.split(' ') ?? [];
    return withFolder((root) => {
      const folder = path.join(root, "a [x] & (b) %c% !d 'e $f `g");
      const bin = path.join(root, 'bin');
      mkdirSync(folder);
      mkdirSync(bin);
      writeFiles(folder, host());
      // A context on record, in the folder of the lab and in the kubeconfig of the user.
      const authority = 'Q'.repeat(40);
      writeFiles(root, new Map([
        ['.kube/config', `clusters:\n- cluster:\n    certificate-authority-data: ${authority}\n  name: homelab\n`],
        ['lab/state.json', JSON.stringify({
          schema: 1, lab: '00000000-0000-0000-0000-000000000000',
          owned: [{ name: 'context/homelab', detail: createHash('sha256').update(authority).digest('hex') }],
        })],
      ]));
      const config = path.join(folder, 'lib/Config.ps1');
      writeFileSync(config, readFileSync(config, 'utf8').replace("'C:\\Homelab'", `'${path.join(root, 'lab')}'`));
      // kubectl of Windows: writes down its words and its input, and ends with 9.
      const read = path.join(root, 'read');
      writeFileSync(path.join(bin, 'kubectl.exe'), [
        '#!/bin/sh', `{ for word in "$@"; do printf '<%s>' "$word"; done; cat; } > '${read}'`,
        'echo said', 'exit 9', '',
      ].join('\n'));
      chmodSync(path.join(bin, 'kubectl.exe'), 0o755);
      const result = spawnSync('pwsh', [...options, '-File', path.join(folder, 'lib/Lab.ps1'), ...words], {
        input, encoding: 'utf8', cwd: root, env: { ...process.env, HOME: root, NO_COLOR: '1', PATH: `${bin}:${process.env['PATH'] ?? ''}` },
      });
      const written = words[0] === 'kubectl' ? readFileSync(read, 'utf8') : '';
      return { status: result.status, out: result.stdout + result.stderr, read: written, folder };
    });
  }

  test('help and a typing error, with their exit codes', () => {
    expect(start(['help'])).toMatchObject({ status: 0, out: expect.stringMatching(/^lab\.cmd VERB \[options\]\n\n {2}doctor /) as string });
    expect(start(['dwon'])).toMatchObject({ status: 2, out: expect.stringContaining('next: did you mean: lab.cmd down') as string });
  }, 60_000);

  test('application control is named, under which a script cannot do its work', () => {
    withFolder((folder) => {
      writeFiles(folder, host());
      const result = spawnSync('pwsh', ['-NoLogo', '-NoProfile', '-Command', [
        "$ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'",
        `& '${path.join(folder, 'lib/Lab.ps1')}' up`, 'exit $LASTEXITCODE',
      ].join('; ')], { encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } });
      expect([result.status, result.stdout + result.stderr]).toEqual([2, expect.stringMatching(
        /^FAILED {2}Application control of this machine [^\n]*nothing was run or changed\.\n {2}next: ask whoever manages this machine/)]);
    });
  }, 60_000);

  // Without a terminal there is no Ctrl+C.
  const testWithTerminal = spawnSync('script', ['--version']).status === 0 ? test : test.skip;
  testWithTerminal('Ctrl+C is no success: the next command of a batch file must not take it for one', async () => {
    // GIVEN a verb that works
    const folder = mkdtempSync(path.join(tmpdir(), 'homelab-'));
    try {
      writeFiles(folder, host());
      const began = path.join(folder, 'began');
      writeFileSync(path.join(folder, 'doctor.ps1'), [
        '[CmdletBinding(SupportsShouldProcess)] param()',
        `[System.IO.File]::WriteAllText('${began}', '')`, 'Start-Sleep -Seconds 60', 'exit 0', '',
      ].join('\n'));
      // Ctrl+C is for everything in the terminal, and a shell that waits, as dash does, would end with an exit code of its own.
      const command = `exec pwsh -NoLogo -NoProfile -File '${path.join(folder, 'lib/Lab.ps1')}' doctor`;
      const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], { stdio: ['pipe', 'ignore', 'ignore'] });
      const status = new Promise<number | null>((resolve) => { child.on('exit', resolve); });
      while (!existsSync(began)) { await new Promise((resolve) => { setTimeout(resolve, 100); }); }
      // WHEN somebody presses Ctrl+C
      child.stdin.write('\u0003');
      // THEN its exit code says so
      expect(await status).toBe(4);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 60_000);

  test('kubectl gets every word as it was typed, even those PowerShell reads itself, and its input byte for byte', () => {
    const words = [
      'get', '-o', 'jsonpath=x:y', '-Lfoo:bar', '-v:$true', '', 'a "b" c\\', '--', '-?', '$x', '*', "it's", '-File', '--elevated',
    ];
    const { status, out, read } = start(['kubectl', ...words], 'k\u00e9y: "v"\r\n\n  last');
    expect([status, out]).toEqual([9, 'said\n']);
    const given = ['--kubeconfig', 'config', '--context', 'homelab', ...words].map((word) => `<${word}>`).join('');
    expect(read.replace(/<[^<>]*\/\.kube\/config>/, '<config>')).toBe(`${given}k\u00e9y: "v"\r\n\n  last`);
  }, 60_000);
});
