/** Exit codes of the program; docs/commands.md lists the same. */
export const EXIT = {
  /** Done, and nothing is wrong. */
  ok: 0,
  /** Something is wrong with the lab: a mistake, output that is not current, objects that a server would refuse. */
  no: 1,
  /** The command line is wrong, or something it needs cannot be reached: git, helm, a cluster, a registry, a place to write to. */
  cannot: 2,
  /** `diff --check`: something changes. */
  changes: 3,
  /** `diff --check`: a change is dangerous. */
  danger: 4,
  /** A bug of this program. 70 is EX_SOFTWARE of sysexits.h. */
  bug: 70,
} as const;

/** Thrown if the command line is wrong, or something outside the lab is missing. The message is ready to print. */
export class CannotError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CannotError';
  }
}
