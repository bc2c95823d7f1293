import { labOf, manifestsOf } from '../../util';
import { FIXTURES, fixture, HOMES } from '../../whole-lab/labs';

/*
 * Argo CD deletes what a lab drops only if the project allows its kind. So whatever some lab makes, every other one allows: the next edit
 * of homelab.yaml may be the one that drops it.
 */

/** Kinds that the project of what a synth makes allows. */
function kindsOf(manifests: ReturnType<typeof manifestsOf>): string[] {
  const project = manifests.find(({ kind, metadata }) => kind === 'AppProject' && metadata.name === 'lab');
  return Object.entries(project?.['spec'] as Readonly<Record<string, unknown>>)
    .filter(([key]) => key.endsWith('ResourceWhitelist'))
    .flatMap(([key, list]) => (list as readonly unknown[]).map((each) => `${key} ${JSON.stringify(each)}`));
}

const always = new Set(kindsOf(manifestsOf(labOf(), 'bootstrap')));

test.each([...FIXTURES, ...HOMES])('a lab that drops what "%s" has may still delete it', (name) => {
  const allowed = kindsOf([...fixture(name).manifests]);
  expect(allowed.length).toBeGreaterThan(10);
  expect(allowed.filter((each) => !always.has(each))).toEqual([]);
});
