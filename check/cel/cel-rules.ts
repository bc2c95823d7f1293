import { Optional, type Environment, type ParseResult } from '@marcbachmann/cel-js';
import { isMapping } from '../../config/kinds';
import { kubernetesEnvironment, parseRule } from './cel-library';
import { fieldOf, schemaOf, toCel, withDefaults, type Rule, type RuleSchema } from './cel-values';

/** A rule that an object breaks. */
export interface BrokenRule {
  /** Way to the value the rule stands at, or to the field it blames. */
  readonly path: readonly (string | number)[];
  /** The rule. */
  readonly rule: Rule;
  /** What it says of the object, as the API server would. */
  readonly message: string;
}

/**
 * Judges an object by the `x-kubernetes-validations` of its schema, as an API server does when it is created, or changed if the object
 * before is given. Ratcheting, which forgives an update what was wrong before, is left out: a lab has to be right from scratch.
 */
export function checkRules(schema: RuleSchema, object: unknown, before?: unknown): BrokenRule[] {
  if (!hasRules(schema)) { return []; }
  const broken: BrokenRule[] = [];
  visit(schema, { value: withDefaults(schema, object) }, before === undefined ? undefined : withDefaults(schema, before), [], broken);
  return broken;
}

/** Judges one value by one rule; undefined if it passes, else the message. */
export function judge(rule: Rule, schema: RuleSchema, value: unknown, before?: unknown): string | undefined {
  return evaluate(rule, toCel(schema, value), before === undefined ? undefined : toCel(schema, before));
}

/** The same for values as rules see them. */
function evaluate(rule: Rule, self: unknown, old: unknown): string | undefined {
  const program = compileRule(rule.rule);
  if (program.usesOldSelf && old === undefined && rule.optionalOldSelf !== true) { return undefined; }
  const context = { self, ...program.usesOldSelf ? { oldSelf: rule.optionalOldSelf === true ? optional(old) : old } : {} };
  try {
    return program.run(context) === true ? undefined : messageOf(rule, context);
  } catch (error) {
    // The API server refuses the object as well.
    return `${rule.message ?? rule.rule} (the rule cannot be evaluated: ${firstLine(error)})`;
  }
}

function optional(value: unknown): Optional {
  return value === undefined ? Optional.none() : Optional.of(value);
}

/** Compiles a rule; each text once. */
export function compileRule(text: string): { readonly run: ParseResult; readonly usesOldSelf: boolean } {
  environment ??= kubernetesEnvironment();
  const known = programs.get(text);
  if (known) { return known; }
  const program = { run: parseRule(environment, text), usesOldSelf: /\boldSelf\b/.test(text) };
  programs.set(text, program);
  return program;
}

let environment: Environment | undefined;
const programs = new Map<string, ReturnType<typeof compileRule>>();
const ruled = new WeakMap<RuleSchema, boolean>();

/** Most schemas have no rules at all, and most branches of the others have none. */
function hasRules(schema: RuleSchema): boolean {
  const known = ruled.get(schema);
  if (known !== undefined) { return known; }
  // A definition's schema holds schemas, which hold schemas.
  ruled.set(schema, false);
  const children = [...Object.values(schema.properties ?? {}), schema.items, schema.additionalProperties]
    .filter((child) => typeof child === 'object');
  const answer = (schema['x-kubernetes-validations'] ?? []).length > 0 || children.some(hasRules);
  ruled.set(schema, answer);
  return answer;
}

/** A value below an object, and what rules see of it; that is worked out where the first rule asks, for everything below as well. */
interface Visited {
  readonly value: unknown;
  /** @default - not worked out yet */
  readonly cel?: unknown;
}

function visit(
  schema: RuleSchema, { value, cel }: Visited, before: unknown, path: readonly (string | number)[], broken: BrokenRule[],
): void {
  // An absent value has no rules, and neither has a null where the schema allows one.
  if (value === undefined || value === null || !hasRules(schema)) { return; }
  const rules = schema['x-kubernetes-validations'] ?? [];
  const self = rules.length > 0 ? cel ?? toCel(schema, value) : cel;
  const oldSelf = rules.length > 0 && before !== undefined ? toCel(schema, before) : undefined;
  for (const rule of rules) {
    const message = evaluate(rule, self, oldSelf);
    if (message !== undefined) { broken.push({ path: [...path, ...fieldPath(rule)], rule, message }); }
  }
  if (Array.isArray(value)) {
    const { items } = schema;
    if (!items) { return; }
    value.forEach((item, index) => {
      const seen = Array.isArray(self) ? self[index] as unknown : undefined;
      visit(items, { value: item, cel: seen }, counterpart(schema, item, before), [...path, index], broken);
    });
  } else if (isMapping(value)) {
    for (const [key, child] of Object.entries(value)) {
      const childSchema = schemaOf(schema, key);
      if (!childSchema || !hasRules(childSchema)) { continue; }
      const old = isMapping(before) ? before[key] : undefined;
      visit(childSchema, { value: child, cel: fieldOf(schema, self, key) }, old, [...path, key], broken);
    }
  }
}

/** The same item before the change. Only lists with keys say which that is. */
function counterpart(schema: RuleSchema, item: unknown, before: unknown): unknown {
  const keys = schema['x-kubernetes-list-map-keys'];
  if (schema['x-kubernetes-list-type'] !== 'map' || !keys || !Array.isArray(before) || !isMapping(item)) { return undefined; }
  return (before as unknown[]).find((old) => isMapping(old) && keys.every((key) => old[key] === item[key]));
}

function messageOf(rule: Rule, context: Record<string, unknown>): string {
  const fallback = rule.message ?? `failed rule: ${rule.rule}`;
  if (rule.messageExpression === undefined) { return fallback; }
  try {
    const message: unknown = compileRule(rule.messageExpression).run(context);
    return typeof message === 'string' && message.trim() !== '' && !message.includes('\n') ? message : fallback;
  } catch {
    return fallback;
  }
}

/** `.spec.host` or `.metadata['x']`, below the value of the rule. */
function fieldPath({ fieldPath: text = '' }: Rule): string[] {
  return [...text.matchAll(/\.([^.[]+)|\['([^']+)'\]/g)].map(([, name, quoted]) => name ?? quoted ?? '');
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}
