import { MARKER } from './ours';

/** What a generated file says of itself, without comment signs. */
const NOTICE = `${MARKER} by \`npm run synth\`; a change made here is lost at the next synth.`;

/** The notice as the first line of a file whose comments begin with "#". */
export const HEADER = `# ${NOTICE}\n`;

/** Makes a file say that it is generated, in the words its format has for comments. */
export function mark(file: string, text: string): string {
  if (file.endsWith('.json')) { return `${JSON.stringify({ $comment: NOTICE, ...JSON.parse(text) as object }, undefined, 2)}\n`; }
  // A blank line, so that PowerShell does not take the notice for the beginning of the help text.
  if (file.endsWith('.ps1')) { return `${HEADER.trimEnd()}\r\n\r\n${text}`; }
  // cloud-init knows its own by the first line.
  const first = '#cloud-config\n';
  return text.startsWith(first) ? `${first}${HEADER}${text.slice(first.length)}` : `${HEADER}${text}`;
}
