import { ownOf } from '../../config/kinds';
import { checkValidations } from './custom-definition-rules';
import { patternProblem } from './regex';
import { dataOf, itemsOf, keyed, listOf, textOf, type Data, type Report } from './report';

/*
 * A schema in a definition of a custom kind has to be structural: every value has one type, said in one place.
 * https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema
 */

const TYPES: readonly string[] = ['array', 'boolean', 'integer', 'number', 'object', 'string'];
/** Keywords of JSON Schema that definitions may not use. */
const FORBIDDEN = ['$ref', '$schema', 'id', 'definitions', 'dependencies', 'patternProperties', 'additionalItems'] as const;
const PRESERVE = 'x-kubernetes-preserve-unknown-fields';

/** The schema of a whole kind. */
export function checkStructure(report: Report, path: string, schema: Data): void {
  const free = schema[PRESERVE] === true && textOf(schema['type']) === '';
  if (schema['type'] !== 'object' && !free) { report.say(`${path}.type`, 'must be object'); }
  checkLevel(report, path, schema, true);
}

function checkLevel(report: Report, path: string, schema: Data, root = false): void {
  for (const keyword of FORBIDDEN) {
    if (isSaid(schema[keyword]) || ((keyword === 'dependencies' || keyword === 'patternProperties') && schema[keyword] !== undefined)) {
      report.say(`${path}.${keyword}`, 'must not be there');
    }
  }
  if (schema['uniqueItems'] === true) { report.say(`${path}.uniqueItems`, 'must not be true; x-kubernetes-list-type: set does that'); }
  if (schema[PRESERVE] === false) { report.say(`${path}.${PRESERVE}`, 'must be true or absent'); }
  if (!root) { checkType(report, path, schema); }
  checkFields(report, path, schema);
  checkItems(report, path, schema);
  checkListType(report, path, schema);
  checkExtensions(report, path, schema);
  checkPattern(report, path, schema);
  checkDefault(report, path, schema);
  for (const keyword of ['allOf', 'anyOf', 'oneOf']) {
    itemsOf(schema[keyword]).forEach((each, index) => { checkNarrow(report, `${path}.${keyword}[${index}]`, each, schema); });
  }
  if (schema['not'] !== undefined) { checkNarrow(report, `${path}.not`, dataOf(schema['not']), schema); }
  checkValidations(report, path, schema['x-kubernetes-validations']);
}

function isSaid(value: unknown): boolean {
  return value !== undefined && value !== '' && value !== null && !(typeof value === 'object' && Object.keys(value).length === 0);
}

function checkType(report: Report, path: string, schema: Data): void {
  const type = textOf(schema['type']);
  const any = schema['x-kubernetes-int-or-string'] === true || schema[PRESERVE] === true;
  if (type === '' && !any) { report.say(`${path}.type`, 'must be there'); }
  if (type !== '' && !TYPES.includes(type)) { report.say(`${path}.type`, `must be one of ${TYPES.join(', ')}`); }
}

function checkFields(report: Report, path: string, schema: Data): void {
  const fields = dataOf(schema['properties']);
  const { additionalProperties: more } = schema;
  if (more !== undefined && more !== false && Object.keys(fields).length > 0) {
    report.say(`${path}.additionalProperties`, 'must not be there beside properties');
  }
  if (more === false) { report.say(`${path}.additionalProperties`, 'must not be false: other fields are dropped anyway'); }
  if (!['undefined', 'boolean', 'object'].includes(typeof more)) { report.say(`${path}.additionalProperties`, 'must be a schema'); }
  if (typeof more === 'object' && more !== null) { checkLevel(report, `${path}.additionalProperties`, dataOf(more)); }
  for (const [name, each] of Object.entries(fields)) { checkLevel(report, keyed(`${path}.properties`, name), dataOf(each)); }
}

function checkItems(report: Report, path: string, schema: Data): void {
  const { items, type } = schema;
  if (Array.isArray(items)) { report.say(`${path}.items`, 'must be one schema, not a list'); return; }
  if (items === undefined) {
    if (type === 'array') { report.say(`${path}.items`, 'must be there'); }
    return;
  }
  if (typeof items === 'object' && items !== null) { checkLevel(report, `${path}.items`, dataOf(items)); }
}

function checkListType(report: Report, path: string, schema: Data): void {
  const { type, 'x-kubernetes-list-type': list, 'x-kubernetes-map-type': map } = schema;
  const keys = listOf(schema['x-kubernetes-list-map-keys']);
  if (list !== undefined) {
    if (type !== 'array') { report.say(`${path}.type`, 'must be array with x-kubernetes-list-type'); }
    report.among(`${path}.x-kubernetes-list-type`, list, ['atomic', 'set', 'map']);
  }
  if (map !== undefined) {
    if (type !== 'object') { report.say(`${path}.type`, 'must be object with x-kubernetes-map-type'); }
    report.among(`${path}.x-kubernetes-map-type`, map, ['atomic', 'granular']);
  }
  const here = `${path}.x-kubernetes-list-map-keys`;
  if (list !== 'map') {
    if (keys.length > 0) { report.say(here, 'goes with x-kubernetes-list-type: map'); }
    return;
  }
  if (keys.length === 0) { report.say(here, 'must not be empty'); }
  if (new Set(keys).size < keys.length) { report.say(here, 'must have no key twice'); }
  const items = dataOf(schema['items']);
  if (items['type'] !== 'object') { report.say(`${path}.items.type`, 'must be object with x-kubernetes-list-type: map'); }
  for (const key of keys) {
    const field = ownOf(dataOf(items['properties']), textOf(key));
    if (field === undefined) { report.say(here, `must be fields of the items (${textOf(key)})`); continue; }
    if (['array', 'object'].includes(textOf(dataOf(field)['type']))) { report.say(here, `must be fields with one value (${textOf(key)})`); }
    if (dataOf(field)['default'] === undefined && !listOf(items['required']).includes(key)) {
      report.say(keyed(`${path}.items.properties`, textOf(key)), 'must be required or have a default: it tells the items apart');
    }
  }
}

function checkExtensions(report: Report, path: string, schema: Data): void {
  if (schema['x-kubernetes-embedded-resource'] !== true) { return; }
  if (schema['type'] !== 'object') { report.say(`${path}.type`, 'must be object with x-kubernetes-embedded-resource'); }
  if (Object.keys(dataOf(schema['properties'])).length === 0 && schema[PRESERVE] !== true) {
    report.say(`${path}.properties`, `must not be empty with x-kubernetes-embedded-resource, unless ${PRESERVE} is true`);
  }
}

function checkPattern(report: Report, path: string, { pattern }: Data): void {
  if (typeof pattern !== 'string' || pattern === '') { return; }
  // The server compiles it with Go's package regexp, which is RE2: no look-around, and no reference back.
  if (patternProblem(pattern) !== undefined) { report.say(`${path}.pattern`, 'must be a regular expression of RE2'); }
}

/** A default has the type and one of the values that its schema allows. */
function checkDefault(report: Report, path: string, schema: Data): void {
  const { default: value, type, nullable } = schema;
  if (value === undefined || (value === null && nullable !== true)) { return; }
  if (value !== null && TYPES.includes(textOf(type)) && !isOf(textOf(type), value)) {
    report.say(`${path}.default`, `must be of type ${textOf(type)}`);
    return;
  }
  const words = listOf(schema['enum']);
  if (schema['enum'] !== undefined && value !== null && !words.some((word) => JSON.stringify(word) === JSON.stringify(value))) {
    report.say(`${path}.default`, 'must be one of enum');
  }
  const { minimum, maximum, maxLength, minLength } = schema;
  if (typeof value === 'number' && ((typeof minimum === 'number' && value < minimum) || (typeof maximum === 'number' && value > maximum))) {
    report.say(`${path}.default`, 'must be in the range of minimum and maximum');
  }
  const length = typeof value === 'string' ? [...value].length : undefined;
  if (length === undefined) { return; }
  if ((typeof maxLength === 'number' && length > maxLength) || (typeof minLength === 'number' && length < minLength)) {
    report.say(`${path}.default`, 'must have the length that minLength and maxLength allow');
  }
}

function isOf(type: string, value: unknown): boolean {
  if (type === 'array') { return Array.isArray(value); }
  if (type === 'integer') { return Number.isInteger(value); }
  if (type === 'object') { return typeof value === 'object' && !Array.isArray(value); }
  return typeof value === type;
}

/** What only narrows a schema down may not say what the schema itself has to say. */
const ONLY_OUTSIDE = ['description', 'type', 'default', 'additionalProperties', 'nullable', 'x-kubernetes-preserve-unknown-fields',
  'x-kubernetes-embedded-resource', 'x-kubernetes-int-or-string', 'x-kubernetes-list-type', 'x-kubernetes-list-map-keys',
  'x-kubernetes-map-type'];

function checkNarrow(report: Report, path: string, schema: Data, outside: Data): void {
  for (const keyword of FORBIDDEN) {
    if (isSaid(schema[keyword])) { report.say(`${path}.${keyword}`, 'must not be there'); }
  }
  for (const keyword of ONLY_OUTSIDE) {
    if (keyword === 'type' && outside['x-kubernetes-int-or-string'] === true) { continue; }
    if (isSaid(schema[keyword]) && schema[keyword] !== false) { report.say(`${path}.${keyword}`, 'must stand in the schema around it'); }
  }
  const fields = dataOf(outside['properties']);
  for (const [name, each] of Object.entries(dataOf(schema['properties']))) {
    if (outside['additionalProperties'] === undefined && ownOf(fields, name) === undefined) {
      report.say(keyed(`${path}.properties`, name), 'must be a field of the schema around it');
    }
    checkNarrow(report, keyed(`${path}.properties`, name), dataOf(each), dataOf(ownOf(fields, name)));
  }
}
