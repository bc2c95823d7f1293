import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { emptyFolder, pack, ROOT, run, succeed, weigh } from './shell';

const MB = 1_000_000;
const FLAGS = [
  '--yes', '--repository', 'https://github.com/me/lab.git', '--domain', 'lab.example.org', '--dns', 'route53',
  '--hosted-zone', 'Z0123456789ABC', '--email', 'me@example.org', '--network', '192.168.100.0/24', '--memory', '16', '--alerts', 'ntfy',
];

const root = emptyFolder();
const lab = path.join(root, 'my lab');
let tarball = '';

const homelab = (...args: readonly string[]): ReturnType<typeof run> => run(lab, 'npx', '--no-install', 'homelab', ...args);
const pinned = (): object => ({ 'homelab-synth': `file:vendor/${path.basename(tarball)}` });
const read = (...parts: readonly string[]): string => readFileSync(path.join(lab, ...parts), 'utf8');

test('the package is packed', () => {
  tarball = pack(root);
  expect(path.basename(tarball)).toMatch(/^homelab-synth-\d+\.\d+\.\d+\.tgz$/);
});

test('npm installs it into an empty folder: few packages, small, without a warning', () => {
  mkdirSync(lab);
  const said = succeed(lab, 'npm', 'install', path.relative(lab, tarball));
  expect(said).not.toContain('npm warn');
  const { packages, bytes } = weigh(lab);
  process.stdout.write(`${packages} packages, ${(bytes / MB).toFixed(1)} MB, Node.js ${process.version}\n`);
  expect(packages).toBeLessThanOrEqual(20);
  expect(bytes).toBeLessThanOrEqual(35 * MB);
});

test('homelab init makes a lab around what npm has made', () => {
  const { status, stdout, stderr } = homelab('init', ...FLAGS);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toContain('A new lab in this folder');
  expect(JSON.parse(read('package.json'))).toMatchObject({ private: true, dependencies: pinned() });
  expect(read('homelab.yaml').split('\n').length).toBeLessThan(25);
});

test('npm install goes on from there, and so does npm ci, without a network', () => {
  expect(succeed(lab, 'npm', 'install')).not.toContain('npm warn');
  expect(succeed(lab, 'npm', 'ci', '--offline')).not.toContain('npm warn');
  expect(read('package-lock.json')).toContain(`"resolved": "file:vendor/${path.basename(tarball)}"`);
});

test('homelab init will not do it a second time', () => {
  const before = read('homelab.yaml');
  const { status, stderr } = homelab('init', '--yes');
  expect(status).toBe(2);
  expect(stderr).toContain('  homelab.yaml\n  package.json\n');
  expect(read('homelab.yaml')).toBe(before);
});

test('synth, check and verify', () => {
  expect(succeed(lab, 'npm', 'run', '--silent', 'synth')).toContain('files in dist/');
  expect(readdirSync(lab)).toEqual(expect.arrayContaining(['dist', 'monitoring', 'scripts']));
  expect(homelab('synth', '--check')).toMatchObject({ status: 0, stderr: '' });
  expect(succeed(lab, 'npm', 'run', '--silent', 'verify'))
    .toContain('all are valid by the pinned schemas, their CEL rules, and what Kubernetes checks in code');
});

test('a subfolder is as good as the lab\'s folder', () => {
  const below = path.join(lab, 'scripts');
  expect(run(below, 'npx', '--no-install', 'homelab', 'synth', '--check')).toMatchObject({ status: 0, stderr: '' });
});

test('the lab is committed, and an edit shows what it changes', () => {
  // GIVEN
  succeed(lab, 'git', 'init', '-b', 'main');
  succeed(lab, 'git', 'add', '-A');
  succeed(lab, 'git', 'commit', '-m', 'Describe the lab');
  expect(succeed(lab, 'git', 'ls-files', 'node_modules', '.synth')).toBe('');
  expect(homelab('diff', '--check').status).toBe(0);
  // WHEN
  writeFileSync(path.join(lab, 'homelab.yaml'), read('homelab.yaml').replace('lab.example.org', 'home.example.org'));
  // THEN the output is stale, and the comparison names the certificate
  expect(homelab('synth', '--check')).toMatchObject({ status: 1 });
  const { status, stdout } = homelab('diff', '--check');
  expect([3, 4]).toContain(status);
  expect(stdout).toContain('Certificate istio-ingress/homelab-tls-cert');
  // AND a synth mends it
  succeed(lab, 'npm', 'run', '--silent', 'synth');
  expect(homelab('synth', '--check').status).toBe(0);
  succeed(lab, 'git', 'commit', '-a', '-m', 'Move');
});

test('a checkout of Git for Windows is current', () => {
  const clone = path.join(root, 'clone');
  succeed(root, 'git', '-c', 'core.autocrlf=true', 'clone', '--quiet', lab, clone);
  succeed(clone, 'git', 'config', 'core.autocrlf', 'true');
  succeed(clone, 'npm', 'ci', '--offline');
  expect(run(clone, 'npx', '--no-install', 'homelab', 'synth', '--check')).toMatchObject({ status: 0, stderr: '' });
  succeed(clone, 'npm', 'run', '--silent', 'synth');
  expect(succeed(clone, 'git', 'status', '--porcelain')).toBe('');
});

test('cdk8s synth does the same', () => {
  const said = succeed(lab, 'node', path.join(ROOT, 'node_modules', 'cdk8s-cli', 'bin', 'cdk8s'), 'synth', '--check-upgrade=false');
  expect(said).toContain('.synth/dist/');
  expect(succeed(lab, 'git', 'status', '--porcelain')).toBe('');
});

describe('homelab.ts', () => {
  const CODE = [
    "import { JsonPatch } from 'cdk8s';",
    "import type { Construct } from 'constructs';",
    "import { defineLab, k8s, Layer } from 'homelab-synth';",
    "import { manifestsOf, testLab } from 'homelab-synth/testing';",
    'class Storage extends Layer {',
    '  constructor(scope: Construct, id: string) {',
    '    super(scope, id);',
    "    new k8s.KubeStorageClass(this, 'slow', { metadata: { name: 'slow' }, provisioner: 'example.org/slow' });",
    "    this.addOwnFolder({ namespace: 'default' });",
    '  }',
    '}',
    'export default defineLab((lab) => {',
    "  new Storage(lab, 'storage');",
    '  const domain: string = lab.config.domain;',
    "  lab.patch({ kind: 'Gateway', name: 'main-gateway' }, JsonPatch.add('/metadata/annotations', { 'example.org/domain': domain }));",
    '});',
    "export const objects: number = manifestsOf(new Storage(testLab('domain: a.example.org'), 'storage')).length;",
    '',
  ].join('\n');

  /** What TypeScript says, but for what other packages' declarations alone make it say. */
  function compile(code: string, module: string, moduleResolution: string): string[] {
    writeFileSync(path.join(lab, 'homelab.ts'), code);
    writeFileSync(path.join(lab, 'tsconfig.json'), JSON.stringify({
      compilerOptions: { strict: true, noEmit: true, target: 'es2022', lib: ['es2022'], types: [], module, moduleResolution },
      files: ['homelab.ts'],
    }));
    const { stdout } = run(lab, 'node', path.join(ROOT, 'node_modules', 'typescript', 'lib', 'tsc.js'), '-p', '.');
    return stdout.split('\n').filter((line) => /^\S.*\(\d+,\d+\): error/.test(line) && !/^node_modules\/(?!homelab-synth\/)/.test(line));
  }

  test.each([['node16', 'node16'], ['nodenext', 'nodenext'], ['esnext', 'bundler']])('has its types with %s', (module, resolution) => {
    expect(compile(CODE, module, resolution)).toEqual([]);
    expect(compile(CODE.replace('const domain: string', 'const domain: number'), module, resolution))
      .toEqual([expect.stringMatching(/^homelab\.ts\(14,9\): error TS2322/)]);
  });

  test('is read by a synth', () => {
    writeFileSync(path.join(lab, 'homelab.ts'), CODE);
    succeed(lab, 'npm', 'run', '--silent', 'synth');
    expect(existsSync(path.join(lab, 'dist', 'storage'))).toBe(true);
    expect(homelab('verify')).toMatchObject({ status: 0, stderr: '' });
  });
});

test('another lab is made from the first one\'s installation', () => {
  const other = path.join(root, 'labs', 'other');
  expect(homelab('init', '../labs/other', '--yes')).toMatchObject({ status: 0, stderr: '' });
  expect(existsSync(path.join(other, 'vendor', path.basename(tarball)))).toBe(true);
  expect(succeed(other, 'npm', 'install')).not.toContain('npm warn');
  expect(succeed(other, 'npm', 'run', '--silent', 'synth')).toContain('files in dist/');
});

test('npx makes a lab without an installation', () => {
  const said = succeed(root, 'npx', '--yes', '--package', `./${path.basename(tarball)}`, 'homelab', 'init', 'by npx', '--yes');
  expect(said).toContain('A new lab in by npx');
  expect(JSON.parse(readFileSync(path.join(root, 'by npx', 'package.json'), 'utf8'))).toMatchObject({ dependencies: pinned() });
});
