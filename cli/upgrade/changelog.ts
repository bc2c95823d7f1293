import { gt, lte, rcompare, valid } from 'semver';

/** One version in a changelog of the form https://keepachangelog.com. */
export interface Release {
  /** The version; `Unreleased` for what is in no version yet. */
  readonly version: string;
  /** The date as written; undefined if there is none. */
  readonly date: string | undefined;
  /** The parts, in their order. */
  readonly parts: readonly ChangelogPart[];
}

/** The text under one heading of a release. */
export interface ChangelogPart {
  /** `Added`, `Fixed`; empty for the text before the first heading. */
  readonly title: string;
  /** Markdown, without blank lines around it. */
  readonly text: string;
}

/** Changes between two versions, newest first. */
export interface Changes {
  /** Changes after which the user has to do something: version, and Markdown. */
  readonly breaking: readonly { readonly version: string; readonly text: string }[];
  /** All other changes. */
  readonly releases: readonly Release[];
}

const RELEASE = /^## \[?v?([^\]\s]+)\]?(?:\([^)]*\))?(?:\s+[-\u2013]\s+(\S+))?/;

/** Reads a changelog. Headings that are not a version are left out. */
export function parseChangelog(markdown: string): Release[] {
  const releases: { version: string; date: string | undefined; parts: { title: string; lines: string[] }[] }[] = [];
  for (const line of markdown.replaceAll('\r\n', '\n').split('\n')) {
    const [heading, version = '', date] = RELEASE.exec(line) ?? [];
    const [part, title = ''] = /^### (.+?)\s*$/.exec(line) ?? [];
    const release = releases.at(-1);
    if (heading !== undefined) {
      releases.push({ version: valid(version) ?? version, date, parts: [{ title: '', lines: [] }] });
    } else if (part !== undefined) {
      release?.parts.push({ title, lines: [] });
    } else if (!/^\[[^\]]+\]:\s/.test(line)) {
      // Definitions of links belong to no version.
      release?.parts.at(-1)?.lines.push(line);
    }
  }
  return releases.filter(({ version }) => version === 'Unreleased' || valid(version) !== null).map(({ version, date, parts }) => ({
    version,
    date,
    parts: parts.map(({ title, lines }) => ({ title, text: trimmed(lines) })).filter(({ text }) => text !== ''),
  }));
}

/** The changes after one version, up to and with another. */
export function changesBetween(releases: readonly Release[], older: string, newer: string): Changes {
  const between = releases.filter(({ version }) => valid(version) !== null && gt(version, older) && lte(version, newer))
    .sort((a, b) => rcompare(a.version, b.version));
  return {
    breaking: between.flatMap(({ version, parts }) => parts.filter(isBreaking).map(({ text }) => ({ version, text }))),
    releases: between.map((release) => ({ ...release, parts: release.parts.filter((part) => !isBreaking(part)) })),
  };
}

/** The changes as text for a terminal: breaking changes first. */
export function formatChanges({ breaking, releases }: Changes): string {
  const versions = releases.filter(({ parts }) => parts.length > 0).map(({ version, date, parts }) => [
    `${version}${date === undefined ? '' : ` (${date})`}`,
    ...parts.map(({ title, text }) => `${title === '' ? '' : `  ${title}\n`}${indent(text, '    ')}`),
  ].join('\n'));
  const broken = breaking.length === 0 ? [] : [[
    'Breaking', ...breaking.map(({ version, text }) => `  ${version}\n${indent(text, '    ')}`),
  ].join('\n')];
  return [...broken, ...versions].join('\n\n');
}

/** Lines without the blank ones around them. */
function trimmed(lines: readonly string[]): string {
  return lines.join('\n').replace(/^(\s*\n)+|\s+$/g, '');
}

function isBreaking({ title }: ChangelogPart): boolean {
  return /\bbreaking\b/i.test(title);
}

/** Indents text from a package that is not trusted: control characters are removed, because they could control the terminal. */
function indent(text: string, by: string): string {
  return text.split('\n').map((line) => `${by}${line}`.trimEnd().replaceAll(/\p{Cc}/gu, '')).join('\n');
}
