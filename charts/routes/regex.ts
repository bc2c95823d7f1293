import type { RE2 } from 're2-wasm';

/**
 * What RE2 has against a regular expression, if anything. Envoy matches with RE2, and one expression that does not compile makes it refuse
 * the whole configuration of a listener, every other route included; neither the API server nor istiod looks before.
 */
export function regexProblem(pattern: string): string | undefined {
  // Escapes of JavaScript that the binding below rewrites, so that it would take what Envoy does not.
  const foreign = /(?:^|[^\\])(?:\\\\)*\\([cu])/.exec(pattern);
  if (foreign) { return `invalid escape sequence: \\${foreign[1]}`; }
  try {
    new (loadRe2())(pattern, 'u');
    return undefined;
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return text.replace(/^Invalid regular expression: /, '').replace(`/${pattern}/u: `, '');
  }
}

/** Loaded when first needed: compiling it costs more than reading a whole configuration, and few labs have an expression. */
function loadRe2(): typeof RE2 {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return (require('re2-wasm') as { RE2: typeof RE2 }).RE2;
}
