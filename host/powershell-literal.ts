/**
 * The only way by which a value gets into a PowerShell script. Every value becomes a literal that PowerShell reads back as the same value.
 * Texts are single-quoted, so that `$` and a backtick have no meaning. Everything is ASCII, because Windows PowerShell 5.1 reads a file
 * without a byte order mark in the code page of the machine.
 */

/** A value that can be written as a literal. */
export type PowerShellValue = string | number | boolean | readonly PowerShellValue[] | { readonly [key: string]: PowerShellValue };

/** Characters that end a single-quoted string in PowerShell (IsSingleQuote in its tokenizer). */
const SINGLE_QUOTES = /['\u2018\u2019\u201a\u201b]/g;

/**
 * The literal of a text.
 *
 * @throws Error for a text with a line break, a control character or half a surrogate pair: no configuration needs one, and some tool would
 * change it
 */
export function stringLiteral(text: string): string {
  if (/[\u0000-\u001f\u007f\u0085\u2028\u2029]/.test(text)) {
    throw new Error(`${JSON.stringify(text)} has a line break or a control character, which cannot be in a script`);
  }
  if (/\p{Surrogate}/u.test(text)) { throw new Error(`${JSON.stringify(text)} is not valid Unicode`); }
  const parts = text.match(/[\u0020-\u007e]+|[^\u0020-\u007e]/gs) ?? [];
  const operands = parts.flatMap((part) => /^[\u0020-\u007e]+$/.test(part)
    ? [quoted(part)]
    : part.split('').map((unit) => `[char]0x${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`));
  // A sum that begins with [char] would add numbers, so it begins with a text. Without any operand it is the empty text.
  if (!operands[0]?.startsWith('\'')) { operands.unshift('\'\''); }
  return operands.length === 1 ? `${operands[0]}` : `(${operands.join(' + ')})`;
}

/**
 * The literal of a value, over several lines: an object is a hashtable, a list is an array.
 *
 * @param indent - spaces before the line that the literal begins in
 * @throws Error for a text, number or key that cannot be written
 */
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
  if (!Number.isSafeInteger(value)) {
    throw new Error(`${value} is not a whole number that has the same value in PowerShell and JavaScript`);
  }
  return String(value);
}

/** Keys come from this program, never from homelab.yaml. */
function keyName(key: string): string {
  if (!/^[A-Z][A-Za-z0-9]*$/.test(key)) { throw new Error(`${JSON.stringify(key)} is not a key these scripts use`); }
  return key;
}

function isList(value: PowerShellValue): value is readonly PowerShellValue[] {
  return Array.isArray(value);
}
