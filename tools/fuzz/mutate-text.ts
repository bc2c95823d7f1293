import { HOSTILE } from './mutate-data';
import type { Random } from './random';

/** What a text can get in the middle that is no part of what it says. */
const PIECES: readonly string[] = [
  '\t', '  ', '\r', '\r\n', '\0', '\ufeff', '\u2028', '\u0085', '\u001b[0m', '{', '}', '[', ']', '"', '\'', ':', '-', '- ', '? ', '|',
  '>', '&a ', '*a', '!!x ',
  '!x ', '%YAML 1.1\n---\n', '---\n', '\n...\n', '#', ',', '@', '`', '<<: *a\n', '<<: { a: b }\n', '__proto__: { polluted: yes }\n',
  'x: &x [*x]\n',
  '<<<<<<< HEAD\n', '=======\n', '>>>>>>> main\n', '!!binary aGk=', '!!set { a }', '? { a: b }\n: c\n', '\ud83d', '\udc00',
];

/** Changes a text once. */
export function changeText(random: Random, text: string): string {
  const lines = text.split('\n');
  const line = random.below(lines.length);
  const spot = random.below(text.length + 1);
  const replaceLine = (...now: readonly string[]): string => [...lines.slice(0, line), ...now, ...lines.slice(line + 1)].join('\n');
  const here = lines[line] ?? '';
  switch (random.below(20)) {
    case 0: return replaceLine();
    case 1: return replaceLine(here, here);
    case 2: return replaceLine(` ${here}`);
    case 3: return replaceLine(here.replace(/^ /, ''));
    case 4: return replaceLine(`\t${here}`);
    case 5: return replaceLine(here.replace(':', ''));
    case 6: return replaceLine(`${here}${random.pick(PIECES)}`);
    case 7: return text.slice(0, spot);
    case 8: return text.slice(spot);
    case 9: return text.replaceAll('\n', '\r\n');
    case 10: return `\ufeff${text}`;
    case 11: return `${text.slice(0, spot)}${text.slice(spot + 1 + random.below(20))}`;
    case 12: return conflict(lines, line);
    case 13: return `${text.slice(0, spot)}${random.pick(HOSTILE)}${text.slice(spot)}`;
    case 14: return replaceLine(here.replace(/: .*/, `: ${random.pick(HOSTILE)}`));
    case 15: return replaceLine(here.replace(/: .*/, `: ${'['.repeat(random.below(200))}`));
    case 16: return replaceLine(`${here}${'x'.repeat(random.below(20_000))}`);
    case 17: return `${text}\n${random.pick(PIECES).repeat(random.below(200))}`;
    case 18: return swapCharacters(text, spot);
    default: return `${text.slice(0, spot)}${random.pick(PIECES)}${text.slice(spot)}`;
  }
}

/** What git leaves of a part that two people changed. */
function conflict(lines: readonly string[], line: number): string {
  const [before, part, after] = [lines.slice(0, line), lines.slice(line, line + 3), lines.slice(line + 3)];
  return [...before, '<<<<<<< HEAD', ...part, '=======', ...part.map((each) => `${each}x`), '>>>>>>> other', ...after].join('\n');
}

function swapCharacters(text: string, spot: number): string {
  return `${text.slice(0, spot)}${text[spot + 1] ?? ''}${text[spot] ?? ''}${text.slice(spot + 2)}`;
}
