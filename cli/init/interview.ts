import { plain } from '../../config/problem';
import { CannotError } from '../exit-codes';
import type { AnswerKey, Answers } from './answers';
import type { Facts } from './facts';
import type { Question } from './questions';
import { objection } from './validate';

/** A question put to a person. */
export interface Prompt {
  readonly question: Question & { readonly message: string };
  /** The answer that is taken if they just agree. @default - none */
  readonly proposal: string | undefined;
  /** What is wrong with an answer, to be shown at once; undefined for a good one. */
  readonly objection: (answer: string) => string | undefined;
}

/** Whoever puts questions: a terminal, or a test. @throws CannotError if the person has enough */
export type Asker = (prompt: Prompt) => Promise<string>;

/** How an interview is held. */
export interface Interview {
  readonly questions: readonly Question[];
  /** Answers that came as flags. */
  readonly given: Answers;
  readonly facts: Facts;
  /** Whether what is proposed is taken without asking. */
  readonly yes: boolean;
  /** @default - there is nobody to ask */
  readonly asker?: Asker | undefined;
}

/**
 * Collects the answers: from the flags, from the person, from the proposals.
 *
 * @throws CannotError for the first flag that is wrong, before anything is asked, or for all that are missing
 */
export async function interview({ questions, given, facts, yes, asker }: Interview): Promise<Answers> {
  checkFlags(questions, given);
  const answers: Partial<Record<AnswerKey, string>> = {};
  const missing: string[] = [];
  for (const question of questions) {
    const { key, flag, message, optional = false, condition } = question;
    const value = given[key];
    if (condition && !condition.holds(answers)) {
      if (value !== undefined) { throw new CannotError(`${nameOf(flag)} has no meaning ${condition.words}; leave it out.`); }
      continue;
    }
    const objectionTo = (answer: string): string | undefined => {
      return optional && answer === '' ? undefined : objection(question, answer, answers);
    };
    const proposed = question.propose?.(facts, { ...given, ...answers });
    const proposal = proposed !== undefined && objectionTo(proposed) === undefined ? proposed : undefined;
    let answer = value;
    if (answer === undefined && asker && message !== undefined) {
      answer = await asker({ question: { ...question, message }, proposal, objection: objectionTo });
    } else if (answer === undefined) {
      answer = proposal;
      if (!optional && (!yes || proposal === undefined)) {
        missing.push(`  ${flag}${proposal === undefined ? '' : ` (proposed: ${plain(proposal)})`}`);
      }
    }
    const wrong = answer === undefined ? undefined : objectionTo(answer);
    if (wrong !== undefined) { throw new CannotError(`${nameOf(flag)}: ${wrong}.`); }
    if (answer !== undefined && answer !== '') { answers[key] = answer; }
  }
  if (missing.length > 0) {
    const why = yes
      ? 'Nothing can be proposed for these; give them:'
      : 'There is no terminal to ask on. Give these, or --yes for what is proposed:';
    throw new CannotError([why, ...missing, 'homelab init --help says what they mean.'].join('\n'));
  }
  return answers;
}

/** Nobody should answer ten questions to learn that the command line was wrong. */
function checkFlags(questions: readonly Question[], given: Answers): void {
  for (const question of questions) {
    const value = given[question.key];
    if (value === undefined || (value === '' && question.optional === true)) { continue; }
    const wrong = objection(question, value, earlier(questions, question, given));
    if (wrong !== undefined) { throw new CannotError(`${nameOf(question.flag)}: ${wrong}.`); }
  }
}

/** The answers that were given to the questions before one. */
function earlier(questions: readonly Question[], question: Question, given: Answers): Answers {
  const keys = new Set<string>(questions.slice(0, questions.indexOf(question)).map(({ key }) => key));
  return Object.fromEntries(Object.entries(given).filter(([key]) => keys.has(key)));
}

function nameOf(flag: string): string {
  return flag.split(' ')[0] ?? flag;
}
