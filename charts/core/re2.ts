import type { RE2 } from 're2-wasm';

/**
 * What RE2 has against a regular expression, if anything. Envoy and Prometheus match with RE2. One expression that does not compile makes
 * Envoy refuse the whole configuration of a listener, every other route included; neither the API server nor istiod looks before.
 */
export function regexProblem(pattern: string): string | undefined {
  const compiled = compile(pattern);
  return typeof compiled === 'string' ? compiled : undefined;
}

/**
 * Whether a regular expression takes the whole of a text, dots taking line ends too, as Prometheus has it. RE2 needs a time that is linear
 * in the text for every expression; JavaScript's own would need hours for some.
 *
 * @returns undefined for an expression that RE2 refuses
 */
export function matchesWhole(pattern: string, text: string): boolean | undefined {
  // Most are a word, or a list of words, and need no RE2.
  if (/^[\w :/|-]*$/.test(pattern)) { return pattern.split('|').includes(text); }
  const compiled = regexProblem(pattern) === undefined ? compile(`^(?s:${pattern})$`) : '';
  return typeof compiled === 'string' ? undefined : compiled.test(text);
}

/**
 * Whether a regular expression finds something in a text.
 *
 * @returns undefined for an expression that RE2 refuses
 */
export function finds(pattern: string, text: string): boolean | undefined {
  const compiled = compile(pattern);
  return typeof compiled === 'string' ? undefined : compiled.test(text);
}

/** What was compiled before, or why it cannot be: the WebAssembly never gives back the memory of an expression. */
const COMPILED = new Map<string, RE2 | string>();

function compile(pattern: string): RE2 | string {
  const known = COMPILED.get(pattern);
  if (known !== undefined) { return known; }
  const compiled = compileAnew(pattern);
  COMPILED.set(pattern, compiled);
  return compiled;
}

function compileAnew(pattern: string): RE2 | string {
  // Escapes of JavaScript that the binding below rewrites, so that it would take what RE2 does not.
  const foreign = /(?:^|[^\\])(?:\\\\)*\\([cu])/.exec(pattern);
  if (foreign) { return `invalid escape sequence: \\${foreign[1]}`; }
  try {
    return new (loadRe2())(pattern, 'u');
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    // The binding repeats the expression, with its slashes escaped.
    return text.replace(/^Invalid regular expression: (?:\/.*\/u: )?/s, '');
  }
}

/** Loaded when first needed: compiling it costs more than reading a whole configuration, and few labs have an expression. */
function loadRe2(): typeof RE2 {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return (require('re2-wasm') as { RE2: typeof RE2 }).RE2;
}
