import { load } from 'js-yaml';
import { ANSWERS } from '../../config/familiar/keys';
import { homelabSchema } from '../../config/schema';
import { keysAt } from '../../config/schema-at';
import { expandShortForms } from '../../config/short-forms';

describe.each(Object.entries(ANSWERS))('words for keys of "%s"', (place, answers) => {
  const steps = place.split('.').filter((step) => step !== '')
    .map((step) => ({ name: step.replace('[]', ''), isList: step.endsWith('[]') }));
  const known = keysAt(homelabSchema, steps.flatMap(({ name, isList }) => isList ? [name, 0] : [name]), {});

  test('are no keys there, so that each of them is answered', () => {
    expect(known).not.toEqual([]);
    expect(Object.keys(answers).filter((word) => known.includes(word))).toEqual([]);
  });

  test('stand for keys that are there', () => {
    const meant = Object.values(answers).flatMap(({ insteadOf = [] }) => insteadOf);
    expect(meant.filter((key) => !known.includes(key))).toEqual([]);
  });

  const lines = Object.values(answers).flatMap(({ fix }) => / instead, such as (.+)$/.exec(fix)?.[1] ?? []);
  test('have examples that the file takes', () => {
    const refused = [...new Set(lines)].filter((line) => {
      // GIVEN a file that has the line in its place, and nothing else
      const written = load(line) as Readonly<Record<string, unknown>>;
      const file = steps.reduceRight<unknown>((below, step) => ({ [step.name]: step.isList ? [below] : below }), written);
      // WHEN
      const issues = homelabSchema.safeParse(expandShortForms(file)).error?.issues ?? [];
      // THEN whatever else it lacks, nothing is wrong with that line
      return issues.some((issue) => issue.path.includes(Object.keys(written)[0]!));
    });
    expect(refused).toEqual([]);
  });
});
