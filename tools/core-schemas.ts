import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bundleCoreKinds, CORE_VALIDATORS_FILE } from './core/bundle';

/*
 * npm run core-schemas: rewrites schemas/core/validators.js from the kubernetes-models packages that are installed.
 */
async function main(): Promise<void> {
  const text = await bundleCoreKinds();
  mkdirSync(path.dirname(CORE_VALIDATORS_FILE), { recursive: true });
  writeFileSync(CORE_VALIDATORS_FILE, text);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
