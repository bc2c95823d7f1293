import { run } from './cli/run';

/**
 * The program: the command `homelab`, and the `app` of cdk8s.yaml.
 *
 * @param argv - what the user typed after the name of the program
 */
export function main(argv: readonly string[]): void {
  void run(argv);
}
