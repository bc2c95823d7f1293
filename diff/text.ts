import { visible } from '../config/problem';
import type { ObjectDiff } from './compare';
import type { LabDiff } from './compare-labs';
import { foldRepeats } from './repeats';
import { counts, foldHazards, gaps, headline, namesOf, partOf, pathOf, placesOf, valueOf } from './words';

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
    ...rest.outside.map(({ tree, objects }) => section(`${tree}/, outside the cluster`, objects, paint)),
  ].filter((part) => part !== '').join('\n\n');
}

function section(title: string, objects: readonly ObjectDiff[], paint: Paint): string {
  const shown = objects.filter((object) => !isFolded(object));
  const files = shown.filter(isFile);
  const lines = [
    ...shown.filter((object) => !isFile(object)).flatMap(({ kind, name, fields }) => [
      `  ${paint(COLOURS[kind], `${SIGNS[kind]} ${visible(name)}`)}`,
      ...fields.map(({ path, before, after }) =>
        `      ${pathOf(path)}: ${paint(RED, valueOf(before))} -> ${paint(GREEN, valueOf(after))}`),
    ]),
    ...files.length === 0 ? [] : [`  ${counts(files)}: ${namesOf(files.map(({ name }) => name))}`],
  ];
  return lines.length === 0 ? '' : [paint(BOLD, title), ...lines].join('\n');
}

/** True for a change whose fields are all shown among the repeats. */
function isFolded({ kind, fields, name }: ObjectDiff): boolean {
  return kind === 'changed' && fields.length === 0 && !isFile({ name });
}

function isFile({ name }: { readonly name: string }): boolean {
  return name.startsWith('file ');
}
