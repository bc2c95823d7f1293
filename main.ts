import { run } from './cli/run';

/** The program: what the command `homelab` and cdk8s' `app` start. */
export function main(argv: readonly string[]): void {
  void run(argv);
}
