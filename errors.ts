import path from 'node:path';

/** Thrown for an error that the user can fix; its message is ready to print and needs no stack trace. */
export class SynthError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SynthError';
  }
}

/** Thrown if nothing is wrong with the lab itself, but the system refuses to write, or another synth is running. */
export class SystemRefusal extends SynthError {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SystemRefusal';
  }
}

/** The reason of a system error in words; any other error as text. */
export function systemReason(error: unknown): string {
  const code = errorCode(error);
  return code === undefined ? String(error) : REASONS[code] ?? code;
}

/**
 * A system error as one sentence; any other error as it is.
 *
 * @param consequence - what has happened to the output, for the end of the sentence
 */
export function asSynthError(error: unknown, consequence: string): unknown {
  const code = errorCode(error);
  if (error instanceof SynthError || code === undefined) { return error; }
  const { path: file = 'a file', dest, syscall = '' } = error as NodeJS.ErrnoException & { readonly dest?: string };
  const where = path.relative(process.cwd(), dest ?? file) || '.';
  const reading = READS.has(syscall);
  const reason = reading && code === 'EACCES' ? 'you may not read it' : systemReason(error);
  return new SystemRefusal(`cannot ${reading ? 'read' : 'write'} ${where}: ${reason} (${code}); ${consequence}.`, { cause: error });
}

/** System calls that only read. */
const READS = new Set(['scandir', 'lstat', 'stat', 'readlink', 'read', 'realpath']);

/** Code of a system error, such as ENOENT. */
export function errorCode(error: unknown): string | undefined {
  // Not by instanceof: an error of Node is no instance of the class Error inside a sandbox, such as Jest's.
  const code: unknown = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

/** Codes of system errors (errno(3)) in words. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'you may not write there',
  EPERM: 'the system does not allow it; on Windows another program usually has it open',
  EBUSY: 'another program has it open',
  ENOSPC: 'the disk is full',
  EDQUOT: 'your disk quota is used up',
  EROFS: 'the file system is read-only',
  EXDEV: 'it is on another file system',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EIO: 'the disk or its driver failed',
  EEXIST: 'something of that name is already there',
  ELOOP: 'its symbolic links form a loop',
  ENAMETOOLONG: 'the name is too long',
};
