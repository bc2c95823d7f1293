import { load } from 'js-yaml';
import { z } from 'zod';
import { ANSWERS } from '../../config/familiar/keys';
import { homelabSchema } from '../../config/schema';
import { expandShortForms } from '../../config/short-forms';

/** Keys of the mapping at a place, of all its kinds, and of the items of a list there. */
function keysAt(schema: z.core.$ZodType, steps: readonly string[]): string[] {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional) {
    return keysAt(schema.unwrap(), steps);
  }
  if (schema instanceof z.ZodPipe) { return keysAt(schema.in, steps); }
  if (schema instanceof z.ZodUnion) { return schema.options.flatMap((option) => keysAt(option, steps)); }
  if (schema instanceof z.ZodArray) { return keysAt(schema.element, steps); }
  if (!(schema instanceof z.ZodObject)) { return []; }
  const [step, ...rest] = steps;
  if (step === undefined) { return Object.keys(schema.shape); }
  const child = (schema.shape as Record<string, z.core.$ZodType>)[step];
  return child ? keysAt(child, rest) : [];
}

describe.each(Object.entries(ANSWERS))('words for keys of "%s"', (place, answers) => {
  const steps = place.split('.').filter((step) => step !== '')
    .map((step) => ({ name: step.replace('[]', ''), isList: step.endsWith('[]') }));
  const known = keysAt(homelabSchema, steps.map(({ name }) => name));

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
