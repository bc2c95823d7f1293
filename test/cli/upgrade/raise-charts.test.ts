import { raiseCharts } from '../../../cli/upgrade/raise-charts';
import { rangedCharts } from '../../../cli/upgrade/ranged-charts';
import { YamlSource } from '../../../config/source';

const at = (index: number): readonly (string | number)[] => ['applications', index];

describe('the charts that may be raised', () => {
  test('are those with a range, and those with a range in the place of the version, sources among them', () => {
    const { data } = new YamlSource(`
applications:
  - { name: a, repoURL: https://charts.frank.dev, chart: a, targetRevision: 1.2.3, versions: ^1 }
  - { name: b, repoURL: oci://ghcr.io/frank, chart: b, targetRevision: 6.9 }
  - { name: c, repoURL: https://charts.frank.dev, chart: c, targetRevision: 1.2.3 }
  - { name: d, repoURL: https://github.com/frank/d.git, path: d, targetRevision: main }
  - name: e
    sources: [{ repoURL: https://charts.frank.dev, chart: e, targetRevision: '>=1, <2' }]
`);
    expect(rangedCharts(data)).toEqual([
      { path: at(0), repository: 'https://charts.frank.dev', chart: 'a', version: '1.2.3', range: '^1' },
      { path: at(1), repository: 'oci://ghcr.io/frank', chart: 'b', version: undefined, range: '6.9' },
      { path: [...at(4), 'sources', 0], repository: 'https://charts.frank.dev', chart: 'e', version: undefined, range: '>=1, <2' },
    ]);
  });

  test.each([
    ['a name that helm reads as an option', { repoURL: 'https://charts.frank.dev', chart: '--debug', targetRevision: '^1' }],
    ['a repository that helm reads as an option', { repoURL: '--repo', chart: 'a', targetRevision: '^1' }],
    ['no version', { repoURL: 'https://charts.frank.dev', chart: 'a', versions: '^1' }],
    ['a range that is none', { repoURL: 'https://charts.frank.dev', chart: 'a', targetRevision: '1.2.3', versions: 'newest' }],
    ['a list', [1]],
  ])('are not those with %s', (_, application) => {
    expect(rangedCharts({ applications: [application] })).toEqual([]);
  });
});

describe('a version', () => {
  test('is written with everything else of the file left as it is', () => {
    // GIVEN
    const text = 'applications:\r\n  - name: a\r\n    targetRevision: "1.2.3" # why\r\n    versions: ^1\r\n# the end\r\n';
    // WHEN
    const raised = raiseCharts(text, [{ path: at(0), version: '1.4.0' }]);
    // THEN
    expect(raised).toBe(text.replace('1.2.3', '1.4.0'));
  });

  test('takes the place of a range, which goes below it', () => {
    // GIVEN
    const text = 'applications:\r\n  - name: a\r\n    targetRevision: ^1 # open\r\n    chart: a\r\n';
    // WHEN
    const raised = raiseCharts(text, [{ path: at(0), version: '1.4.0', range: '^1' }]);
    // THEN
    expect(raised).toBe('applications:\r\n  - name: a\r\n    targetRevision: 1.4.0 # open\r\n    versions: "^1"\r\n    chart: a\r\n');
  });

  test.each([
    ['in braces', 'applications: [{ targetRevision: 6.9, b: c }]', 'applications: [{ targetRevision: 6.9.4, versions: "6.9", b: c }]'],
    ['at the very end', 'applications:\n- targetRevision: 6.9', 'applications:\n- targetRevision: 6.9.4\n  versions: "6.9"'],
  ])('takes the place of a range %s', (_, text, raised) => {
    expect(raiseCharts(text, [{ path: at(0), version: '6.9.4', range: '6.9' }])).toBe(raised);
  });

  test('of a tag of a chart keeps its "v" and what stands behind "+"', () => {
    expect(raiseCharts('applications: [{ targetRevision: v1.0.0, versions: ^1 }]', [{ path: at(0), version: 'v1.2.0+up4.1' }]))
      .toBe('applications: [{ targetRevision: v1.2.0+up4.1, versions: ^1 }]');
  });

  test('that an anchor gives to several is not written', () => {
    const text = 'applications:\n  - { targetRevision: &v 1.2.3, versions: ^1 }\n  - { targetRevision: *v, versions: ^1 }\n';
    expect(raiseCharts(text, [{ path: at(0), version: '1.4.0' }])).toBeUndefined();
    expect(raiseCharts(text, [{ path: at(1), version: '1.4.0' }])).toBeUndefined();
  });
});
