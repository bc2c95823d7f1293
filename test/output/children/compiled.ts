import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildSync } from 'esbuild';

/**
 * Compiles a program of this folder into one file that plain node runs. A test that kills it at a moment of its choice must not have it
 * spend that moment on compiling.
 *
 * @returns path of the compiled file
 */
export function compiled(name: string): string {
  const outfile = path.join(mkdtempSync(path.join(tmpdir(), 'homelab-child-')), `${name}.js`);
  const entryPoints = [path.join(__dirname, `${name}.ts`)];
  buildSync({ entryPoints, outfile, bundle: true, platform: 'node', target: 'node20', logLevel: 'error' });
  return outfile;
}
