/**
 * The only way a value gets into a PowerShell script. Everything becomes a literal that PowerShell reads back as the same value
 * and as nothing else: single-quoted, so that neither `$` nor a backtick means anything; ASCII, because Windows PowerShell 5.1 reads
 * a file without a byte order mark in the code page of the machine.
 */

/** What can be written as a literal. */
export type PowerShellValue = string | number | boolean | readonly PowerShellValue[] | { readonly [key: string]: PowerShellValue };

/** PowerShell takes all of these for the end of a single-quoted string (its tokenizer's IsSingleQuote). */
const SINGLE_QUOTES = /['\u2018\u2019\u201a\u201b]/g;

/**
 * The literal of a text.
 * @throws Error for a text no configuration needs and no tool passes on unharmed: one with a line break, a control character or half a surrogate pair
 */
export function stringLiteral(text: string): string {
  if (/[\u0000-\u001f\u007f\u0085\u2028\u2029]/.test(text)) {
    throw new Error(`${JSON.stringify(text)} has a line break or a control character, which has no place in a script`);
  }
  if (/\p{Surrogate}/u.test(text)) { throw new Error(`${JSON.stringify(text)} is not valid Unicode`); }
  const parts = text.match(/[\u0020-\u007e]+|[^\u0020-\u007e]/gs) ?? [];
  const operands = parts.flatMap((part) => /^[\u0020-\u007e]+$/.test(part)
    ? [quoted(part)]
    : part.split('').map((unit) => `[char]0x${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`));
  // A sum that began with [char] would be arithmetic, so it begins with a text; without any operand it is the empty text.
  if (!operands[0]?.startsWith('\'')) { operands.unshift('\'\''); }
  return operands.length === 1 ? `${operands[0]}` : `(${operands.join(' + ')})`;
}

/** The literal of a value; objects become hashtables, lists become arrays, over several lines. */
export function literal(value: PowerShellValue, indent = ''): string {
  if (typeof value === 'string') { return stringLiteral(value); }
  if (typeof value === 'boolean') { return value ? '$true' : '$false'; }
  if (typeof value === 'number') { return numberLiteral(value); }
  const deeper = `${indent}    `;
  if (isList(value)) {
    if (value.length === 0) { return '@()'; }
    return `@(\n${value.map((item) => `${deeper}${literal(item, deeper)}`).join(',\n')}\n${indent})`;
  }
  const entries = Object.entries(value).map(([key, item]) => `${deeper}${keyName(key)} = ${literal(item, deeper)}`);
  return entries.length === 0 ? '@{}' : `@{\n${entries.join('\n')}\n${indent}}`;
}

function quoted(text: string): string {
  return `'${text.replace(SINGLE_QUOTES, (quote) => quote + quote)}'`;
}

function numberLiteral(value: number): string {
  if (!Number.isSafeInteger(value)) { throw new Error(`${value} is not a whole number that PowerShell and JavaScript agree on`); }
  return String(value);
}

/** Keys are names of ours, never of the user. */
function keyName(key: string): string {
  if (!/^[A-Z][A-Za-z0-9]*$/.test(key)) { throw new Error(`${JSON.stringify(key)} is not a key these scripts use`); }
  return key;
}

function isList(value: PowerShellValue): value is readonly PowerShellValue[] {
  return Array.isArray(value);
}
