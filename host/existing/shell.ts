/** Characters that end a line or do something to a terminal. */
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g;

/** A text as one word of a shell, whatever is in it; control characters become spaces. */
export function shellWord(text: string | number): string {
  return `'${String(text).replaceAll(CONTROL, ' ').replaceAll('\'', '\'\\\'\'')}'`;
}

/** A call of a function of a shell with these arguments, as a line. */
export function shellCall(name: string, ...words: readonly (string | number)[]): string {
  return `${[name, ...words.map(shellWord)].join(' ')}\n`;
}
