import { Environment } from '@marcbachmann/cel-js';
import { parseRule } from './cel-library';

/** Texts in an expression, which may look like names. */
const LITERALS = /[rR]?"""[^]*?"""|[rR]?'''[^]*?'''|[rR]"[^"]*"|[rR]'[^']*'|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/g;

/**
 * Why an expression of admission control is no CEL that the API server takes: its syntax, names that do not exist, and the type of the
 * whole where it is plain. Functions and fields are not looked at, since most of the types are known to the server only.
 *
 * @param expression - the text
 * @param type - what it has to give @default - anything
 * @param names - the variables that it may use
 * @returns the reason on one line; undefined if there is nothing to object
 */
export function celProblem(expression: string, type: 'bool' | 'string' | undefined, names: readonly string[]): string | undefined {
  const environment = new Environment({ enableOptionalTypes: true, homogeneousAggregateLiterals: false, unlistedVariablesAreDyn: false });
  for (const name of names) { environment.registerVariable(name, 'dyn'); }
  try {
    // A dot in front means the outermost name, which every name is here.
    const program = parseRule(environment, expression.replace(/^\./, ''));
    const { valid, type: given, error } = program.check();
    if (!valid) { return /unknown variable/i.test(error?.message ?? '') ? firstLine(error?.message ?? '') : undefined; }
    if (type === undefined || given === undefined || given === type) { return undefined; }
    // The type of a field is known to no one, and the server asks for one.
    return `it gives ${given === 'dyn' ? 'a value of any type' : `a ${given}`}, and has to give a ${type}`;
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return /overload|function|has\(\)/i.test(text) ? undefined : firstLine(text);
  }
}

/** Names that an expression takes from another, such as `variables`. */
export function membersOf(expression: string, variable: string): string[] {
  return [...expression.replaceAll(LITERALS, '""').matchAll(new RegExp(`\\b${variable}\\.([A-Za-z_]\\w*)`, 'g'))].map(([, name]) => name!);
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? '';
}
