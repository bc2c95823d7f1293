import { PassThrough } from 'node:stream';
import type { Prompt } from '../../../cli/init/interview';
import { QUESTIONS } from '../../../cli/init/questions';
import { terminalAsker } from '../../../cli/init/terminal';
import { objection } from '../../../cli/init/validate';

const ENTER = '\r';
const DOWN = '\u001b[B';
const CTRL_C = '\u0003';
const BACKSPACE = '\u007f';

function promptOf(key: string, proposal?: string): Prompt {
  const question = QUESTIONS.find((each) => each.key === key);
  if (question?.message === undefined) { throw new Error(`${key} is not asked`); }
  return { question: { ...question, message: question.message }, proposal, objection: (answer) => objection(question, answer, {}) };
}

/** Puts one question to somebody who presses these keys, and gives what they answered and what they saw. */
async function ask(prompt: Prompt, ...keys: readonly string[]): Promise<{ readonly answer: string; readonly shown: string }> {
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined });
  const output = Object.assign(new PassThrough(), { isTTY: true, columns: 100, rows: 30 });
  let shown = '';
  output.on('data', (data: Buffer) => { shown += data.toString('utf8'); });
  const answered = terminalAsker({ input, output })(prompt);
  // It may end before the last key is waited for.
  answered.catch(() => undefined);
  // Once the question is shown, somebody listens; from then on a key is dealt with as soon as it is read.
  while (shown === '') { await turn(); }
  for (const key of keys) {
    input.write(key);
    await turn();
  }
  return { answer: await answered, shown };
}

async function turn(): Promise<void> {
  await new Promise((resolve) => { setImmediate(resolve); });
}

test('Enter agrees to what is proposed', async () => {
  const { answer, shown } = await ask(promptOf('memory', '16'), ENTER);
  expect(answer).toBe('16');
  expect(shown).toContain('How much memory does the machine of the cluster get, or have, in GiB?');
});

test('an answer is typed over the proposal', async () => {
  expect((await ask(promptOf('memory', '16'), BACKSPACE, BACKSPACE, '24', ENTER)).answer).toBe('24');
});

test('a wrong answer is asked for again, with what is wrong with it', async () => {
  const { answer, shown } = await ask(promptOf('domain'), 'lab', ENTER, '.example.org', ENTER);
  expect(answer).toBe('lab.example.org');
  expect(shown).toContain('is not a host name ("lab")');
});

test('an optional answer may be empty', async () => {
  expect((await ask({ ...promptOf('smarthostUser'), objection: () => undefined }, ENTER)).answer).toBe('');
});

test('one of several is chosen with the arrow keys, beginning at what is proposed', async () => {
  expect((await ask(promptOf('alerts', 'none'), ENTER)).answer).toBe('none');
  expect((await ask(promptOf('alerts'), DOWN, DOWN, ENTER)).answer).toBe('slack');
  const { shown } = await ask(promptOf('dns', 'none'), ENTER);
  expect(shown).toContain("the lab's own CA signs for now");
});

test.each([['text', 'domain'], ['choice', 'alerts']])('Ctrl+C ends a %s with one sentence', async (_, key) => {
  await expect(ask(promptOf(key), CTRL_C)).rejects.toThrow(/^Cancelled\. Nothing was written\.$/);
});
