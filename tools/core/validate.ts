import { formats as patterns } from '../../verify/formats';

/*
 * Stands in for @kubernetes-models/validate while the validators are bundled: the same formats as for custom kinds, in a form that answers
 * each of the three ways in which ajv's compiled code asks.
 */
export const formats = new Proxy(Object.fromEntries(Object.entries(patterns).map(([name, format]) => {
  const validate = (value: never): boolean => format instanceof RegExp ? format.test(value) : format.validate(value);
  return [name, Object.assign(validate, { validate, test: validate })];
})), {
  get(known, name: string) {
    const format = known[name];
    if (!format) { throw new Error(`verify/formats.ts does not know the format "${name}"`); }
    return format;
  },
});
