import { readFileSync } from 'node:fs';
import path from 'node:path';
import { runInNewContext } from 'node:vm';
import { transformSync } from 'esbuild';
import { load } from 'js-yaml';
import { RE2 } from 're2-wasm';
import * as versions from '../../versions';

const ROOT = path.join(__dirname, '..', '..');
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8').replaceAll('\r\n', '\n');

interface RenovateConfig {
  readonly ignorePaths: readonly string[];
  readonly customManagers: readonly { readonly managerFilePatterns: readonly string[]; readonly matchStrings: readonly string[] }[];
  readonly customDatasources: Readonly<Record<string, unknown>>;
  readonly packageRules: readonly PackageRule[];
}

interface PackageRule {
  readonly matchDepNames?: readonly string[];
  readonly matchDatasources?: readonly string[];
  readonly groupName?: string;
  readonly allowedVersions?: string;
  readonly versioning?: string;
}

const config = JSON.parse(read('renovate.json')) as RenovateConfig;

/** What Renovate knows of a pin, and the text that it looks for when it raises it. */
interface Dependency {
  readonly datasource: string;
  readonly depName: string;
  readonly currentValue: string;
  readonly registryUrl?: string;
  readonly replaceString: string;
}

/** The strategy "any" of Renovate's regex manager: every match of every expression, in RE2. */
function extract(file: string, text: string): Dependency[] {
  const managers = config.customManagers.filter(({ managerFilePatterns }) => managerFilePatterns.includes(file));
  return managers.flatMap(({ matchStrings }) => matchStrings).flatMap((expression) => {
    const regex = new RE2(expression, 'gu');
    const found: Dependency[] = [];
    for (let match = regex.exec(text); match; match = regex.exec(text)) {
      const groups = Object.fromEntries(Object.entries(match.groups ?? {}).filter(([, value]) => typeof value === 'string'));
      found.push({ ...groups as unknown as Dependency, replaceString: match[0] ?? '' });
    }
    return found;
  });
}

/** Renovate's replacement: the first place of the value within the match, and the first place of the match within the file. */
function raise(text: string, { replaceString, currentValue }: Dependency, newValue: string): string {
  return text.replace(replaceString, () => replaceString.replace(currentValue, () => newValue));
}

const withoutText = (dependencies: readonly Dependency[]): object[] => dependencies.map((each) => ({ ...each, replaceString: undefined }));

/** versions.ts as data, from its text. */
function evaluate(text: string): unknown {
  const module = { exports: {} };
  runInNewContext(transformSync(text, { loader: 'ts', format: 'cjs' }).code, { module });
  return JSON.parse(JSON.stringify({ ...module.exports })) as unknown;
}

const ownerOf = (address: string): string => /github(?:usercontent)?\.com\/([^/]+\/[^/]+?)(?:\.git|\/.*)?$/.exec(address)?.[1] ?? '';

/** The pins as the program reads them, in the order of the file; what their comments have to say follows from them. */
function pinsOfVersions(): object[] {
  const charts = Object.values(versions.CHARTS).map(({ repository, chart, version }) => repository.startsWith('https:')
    ? { datasource: 'helm', depName: chart, currentValue: version, registryUrl: repository }
    : { datasource: 'docker', depName: `${repository}/${chart}`, currentValue: version });
  const { gatewayApi } = versions.CRD_FOLDERS;
  const images = Object.values(versions.IMAGES).map((image) => {
    const [depName, currentValue] = image.split(':');
    return { datasource: 'docker', depName, currentValue };
  });
  return [
    ...charts,
    { datasource: 'custom.argo-helm', depName: versions.CHARTS.argocd.chart, currentValue: versions.ARGOCD_DEFINITIONS_VERSION },
    { datasource: 'docker', depName: 'quay.io/argoproj/argocd', currentValue: versions.ARGOCD_VERSION },
    { datasource: 'github-releases', depName: ownerOf(gatewayApi.repository), currentValue: gatewayApi.revision },
    {
      datasource: 'custom.prometheus-community',
      depName: versions.CHARTS['kube-prometheus-stack'].chart,
      currentValue: versions.PROMETHEUS_OPERATOR_VERSION,
    },
    ...images,
    { datasource: 'github-releases', depName: 'k3s-io/k3s', currentValue: versions.K3S_VERSION },
    { datasource: 'custom.ubuntu-cloud-image', depName: 'noble', currentValue: versions.NODE_IMAGE.release },
  ];
}

function pinsOfImports(): object[] {
  const { imports } = load(read('cdk8s.yaml')) as { imports: readonly string[] };
  return imports.map((address) => ({ datasource: 'github-releases', depName: ownerOf(address), currentValue: address.split('/')[5] }));
}

/** Assignments of releases in a shell script, by variable. */
function releasesIn(script: string): Record<string, string> {
  return Object.fromEntries([...script.matchAll(/^(\w+)=(v\d\S*)$/gm)].map(([, name = '', release = '']) => [name, release]));
}

function pinsOfParts(): object[] {
  const { etcd, kwok } = releasesIn(read('.ci/parts'));
  return [
    { datasource: 'github-releases', depName: 'etcd-io/etcd', currentValue: etcd },
    { datasource: 'github-releases', depName: 'kubernetes-sigs/kwok', currentValue: kwok },
  ];
}

describe.each([
  ['versions.ts', pinsOfVersions, evaluate],
  ['cdk8s.yaml', pinsOfImports, load],
  ['.ci/parts', pinsOfParts, releasesIn],
] as const)('%s', (file, pins, parse) => {
  const text = read(file);
  const found = extract(file, text);

  test('has every pin below a comment that Renovate reads, once, and with what it is', () => {
    expect(withoutText(found)).toEqual(pins());
    expect((text.match(/renovate:/g) ?? []).length).toBe(found.length);
  });

  const cases = found.map(({ depName, currentValue }, index) => [depName, currentValue, index] as const);
  test.each(cases)('%s %s can be raised', (_name, currentValue, index) => {
    // GIVEN a release that no other pin has
    const newValue = currentValue.replace(/\d+/, '987');
    // WHEN
    const raised = raise(text, found[index]!, newValue);
    // THEN it stands where the old one stood
    const expected = withoutText(found).map((each, at) => at === index ? { ...each, currentValue: newValue } : each);
    expect(withoutText(extract(file, raised))).toEqual(expected);
    // AND nothing but that value differs
    const changed = (data: string): string => data.replaceAll(newValue, currentValue);
    expect(JSON.stringify(parse(raised))).not.toBe(JSON.stringify(parse(text)));
    expect(changed(JSON.stringify(parse(raised)))).toBe(JSON.stringify(parse(text)));
  });
});

const extracted = ['versions.ts', 'cdk8s.yaml'].flatMap((file) => extract(file, read(file)));
const { dependencies, devDependencies, overrides } = JSON.parse(read('package.json')) as
  Record<'dependencies' | 'devDependencies' | 'overrides', Record<string, string>>;
/** The rules that name a pin. */
const rulesOf = (name: string): PackageRule[] => config.packageRules.filter(({ matchDepNames = [] }) => matchDepNames.includes(name));

test('every rule is about something that is pinned', () => {
  const packages = [dependencies, devDependencies, overrides].flatMap((each) => Object.keys(each));
  const pinned = new Set([...extracted.map(({ depName }) => depName), ...packages]);
  const dead = config.packageRules.filter(({ matchDepNames = [...pinned] }) => !matchDepNames.some((name) => pinned.has(name)));
  expect(dead).toEqual([]);
});

test('every custom source is described, and every described one is used', () => {
  const named = [
    ...extracted.map(({ datasource }) => datasource),
    ...config.packageRules.flatMap(({ matchDatasources = [] }) => matchDatasources),
  ];
  const used = new Set(named.filter((name) => name.startsWith('custom.')).map((name) => name.slice('custom.'.length)));
  expect(Object.keys(config.customDatasources).sort()).toEqual([...used].sort());
});

test('what has the same release in both files is raised in one pull request', () => {
  const groupsOf = (name: string): string[] => rulesOf(name).flatMap(({ groupName }) => groupName ?? []);
  // GIVEN the projects whose definitions are imported, but for the one that only K3s' release notes name
  const names = extracted.map(({ depName }) => depName).filter((name) => name !== 'k3s-io/helm-controller');
  const imported = extract('cdk8s.yaml', read('cdk8s.yaml')).map(({ depName }) => depName).filter((name) => names.includes(name));
  // THEN each is in exactly one group, with something of versions.ts
  expect(imported.filter((name) => groupsOf(name).length !== 1)).toEqual([]);
  const ofVersions = new Set(extract('versions.ts', read('versions.ts')).flatMap(({ depName }) => groupsOf(depName)));
  expect(imported.flatMap(groupsOf).filter((group) => !ofVersions.has(group))).toEqual([]);
});

test('patches of the minors that docs/versions.md holds are let through, and nothing else', () => {
  // GIVEN Renovate's template of the pinned minor
  const held = config.packageRules.filter(({ allowedVersions = '' }) => allowedVersions.includes('{{'));
  expect(held).toHaveLength(1);
  const [, expression = ''] = /^\/(.*)\/$/.exec(held[0]?.allowedVersions ?? '') ?? [];
  const allowed = new RE2(expression.replace('{{major}}', '1').replace('{{minor}}', '36'), 'u');
  // THEN
  expect(['v1.36.5', '1.36.10', 'v1.36.4+k3s2'].filter((version) => !allowed.test(version))).toEqual([]);
  expect(['v1.37.0', '1.3.6', 'v1.360.0', '11.36.0', 'v2.36.0', 'v1.35.9'].filter((version) => allowed.test(version))).toEqual([]);
  // AND it is about every project that the page calls a set
  expect(held[0]?.matchDepNames).toEqual(expect.arrayContaining(['k3s-io/k3s', 'cilium', 'istiod', 'kubernetes-sigs/gateway-api']));
});

test('K3s\' own version orders its builds too', () => {
  const [versioning = ''] = rulesOf('k3s-io/k3s').flatMap((rule) => rule.versioning ?? []);
  const regex = new RE2(versioning.replace(/^regex:/, ''), 'u');
  expect({ ...regex.exec('v1.36.4+k3s2')?.groups }).toMatchObject({ major: '1', minor: '36', patch: '4', build: '2' });
  expect(regex.exec('v1.36.5-rc1+k3s1')?.groups).toMatchObject({ prerelease: 'rc1' });
  expect(regex.exec(versions.K3S_VERSION)).not.toBeNull();
});

test('nothing generated is proposed to be edited', () => {
  const generated = ['dist/**', 'imports/**', 'monitoring/**', 'runbooks/**', 'schemas/**', 'scripts/**'];
  expect(config.ignorePaths).toEqual(expect.arrayContaining(generated));
});
