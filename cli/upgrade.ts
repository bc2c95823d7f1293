import { Command } from 'commander';

/** `homelab upgrade`. */
export function upgradeCommand(exit: (code: number) => void): Command {
  return new Command('upgrade').description('Raise the version of this tool.').action(() => { exit(2); });
}
