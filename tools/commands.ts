import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { commandsPage } from './commands/page';

/*
 * npm run commands: writes the help of every verb into docs/commands.md. Run it after every change of an option; a test compares the two.
 */

const FILE = path.resolve(__dirname, '../docs/commands.md');

try {
  writeFileSync(FILE, commandsPage(readFileSync(FILE, 'utf8').replaceAll('\r\n', '\n')));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
