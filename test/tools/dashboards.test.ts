import { readFileSync } from 'node:fs';
import path from 'node:path';
import { renderDashboards } from '../../tools/dashboards/render';
import { checkPromql } from '../../check/promql/check-promql';
import { find, labOf, manifestsOf } from '../util';

interface Dashboard {
  readonly uid: string;
  readonly panels: readonly {
    readonly type: string;
    readonly title: string;
    readonly description?: string;
    readonly targets?: readonly { readonly expr: string; readonly refId: string }[];
  }[];
}

const FOLDER = path.join(__dirname, '../../charts');
const rendered = [...renderDashboards()];
const dashboards = rendered.map(([file, text]): [string, Dashboard] => [file, JSON.parse(text) as Dashboard]);

test.each(rendered)('%s is what `npm run dashboards` makes', (file, text) => {
  expect(readFileSync(path.join(FOLDER, file), 'utf8')).toBe(text);
});

test('their addresses never change', () => {
  expect(dashboards.map(([, { uid }]) => uid)).toEqual(['homelab-request-path', 'homelab-ztunnel', 'homelab-edge']);
});

test.each(dashboards)('every panel of %s explains itself and asks something that is PromQL', (_, { panels }) => {
  const shown = panels.filter(({ type }) => type !== 'row');
  expect(shown.length).toBeGreaterThan(5);
  for (const { title, description = '', targets = [] } of shown) {
    expect([title, description.length > 3, targets.length > 0]).toEqual([title, true, true]);
    for (const { expr, refId } of targets) { expect([title, refId, checkPromql(expr).problems]).toEqual([title, refId, []]); }
  }
});

test("are ConfigMaps that Grafana's sidecar finds", () => {
  const manifest = find(manifestsOf(labOf(), 'monitoring'), 'ConfigMap', 'dashboard-ztunnel');
  expect(manifest.metadata)
    .toMatchObject({ namespace: 'monitoring', labels: { grafana_dashboard: '1' }, annotations: { grafana_folder: 'Homelab' } });
  expect(JSON.parse((manifest['data'] as Record<string, string>)['ztunnel.json'] ?? '')).toMatchObject({ uid: 'homelab-ztunnel' });
});
