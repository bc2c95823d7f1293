/** Where a value stands in the user's file; both numbers start at 1. */
export interface Position {
  /** Line in the file. */
  readonly line: number;
  /** Column in the line. */
  readonly column: number;
}

/** The way to a value: keys and list indexes, outermost first. */
export type ConfigPath = readonly (string | number)[];

/** In a path: every item of the list, and every value of a key of theirs. */
export const EVERY = '*';

/** One thing that is wrong with the configuration, in the words of the person who has to mend it. */
export interface Problem {
  /** The value to blame. An empty path means the file as a whole. */
  readonly path: ConfigPath;
  /** What is wrong, and why it matters. No full stop at the end. */
  readonly what: string;
  /** What to do about it. No full stop at the end. */
  readonly fix: string;
  /** The other values the verdict rests on; if one of those is wrong itself, this problem is left unsaid. @default - none */
  readonly related?: readonly ConfigPath[];
  /** Set where no value carries the position, such as a syntax error. @default - looked up from `path` */
  readonly position?: Position;
  /** Set where `path` names a key to blame rather than its value. @default false */
  readonly atKey?: boolean;
  /** Errors make the configuration unusable; warnings are printed. @default error */
  readonly severity?: 'error' | 'warning';
  /** Name of a warning, by which `allowUnsafe` silences it; docs/rules.md has a section for each. @default - it has none */
  readonly rule?: WarningName;
}

/** Names of the warnings about what lies around homelab.yaml: the repository, and what is in it. */
export const SURROUNDING_NAMES = ['repository-pushed', 'application-path-exists', 'output-committed', 'apps-folder-read'] as const;
/** Names of all warnings that are known before there is a lab. */
export const WARNING_NAMES = [
  'keys-take-effect', 'k3s-version-tested', 'name-servers-public', 'names-written', 'names-one-answer', 'repository-proxied',
  'external-host-outside', 'token-keys-outside', 'webhook-secret-listed', 'nfs-mountable', 'tunnel-pages', 'tailnet-routes',
  'page-without-login',
  'login-issuer-outside', 'login-endpoints-known', 'passkeys-trusted', 'name-server-in-mesh', ...SURROUNDING_NAMES,
] as const;
/** One of them. */
export type WarningName = typeof WARNING_NAMES[number];

/** True for what makes a configuration unusable. */
export function isError({ severity = 'error' }: Problem): boolean {
  return severity === 'error';
}

/** Thrown when the configuration cannot be used; its message is ready to print and needs no stack trace. */
export class ConfigError extends Error {
  /** @param problems - one line each, with place, fault and fix */
  constructor(public readonly problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'ConfigError';
  }
}

/** Writes a path the way a person says it: `services[2].port`. */
export function formatPath(path: ConfigPath): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') { return `${text}[${part}]`; }
    const key = /^[A-Za-z_][\w-]{0,99}$/.test(part) ? part : formatValue(part);
    return text === '' ? key : `${text}.${key}`;
  }, '');
}

/** Shows an offending value on one line, short enough for a message. */
export function formatValue(value: unknown): string {
  const text = typeof value === 'bigint' ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/**
 * Text in which every character can be seen: control characters, which can control a terminal, and format characters, which can reverse the
 * direction of a line, are written as escapes. JSON.stringify leaves some of them, such as C1 controls and bidirectional marks.
 */
export function visible(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) => `\\u${character.codePointAt(0)!.toString(16).padStart(4, '0')}`);
}

/** A message as one short line: values may be of any length, and hold any character. */
export function plain(message: string): string {
  const line = visible(message);
  // The fix stands at the end, so the middle goes.
  return line.length > 1000 ? `${line.slice(0, 600)} ... ${line.slice(-300)}` : line;
}

/** True when `path` is `prefix` or lies below it. */
export function isWithin(path: ConfigPath, prefix: ConfigPath): boolean {
  return prefix.every((part, index) => isSamePart(path[index], part));
}

function isSamePart(one: string | number | undefined, other: string | number): boolean {
  return one === other || (one === EVERY && typeof other === 'number') || (other === EVERY && typeof one === 'number');
}

/** The value at a path of plain data; undefined where there is none. */
export function valueAt(data: unknown, path: ConfigPath): unknown {
  return path.reduce<unknown>((at, part) => {
    const isThere = at !== null && typeof at === 'object' && Object.hasOwn(at, part);
    return isThere ? (at as Record<string | number, unknown>)[part] : undefined;
  }, data);
}
