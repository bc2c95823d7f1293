import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A step of a recipe of CONTRIBUTING.md. */
export type Step =
  | { readonly kind: 'file'; readonly file: string; readonly text: string }
  | { readonly kind: 'change'; readonly diff: string }
  | { readonly kind: 'command'; readonly line: string };

/** The recipes of a page by their headings: the sections of the second level that change something. */
export function recipesOf(page: string): Map<string, readonly Step[]> {
  const sections = sectionsOf(page).map(([heading, text]) => [heading, stepsOf(text)] as const);
  return new Map(sections.filter(([, steps]) => steps.some(({ kind }) => kind !== 'command')));
}

/** Headings of the second level with the text below them; what stands in a block of code is no heading. */
function sectionsOf(page: string): [string, string][] {
  const sections: [string, string[]][] = [];
  let fence = '';
  for (const line of page.split('\n')) {
    const [ticks = ''] = /^`{3,}/.exec(line) ?? [];
    if (ticks !== '' && (fence === '' || ticks === fence)) { fence = fence === '' ? ticks : ''; }
    if (fence === '' && line.startsWith('## ')) { sections.push([line.slice(3), []]); }
    sections.at(-1)?.[1].push(line);
  }
  return sections.map(([heading, lines]) => [heading, lines.join('\n')]);
}

/** Blocks of code as steps: diffs, commands, and files, whose name ends the paragraph above. */
function stepsOf(section: string): Step[] {
  const blocks = [...section.matchAll(/([^\n]*)\n\n(`{3,})(\w*)\n([\s\S]*?)^\2$/gm)];
  return blocks.flatMap(([, before = '', , language = '', text = '']): Step[] => {
    if (language === 'diff') { return [{ kind: 'change', diff: text }]; }
    if (language === 'sh') { return text.trim().split('\n').map((line) => ({ kind: 'command', line })); }
    const [, file] = /`([\w./-]+)`:$/.exec(before) ?? [];
    return file === undefined ? [] : [{ kind: 'file', file, text }];
  });
}

/** The file that a step is about; none for a command. */
export function filesOf(step: Step): string[] {
  switch (step.kind) {
    case 'file': return [step.file];
    case 'change': return [changedFile(step.diff)];
    case 'command': return [];
  }
}

/** Writes the file of a step. @throws Error if there is one already */
export function writeNew(root: string, file: string, text: string): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text, { flag: 'wx' });
}

/**
 * Changes a file as a diff says. Its hunks have no numbers: each finds its place by its lines.
 *
 * @throws Error if a hunk fits nowhere, or at several places
 */
export function applyDiff(root: string, diff: string): void {
  const name = changedFile(diff);
  const file = path.join(root, name);
  const hunks = diff.split(/^@@\n/m).slice(1).map((hunk) => hunk.replace(/\n$/, '').split('\n'));
  const lines = hunks.reduce((text, hunk) => applyHunk(text, hunk, name), readFileSync(file, 'utf8').replaceAll('\r\n', '\n').split('\n'));
  writeFileSync(file, lines.join('\n'));
}

function changedFile(diff: string): string {
  return /^\+\+\+ b\/(.+)$/m.exec(diff)?.[1] ?? '';
}

function applyHunk(text: readonly string[], hunk: readonly string[], name: string): string[] {
  // A blank line of context is often written without its leading blank.
  const old = hunk.filter((line) => !line.startsWith('+')).map((line) => line.slice(1));
  const replacement = hunk.filter((line) => !line.startsWith('-')).map((line) => line.slice(1));
  const places = text.flatMap((_, at) => old.every((line, offset) => text[at + offset] === line) ? [at] : []);
  const [at, ...others] = places;
  if (at === undefined || others.length > 0) { throw new Error(`${name} has ${places.length} places for:\n${hunk.join('\n')}`); }
  return [...text.slice(0, at), ...replacement, ...text.slice(at + old.length)];
}
