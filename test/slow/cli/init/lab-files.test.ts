import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv from 'ajv';
import { load } from 'js-yaml';
import jsonata from 'jsonata';
import type { Answers } from '../../../../cli/init/answers';
import { labFiles } from '../../../../cli/init/lab-files';
import { parseConfig } from '../../../../charts/load-config';
import { homelabSchemaText } from '../../../../tools/schema';
import { actionsOf, testWorkflow } from '../../../workflow-checks';

const ROOT = path.resolve(__dirname, '../../../..');

const ANSWERS: Readonly<Record<string, Answers>> = {
  'no answers': {},
  'no domain': { domain: 'none', repository: 'https://github.com/me/lab.git' },
  'a domain that nobody signs for': { domain: 'lab.example.org', dns: 'none', memory: '12', network: '192.168.100.0/24' },
  'Route 53': {
    domain: 'lab.example.org', dns: 'route53', hostedZone: 'Z0123456789ABC', email: 'me@example.org', memory: '24', branch: 'trunk',
  },
  'Cloudflare': { domain: 'lab.example.org', dns: 'cloudflare', email: 'me@example.org' },
  'Telegram': { alerts: 'telegram', chatId: '-1001234567890' },
  'e-mail': {
    alerts: 'email', alertsTo: 'a@example.org', alertsFrom: 'b@example.org', smarthost: 'smtp.example.org:587', smarthostUser: 'me',
  },
  'ntfy': { alerts: 'ntfy' },
  'a machine that is there': {
    host: 'none', network: '192.168.100.0/24', node: 'nuc', address: '192.168.100.20', cpus: '4', memory: '12', disk: '80',
  },
};

function filesOf(answers: Answers, pin = { spec: '0.2.0' }): ReadonlyMap<string, string> {
  return labFiles({ answers, pin, tool: 'homelab-synth' });
}

function textOf(answers: Answers, file: string): string {
  const text = filesOf(answers).get(file);
  if (text === undefined) { throw new Error(`there is no ${file}`); }
  return text;
}

describe.each(Object.entries(ANSWERS))('homelab.yaml for %s', (_, answers) => {
  const text = textOf(answers, 'homelab.yaml');

  test('is valid, for the program and for an editor', () => {
    expect(() => parseConfig(text)).not.toThrow();
    const valid = new Ajv({ strict: false }).compile(JSON.parse(homelabSchemaText()) as object);
    expect(valid(load(text))).toBe(true);
  });

  test('is short, and begins with its schema', () => {
    expect(text.split('\n').length).toBeLessThan(22);
    expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=./node_modules/homelab-synth/schemas/homelab.schema.json');
  });
});

test('homelab.yaml says what its owner said, and nothing that a default says as well', () => {
  const { 'no domain': none, 'Route 53': route53, 'Cloudflare': cloudflare, 'Telegram': telegram } = ANSWERS;
  expect(load(textOf(cloudflare!, 'homelab.yaml'))).toMatchObject({
    tls: { issuer: 'letsencrypt-staging', email: 'me@example.org', dns01: { provider: 'cloudflare' } },
  });
  expect(load(textOf(none!, 'homelab.yaml'))).toEqual({
    domain: 'homelab.internal', gitops: { repoURL: 'https://github.com/me/lab.git' }, tls: { issuer: 'homelab-ca' }, appsFolder: 'apps',
  });
  expect(load(textOf(route53!, 'homelab.yaml'))).toEqual({
    domain: 'lab.example.org',
    gitops: { repoURL: 'https://github.com/your-name/homelab.git', revision: 'trunk' },
    nodes: [{ memoryGiB: 24 }],
    tls: { issuer: 'letsencrypt-staging', email: 'me@example.org', route53: { hostedZoneID: 'Z0123456789ABC' } },
    appsFolder: 'apps',
  });
  expect(load(textOf(telegram!, 'homelab.yaml'))).toMatchObject({
    monitoring: { alerting: { receivers: [{ name: 'telegram', type: 'telegram', chatID: -1001234567890 }] } },
  });
});

test('of a machine that is there everything is said, what a default says too', () => {
  expect(load(textOf(ANSWERS['a machine that is there']!, 'homelab.yaml'))).toMatchObject({
    host: 'none', network: { cidr: '192.168.100.0/24' },
    nodes: [{ name: 'nuc', address: '192.168.100.20', cpus: 4, memoryGiB: 12, diskGiB: 80 }],
  });
});

test('the README of a lab speaks of the machine that it runs on', () => {
  // GIVEN
  const { 'no answers': none, 'a machine that is there': there } = ANSWERS;
  // THEN each has its own scripts, and not those of the other
  expect(textOf(none!, 'README.md')).toMatch(/lab\.cmd doctor.*lab\.cmd up.*lab\.cmd secrets.*lab\.cmd names.*lab\.cmd trust/s);
  expect(textOf(none!, 'README.md')).not.toContain('.sh');
  expect(textOf(there!, 'README.md')).toContain('[LAB.md](LAB.md#set-up)');
  expect(textOf(there!, 'README.md')).not.toMatch(/lab\.cmd|Windows|PowerShell/);
});

test('a user name that YAML would take for something else stays what it is', () => {
  const text = textOf({ ...ANSWERS['e-mail'], smarthostUser: 'true' }, 'homelab.yaml');
  expect(parseConfig(text).monitoring.alerting.receivers).toMatchObject([{ username: 'true' }]);
});

test('the same answers make the same files', () => {
  expect([...filesOf(ANSWERS['Route 53']!)]).toEqual([...filesOf(ANSWERS['Route 53']!)]);
});

describe.each(['check.yml', 'diff.yml'])('the workflow %s of a lab', (file) => {
  const text = textOf({}, `.github/workflows/${file}`);
  testWorkflow(text);

  test('uses the actions of this project\'s own workflows, at the same commits', () => {
    const folder = path.join(ROOT, '.github', 'workflows');
    const own = new Set(readdirSync(folder).flatMap((each) => actionsOf(readFileSync(path.join(folder, each), 'utf8'))));
    expect(actionsOf(text).filter((action) => !own.has(action))).toEqual([]);
  });

  test('never takes a program of the same name from a registry', () => {
    expect([...text.matchAll(/npx (\S+)/g)].map(([, option]) => option).filter((option) => option !== '--no-install')).toEqual([]);
  });
});

test('the check runs on the branch that Argo CD follows', () => {
  const branches = (branch?: string): unknown => {
    const answers = branch === undefined ? {} : { branch };
    return (load(textOf(answers, '.github/workflows/check.yml')) as { on: { push: { branches: unknown } } }).on.push.branches;
  };
  expect([branches(), branches('trunk'), branches('1.0')]).toEqual([['main'], ['trunk'], ['1.0']]);
});

describe('renovate.json', () => {
  const renovate = JSON.parse(textOf({}, 'renovate.json')) as {
    readonly ignorePaths: readonly string[];
    readonly customManagers: readonly { readonly matchStrings: readonly string[] }[];
  };

  const run = (queries: readonly string[], data: unknown): Promise<unknown[]> => {
    return Promise.all(queries.map((query) => jsonata(query).evaluate(data) as Promise<unknown>));
  };

  test('leaves every generated folder alone', () => {
    expect(renovate.ignorePaths).toEqual(expect.arrayContaining(['**/dist/**', '**/scripts/**', '**/monitoring/**', '**/runbooks/**']));
  });

  test('finds the charts of homelab.yaml, whatever the order of their keys, and nothing else', async () => {
    // GIVEN applications that are a chart of a repository, one of a registry, and a folder in git
    const data = load([
      'applications:',
      '  - { name: a, namespace: my-app, repoURL: "https://charts.example.org", chart: podinfo, targetRevision: 6.9.0 }',
      '  - { targetRevision: "1.10", chart: other, repoURL: "oci://ghcr.io/me/charts/", namespace: my-app, name: b }',
      '  - { name: c, namespace: my-app, repoURL: "https://github.com/me/own.git", path: deploy, targetRevision: 6.9.0 }',
      '  - name: d',
      '    sources:',
      '      - { repoURL: "https://charts.example.org", chart: wiki, targetRevision: 2.0.0, helm: { valueFiles: [$files/a.yaml] } }',
      '      - { repoURL: "oci://ghcr.io/me/charts", chart: db, targetRevision: 3.0.0 }',
      '      - { repoURL: "https://github.com/me/own.git", ref: files, targetRevision: main }',
      '  - { name: e, prune: false }',
    ].join('\n'));
    // WHEN Renovate's own language looks for them
    const queries = renovate.customManagers.flatMap(({ matchStrings }) => matchStrings);
    const found = await run(queries, data);
    // THEN
    expect(JSON.parse(JSON.stringify(found))).toEqual([
      [
        { depName: 'podinfo', currentValue: '6.9.0', datasource: 'helm', registryUrl: 'https://charts.example.org' },
        { depName: 'wiki', currentValue: '2.0.0', datasource: 'helm', registryUrl: 'https://charts.example.org' },
      ],
      [
        { depName: 'other', packageName: 'ghcr.io/me/charts/other', currentValue: '1.10', datasource: 'docker' },
        { depName: 'db', packageName: 'ghcr.io/me/charts/db', currentValue: '3.0.0', datasource: 'docker' },
      ],
    ]);
    expect(await run(queries, { domain: 'a.example.org' })).toEqual([undefined, undefined]);
  });
});

test('.gitattributes keeps Windows line ends where they are', () => {
  const lines = textOf({}, '.gitattributes').split('\n');
  expect(lines[1]).toBe('* text=auto eol=lf');
  // Git takes the last that matches.
  expect(lines.indexOf('scripts/** -text')).toBeGreaterThan(lines.indexOf('scripts/** linguist-generated'));
});

describe('package.json', () => {
  const dependencies = (pin: Parameters<typeof filesOf>[1]): unknown => JSON.parse(filesOf({}, pin).get('package.json') ?? '');

  test('pins the tool and runs its verbs', () => {
    expect(dependencies({ spec: '0.2.0' })).toEqual({
      private: true,
      scripts: {
        synth: 'homelab synth', check: 'homelab synth --check', verify: 'homelab verify', diff: 'homelab diff', upgrade: 'homelab upgrade',
      },
      dependencies: { 'homelab-synth': '0.2.0' },
    });
  });

  test('lets a commit prepare itself, and tells npm 12 that it may come from git', () => {
    const repository = 'git+https://git.example.org/homelab-synth.git';
    const pin = { spec: `${repository}#${'0'.repeat(40)}`, allowScripts: repository, npmrc: 'allow-git=root' };
    expect(dependencies(pin)).toMatchObject({ allowScripts: { [repository]: true } });
    expect(filesOf({}, pin).get('.npmrc')).toMatch(/^# .*\nallow-git=root\n$/);
    expect(filesOf({}).has('.npmrc')).toBe(false);
  });
});

test('the README of a lab names what its owner has to do, and no value that may change', () => {
  const own = textOf(ANSWERS['no domain']!, 'README.md');
  const publicly = textOf({ ...ANSWERS['Route 53'], alerts: 'ntfy' }, 'README.md');
  expect(own).toContain('this lab signs its own certificates');
  expect(own).not.toContain('AWS');
  expect(publicly).toContain('tls.issuer: letsencrypt-prod');
  expect(publicly).toContain('the login of Grafana, the credentials for DNS, what alerts are sent with,');
  expect(publicly).not.toContain('lab.example.org');
});

test('every link of a lab\'s README leads to something that the package ships', () => {
  const shipped = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { readonly files: readonly string[] };
  const links = [...textOf({}, 'README.md').matchAll(/\]\(node_modules\/homelab-synth\/([^)]+)\)/g)].map(([, link = '']) => link);
  expect(links.length).toBeGreaterThan(5);
  // npm packs a README always.
  const entries = [...shipped.files, 'README.md'];
  expect(links.filter((link) => !entries.some((entry) => link === entry || link.startsWith(`${entry}/`)))).toEqual([]);
  expect(links.filter((link) => !existsSync(path.join(ROOT, link)))).toEqual([]);
});
