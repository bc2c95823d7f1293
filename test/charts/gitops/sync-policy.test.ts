import { syncPolicy } from '../../../charts/gitops/sync-policy';

test('goes on trying for our own folders, and begins each time with the newest commit', () => {
  expect(syncPolicy({ source: 'own' }).retry).toMatchObject({ limit: -1, refresh: true });
});

test.each(['helm', 'upstream'] as const)('gives up on %s in about ten minutes, so that new values are taken', (source) => {
  // GIVEN
  const { limit = 0 } = syncPolicy({ source }).retry ?? {};
  // WHEN
  const seconds = Array.from({ length: limit }, (_, attempt) => Math.min(10 * 2 ** attempt, 60)).reduce((sum, wait) => sum + wait, 0);
  // THEN
  expect(seconds).toBeGreaterThan(5 * 60);
  expect(seconds).toBeLessThan(15 * 60);
});

test('removes what git no longer has, but no definition', () => {
  expect(syncPolicy({ source: 'own' }).automated).toEqual({ prune: true, selfHeal: true });
  expect(syncPolicy({ source: 'helm' }).automated).toEqual({ prune: true, selfHeal: true });
  expect(syncPolicy({ source: 'upstream' }).automated).toEqual({ prune: false, selfHeal: true });
});

test('does not put pruning off until all is Healthy, for a root may never be as long as a password is missing', () => {
  expect(syncPolicy({ source: 'own' }).syncOptions).not.toContain('PruneLast=true');
});

test('keeps ignored fields as they are only where there are any', () => {
  expect(syncPolicy({ source: 'helm', ignoresDifferences: true }).syncOptions).toContain('RespectIgnoreDifferences=true');
  expect(syncPolicy({ source: 'helm' }).syncOptions).not.toContain('RespectIgnoreDifferences=true');
});
