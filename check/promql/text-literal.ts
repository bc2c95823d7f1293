/** Escapes of one letter, beside the quote itself. */
const LETTERS: Readonly<Record<string, string>> = {
  a: '\u0007', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\\': '\\',
};
/** Escapes by number: digits and base. */
const NUMBERS: readonly (readonly [form: RegExp, base: number])[] = [
  [/^x([0-9a-fA-F]{2})/, 16], [/^u([0-9a-fA-F]{4})/, 16], [/^U([0-9a-fA-F]{8})/, 16], [/^([0-7]{3})/, 8],
];

/** What a text in quotes stands for. */
export type TextLiteral = { readonly value: string } | { readonly wrongAt: number; readonly why: string };

/** Reads a text in quotes as Prometheus does: like Go, but single quotes hold texts too. Between backticks nothing is special. */
export function readTextLiteral(literal: string): TextLiteral {
  const quote = literal[0] ?? '';
  const inner = literal.slice(1, -1);
  if (quote === '`') { return { value: inner }; }
  let value = '';
  for (let at = 0; at < inner.length;) {
    const character = inner[at]!;
    if (character !== '\\') { value += character; at++; continue; }
    const rest = inner.slice(at + 1);
    const letter = rest.startsWith(quote) ? quote : LETTERS[rest[0] ?? ''];
    if (letter !== undefined) { value += letter; at += 2; continue; }
    const [digits, code] = byNumber(rest);
    if (digits === 0) { return { wrongAt: at + 1, why: `"\\${rest[0] ?? ''}" is no escape; a backslash itself is written \\\\` }; }
    if (!isCharacter(code)) { return { wrongAt: at + 1, why: `"\\${rest.slice(0, digits)}" is no character` }; }
    value += String.fromCodePoint(code);
    at += 1 + digits;
  }
  return { value };
}

function byNumber(rest: string): readonly [length: number, code: number] {
  for (const [form, base] of NUMBERS) {
    const [whole, digits] = form.exec(rest) ?? [];
    if (whole !== undefined && digits !== undefined) { return [whole.length, Number.parseInt(digits, base)]; }
  }
  return [0, 0];
}

/** Halves of surrogate pairs are none, and there are none beyond the last plane. */
function isCharacter(code: number): boolean {
  return code <= 0x10_ff_ff && (code < 0xd8_00 || code > 0xdf_ff);
}
