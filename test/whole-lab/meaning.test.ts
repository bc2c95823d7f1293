import { answerTo, casesOf, classesOf, writeAnswers } from './meaning-cases';

/*
 * Labs that look right and cannot work, and their neighbours that do: a class of meaning in each file of test/fixtures/meaning. A new case
 * is one more item there. UPDATE_EXPECTED=1 writes what is said now into refused/; the difference has to be read.
 */

/** What every line that stops a synth looks like: place, path, what and why, how to fix it. */
const LINE = /^homelab\.yaml:\d+:\d+ .+; .+[^.]$/;

describe.each(classesOf('refused'))('labs that cannot work: %s', (name) => {
  const cases = casesOf('refused', name);
  if (process.env['UPDATE_EXPECTED']) { writeAnswers(name, cases.map(answerTo)); }
  const expected = casesOf('refused', name);

  test.each(expected.map((each) => [each.name, each] as const))('%s', (_, each) => {
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
  test.each(casesOf('accepted', name).map((each) => [each.name, each] as const))('%s', (_, each) => {
    expect(answerTo(each)).toEqual({ says: [], warns: [] });
  });
});

test('every case has a name of its own', () => {
  const names = (['refused', 'accepted'] as const).flatMap((folder) =>
    classesOf(folder).flatMap((file) => casesOf(folder, file).map((each) => `${folder}/${file}: ${each.name}`)));
  expect(names.filter((each, index) => names.indexOf(each) !== index)).toEqual([]);
});
