import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { host, writeFiles } from './lab';
import { runPwshBeside, runPwshJson, withFolder } from './pwsh';

/** A function of the scripts and its parameters. */
export interface FunctionCall {
  readonly call: string;
  readonly with: Readonly<Record<string, unknown>>;
  /** Values of the configuration that this call and those after it see. */
  readonly lab?: Readonly<Record<string, unknown>>;
}

/** What a function returned, or the message it ended with. */
export interface FunctionAnswer<Value> {
  readonly value?: Value;
  readonly error?: string;
}

const SCRIPT = path.join(__dirname, 'call-functions.ps1');

/** Calls functions of the scripts of the default lab in one PowerShell process, the way the verbs load them. */
export function callFunctions<Value>(calls: readonly FunctionCall[]): FunctionAnswer<Value>[] {
  return withFolder((folder) => {
    writeFiles(folder, host());
    return runPwshJson<FunctionAnswer<Value>[]>(SCRIPT, calls, { Lib: path.join(folder, 'lib') });
  });
}

/**
 * The same while this process goes on.
 *
 * @param folder - where the scripts are written, below `scripts`
 * @param environment - variables of the process, besides the usual ones
 */
export async function callFunctionsBeside<Value>(
  folder: string, calls: readonly FunctionCall[], environment: Readonly<Record<string, string>>,
): Promise<FunctionAnswer<Value>[]> {
  writeFiles(path.join(folder, 'scripts'), host());
  const files = { InFile: path.join(folder, 'in.json'), OutFile: path.join(folder, 'out.json') };
  writeFileSync(files.InFile, JSON.stringify(calls));
  await runPwshBeside(SCRIPT, { ...files, Lib: path.join(folder, 'scripts/lib') }, environment);
  return JSON.parse(readFileSync(files.OutFile, 'utf8')) as FunctionAnswer<Value>[];
}
