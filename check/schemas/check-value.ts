import { isDeepStrictEqual } from 'node:util';
import type { CompiledSchema } from './compiled-schema';
import { formats } from './formats';
import { goRegExp } from './go-regexp';
import { duplicateItems } from './list-map';
import { formatFieldPath, type Violation } from './violation';

/**
 * Everything about a value that its schema does not allow. It gives the answers of ajv, which a test compares it with, from tables that are
 * a fifteenth of the code ajv generates (docs/verify.md).
 */
export function checkValue(schema: CompiledSchema, value: unknown): Violation[] {
  const check = new Check();
  check.visit(schema, value);
  return check.violations;
}

type Data = Readonly<Record<string, unknown>>;

/** Keywords about values of one type. Where a schema has one of them, its complaint about the type comes in their place. */
const OF_TYPE: Readonly<Record<string, readonly (keyof CompiledSchema)[]>> = {
  number: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf', 'format'],
  string: ['minLength', 'maxLength', 'pattern', 'format'],
  array: ['minItems', 'maxItems', 'uniqueItems', 'items', 'keys'],
  object: ['minProperties', 'maxProperties', 'required', 'additionalProperties', 'properties'],
};

/** One look at a value, with the way to where it is. The order of complaints is ajv's. */
class Check {
  /** What was found so far. */
  public violations: Violation[] = [];
  private readonly path: (string | number)[] = [];

  public visit(schema: CompiledSchema, value: unknown): void {
    const { type } = schema;
    const fits = type === undefined || (typeof type === 'string' ? isOfType(type, value) : type.some((each) => isOfType(each, value)));
    const late = !fits && isLate(schema, type);
    if (!fits && !late) { this.complainOfType(type); }
    this.visitChoices(schema, value);
    if (late) { this.complainOfType(type); }
    if (typeof value === 'number') {
      this.visitNumber(schema, value);
    } else if (typeof value === 'string') {
      this.visitText(schema, value);
    } else if (Array.isArray(value)) {
      this.visitList(schema, value);
    } else if (typeof value === 'object' && value !== null) {
      this.visitFields(schema, value as Data);
    }
  }

  private visitNumber({ minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf, format }: CompiledSchema, value: number): void {
    if (!Number.isFinite(value)) { return; }
    if (maximum !== undefined && value > maximum) { this.complain(`must be <= ${maximum}`); }
    if (minimum !== undefined && value < minimum) { this.complain(`must be >= ${minimum}`); }
    if (exclusiveMaximum !== undefined && value >= exclusiveMaximum) { this.complain(`must be < ${exclusiveMaximum}`); }
    if (exclusiveMinimum !== undefined && value <= exclusiveMinimum) { this.complain(`must be > ${exclusiveMinimum}`); }
    if (multipleOf !== undefined && !Number.isInteger(value / multipleOf)) { this.complain(`must be multiple of ${multipleOf}`); }
    if (format !== undefined) { this.visitFormat(format, value); }
  }

  private visitText({ minLength, maxLength, pattern, format }: CompiledSchema, value: string): void {
    if (maxLength !== undefined && value.length > maxLength && [...value].length > maxLength) {
      this.complain(`must NOT have more than ${maxLength} characters`);
    }
    // A character takes one or two units of a text's length.
    if (minLength !== undefined && value.length < 2 * minLength && [...value].length < minLength) {
      this.complain(`must NOT have fewer than ${minLength} characters`);
    }
    if (pattern !== undefined && !patternOf(pattern).test(value)) { this.complain(`must match pattern "${pattern}"`); }
    if (format !== undefined) { this.visitFormat(format, value); }
  }

  private visitFormat(name: string, value: number | string): void {
    const format = formats[name as keyof typeof formats];
    if (!fitsFormat(format, value)) { this.complain(`must match format "${name}"`); }
  }

  private visitChoices(schema: CompiledSchema, value: unknown): void {
    if (schema.enum && !schema.enum.includes(value)) {
      this.complain(`must be one of ${schema.enum.join(', ')}`);
    }
    if (schema.not && this.trial(schema.not, value).length === 0) { this.complain('must NOT be valid'); }
    if (schema.anyOf) { this.visitAnyOf(schema.anyOf, value); }
    if (schema.oneOf) { this.visitOneOf(schema.oneOf, value); }
    for (const each of schema.allOf ?? []) { this.visit(each, value); }
  }

  private visitAnyOf(choices: readonly CompiledSchema[], value: unknown): void {
    const refusals: Violation[] = [];
    for (const choice of choices) {
      const refused = this.trial(choice, value);
      if (refused.length === 0) { return; }
      refusals.push(...refused);
    }
    this.violations.push(...refusals);
    this.complain('must match a schema in anyOf');
  }

  private visitOneOf(choices: readonly CompiledSchema[], value: unknown): void {
    const refusals: Violation[] = [];
    let fitting = 0;
    for (const choice of choices) {
      const refused = this.trial(choice, value);
      refusals.push(...refused);
      if (refused.length === 0) { fitting++; }
      if (fitting > 1) { break; }
    }
    if (fitting === 1) { return; }
    this.violations.push(...refusals);
    this.complain('must match exactly one schema in oneOf');
  }

  private visitList({ minItems, maxItems, uniqueItems, items, keys }: CompiledSchema, list: readonly unknown[]): void {
    if (maxItems !== undefined && list.length > maxItems) { this.complain(`must NOT have more than ${maxItems} items`); }
    if (minItems !== undefined && list.length < minItems) { this.complain(`must NOT have fewer than ${minItems} items`); }
    if (items) {
      for (let index = 0; index < list.length; index++) { this.visitAt(index, items, list[index]); }
    }
    if (uniqueItems === true) { this.visitUnique(list, items?.type); }
    if (keys) { duplicateItems(list, keys).forEach((message) => { this.complain(message); }); }
  }

  /** Complains once: of the last pair of equal items, or of plain values the last with an equal. Items of a wrong type are left out. */
  private visitUnique(list: readonly unknown[], type: CompiledSchema['type']): void {
    const types = type === undefined ? [] : [type].flat();
    const plain = types.length > 0 && !types.includes('object') && !types.includes('array');
    for (let index = list.length - 1; index >= 0; index--) {
      const [first, second] = plain ? [index, indexAfter(list, index, types)] : [indexBefore(list, index), index];
      if (first >= 0 && second >= 0) {
        this.complain(plain
          ? `must NOT have duplicate items (items ## ${second} and ${first} are identical)`
          : `must NOT have duplicate items (items ## ${first} and ${second} are identical)`);
        return;
      }
    }
  }

  private visitFields(schema: CompiledSchema, value: Data): void {
    const { minProperties, maxProperties, required, properties = {}, additionalProperties = true } = schema;
    // Sorted as the fields of schemas are, so that the order of complaints does not depend on who wrote the object.
    const keys = Object.keys(value).sort();
    if (maxProperties !== undefined && keys.length > maxProperties) {
      this.complain(`must NOT have more than ${maxProperties} properties`);
    }
    if (minProperties !== undefined && keys.length < minProperties) {
      this.complain(`must NOT have fewer than ${minProperties} properties`);
    }
    if (required) {
      for (const key of required) {
        if (value[key] === undefined || !Object.hasOwn(value, key)) { this.complain(`lacks the field ${key}`); }
      }
    }
    if (additionalProperties !== true) {
      for (const key of keys) {
        if (Object.hasOwn(properties, key)) { continue; }
        if (additionalProperties === false) {
          this.complain('is a field this kind does not have', key);
        } else {
          this.visitAt(key, additionalProperties, value[key]);
        }
      }
    }
    for (const key of keys) {
      const field = Object.hasOwn(properties, key) && value[key] !== undefined ? properties[key] : undefined;
      if (field) { this.visitAt(key, field, value[key]); }
    }
  }

  private visitAt(part: string | number, schema: CompiledSchema, value: unknown): void {
    if (schema.plain === true && typeof value === schema.type) { return; }
    this.path.push(part);
    this.visit(schema, value);
    this.path.pop();
  }

  /** What a schema that only narrows another down would complain of. */
  private trial(schema: CompiledSchema, value: unknown): Violation[] {
    const before = this.violations;
    this.violations = [];
    this.visit(schema, value);
    const found = this.violations;
    this.violations = before;
    return found;
  }

  private complainOfType(type: CompiledSchema['type']): void {
    this.complain(`must be of type ${[type].flat().join(' or ')}`);
  }

  private complain(message: string, ...below: readonly string[]): void {
    this.violations.push({ path: formatFieldPath([...this.path, ...below]), message });
  }
}

/** Values of another type than the format's have any format. */
function fitsFormat(format: typeof formats[keyof typeof formats], value: number | string): boolean {
  if (format instanceof RegExp) { return typeof value !== 'string' || format.test(value); }
  if (format.type === 'number') { return typeof value !== 'number' || format.validate(value); }
  return typeof value !== 'string' || format.validate(value);
}

/** Where the next item stands that equals a plain value; negative if there is none. */
function indexAfter(list: readonly unknown[], index: number, types: readonly string[]): number {
  return types.some((type) => isOfType(type, list[index])) ? list.indexOf(list[index], index + 1) : -1;
}

/** Where the item before stands that equals one; negative if there is none. */
function indexBefore(list: readonly unknown[], index: number): number {
  for (let other = index - 1; other >= 0; other--) {
    if (isDeepStrictEqual(list[other], list[index])) { return other; }
  }
  return -1;
}

function isLate(schema: CompiledSchema, type: CompiledSchema['type']): boolean {
  return typeof type === 'string' && (OF_TYPE[type]?.some((keyword) => schema[keyword] !== undefined) ?? false);
}

function isOfType(type: string, value: unknown): boolean {
  switch (type) {
    case 'string': return typeof value === 'string';
    case 'boolean': return typeof value === 'boolean';
    case 'number': return Number.isFinite(value);
    case 'integer': return Number.isInteger(value);
    case 'array': return Array.isArray(value);
    case 'object': return typeof value === 'object' && value !== null && !Array.isArray(value);
    default: return value === null;
  }
}

const patterns = new Map<string, RegExp>();

/** Each pattern is compiled once: hosts and labels have theirs checked thousands of times. */
function patternOf(pattern: string): RegExp {
  const known = patterns.get(pattern);
  if (known) { return known; }
  const expression = goRegExp(pattern);
  patterns.set(pattern, expression);
  return expression;
}
