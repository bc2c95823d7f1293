import type { Command } from 'commander';
import { createProgram } from '../../cli/program';

/** Columns of the help on the page. On a terminal it is as wide as that. */
const WIDTH = 100;

/** The verbs of the command line, each with the help it prints. */
export function helpTexts(): Map<string, string> {
  const program = createProgram(() => undefined);
  return new Map(program.commands.map((command) => [command.name(), printed(command)]));
}

/** Everything that a command prints as its help, with what is added behind the options. */
function printed(command: Command): string {
  let text = '';
  command.configureOutput({ writeOut: (part) => { text += part; }, getOutHelpWidth: () => WIDTH, getOutHasColors: () => false });
  command.outputHelp();
  return text.trim();
}

/**
 * docs/commands.md with the help of today in the first block of each section "homelab VERB".
 *
 * @throws Error if a verb has no section, or a section no verb
 */
export function commandsPage(page: string): string {
  const helps = helpTexts();
  const sections = [...page.matchAll(/^## homelab ([a-z-]+)$/gm)].map(([, verb = '']) => verb);
  const missing = [...helps.keys()].filter((verb) => !sections.includes(verb));
  if (missing.length > 0) {
    throw new Error(`docs/commands.md has no section "## homelab ${missing.join('", "## homelab ')}"; add one with an empty block of code`);
  }
  return sections.reduce((text, verb) => {
    const help = helps.get(verb);
    if (help === undefined) { throw new Error(`docs/commands.md has a section "## homelab ${verb}", and there is no such verb`); }
    const block = new RegExp(`(^## homelab ${verb}\\n(?:(?!^## )[\\s\\S])*?^\`\`\`\\n)[\\s\\S]*?(^\`\`\`$)`, 'm');
    if (!block.test(text)) { throw new Error(`docs/commands.md: the section "homelab ${verb}" has no block of code for the help`); }
    return text.replace(block, (_, head: string, end: string) => `${head}${help}\n${end}`);
  }, page);
}
