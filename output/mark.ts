import { markerOf } from './ours';

/** What a generated file says of itself, without comment signs. `source` is the name of the configuration file. */
function notice(source: string): string {
  return `${markerOf(source)} by \`npm run synth\`; a change made here is lost at the next synth.`;
}

/** The notice as the first line of a file whose comments begin with "#". */
export function header(source: string): string {
  return `# ${notice(source)}\n`;
}

/** Makes a file say that it is generated, in the words its format has for comments. */
export function mark(file: string, text: string, source: string): string {
  if (file.endsWith('.json')) { return `${JSON.stringify({ $comment: notice(source), ...JSON.parse(text) as object }, undefined, 2)}\n`; }
  if (file.endsWith('.md')) { return `<!-- ${notice(source)} -->\n\n${text}`; }
  // A blank line, so that PowerShell does not take the notice for the beginning of the help text.
  if (file.endsWith('.ps1')) { return `${header(source).trimEnd()}\r\n\r\n${text}`; }
  // cloud-init knows its own by the first line.
  const first = '#cloud-config\n';
  return text.startsWith(first) ? `${first}${header(source)}${text.slice(first.length)}` : `${header(source)}${text}`;
}
