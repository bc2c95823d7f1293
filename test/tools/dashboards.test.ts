import { readFileSync } from 'node:fs';
import path from 'node:path';
import { checkPromql } from '../../check/promql/check-promql';
import { find, labOf, manifestsOf } from '../util';
import { DASHBOARDS, RENDERED } from './dashboard-samples/dashboards';

const FOLDER = path.join(__dirname, '../../charts');

test.each(RENDERED)('%s is what `npm run dashboards` makes', (file, text) => {
  expect(readFileSync(path.join(FOLDER, file), 'utf8')).toBe(text);
  // kubectl apply keeps a copy in an annotation, which takes 256 KiB.
  expect(text.length).toBeLessThan(200_000);
});

test('their addresses never change', () => {
  expect(DASHBOARDS.map(([, { uid }]) => uid)).toEqual([
    'homelab-request-path', 'homelab-ztunnel', 'homelab-edge',
    'homelab-k8s-gateway', 'homelab-external-dns', 'homelab-oauth2-proxy', 'homelab-reloader', 'homelab-sealed-secrets',
    'homelab-external-secrets', 'homelab-nfs', 'homelab-cloudnative-pg', 'homelab-cloudflared', 'homelab-pocket-id',
    'homelab-tailscale',
  ]);
});

test.each(DASHBOARDS)('every panel of %s explains itself and asks something that is PromQL', (_, { panels }) => {
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
