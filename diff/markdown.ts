import { code, escapeMarkdown } from '../draw/markdown';
import type { ObjectDiff } from './compare';
import type { LabDiff } from './compare-labs';
import { hunksOf } from './hunks';
import { foldRepeats } from './repeats';
import { counts, foldHazards, gaps, headline, linesOf, namesOf, partOf, pathOf, placesOf, valuesOf } from './words';

/** Characters of a comment at most: GitHub refuses comments of more than 65536 characters. */
const COMMENT_LIMIT = 60_000;

/** The differences as a comment for a pull request, in Markdown. */
export function toMarkdown(diff: LabDiff): string {
  const { repeats, rest } = foldRepeats(diff);
  const hazards = foldHazards(diff).map(({ level, text, objects }) =>
    `- ${level === 'danger' ? '🛑' : '⚠️'} ${code(namesOf(objects))}: ${escapeMarkdown(text)}`);
  const parts = [
    `### What this changes\n\n${headline(diff)}.\n`,
    ...gaps(diff) === '' ? [] : [`\n${escapeMarkdown(gaps(diff))}\n`],
    ...hazards.length === 0 ? [] : [`\n${hazards.join('\n')}\n`],
    ...repeats.length === 0 ? [] : [
      details('<b>The same change in several places</b>', repeats.map((repeat) => {
        const [before, after] = [repeat.before, repeat.after].map((value) => code(partOf(repeat, value)));
        return `- ${code(pathOf(repeat.path))}: ${before ?? ''} → ${after ?? ''} ${escapeMarkdown(placesOf(repeat))}`;
      })),
    ],
    ...rest.applications.map(({ application, objects }) => section(application, objects)),
    ...rest.outside.map(({ title, objects }) => section(title, objects)),
  ];
  let length = 0;
  const fitting = parts.filter((part) => (length += part.length) <= COMMENT_LIMIT);
  const left = parts.length - fitting.length;
  return [...fitting, ...left > 0 ? [`\n${left} part(s) left out for length; \`homelab diff\` shows everything.\n`] : []].join('');
}

function section(title: string, objects: readonly ObjectDiff[]): string {
  const shown = objects.filter(({ kind, fields, name }) => kind !== 'changed' || fields.length > 0 || name.startsWith('file '));
  return shown.length === 0 ? '' : details(`<b>${escapeMarkdown(title)}</b>: ${counts(objects)}`, shown.map(objectMarkdown));
}

function details(summary: string, lines: readonly string[]): string {
  return `\n<details><summary>${summary}</summary>\n\n${lines.join('\n')}\n</details>\n`;
}

function objectMarkdown({ kind, name, fields }: ObjectDiff): string {
  return [
    `- ${kind} ${code(name)}`,
    ...fields.flatMap((field) => {
      const values = valuesOf(field);
      return values ? [`  - ${code(pathOf(field.path))}: ${code(values[0])} → ${code(values[1])}`] : [
        `  - ${code(pathOf(field.path))}:`,
        ...linesOf(hunksOf(String(field.before), String(field.after))).map((line) => `    - ${code(line)}`),
      ];
    }),
  ].join('\n');
}
