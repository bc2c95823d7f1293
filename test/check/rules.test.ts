import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseConfig } from '../../charts/load-config';
import { formatPath } from '../../config/problem';
import { RULES } from '../../check/rules';
import { checkLab, type Verdict } from '../../check/run';
import { RenderedLab, type ObjectSource } from '../../charts/core/rendered-lab';
import { renderedLab, toManifests } from '../../synth/render';
import { labOf } from '../util';
import certificates from '../charts/certificates/rules.cases';
import cni from '../charts/cni/rules.cases';
import gateway from '../charts/gateway/rules.cases';
import gitops from '../charts/gitops/rules.cases';
import mesh from '../charts/mesh/rules.cases';
import metallb from '../charts/metallb/rules.cases';
import namespaces from '../charts/namespaces/rules.cases';
import policy from '../charts/policy/rules.cases';
import routes from '../charts/routes/rules.cases';
import host from '../host/rules.cases';
import { findings, OWN } from './findings';
import { object } from './objects';
import type { RuleCases } from './rule-case';
import check from './rules.cases';

const CASES: RuleCases = {
  ...certificates, ...cni, ...gateway, ...gitops, ...mesh, ...metallb, ...namespaces, ...policy, ...routes, ...host, ...check,
};

function verdictOn(yaml: string): Verdict {
  const lab = labOf(yaml);
  const manifests = toManifests(lab);
  return checkLab(renderedLab(lab, manifests));
}

test('the default lab breaks no rule', () => {
  expect(verdictOn('')).toEqual({ errors: [], mistakes: [], faults: [], warnings: [], remarks: [], allowed: [] });
});

describe.each(RULES.map(({ name }) => name))('%s', (name) => {
  test('objects to a lab that breaks it', () => {
    const { broken, seeds, own, says, yaml } = CASES[name]!;
    expect(findings(name, broken, seeds?.broken, own ? OWN : undefined, yaml?.broken).join('\n')).toContain(says);
  });

  test('is content with the same lab mended', () => {
    const { mended, seeds, own, yaml } = CASES[name]!;
    expect(findings(name, mended, seeds?.mended, own ? OWN : undefined, yaml?.mended)).toEqual([]);
  });

  test('is explained', () => {
    expect(readFileSync(path.join(__dirname, '../../docs/rules.md'), 'utf8')).toContain(`### ${name}\n`);
  });
});

test('no two rules share a name', () => {
  expect(new Set(RULES.map(({ name }) => name)).size).toBe(RULES.length);
});

describe('what a finding names', () => {
  const ambientLabel = RULES.filter(({ name }) => name === 'ambient-label-owned');

  test('the key of homelab.yaml an object was made from', () => {
    const sourceOf = (): ObjectSource => ({ construct: 'homelab/namespaces/my-app', origin: { key: ['namespaces', 0] } });
    const lab = new RenderedLab(parseConfig(''), new Map([['here', [object('v1', 'Namespace', 'my-app')]]]), { sourceOf });
    expect(checkLab(lab, ambientLabel).errors).toMatchObject([{ path: ['namespaces', 0] }]);
  });

  test('the override that undid a value', () => {
    expect(verdictOn('values: { istio-cni: { istioOwnedCNIConfig: false } }').errors).toMatchObject([
      { path: ['values', 'istio-cni', 'istioOwnedCNIConfig'], fix: 'remove the override, or set it to true' },
    ]);
  });

  test('the null that removed a whole branch', () => {
    expect(verdictOn('values: { cilium: { socketLB: null } }').errors).toMatchObject([{ path: ['values', 'cilium', 'socketLB'] }]);
  });

  test('the construct where the code of this program alone made it', () => {
    const sourceOf = (): ObjectSource => ({ construct: 'homelab/namespaces/from-code' });
    const lab = new RenderedLab(parseConfig(''), new Map([['here', [object('v1', 'Namespace', 'from-code')]]]), { sourceOf });
    expect(checkLab(lab, ambientLabel).faults).toEqual([
      expect.stringContaining('Namespace from-code (construct homelab/namespaces/from-code) '),
    ]);
  });

  test("the line of a lab's own code, as seen from its folder, and the construct", () => {
    const place = { file: path.resolve('/lab/homelab.ts'), line: 8, column: 3 };
    const sourceOf = (): ObjectSource => ({ construct: 'homelab/mine/it', origin: { place } });
    const lab = new RenderedLab(parseConfig(''), new Map([['here', [object('v1', 'Namespace', 'it')]]]), {
      sourceOf,
      codeFolder: path.resolve('/lab'),
    });
    expect(checkLab(lab, ambientLabel).mistakes).toEqual([
      expect.stringMatching(/^homelab\.ts:8:3 Namespace it \(construct homelab\/mine\/it\) /),
    ]);
  });
});

test.each([
  ['cilium: { cni: { exclusive: true } }', 'values.cilium.cni.exclusive'],
  ['cilium: { cni: { confPath: /etc/other } }', 'values.cilium.cni.confPath'],
  ['istio-cni: { cni: { cniConfDir: /etc/other } }', 'values.istio-cni.cni.cniConfDir'],
  ['istio-cni: { chained: false }', 'values.istio-cni.chained'],
  ['istio-cni: { cniConfFileName: ZZ-istio-cni.conflist }', 'values.istio-cni.cniConfFileName'],
  ['istio-cni: { cni: { enabled: true, chained: true, cniConfFileName: ZZ-istio-cni.conflist } }', 'values.istio-cni.cni.cniConfFileName'],
  ['istio-cni: { istioOwnedCNIConfigFileName: ZZ-istio-cni.conflist }', 'values.istio-cni.istioOwnedCNIConfigFileName'],
  ['istio-cni: { cni: { istioOwnedCNIConfigFileName: ZZ-istio-cni.conflist } }', 'values.istio-cni.cni.istioOwnedCNIConfigFileName'],
  ['istio-cni: { global: { platform: k3s } }', 'values.istio-cni.global.platform'],
  ['argocd: { configs: { params: { server.insecure: false } } }', 'values.argocd.configs.params."server.insecure"'],
  ['argocd: { configs: null }', 'values.argocd.configs'],
])('the override "%s" is refused at %s', (override, at) => {
  expect(verdictOn(`values: { ${override} }`).errors.map(({ path: where }) => formatPath(where))).toEqual([at]);
});

describe('a kind without a pinned schema', () => {
  const things = ['a', 'b'].map((name) => object('example.com/v1', 'Thing', name));

  test("is an error in the platform's layers", () => {
    expect(findings('schema-kept', things)).toEqual(
      ['a', 'b'].map(
        (name) =>
          `Thing ${name} is not of a kind with a pinned schema ` +
          "(example.com/v1 Thing) [schema-kept]; add a custom kind to tools/crds/kinds.ts, one of Kubernetes' own to "
            + 'tools/openapi/kinds.ts',
      ),
    );
    expect(findings('schema-pinned', things)).toEqual([]);
  });

  test('is a warning in layers of a lab, once for each kind', () => {
    expect(findings('schema-kept', things, undefined, OWN)).toEqual([]);
    expect(findings('schema-pinned', things, undefined, OWN)).toEqual([
      'homelab.ts:3:5 Thing a is of a kind whose schema is not pinned (example.com/v1 Thing), so nothing checks the fields of its objects '
      + '[schema-pinned]; ask a cluster that has its definition, with homelab verify --server',
    ]);
  });

  test('has its metadata checked all the same', () => {
    const labelled = object('example.com/v1', 'Thing', 'a', undefined, { metadata: { labels: { wave: 1 } } });
    expect(findings('schema-kept', [labelled], undefined, OWN)).toEqual([
      'homelab.ts:3:5 Thing a (construct homelab/here) would be refused by the API server: metadata.labels.wave must be of type string '
      + '[schema-kept]; change what this object is made from',
    ]);
  });
});

test('an object that breaks its schema is blamed on the patch of it, if there is one', () => {
  const patch = { file: path.resolve('homelab.ts'), line: 9, column: 7 };
  const source: ObjectSource = { construct: 'homelab/namespaces/my-app', origin: { key: ['namespaces', 0] }, patch };
  const labelled = object('v1', 'Namespace', 'my-app', undefined, { metadata: { labels: { owner: 1 } } });
  expect(findings('schema-kept', [labelled], undefined, source)).toEqual([
    'homelab.ts:9:7 Namespace my-app (construct homelab/namespaces/my-app) would be refused by the API server: '
    + 'metadata.labels.owner must be of type string [schema-kept]; correct this patch',
  ]);
});

describe('allowUnsafe', () => {
  test('lets a broken rule pass and says so', () => {
    // GIVEN an override that undoes a safety rule, allowed by name
    const verdict = verdictOn('{ values: { cilium: { cni: { exclusive: true } } }, allowUnsafe: [cilium-safe-for-mesh] }');
    // THEN nothing stops the synth, but the summary will say it
    expect(verdict.errors).toEqual([]);
    expect(verdict.allowed).toEqual([expect.stringMatching(/^values\.cilium\.cni\.exclusive: .*\[cilium-safe-for-mesh\]/)]);
  });

  test('lets one object break a rule, and no other', () => {
    // GIVEN two namespaces that do not say whether they are in the mesh
    const manifests = ['shop', 'blog'].map((name) => object('v1', 'Namespace', name));
    const rules = RULES.filter(({ name }) => name === 'ambient-label-owned');
    const verdictOf = (line: string): Verdict => {
      const sourceOf = (): ObjectSource => ({ construct: 'homelab/namespaces', origin: { key: ['namespaces'] } });
      return checkLab(new RenderedLab(parseConfig(`allowUnsafe: [${line}]`), new Map([['here', manifests]]), { sourceOf }), rules);
    };
    const objects = (lines: readonly string[]): string[] => lines.map((line) => /Namespace \S+/.exec(line)?.[0] ?? line);
    // WHEN one of them is allowed to
    const one = verdictOf('ambient-label-owned Namespace shop');
    // THEN the other still stops the synth
    expect(objects(one.allowed)).toEqual(['Namespace shop']);
    expect(objects(one.errors.map(({ what }) => what))).toEqual(['Namespace blog']);
    expect(one.warnings).toEqual([]);
    // THEN the rule alone allows both
    expect(objects(verdictOf('ambient-label-owned').allowed)).toEqual(['Namespace shop', 'Namespace blog']);
  });

  test('is known to allow nothing where nothing breaks the rule', () => {
    const lines = ['ambient-label-owned Namespace my-app', 'cilium-safe-for-mesh'];
    const fix = 'remove the line, so that it does not hide what breaks that rule later';
    expect(verdictOn(`allowUnsafe: [${lines.join(', ')}]`).warnings).toEqual([
      {
        path: ['allowUnsafe', 0], severity: 'warning', fix,
        what: 'allows nothing, because Namespace my-app does not break ambient-label-owned',
      },
      { path: ['allowUnsafe', 1], severity: 'warning', what: 'allows nothing, because nothing breaks cilium-safe-for-mesh', fix },
    ]);
  });

  test('is refused for an object that the lab does not have, with the nearest one', () => {
    expect(verdictOn('allowUnsafe: [route-hostname-covered HTTPRoute argocd/argo]').errors).toEqual([{
      path: ['allowUnsafe', 0],
      what: 'names an object that the lab does not have ("HTTPRoute argocd/argo")',
      fix: 'did you mean "HTTPRoute argocd/argocd"? write it as messages do',
    }]);
  });

  test('is refused for a name that is no rule, with the nearest one', () => {
    expect(verdictOn('allowUnsafe: [cilium-safe]').errors).toMatchObject([
      { path: ['allowUnsafe', 0], fix: expect.stringContaining('cilium-safe-for-mesh') as string },
    ]);
  });
});
