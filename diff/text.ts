import { visible } from '../config/problem';
import type { FieldChange } from './change';
import type { ObjectDiff } from './compare';
import type { LabDiff } from './compare-labs';
import { hunksOf } from './hunks';
import { foldRepeats, MANY } from './repeats';
import { foldHazards, gaps, headline, linesOf, namesOf, partOf, pathOf, placesOf, valuesOf } from './words';

const SIGNS = { added: '+', removed: '-', changed: '~' } as const;
const COLOURS = { added: 32, removed: 31, changed: 33 } as const;
const [BOLD, RED, GREEN, YELLOW] = [1, 31, 32, 33] as const;

type Paint = (code: number, text: string) => string;

/**
 * The differences as text for a terminal: the headline, the risks, changes that repeat, then object by object.
 *
 * @param colour - whether to use colours (ANSI escape sequences)
 */
export function toText(diff: LabDiff, colour: boolean): string {
  const paint: Paint = (code, text) => colour ? `\u001b[${code}m${text}\u001b[0m` : text;
  const { repeats, rest } = foldRepeats(diff);
  return [
    [paint(BOLD, `${headline(diff)}.`), gaps(diff)].filter((line) => line !== '').join('\n'),
    foldHazards(diff).map(({ level, text, objects }) =>
      `${level === 'danger' ? paint(RED, 'DANGER ') : paint(YELLOW, 'caution')} ${namesOf(objects)}: ${visible(text)}`).join('\n'),
    repeats.length === 0 ? '' : [
      paint(BOLD, 'The same change in several places'),
      ...repeats.flatMap((repeat) => [
        `  ${pathOf(repeat.path)}: ${paint(RED, partOf(repeat, repeat.before))} -> ${paint(GREEN, partOf(repeat, repeat.after))}`,
        `      ${placesOf(repeat)}`,
      ]),
    ].join('\n'),
    ...rest.applications.map(({ application, objects }) => section(application, objects, paint)),
    ...rest.outside.map(({ title, objects }) => section(title, objects, paint)),
  ].filter((part) => part !== '').join('\n\n');
}

function section(title: string, objects: readonly ObjectDiff[], paint: Paint): string {
  const shown = objects.filter((object) => !isFolded(object));
  const files = shown.filter(isFile);
  // With many, the lines would hide what is more important. Without a risk, a file repeats what an object says.
  const open = files.filter(({ hunks, hazards }) => hunks !== undefined && hazards.length > 0);
  const withLines = open.length < MANY ? open : [];
  const names = (kind: ObjectDiff['kind']): string[] => files.filter((file) => file.kind === kind && !withLines.includes(file))
    .map(({ name }) => name);
  const lines = [
    ...shown.filter((object) => !isFile(object)).flatMap(({ kind, name, fields }) => [
      `  ${paint(COLOURS[kind], `${SIGNS[kind]} ${visible(name)}`)}`,
      ...fields.flatMap((field) => fieldLines(field, paint)),
    ]),
    ...withLines.flatMap(({ kind, name, hunks = [] }) => [
      `  ${paint(COLOURS[kind], `${SIGNS[kind]} ${visible(name)}`)}`, ...linesOf(hunks).map((line) => `      ${line}`),
    ]),
    ...(['added', 'changed', 'removed'] as const).flatMap((kind) => {
      const found = names(kind);
      // What goes is named, each of it: nobody can look at it any more.
      return found.length === 0 ? [] : [`  ${found.length} ${kind}: ${kind === 'removed' ? namesOf(found, found.length) : namesOf(found)}`];
    }),
  ];
  return lines.length === 0 ? '' : [paint(BOLD, title), ...lines].join('\n');
}

function fieldLines(field: FieldChange, paint: Paint): string[] {
  const { path, before, after } = field;
  const values = valuesOf(field);
  if (!values) { return [`      ${pathOf(path)}:`, ...linesOf(hunksOf(String(before), String(after))).map((line) => `        ${line}`)]; }
  return [`      ${pathOf(path)}: ${paint(RED, values[0])} -> ${paint(GREEN, values[1])}`];
}

/** True for a change whose fields are all shown among the repeats. */
function isFolded({ kind, fields, name }: ObjectDiff): boolean {
  return kind === 'changed' && fields.length === 0 && !isFile({ name });
}

function isFile({ name }: { readonly name: string }): boolean {
  return name.startsWith('file ');
}
