/*
 * The notice by which generated files are known: a synth replaces and removes a file only if the file says near its top that it is
 * generated. There is no list of files, which two git branches could both change.
 */

/** What every generated file says near its top, with the name of its configuration. */
const NOTICE = /Generated from (\S+\.ya?ml)\b/;

/** Bytes from the start of a file in which the notice has to stand: `#cloud-config` and `#!` need the first line for themselves. */
export const NOTICE_REACH = 1024;

/** The name of the configuration that a text says it is generated from; undefined for a text without the notice. */
export function sourceOf(text: string): string | undefined {
  return NOTICE.exec(Buffer.from(text.slice(0, NOTICE_REACH)).subarray(0, NOTICE_REACH).toString('utf8'))?.[1];
}

/** The verb that writes a file, and would write it again. */
export type Writer = 'synth' | 'render';

/**
 * The notice as the first line of a file whose comments begin with "#".
 *
 * @param source - name of the configuration file, without folders
 * @param writer - what writes the file
 */
export function noticeLine(source: string, writer: Writer = 'synth'): string {
  return `# ${notice(source, writer)}\n`;
}

/**
 * Adds the notice to a text, as a comment of the file's format.
 *
 * @param file - name of the file; its ending says the format
 * @param source - name of the configuration file, without folders
 */
export function withNotice(file: string, text: string, source: string): string {
  if (file.endsWith('.json')) { return `${JSON.stringify({ $comment: notice(source), ...JSON.parse(text) as object }, undefined, 2)}\n`; }
  if (file.endsWith('.md')) { return `<!-- ${notice(source)} -->\n\n${text}`; }
  // A blank line, so that PowerShell does not take the notice for the beginning of the help text.
  if (file.endsWith('.ps1')) { return `${noticeLine(source).trimEnd()}\r\n\r\n${text}`; }
  // cmd.exe reads what goto passes over only in search of the label: in a comment it would expand a "%" of the name.
  if (file.endsWith('.cmd')) { return `@goto :begin\r\n${noticeLine(source).trimEnd()}\r\n:begin\r\n${text}`; }
  // cloud-init reads user-data, and Linux runs a script, only if this is its first line.
  const [first = ''] = /^(#cloud-config|#!.*)\n/.exec(text) ?? [];
  return `${first}${noticeLine(source)}${text.slice(first.length)}`;
}

function notice(source: string, writer: Writer = 'synth'): string {
  return `Generated from ${source.replaceAll(/\s/g, '-')} by \`npm run ${writer}\`; a change made here is lost at the next ${writer}.`;
}
