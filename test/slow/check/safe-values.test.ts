import { CILIUM_NETWORK, ISTIO_CNI_CHAINED, ISTIO_CNI_SETTINGS } from '../../../charts/cni/safe-values';
import type { HelmValues, JsonValue } from '../../../charts/core/helm-values';
import { RenderedLab } from '../../../charts/core/rendered-lab';
import { compareSettings, compareValues, type SafeSetting, type SafeValue } from '../../../charts/core/safe-values';
import { parseConfig } from '../../../charts/load-config';
import { REQUIRED, REQUIRED_SETTINGS } from '../../../check/chart-values';
import { RULES } from '../../../check/rules';
import { CHART_NAMES, type ChartName } from '../../../config/schema';
import { helm } from '../../check/objects';

const config = parseConfig('');

/** Every promise about a value, with the release whose it is. */
const VALUES: readonly [ChartName, SafeValue][] = [
  ...CILIUM_NETWORK.map((each): [ChartName, SafeValue] => ['cilium', each]),
  ...ISTIO_CNI_CHAINED.map((each): [ChartName, SafeValue] => ['istio-cni', each]),
  ...REQUIRED.flatMap((values) => CHART_NAMES.flatMap((name) => (values[name] ?? []).map((each): [ChartName, SafeValue] => [name, each]))),
];
const SETTINGS: readonly [ChartName, SafeSetting][] = [
  ...ISTIO_CNI_SETTINGS.map((each): [ChartName, SafeSetting] => ['istio-cni', each]),
  ...REQUIRED_SETTINGS.flatMap(
    (all) => CHART_NAMES.flatMap((name) => (all[name] ?? []).map((each): [ChartName, SafeSetting] => [name, each])),
  ),
];

/** One value of every type that YAML has, and mappings whose keys JavaScript has a meaning for. */
const ANYTHING: readonly JsonValue[] = [
  null, true, false, 0, -1, 1.5, 1e308, '', 'true', 'false', 'text', '0', '-', '{{ .Values }}', '\u0000', [], [null], [[]], ['a', 1, {}],
    [{ name: 1 }],
  {}, { toString: 1, valueOf: 2 }, { constructor: { prototype: 1 } }, { a: { b: { c: [] } } },
];

/** A lab of one release, whose values are an override. */
function labOf(release: ChartName, override: HelmValues): RenderedLab {
  const values = { ...config.values, [release]: override };
  return new RenderedLab({ ...config, values }, new Map([['here', [helm(release, override)]]]));
}

function nested(path: readonly string[], value: JsonValue): HelmValues {
  return path.reduceRight<JsonValue>((below, key) => ({ [key]: below }), value) as HelmValues;
}

test('there are promises about every chart', () => {
  expect([...new Set(VALUES.map(([name]) => name))].sort()).toEqual([...CHART_NAMES].sort());
});

test.each(VALUES.map(([release, each]) => [`${release} ${each.path.join('.')}`, release, each] as const))(
  '%s: any value is taken or refused at its key, and nothing is thrown',
  (_, release, each) => {
    for (const value of ANYTHING) {
      const findings = compareValues(labOf(release, nested(each.path, value)), release, [each]);
      expect(findings.length).toBeLessThanOrEqual(1);
      for (const { path, what, fix } of findings) {
        expect(path).toEqual(['values', release, ...each.path]);
        expect(what).toContain(`${release} must not have ${each.path.join('.')} = `);
        expect(fix).not.toMatch(/undefined|\[object/);
      }
      if (typeof each.safe !== 'function') {
        expect([value, findings.length]).toEqual([value, each.safe.some((safe) => safe === value) ? 0 : 1]);
      }
    }
    // Where a mapping should be stands something else: the promise is looked at all the same.
    for (const depth of each.path.keys()) {
      for (const value of ANYTHING) {
        expect(() => compareValues(labOf(release, nested(each.path.slice(0, depth), value)), release, [each])).not.toThrow();
      }
    }
  },
);

test.each(SETTINGS.map(([release, each]) => [`${release} ${each.path.join('.')} ${each.name}`, release, each] as const))(
  '%s: found in every form that charts take, and nothing is thrown',
  (_, release, each) => {
    const wrong = 'certainly-not-this';
    const said = (value: JsonValue): number => compareSettings(labOf(release, nested(each.path, value)), release, [each]).length;
    for (const value of ANYTHING) { expect(() => said(value)).not.toThrow(); }
    expect([
      said({ [each.name]: wrong }), said(
        [{ name: each.name, value: wrong }],
      ), said([`--${each.name}=${wrong}`]), said([`-${each.name}`, wrong]),
      said([`--${each.name}x=${wrong}`]),
    ]).toEqual([1, 1, 1, 1, 0]);
  },
);

test('an Application of somebody\'s own is held to no promise of the platform, whatever it is called', () => {
  // GIVEN another chart with the name of the platform's, and the platform's chart in another namespace
  const own = (chart: string, namespace: string) => ({
    apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata: { name: 'cilium', namespace: 'argocd' },
    spec: {
      source: { chart, repoURL: 'https://helm.cilium.io/', targetRevision: '1.0.0', helm: { valuesObject: { agent: false } } },
      destination: { namespace },
    },
  });
  for (const each of [own('other', 'kube-system'), own('cilium', 'my-app')]) {
    const lab = new RenderedLab(config, new Map([['root', [each]]]));
    // WHEN, THEN
    expect(lab.helmValues('cilium')).toBeUndefined();
    expect(RULES.filter(({ name }) => name === 'chart-values-safe').flatMap((rule) => rule.check(lab))).toEqual([]);
  }
  // GIVEN the very same chart among somebody's own Applications
  const lab = new RenderedLab(config, new Map([['root-applications', [own('cilium', 'kube-system')]]]));
  expect(lab.helmValues('cilium')).toBeUndefined();
});
