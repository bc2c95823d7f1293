import { admitDefaults, shownAt, type Filled } from './defaults';
import { formatPath, plain, type Position, type Problem } from './problem';
import type { YamlSource } from './source';

/**
 * One line per problem, in the order of the file.
 *
 * @param fileName - name of the file, as every line begins with
 * @param filled - what tells values that somebody wrote from defaults
 */
export function report(problems: readonly Problem[], source: YamlSource, fileName: string, filled: Filled): string[] {
  const placed = problems.map((problem) => {
    const shown = shownAt(problem, filled);
    const position = problem.position ?? source.locate(shown, problem.atKey === true && shown === problem.path);
    return { problem: admitDefaults(problem, filled), isSyntax: problem.position !== undefined, position };
  });
  const lines = placed
    // What YAML itself has to say of a value comes first; a second opinion on the same value would only be its echo.
    .filter(({ isSyntax, position }) => isSyntax || !placed.some((other) => other.isSyntax && samePlace(other.position, position)))
    .sort((a, b) => a.position.line - b.position.line || a.position.column - b.position.column)
    .map(({ problem: { path: where, what, fix }, position: { line, column } }) =>
      plain(`${fileName}:${line}:${column} ${where.length > 0 ? `${formatPath(where)}: ` : ''}${what}; ${fix}`));
  const all = [...new Set(lines)];
  if (all.length <= MOST) { return all; }
  const [place] = /:\d+:\d+ /.exec(all[MOST] ?? '') ?? [];
  const rest = `${all.length - MOST} more problems from here on; mend those above first`;
  return [...all.slice(0, MOST), `${fileName}${place ?? ':1:1 '}${rest}`];
}

/** More lines than that nobody reads; one slip can be wrong in each of ten thousand items. */
const MOST = 100;

function samePlace(a: Position, b: Position): boolean {
  return a.line === b.line && a.column === b.column;
}
