import { readFileSync } from 'node:fs';
import path from 'node:path';
import { EXIT } from '../../cli/exit-codes';
import { commandsPage, helpTexts } from '../../tools/commands/page';

const PAGE = readFileSync(path.join(__dirname, '../../docs/commands.md'), 'utf8').replaceAll('\r\n', '\n');

test('docs/commands.md is what `npm run commands` writes', () => {
  expect(commandsPage(PAGE)).toBe(PAGE);
});

test('every verb is there, with all that its help says', () => {
  const helps = [...helpTexts()];
  expect(helps.map(([verb]) => verb)).toEqual(expect.arrayContaining(['init', 'synth', 'verify', 'render', 'diff', 'upgrade']));
  for (const [verb, help] of helps) {
    expect(help).toMatch(new RegExp(`^Usage: homelab ${verb} `));
    expect(help).toContain('--debug');
    expect(PAGE).toContain(`\`\`\`\n${help}\n\`\`\``);
  }
});

test('the table of exit codes has every code of the program, and no other', () => {
  const [, section = ''] = /^## Exit codes\n([\s\S]*?)^## /m.exec(PAGE) ?? [];
  expect([...section.matchAll(/^\| (\d+) \| \S/gm)].map(([, code]) => Number(code))).toEqual(Object.values(EXIT));
});

test('a verb without a section, and a section without a verb, are told apart', () => {
  expect(() => commandsPage(PAGE.replace('## homelab diff\n', '## differences\n'))).toThrow('has no section "## homelab diff"');
  expect(() => commandsPage(`${PAGE}## homelab dance\n`)).toThrow('has a section "## homelab dance", and there is no such verb');
  expect(() => commandsPage(PAGE.replace(/(## homelab synth\n)[\s\S]*?(?=## )/, '$1')))
    .toThrow('the section "homelab synth" has no block of code');
});
