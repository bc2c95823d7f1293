import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { chartData, type ValueNode } from '../charts/core/chart-data';
import { CHART_NAMES, homelabSchema, type ChartName } from '../config/schema';
import { EACH, SHORT_FORMS, type ShortForm } from '../config/short-forms';

/*
 * npm run schema: writes the JSON Schema that editors complete and check homelab.yaml with. Run it after every change of config/schema.ts
 * or of schemas/charts/; a test compares them.
 */

/** Where editors find it. */
export const HOMELAB_SCHEMA_FILE = path.resolve(__dirname, '..', 'schemas', 'homelab.schema.json');

/** As much of JSON Schema as is written here. */
type Schema = Readonly<Record<string, unknown>>;

/**
 * Its text. It describes what may be written (`input`), where every key with a default may be left out, in the newest draft that editors
 * share. What is below `values` comes from the pinned charts, one line for each, because nobody reads it.
 */
export function homelabSchemaText(): string {
  const schema = z.toJSONSchema(homelabSchema, { io: 'input', target: 'draft-7' }) as unknown as WithValues;
  for (const name of CHART_NAMES) {
    const { description, default: none } = schema.properties.values.properties[name] as { description: string; default: unknown };
    schema.properties.values.properties[name] = { description, default: none, $ref: `#/definitions/${definitionOf(name)}` };
  }
  SHORT_FORMS.forEach((form) => { allowShort(schema.properties, form); });
  const definitions = Object.fromEntries(Object.entries(schema.definitions).filter(([name]) => isUsed(schema, name)));
  const text = JSON.stringify(
    { ...schema, definitions: { ...definitions, ...Object.fromEntries(CHART_NAMES.map((name) => [definitionOf(name), name])) } }, undefined,
    2,
  );
  return `${CHART_NAMES.reduce((all, name) => all.replace(
    `"${definitionOf(name)}": "${name}"`, () => `"${definitionOf(name)}": ${JSON.stringify(valuesSchema(chartData(name).values))}`,
  ), text)}\n`;
}

/** Lets one value stand in the place of a mapping, as the reader of homelab.yaml does. */
function allowShort(properties: Record<string, unknown>, form: ShortForm): void {
  const [name = '', ...rest] = form.path;
  const schema = properties[name] as Schema | undefined;
  if (schema === undefined) { return; }
  if (rest.length > 0) { allowBelow(schema, { ...form, path: rest }); return; }
  properties[name] = withShort(schema, form);
}

/** A mapping, or the one value in its place. */
function withShort({ description, default: none, ...mapping }: Schema, form: ShortForm): Schema {
  const short = form.text ? { pattern: form.text.pattern.source } : alone(mapping, form.key);
  return { description, default: none, anyOf: [{ type: form.type, ...short }, mapping] };
}

/** The same below a mapping, a list, or each of the kinds that there are. */
function allowBelow(schema: Schema, form: ShortForm): void {
  const [name, ...path] = form.path;
  const list = schema as { items?: Schema };
  if (name === EACH) {
    if (list.items && path.length === 0) { list.items = withShort(list.items, form); } else if (list.items) {
      allowBelow(list.items, { ...form, path });
    }
    return;
  }
  const { properties, anyOf, oneOf = anyOf } = schema as Schema & { readonly properties?: Record<string, unknown> };
  if (Array.isArray(oneOf)) { oneOf.forEach((kind: Schema) => { allowBelow(kind, form); }); }
  if (properties) { allowShort(properties, form); }
}

/** What is known of the value of a key in a mapping, or in each of its kinds where they are told apart by it. */
function alone({ properties = {}, anyOf, oneOf = anyOf }: Schema & { readonly properties?: Record<string, Schema> }, key: string): Schema {
  if (!Array.isArray(oneOf)) {
    return Object.fromEntries(Object.entries(properties[key] ?? {}).filter(([word]) => word !== 'description' && word !== 'default'));
  }
  const values = oneOf.map((kind: { readonly properties: Record<string, { readonly const?: unknown }> }) => kind.properties[key]?.const);
  return values.includes(undefined) ? {} : { enum: values };
}

/** The part of the schema that is replaced. */
interface WithValues {
  readonly properties: Record<string, unknown> & { readonly values: { readonly properties: Record<ChartName, Schema> } };
  readonly definitions: Readonly<Record<string, unknown>>;
}

function definitionOf(name: ChartName): string { return `values-${name}`; }

function isUsed(schema: WithValues, name: string): boolean {
  const { definitions, ...rest } = schema;
  return JSON.stringify([rest, ...Object.entries(definitions).filter(([each]) => each !== name)]).includes(`"#/definitions/${name}"`);
}

/** What a chart takes, as editors read it. null removes a default of the chart, so it may stand anywhere. */
function valuesSchema({ types, flag, keys, open }: ValueNode): Schema {
  return {
    ...types ? { type: [...types, 'null'] } : {},
    // A text may be right where a chart hands it on; `chart-values-typed` knows.
    ...flag === true ? { type: ['boolean', 'string', 'number', 'null'] } : {},
    ...keys ? {
      properties: Object.fromEntries(Object.entries(keys).map(([key, node]) => [key, valuesSchema(node)])),
      ...open === true ? {} : { additionalProperties: false },
    } : {},
  };
}

if (require.main === module) { writeFileSync(HOMELAB_SCHEMA_FILE, homelabSchemaText()); }
