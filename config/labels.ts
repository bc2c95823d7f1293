import { z } from 'zod';
import type { Objection } from './objection';
import { issueOf } from './text-rule';

/* Labels and annotations: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set. */

const NAME = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;
const PREFIX = /^(?=.{1,253}$)[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;

function keyObjection(key: string): Objection | undefined {
  const [first = '', second, ...rest] = key.split('/');
  const isKey = second === undefined ? NAME.test(first) : rest.length === 0 && PREFIX.test(first) && NAME.test(second);
  return isKey ? undefined : {
    what: 'is not a key that Kubernetes takes', fix: 'write 63 letters, digits, "-", "_" and "." at most, after a domain and "/" if any',
  };
}

/** Labels or annotations by their keys. */
function keyed(valueObjection: (value: string) => Objection | undefined): z.ZodRecord<z.ZodString, z.ZodString> {
  return z.record(z.string(), z.string()).superRefine((values, context) => {
    for (const [key, value] of Object.entries(values)) {
      const [ofKey, ofValue] = [keyObjection(key), valueObjection(value)];
      if (ofKey) { context.addIssue({ ...issueOf({ ...ofKey, atKey: true }), path: [key] }); }
      if (ofValue && !ofKey) { context.addIssue({ ...issueOf(ofValue), path: [key] }); }
    }
  });
}

/** Labels. */
export const labels = (): z.ZodRecord<z.ZodString, z.ZodString> => keyed((value) => value === '' || NAME.test(value) ? undefined : {
  what: 'is not the value of a label',
  fix: 'write 63 letters, digits, "-", "_" and "." at most, beginning and ending with a letter or digit',
});

/** Annotations, whose values may be anything. */
export const annotations = (): z.ZodRecord<z.ZodString, z.ZodString> => keyed(() => undefined);
