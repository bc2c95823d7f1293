import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { RUNBOOK_SERVICES } from '../../../check/services/runbook-services';

const CHARTS = path.join(__dirname, '../../../charts');

/** `kubectl -n NAMESPACE port-forward svc/NAME LOCAL:PORT`, in any of its spellings. */
const COMMAND = /kubectl -n (\S+) port-forward (?:svc|service)\/(\S+) (?:\d+:)?(\d+)/g;

test('each Service that a runbook of the platform names is watched', () => {
  // GIVEN
  const pages = readdirSync(CHARTS, { recursive: true, encoding: 'utf8' }).filter((file) => /\brunbooks[/\\].*\.md$/.test(file))
    .map((file) => ({ page: path.basename(file), text: readFileSync(path.join(CHARTS, file), 'utf8') }));
  // WHEN
  const named = pages.flatMap(({ page, text }) => [...text.matchAll(COMMAND)]
    .map(([, namespace, name, port]) => ({ page, namespace, name, port: Number(port) })));
  // THEN
  expect(pages.length).toBeGreaterThan(40);
  expect(named.sort((a, b) => (a.page < b.page ? -1 : 1))).toEqual(RUNBOOK_SERVICES);
  const others = pages.filter(({ text }) => /\b(svc|service)\//.test(text)).map(({ page }) => page).sort();
  expect(others).toEqual(RUNBOOK_SERVICES.map(({ page }) => page));
});
