import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { load } from 'js-yaml';
import { ARGOCD_VERSION, K3S_VERSION } from '../../versions';
import { PROGRAMS } from '../argo/parts';

const ROOT = path.join(__dirname, '..', '..');
const FOLDER = path.join(ROOT, '.github', 'workflows');
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8').replaceAll('\r\n', '\n');

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly shell?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

interface Job {
  /** Another workflow, which has steps and limits of its own. */
  readonly uses?: string;
  readonly if?: string;
  readonly 'timeout-minutes'?: number;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly strategy?: { readonly matrix: { readonly node: readonly string[]; readonly include: readonly { readonly os: string }[] } };
  readonly steps?: readonly Step[];
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

const FILES = readdirSync(FOLDER);
const workflowOf = (file: string): Workflow => load(read(`.github/workflows/${file}`)) as Workflow;
const runs = (job: Job): string[] => (job.steps ?? []).flatMap(({ run }) => run ?? []);
const { scripts, engines } = JSON.parse(read('package.json')) as { scripts: Record<string, string>; engines: { node: string } };

/** What npm does without a script of ours. */
const NPM_VERBS = ['ci', 'pack', 'test'];

describe.each(FILES)('the workflow %s', (file) => {
  const text = read(`.github/workflows/${file}`);
  const workflow = workflowOf(file);
  const jobs = Object.values(workflow.jobs);
  const commands = jobs.flatMap(runs);

  test('pins every action by commit, with its release beside it', () => {
    const uses = [...text.matchAll(/uses: (.+)$/gm)].map(([, action = '']) => action).filter((action) => !action.startsWith('./'));
    expect(uses.length).toBeGreaterThan(0);
    expect(uses.filter((action) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action))).toEqual([]);
  });

  test('may read the repository and, as a whole, nothing more', () => { expect(workflow.permissions).toEqual({ contents: 'read' }); });

  test('ends by itself', () => {
    expect(jobs.filter((job) => job.uses === undefined && job['timeout-minutes'] === undefined)).toEqual([]);
  });

  test('puts nothing of an event into a shell', () => { expect(commands.filter((run) => run.includes('${{'))).toEqual([]); });

  test('keeps its token out of the checkout, but where it has to push', () => {
    const checkouts = jobs.flatMap((job) => (job.steps ?? []).filter(({ uses }) => uses?.startsWith('actions/checkout@'))
      .map((step) => ({ keeps: step.with?.['persist-credentials'] !== false, pushes: runs(job).some((run) => run.includes('git push')) })));
    expect(checkouts.filter(({ keeps, pushes }) => keeps !== pushes)).toEqual([]);
  });

  test('runs no code of the repository or a dependency beside a token that may write', () => {
    const writing = jobs.filter(({ permissions = {} }) => Object.values(permissions).includes('write'));
    expect(writing.flatMap(runs).filter((run) => /\b(npm|npx|node|bash|sh) /.test(run))).toEqual([]);
  });

  test('names only scripts, workflows and files that exist', () => {
    const said = commands.join('\n');
    const named = [...said.matchAll(/\bnpm (?:run (?:-s |--silent )?)?([\w:-]+)/g)].map(([, name = '']) => name);
    expect(named.filter((name) => !NPM_VERBS.includes(name) && scripts[name] === undefined)).toEqual([]);
    expect([...said.matchAll(/\bgh workflow run (\S+)/g)].map(([, name = '']) => name).filter((name) => !FILES.includes(name))).toEqual([]);
    const local = [...said.matchAll(/\bbash (\S+)/g), ...text.matchAll(/uses: \.\/(\S+)/g)].map(([, name = '']) => name);
    expect(local.filter((name) => !existsSync(path.join(ROOT, name)))).toEqual([]);
  });

  const shellcheck = spawnSync('shellcheck', ['--version']).error === undefined;
  (shellcheck ? test : test.skip)('has shell that shellcheck finds nothing in', () => {
    const checked = jobs.flatMap((job) => (job.steps ?? []).filter(({ run }) => run !== undefined)).map(({ run = '', env = {} }) => {
      const script = `${Object.keys(env).map((name) => `export ${name}=""\n`).join('')}${run}`;
      return spawnSync('shellcheck', ['--shell=bash', '-'], { input: script, encoding: 'utf8' }).stdout;
    });
    expect(checked.filter((said) => said !== '')).toEqual([]);
  });
});

test('a job may write only what it is there to write', () => {
  const permissions = FILES.flatMap((file) => Object.entries(workflowOf(file).jobs)
    .flatMap(([name, job]) => job.permissions ? [[`${file} ${name}`, job.permissions] as const] : []));
  expect(Object.fromEntries(permissions)).toEqual({
    'diff.yml comment': { 'pull-requests': 'write' },
    'regenerate.yml push': { contents: 'write', actions: 'write' },
    'release.yml publish': { contents: 'write' },
  });
});

describe('test.yml', () => {
  const { test: job } = workflowOf('test.yml').jobs;

  test('runs .ci/run, whole, and installs the packages that it installs', () => {
    expect(runs(job!).filter((run) => !run.includes('apt-get'))).toEqual(['bash .ci/run']);
    expect(runs(job!).find((run) => run.includes('apt-get'))?.trim().split('\n')).toEqual([
      'sudo apt-get update --quiet',
      "grep -v '^#' .ci/packages | cut -d' ' -f2 | xargs sudo apt-get install --yes --quiet --no-install-recommends",
    ]);
    expect(read('.ci/run')).toContain("grep -v '^#' .ci/packages");
    const packages = read('.ci/packages').trim().split('\n').filter((line) => !line.startsWith('#'));
    expect(packages.filter((line) => !/^[\w-]+ [\w-]+$/.test(line))).toEqual([]);
  });

  test('begins with the oldest Node.js that package.json allows, and has Windows with the line ends that Git for Windows makes', () => {
    expect(job?.strategy?.matrix.node).toEqual([engines.node.replace('>=', ''), '22', '24']);
    expect(job?.strategy?.matrix.include.map(({ os }) => os)).toEqual([expect.stringMatching(/^windows-/)]);
    expect(read('.github/workflows/test.yml')).not.toMatch(/git config/);
  });

  test('can be run by release.yml and started by regenerate.yml', () => {
    expect(Object.keys(workflowOf('test.yml').on)).toEqual(expect.arrayContaining(['workflow_call', 'workflow_dispatch']));
    expect(workflowOf('release.yml').jobs['test']?.uses).toBe('./.github/workflows/test.yml');
  });
});

describe('programs.yml', () => {
  const { on, jobs } = workflowOf('programs.yml');
  const commands = runs(jobs['programs']!).join('\n');

  test('runs by itself every week, and before a release', () => {
    expect(Object.keys(on).sort()).toEqual(['schedule', 'workflow_call', 'workflow_dispatch']);
    expect(workflowOf('release.yml').jobs['programs']?.uses).toBe('./.github/workflows/programs.yml');
  });

  test('runs the suites that need real programs, each held to have run', () => {
    const suites = ['server', 'render', 'argo'];
    const counted = suites.map((suite) => `node tools/count-tests.mjs "$RUNNER_TEMP/${suite}.json"`);
    expect(counted.filter((command) => !commands.includes(command))).toEqual([]);
    expect([...commands.matchAll(/npm run (test:\w+)/g)].map(([, name]) => name)).toEqual(['test:server', 'test:slow', 'test:argo']);
  });

  test('fetches what the tests look for, but for what the runner has', () => {
    const onRunner = ['helm', 'git', 'openssl'];
    const installed = ['redis-server'];
    const script = read('.ci/parts');
    const fetched = PROGRAMS.filter((program) => !onRunner.includes(program) && !installed.includes(program));
    expect(fetched.filter((program) => !new RegExp(`\\b${program}\\b`).test(script))).toEqual([]);
    expect(installed.filter((program) => !commands.includes(program))).toEqual([]);
    expect(commands).toContain('npm run -s argo-charts -- "$RUNNER_TEMP/charts"');
  });

  test('takes Kubernetes and Argo CD at the versions that a lab gets', () => {
    const named = [...read('.ci/parts').matchAll(/\$\(pinned (\w+)\)/g)].map(([, name]) => name);
    expect(named).toEqual(['K3S_VERSION', 'ARGOCD_VERSION']);
    const pattern = (name: string): RegExp => new RegExp(`^export const ${name} = '([^'+]*).*`, 'm');
    expect(pattern('K3S_VERSION').exec(read('versions.ts'))?.[1]).toBe(K3S_VERSION.replace(/\+.*/, ''));
    expect(pattern('ARGOCD_VERSION').exec(read('versions.ts'))?.[1]).toBe(ARGOCD_VERSION);
  });
});

test('.ci/run runs the suites that the page about tests says, and counts each', () => {
  const script = read('.ci/run');
  const [, said = ''] = /^`\.ci\/run` runs ([\s\S]*?)\. What /m.exec(read('docs/testing.md')) ?? [];
  const suites = [...script.matchAll(/^npm (?:run )?(test[:\w]*) -- .*--outputFile="\$results\/(\w+)\.json"/gm)];
  expect([...said.matchAll(/`(?:npm )?(test[:\w]*)`/g)].map(([, name]) => name).filter((name) => name !== 'test:edits'))
    .toEqual(suites.map(([, name]) => name));
  expect(scripts['test:edits']).toContain(' test/slow/edits');
  expect(script).toContain(`count-tests.mjs "$results"/{${suites.map(([, , file]) => file).join(',')}}.json`);
});

test('release.yml publishes only what was tested, and to no registry', () => {
  const { on, jobs } = workflowOf('release.yml');
  expect(on).toEqual({ push: { tags: ['v*'] } });
  expect(jobs['publish']).toMatchObject({ needs: ['test', 'programs', 'pack'] });
  expect(Object.values(jobs).flatMap(runs).filter((run) => run.includes('npm publish'))).toEqual([]);
});

describe('regenerate.yml', () => {
  const { on, jobs } = workflowOf('regenerate.yml');
  const commits = jobs['push']?.steps?.find(({ run }) => run?.includes('git commit'));

  test('runs for branches of Renovate in this repository, never for forks', () => {
    expect(on).toEqual({ push: { branches: ['renovate/**'] } });
    expect(jobs['make']?.if).toBe('${{ !github.event.repository.fork }}');
    expect(jobs['push']).toMatchObject({ needs: 'make' });
  });

  test('commits as somebody whose commits Renovate ignores', () => {
    const { gitIgnoredAuthors } = JSON.parse(read('renovate.json')) as { gitIgnoredAuthors: readonly string[] };
    expect(gitIgnoredAuthors).toEqual([commits?.env?.['GIT_AUTHOR_EMAIL']]);
    expect(commits?.env?.['GIT_COMMITTER_EMAIL']).toBe(commits?.env?.['GIT_AUTHOR_EMAIL']);
  });

  test('takes every folder that is generated, and nothing that runs', () => {
    const taken = [...(commits?.run ?? '').matchAll(/--include='?([^'\s]+)/g)].map(([, name = '']) => name);
    expect(taken).toEqual(expect.arrayContaining(['dist/*', 'imports/*', 'monitoring/*', 'schemas/*', 'scripts/*', 'versions.ts']));
    expect(taken.filter((name) => /^(\.|package|tools|cli|test)/.test(name))).toEqual([]);
  });
});
