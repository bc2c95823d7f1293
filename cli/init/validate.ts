import { parseConfig } from '../../charts/load-config';
import { ConfigError, formatValue, plain } from '../../config/problem';
import type { Answers } from './answers';
import { homelabYaml } from './homelab-yaml';
import type { Question } from './questions';

/**
 * What is wrong with an answer: what homelab.yaml with it objects to, and without it does not.
 *
 * @param before - the answers it comes on top of
 * @returns one line that names the value, the fault and what to write instead; undefined if the answer is good
 */
export function objection({ key, path, choices }: Question, value: string, before: Answers): string | undefined {
  if (choices) {
    const values = choices.map((choice) => choice.value);
    if (values.includes(value)) { return undefined; }
    return plain(`${formatValue(value)} is not one of the possible answers; choose ${values.join(', ')}`);
  }
  const earlier = new Set(problems(before));
  const [problem] = problems({ ...before, [key]: value }).filter((each) => !earlier.has(each));
  // Whoever answers a question knows what it is about.
  return path === undefined ? problem : problem?.replace(`${path}: `, '');
}

/** What is wrong with the homelab.yaml that the answers make, without the places in a text that nobody has seen. */
function problems(answers: Answers): string[] {
  try {
    parseConfig(homelabYaml(answers));
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) { throw error; }
    return error.problems.map((problem) => problem.replace(/^homelab\.yaml:\d+:\d+ /, ''));
  }
}
