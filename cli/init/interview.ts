import { plain } from '../../config/problem';
import { CannotError } from '../exit-codes';
import type { AnswerKey, Answers } from './answers';
import type { Facts } from './facts';
import type { Question } from './questions';
import { objection } from './validate';

/** A question that is asked on a terminal. */
export interface Prompt {
  /** The question, with the text to show. */
  readonly question: Question & { readonly message: string };
  /** The answer that is used if the person only presses Enter; undefined if there is none. */
  readonly proposal: string | undefined;
  /** Returns what is wrong with an answer, to be shown at once; undefined for a valid one. */
  readonly objection: (answer: string) => string | undefined;
}

/** Asks a question and returns the answer. It throws CannotError if the person cancels. */
export type Asker = (prompt: Prompt) => Promise<string>;

/** What an interview needs. */
export interface Interview {
  /** The questions, in their order. */
  readonly questions: readonly Question[];
  /** Answers that were given as flags. */
  readonly given: Answers;
  /** What the proposed answers come from. */
  readonly facts: Facts;
  /** Whether the proposed answers are used without asking. */
  readonly yes: boolean;
  /** Asks the person. @default - nobody can be asked */
  readonly asker?: Asker | undefined;
}

/**
 * Collects the answers: from the flags, from the person, from the proposals.
 *
 * @throws CannotError for the first flag that is wrong, before anything is asked, or for all answers that are missing
 */
export async function interview({ questions, given, facts, yes, asker }: Interview): Promise<Answers> {
  checkFlags(questions, given);
  const answers: Partial<Record<AnswerKey, string>> = {};
  const missing: string[] = [];
  for (const question of questions) {
    const { key, flag, message, optional = false, condition } = question;
    const value = given[key];
    if (condition && !condition.holds(answers)) {
      if (value !== undefined) { throw new CannotError(`${nameOf(flag)} has no effect ${condition.words}; leave it out.`); }
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
      ? 'There are no proposed answers for these options; give them:'
      : 'There is no terminal to ask on. Give these options, or --yes to use the proposed answers:';
    throw new CannotError([why, ...missing, 'homelab init --help explains them.'].join('\n'));
  }
  return answers;
}

/** Flags are checked first, so that nobody answers ten questions before a wrong flag is reported. */
function checkFlags(questions: readonly Question[], given: Answers): void {
  const toCome = questions.filter(({ key }) => given[key] === undefined).flatMap(({ path }) => path ?? []);
  for (const question of questions) {
    const value = given[question.key];
    if (value === undefined || (value === '' && question.optional === true)) { continue; }
    const wrong = objection(question, value, earlier(questions, question, given));
    // What rests on the default of an answer that is still to come is looked at again when it is there.
    const isEarly = toCome.some((path) => wrong?.includes(`${path} is not in the file`));
    if (wrong !== undefined && !isEarly) { throw new CannotError(`${nameOf(question.flag)}: ${wrong}.`); }
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
