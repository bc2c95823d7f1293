import { Command } from 'commander';

/** `homelab init`. */
export function initCommand(exit: (code: number) => void): Command {
  return new Command('init').description('Make a new lab: a folder of about ten files.').action(() => { exit(2); });
}
