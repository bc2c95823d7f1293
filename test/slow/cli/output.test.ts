import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { packageInfo } from '../../../package-info';
import { canMount, put, snapshot, temporaryFolder } from '../../output/folder';

/* Whatever becomes of the output, the program ends with one sentence and an exit code that says so; a stack is for --debug. */

const ROOT = path.join(__dirname, '../../..');
const PROGRAM = path.join(ROOT, 'lib/main.js');
const NOT_WANTED = 'The rest of the output was not written: the program that reads it has closed the pipe.\n';
const FULL = 'The output cannot be written: the disk is full. The command itself goes on.\n';
/** More than a pipe takes before somebody reads it, which is 64 KiB on Linux. */
const SERVICES = Array.from({ length: 500 }, (_, index) => `{ name: service-${index}, namespace: my-app, port: 8080 }`);
const COMMANDS = ['synth', 'verify --json', 'diff', '--help', '--version'];

jest.setTimeout(60_000);

/** A lab with a repository, in which everything is synthesised and committed. */
function lab(yaml: string): string {
  const root = temporaryFolder();
  put(root, { 'homelab.yaml': yaml });
  execFileSync(process.execPath, [PROGRAM, 'synth'], { cwd: root });
  const identity = ['-c', 'user.name=me', '-c', 'user.email=me@example.com', '-c', 'commit.gpgsign=false'];
  for (const args of [['init', '--quiet'], ['add', '--all'], ['commit', '--quiet', '--message', 'lab']]) {
    execFileSync('git', [...identity, ...args], { cwd: root });
  }
  return root;
}

interface Outcome {
  /** Exit code of the first command of the line. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a line of bash, in which $HOMELAB is the program. */
function bash(line: string, cwd: string, program = PROGRAM): Outcome {
  const { stdout, stderr, output } = spawnSync('bash', ['-c', `${line}; echo "\${PIPESTATUS[0]}" >&3`], {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    maxBuffer: 1 << 26,
    env: { ...process.env, HOMELAB: `${process.execPath} ${program}` },
  });
  return { code: Number(output[3]), stdout, stderr };
}

(process.platform === 'win32' ? describe.skip : describe)('the program', () => {
  const small = lab('domain: lab.example.net\n');
  const large = lab(`services: [${SERVICES.join()}]`);
  const empty = temporaryFolder();
  const whole = bash(`$HOMELAB diff --json --from ${empty}`, large);

  describe('with a reader that has gone', () => {
    test.each(COMMANDS)('%s says so in one sentence, and what it found', (command) => {
      expect(bash(`$HOMELAB ${command} | true`, small)).toEqual({ code: 0, stdout: '', stderr: NOT_WANTED });
    });

    test('ends when it does, with more than a pipe takes', () => {
      expect(whole.stdout.length).toBeGreaterThan(65_536);
      expect(bash(`$HOMELAB diff --json --from ${empty} | head -n 1`, large)).toEqual({ code: 0, stdout: '{\n', stderr: NOT_WANTED });
    });

    test('keeps the answer in the exit code', () => {
      expect(bash(`$HOMELAB diff --check --from ${empty}`, small).code).toBe(3);
      expect(bash(`$HOMELAB diff --check --from ${empty} | true`, small)).toEqual({ code: 3, stdout: '', stderr: NOT_WANTED });
    });

    test('has nothing to say where both outputs are gone', () => {
      expect(bash('$HOMELAB synth 2>&1 | true', small)).toEqual({ code: 0, stdout: '', stderr: '' });
      expect(bash('$HOMELAB synth --config nowhere.yaml 2>&1 | true', small)).toEqual({ code: 1, stdout: '', stderr: '' });
    });
  });

  test('with a slow reader loses nothing', () => {
    expect(bash(`$HOMELAB diff --json --from ${empty} | (sleep 1; cat)`, large)).toEqual(whole);
    expect(JSON.parse(whole.stdout)).not.toEqual([]);
  });

  (existsSync('/dev/full') ? describe : describe.skip)('with a disk that is full', () => {
    test.each(COMMANDS)('%s says so in one sentence', (command) => {
      expect(bash(`$HOMELAB ${command} > /dev/full`, small)).toEqual({ code: 2, stdout: '', stderr: FULL });
    });

    test('says so in the exit code where there is no other place', () => {
      expect(bash('$HOMELAB --help > /dev/full 2>&1', small)).toEqual({ code: 2, stdout: '', stderr: '' });
    });

    test('keeps the code of a mistake that it cannot tell', () => {
      expect(bash('$HOMELAB synth --config nowhere.yaml 2> /dev/full', small)).toEqual({ code: 1, stdout: '', stderr: '' });
    });
  });

  (canMount() ? test : test.skip)('with a disk that fills up under it says so, instead of an output that ends in the middle', () => {
    const disk = temporaryFolder();
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'none', disk]);
    try {
      expect(bash(`$HOMELAB diff --json --from ${empty} > ${disk}/out`, large)).toEqual({ code: 2, stdout: '', stderr: FULL });
      // What there was room for is there.
      expect(whole.stdout.startsWith(readFileSync(path.join(disk, 'out'), 'utf8'))).toBe(true);
    } finally {
      execFileSync('umount', [disk]);
    }
  });

  describe('without an output', () => {
    test.each(['synth', 'verify', '--help'])('%s does what it does', (command) => {
      expect(bash(`$HOMELAB ${command} >&-`, small)).toEqual({ code: 0, stdout: '', stderr: '' });
    });

    test('tells by its exit code', () => {
      expect(bash('$HOMELAB synth --config nowhere.yaml 2>&-', small)).toEqual({ code: 1, stdout: '', stderr: '' });
      expect(bash('$HOMELAB frobnicate >&- 2>&-', small)).toEqual({ code: 2, stdout: '', stderr: '' });
      expect(bash('$HOMELAB verify 2>&-', small)).toMatchObject({ code: 0, stdout: expect.stringContaining('objects') as string });
    });
  });

  test('writes to a file all there is, at its end', () => {
    const file = path.join(temporaryFolder(), 'out');
    writeFileSync(file, 'before\n');
    expect(bash(`$HOMELAB --version >> ${file}`, small).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(`before\n${packageInfo().version}\n`);
  });

  (canMount() ? test : test.skip)('on a disk that is full while it writes a lab changes nothing, and says so in one sentence', () => {
    const disk = temporaryFolder();
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'none', disk]);
    try {
      put(disk, { 'homelab.yaml': 'domain: lab.example.net\n', 'dist/mine': 'mine' });
      const before = snapshot(disk);
      const { code, stdout, stderr } = bash('$HOMELAB synth', disk);
      expect(stderr).toMatch(/^cannot write [^\n]*: the disk is full \(ENOSPC\); nothing was changed\.\n$/);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(snapshot(disk)).toEqual(before);
    } finally {
      execFileSync('umount', [disk]);
    }
  });
});

describe('a package that is broken', () => {
  const { name, version, bugs } = packageInfo();

  /** What npm packs. */
  function packedFiles(): string[] {
    const pack = ['pack', '--dry-run', '--json', '--ignore-scripts', '--loglevel=error'];
    // On Windows npm is a batch file, which only a shell starts.
    const { stdout } = spawnSync('npm', pack, { cwd: ROOT, encoding: 'utf8', shell: process.platform === 'win32' });
    const [{ files }] = JSON.parse(stdout) as [{ readonly files: readonly { readonly path: string }[] }];
    return files.map((file) => file.path);
  }

  /** The package as npm installs it, with something done to it. */
  function broken(damage: (folder: string) => void): string {
    const folder = path.join(temporaryFolder(), 'node_modules', name);
    mkdirSync(folder, { recursive: true });
    for (const file of packedFiles()) { cpSync(path.join(ROOT, file), path.join(folder, file)); }
    for (const dependency of readdirSync(path.join(ROOT, 'node_modules')).filter((each) => !each.startsWith('.'))) {
      symlinkSync(path.join(ROOT, 'node_modules', dependency), path.join(path.dirname(folder), dependency), 'junction');
    }
    damage(folder);
    return path.join(folder, 'lib/main.js');
  }

  function run(program: string, ...args: string[]): { readonly code: number | null; readonly stdout: string; readonly stderr: string } {
    const folder = temporaryFolder();
    put(folder, { 'homelab.yaml': '' });
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { cwd: folder, encoding: 'utf8' });
    expect(readdirSync(folder).filter((each) => each !== 'homelab.yaml' && status !== 0)).toEqual([]);
    return { code: status, stdout, stderr };
  }

  test('works as long as it is whole', () => {
    expect(run(broken(() => undefined), 'synth')).toMatchObject({ code: 0, stderr: '' });
  });

  test('that lacks a file says in one sentence what, which version this is and where to report it', () => {
    // GIVEN
    const program = broken((folder) => { rmSync(path.join(folder, 'charts/monitoring/runbooks/watchdog.md')); });
    // WHEN
    const { code, stdout, stderr } = run(program, 'synth');
    // THEN
    expect(stderr).toMatch(/^[^\n]+\n$/);
    expect(stderr).toContain(`${name} ${version} has a bug: the alert of watchdog.md has no page`);
    expect(stderr).toContain(`(docs/runbooks.md). Please report it at ${bugs.url}, `
      + 'with this line and your homelab.yaml without anything private. --debug shows where it happened.');
    expect({ code, stdout }).toEqual({ code: 70, stdout: '' });
  });

  test('shows where it happened with --debug', () => {
    const program = broken((folder) => { rmSync(path.join(folder, 'charts/monitoring/runbooks/watchdog.md')); });
    const { code, stderr } = run(program, 'synth', '--debug');
    const [sentence = '', ...rest] = stderr.trimEnd().split('\n');
    expect(sentence).toMatch(/^homelab-synth .*without anything private\.$/);
    expect(rest.filter((line) => /^ {4}at /.test(line)).length).toBeGreaterThan(3);
    expect(code).toBe(70);
  });

  test.each<[string, (folder: string) => void, RegExp]>([
    ['its program', (folder) => { rmSync(path.join(folder, 'lib/homelab.js')); }, /Cannot find module '\.\/homelab\.js'/],
    ['half of its program', (folder) => {
      const file = path.join(folder, 'lib/homelab.js');
      writeFileSync(file, readFileSync(file, 'utf8').slice(0, 100_000));
    }, /./],
    ['its package.json', (folder) => { rmSync(path.join(folder, 'package.json')); }, /the package has no package\.json/],
    ['a package it needs', (folder) => { rmSync(path.join(folder, '../cdk8s')); }, /Cannot find module 'cdk8s\//],
  ])('that lacks %s says in one sentence that it has to be installed again', (_, damage, what) => {
    // GIVEN
    const program = broken(damage);
    // WHEN
    const { code, stdout, stderr } = run(program, 'synth');
    // THEN
    expect(stderr).toMatch(/^[^\n]+\n$/);
    expect(stderr).toMatch(what);
    expect(stderr.startsWith(`${name} ${version} cannot start: `)).toBe(true);
    expect(stderr.endsWith('. Install it again, with npm ci. --debug shows where it happened.\n')).toBe(true);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(run(program, 'synth', '--debug').stderr).toMatch(/\n {4}at /);
  });

  test('on a Node that is too old says which one it needs', () => {
    // GIVEN
    const old = path.join(temporaryFolder(), 'old.js');
    const versions = "Object.defineProperty(process, 'versions', { value: { node: '20.18.3' } });";
    writeFileSync(old, `${versions}\nrequire(${JSON.stringify(PROGRAM)});\n`);
    // THEN
    const stderr = `${name} ${version} needs Node.js 20.19 or later, and this is 20.18.3.\n`;
    expect(run(old, '--version')).toEqual({ code: 2, stdout: '', stderr });
  });
});
