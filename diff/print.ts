import { code, escapeMarkdown, visible } from '../synth/markdown';
import type { FieldChange } from './change';
import type { ApplicationDiff, ObjectDiff } from './compare';

/** GitHub refuses comments of more than 65536 characters. */
const COMMENT_LIMIT = 60_000;
const SIGNS = { added: '+', removed: '-', changed: '~' } as const;

/** The differences for a terminal. */
export function toText(diffs: readonly ApplicationDiff[], colour: boolean): string {
  const paint = (code: number, text: string): string => colour ? `\u001b[${code}m${text}\u001b[0m` : text;
  const colours = { added: 32, removed: 31, changed: 33 } as const;
  const lines = diffs.flatMap(({ application, objects }) => [
    paint(1, application),
    ...objects.flatMap(({ kind, name, fields, hazards }) => [
      `  ${paint(colours[kind], `${SIGNS[kind]} ${visible(name)}`)}`,
      ...hazards.map(({ level, text }) => `      ${paint(level === 'danger' ? 31 : 33, `${level === 'danger' ? 'DANGER' : 'caution'}: ${visible(text)}`)}`),
      ...fields.map((field) => `      ${pathOf(field)}: ${paint(31, show(field.before))} -> ${paint(32, show(field.after))}`),
    ]),
    '',
  ]);
  return [...lines, `${headline(diffs)}.`].join('\n');
}

/** The differences as a comment for a pull request. */
export function toMarkdown(diffs: readonly ApplicationDiff[]): string {
  const hazards = diffs.flatMap(({ objects }) => objects.flatMap(({ name, hazards: found }) => found.map((hazard) => ({ name, ...hazard }))));
  const parts = [
    `### What this changes in the cluster\n\n${headline(diffs)}.\n`,
    ...hazards.length === 0 ? [] : [`\n${hazards.map(({ level, name, text }) => `- ${level === 'danger' ? '🛑' : '⚠️'} ${code(name)}: ${escapeMarkdown(text)}`).join('\n')}\n`],
    ...diffs.map(({ application, objects }) => `\n<details><summary><b>${escapeMarkdown(application)}</b>: ${count(objects)}</summary>\n\n${objects.map(objectMarkdown).join('\n')}\n</details>\n`),
  ];
  let length = 0;
  const fitting = parts.filter((part) => (length += part.length) <= COMMENT_LIMIT);
  const left = parts.length - fitting.length;
  return [...fitting, ...left > 0 ? [`\n${left} part(s) left out for length; \`npm run diff\` shows everything.\n`] : []].join('');
}

function objectMarkdown({ kind, name, fields }: ObjectDiff): string {
  return [`- ${kind} ${code(name)}`, ...fields.map((field) => `  - ${code(pathOf(field))}: ${code(show(field.before))} → ${code(show(field.after))}`)].join('\n');
}

function headline(diffs: readonly ApplicationDiff[]): string {
  const objects = diffs.flatMap((diff) => diff.objects);
  if (objects.length === 0) { return 'Nothing changes'; }
  const dangers = objects.flatMap(({ hazards }) => hazards).filter(({ level }) => level === 'danger').length;
  return `${count(objects)}${dangers === 0 ? '' : `; ${dangers} of the changes can hurt`}`;
}

function count(objects: readonly ObjectDiff[]): string {
  return (['added', 'changed', 'removed'] as const).map((kind) => [objects.filter((each) => each.kind === kind).length, kind] as const).filter(([number]) => number > 0).map(([number, kind]) => `${number} ${kind}`).join(', ');
}

function pathOf({ path }: FieldChange): string {
  return visible(path.map((step, index) => typeof step === 'number' ? `[${step}]` : /^[\w-]+$/.test(step) ? `${index === 0 ? '' : '.'}${step}` : `[${JSON.stringify(step)}]`).join(''));
}

function show(value: unknown): string {
  if (value === undefined) { return '(none)'; }
  const text = visible(JSON.stringify(value));
  return text.length > 200 ? `${text.slice(0, 197)}...` : text;
}
