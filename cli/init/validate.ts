import { parseConfig } from '../../charts/load-config';
import { ConfigError, formatValue, plain } from '../../config/problem';
import type { Answers } from './answers';
import { homelabYaml } from './homelab-yaml';
import type { Question } from './questions';

/**
 * What is wrong with an answer: the problem that homelab.yaml has with this answer, and does not have without it.
 *
 * @param before - the earlier answers
 * @returns one line that names the value, the mistake and what to write instead; undefined if the answer is valid
 */
export function objection({ key, path, choices }: Question, value: string, before: Answers): string | undefined {
  if (choices) {
    const values = choices.map((choice) => choice.value);
    if (values.includes(value)) { return undefined; }
    return plain(`${formatValue(value)} is not one of the possible answers; choose ${values.join(', ')}`);
  }
  const earlier = problems(before);
  // What a later question asks for is missing before and after, in other words where a default follows from this answer.
  const waiting = new Set(earlier.map(placeOf));
  const [problem] = problems({ ...before, [key]: value })
    .filter((each) => !earlier.includes(each) && (placeOf(each) === path || !waiting.has(placeOf(each))));
  // The question names the key already.
  return path === undefined ? problem : problem?.replace(`${path}: `, '');
}

/** `network.cidr` of a problem there. */
function placeOf(problem: string): string {
  return problem.split(': ')[0] ?? '';
}

/** What is wrong with the homelab.yaml that the answers make. Line and column are left out: nobody has seen that text. */
function problems(answers: Answers): string[] {
  try {
    parseConfig(homelabYaml(answers));
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) { throw error; }
    return error.problems.map((problem) => problem.replace(/^homelab\.yaml:\d+:\d+ /, ''));
  }
}
