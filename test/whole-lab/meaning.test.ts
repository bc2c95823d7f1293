import { WHOLE } from '../whole';
import { answerTo, casesOf, classesOf, writeAnswers, type MeaningCase } from './meaning-cases';

/*
 * Labs that look right and cannot work, and their neighbours that do: a class of meaning in each file of test/fixtures/meaning. A new case
 * is one more item there. UPDATE_EXPECTED=1 writes what is said now into refused/; the difference has to be read.
 */

/** What every line that stops a synth looks like: place, path, what and why, how to fix it. */
const LINE = /^homelab\.yaml:\d+:\d+ .+; .+[^.]$/;

/** There are hundreds of cases: `npm test` looks at every 60th of those about values, which take the longest, and every 24th else. */
function sample(name: string, cases: readonly MeaningCase[]): readonly MeaningCase[] {
  const step = name.startsWith('values-') ? 60 : 24;
  return WHOLE ? cases : cases.filter((_, index) => index % step === 0);
}

describe.each(classesOf('refused'))('labs that cannot work: %s', (name) => {
  const cases = casesOf('refused', name);
  if (process.env['UPDATE_EXPECTED']) { writeAnswers(name, cases.map((each) => answerTo(each))); }
  const expected = casesOf('refused', name);

  test.each(sample(name, expected).map((each) => [each.name, each] as const))('%s', (_, each) => {
    const { says = [], warns = [] } = each;
    expect(answerTo(each)).toEqual({ says, warns });
    expect([...says, ...warns].length).toBeGreaterThan(0);
    for (const line of says) {
      expect(line).toMatch(LINE);
      expect(line).not.toMatch(/undefined|\[object|Invalid input|ZodError/);
    }
  });
});

describe.each(classesOf('accepted'))('labs that work: %s', (name) => {
  test.each(sample(name, casesOf('accepted', name)).map((each, index) => [each.name, each, index] as const))('%s', (_, each, index) => {
    expect(answerTo(each, WHOLE || isForRules(each) || index % SAMPLE === 0)).toEqual({ says: [], warns: [] });
  });
});

/** Rules of the finished lab take a hundred times as long as those of homelab.yaml, and look at little of what the cases are about. */
const SAMPLE = 5;

/** True for a case about what the rules of the finished lab read: Helm values, sizes of nodes and volumes, whole files. */
function isForRules({ lab, edits = {} }: MeaningCase): boolean {
  return lab !== undefined || Object.keys(edits).some((key) => /^values|^allowUnsafe|GiB|storage/.test(key));
}

test('every case has a name of its own', () => {
  const names = (['refused', 'accepted'] as const).flatMap((folder) =>
    classesOf(folder).flatMap((file) => casesOf(folder, file).map((each) => `${folder}/${file}: ${each.name}`)));
  expect(names.filter((each, index) => names.indexOf(each) !== index)).toEqual([]);
});
