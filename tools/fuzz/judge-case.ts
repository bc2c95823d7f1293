import { readConfig } from '../../charts/load-config';
import { ConfigError } from '../../config/problem';
import { SynthError } from '../../errors';
import { synthesise } from '../../synth/synthesise';

/** What may be said of one file. */
const MOST = { lines: 200, characters: 1100 } as const;

/** What came of one text. */
export interface CaseOutcome {
  /** `taken`: it is a lab; `refused`: it is none, and every message is as it should be. */
  readonly state: 'taken' | 'refused' | 'failed';
  /** What failed, in a form that is the same for the same fault. @default - nothing */
  readonly failure?: string;
  /** Everything that was made or said, for a comparison. */
  readonly output: string;
  /** CPU time in milliseconds. */
  readonly milliseconds: number;
}

/**
 * Takes a text the whole way, from configuration to files in memory, with all checks. What a user would see as an error is an outcome; what
 * should never happen is a failure.
 *
 * @param limit - CPU time in milliseconds after which a case is too slow
 */
export function judgeCase(text: string, limit: number): CaseOutcome {
  const before = process.cpuUsage();
  const done = (state: CaseOutcome['state'], output: string, failure?: string): CaseOutcome => {
    const { user, system } = process.cpuUsage(before);
    const milliseconds = (user + system) / 1000;
    if (failure === undefined && milliseconds > limit) {
      return { state: 'failed', failure: `takes more than ${limit} ms of CPU`, output, milliseconds };
    }
    return { state, output, milliseconds, ...failure === undefined ? {} : { failure } };
  };
  try {
    const { files, scripts, monitoring, runbooks, labPage, warnings } = synthesise(readConfig(text, 'homelab.yaml'));
    const all = [files, scripts, monitoring, runbooks].flatMap((tree) => [...tree].flat());
    const wrong = warnings.map((line) => placeFault(line) ?? faultOf(line)).find((fault) => fault !== undefined);
    return done(wrong === undefined ? 'taken' : 'failed', [...all, labPage, ...warnings].join('\0'), wrong && `a warning ${wrong}`);
  } catch (error) {
    if (error instanceof ConfigError) {
      const { problems } = error;
      const wrong = problems.length > MOST.lines ? `there are more than ${MOST.lines} messages`
        : problems.map((line) => placeFault(line) ?? faultOf(line)).find((fault) => fault !== undefined);
      return done(wrong === undefined ? 'refused' : 'failed', problems.join('\n'), wrong === undefined ? undefined : `a message ${wrong}`);
    }
    const text = error instanceof Error ? error.message : String(error);
    if (error instanceof SynthError) { return done('failed', text, `a message has no place: ${text.slice(0, 120)}`); }
    const begin = text.split('\n').slice(0, 3).join(' ').slice(0, 200);
    return done('failed', text, `${error instanceof Error ? error.name : typeof error}: ${begin}${frameOf(error)}`);
  }
}

function placeFault(line: string): string | undefined {
  return /^homelab\.yaml:[1-9]\d*:[1-9]\d* \S/.test(line) ? undefined : `does not begin with file, line and column: ${line.slice(0, 80)}`;
}

function faultOf(line: string): string | undefined {
  if (/[\p{Cc}\p{Cf}\u2028\u2029]/u.test(line)) { return 'has control characters'; }
  return line.length > MOST.characters ? `has more than ${MOST.characters} characters` : undefined;
}

/** Where in this project an error was thrown. */
function frameOf(error: unknown): string {
  const frames = (error instanceof Error ? error.stack ?? '' : '').split('\n');
  const frame = frames.find((line) => /\((?!node:).*\.ts:\d+/.test(line) && !line.includes('node_modules'));
  return frame === undefined ? '' : ` (${/([\w-]+\.ts:\d+)/.exec(frame)?.[1] ?? ''})`;
}
