/** What the program's exit says; docs/commands.md lists the same. */
export const EXIT = {
  /** Done, and nothing to object to. */
  ok: 0,
  /** The answer is no: a mistake in the lab, output that is not current, objects that would be refused. */
  no: 1,
  /** The command line is wrong, or something it needs cannot be reached: git, a cluster, a registry, a place to write to. */
  cannot: 2,
  /** `diff --check`: something changes. */
  changes: 3,
  /** `diff --check`: something changes that can hurt. */
  danger: 4,
  /** A bug of the program. 70 is EX_SOFTWARE of sysexits.h. */
  bug: 70,
} as const;

/** Thrown for what is missing around the program, or wrong on the command line. The message is ready to print. */
export class CannotError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CannotError';
  }
}
