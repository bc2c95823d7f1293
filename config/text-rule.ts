import { z } from 'zod';
import type { IssueParams, Objection } from './objection';

/** A string that has to pass a rule; the rule's fix travels with the zod issue to the error message. */
export function text(rule: (value: string) => Objection | undefined, pattern?: RegExp): z.ZodString {
  const schema = z.string().superRefine((value, context) => {
    const objection = rule(value);
    if (objection) { context.addIssue(issueOf(objection)); }
  });
  // The pattern is for editors only: it completes and underlines, the rule above explains.
  return pattern ? schema.meta({ pattern: pattern.source }) : schema;
}

/** An objection as an issue of zod, for refinements after the first. */
export function issueOf(objection: Objection & IssueParams): { code: 'custom'; message: string; params: Record<string, unknown> } {
  const { what, ...params } = objection;
  const carried: IssueParams = params;
  return { code: 'custom', message: what, params: { ...carried } };
}

/** A string of a given form. */
export const matching = (pattern: RegExp, what: string, fix: string): z.ZodString =>
  text((value) => pattern.test(value) ? undefined : { what, fix }, pattern);

/** A whole number that has to pass a rule. */
export const whole = (rule: (value: number) => Objection | undefined): z.ZodInt => z.int().superRefine((value, context) => {
  const objection = rule(value);
  if (objection) { context.addIssue(issueOf(objection)); }
});
