import { z } from 'zod';

/** What may be written as one text or as a list of texts. */
export type OneOrMore = string | readonly string[];

/**
 * One text, or a list of at least one.
 *
 * @param item - the rule of each
 */
export function oneOrMore(item: () => z.ZodString): z.ZodUnion<readonly [z.ZodString, z.ZodArray<z.ZodString>]> {
  return z.union([item(), z.array(item()).min(1)]);
}

/** The texts of both forms, as a list. */
export function listOf(value: OneOrMore): readonly string[] {
  return typeof value === 'string' ? [value] : value;
}

/**
 * What zod found wrong with such a value: it tells of both forms, and only one was meant.
 *
 * @param issue - of the code `invalid_union`
 * @param value - what is written
 */
export function meantIssues(issue: z.core.$ZodIssueInvalidUnion, value: unknown): readonly z.core.$ZodIssue[] {
  const [asText = [], asList = []] = issue.errors;
  return Array.isArray(value) ? asList : asText;
}
