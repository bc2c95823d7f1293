import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { BASE } from '../check/verdicts/bases';
import { TRIALS } from '../check/verdicts/table';
import { ApiServer } from './api-server';
import { judge, prepare } from './judge';

/* npm run server-verdicts: asks the API server of KUBEBUILDER_ASSETS about every trial, and keeps what it says. */

async function record(): Promise<void> {
  const server = await ApiServer.start();
  try {
    const { gitVersion = '' } = (await server.ask('GET', '/version')).body;
    await prepare(server, Object.values(BASE));
    const bases: string[] = [];
    for (const base of Object.values(BASE)) {
      const said = await judge(server, base);
      if (said !== '') { bases.push(`${base.kind} ${base.metadata.name}: ${said}`); }
    }
    if (bases.length > 0) { throw new Error(`these should be valid:\n${bases.join('\n')}`); }
    const verdicts: Record<string, string> = {};
    for (const { id, object } of TRIALS) {
      if (id in verdicts) { throw new Error(`two trials are called ${id}`); }
      verdicts[id] = await judge(server, object);
    }
    const file = path.join(__dirname, '../fixtures/server-verdicts', `${gitVersion.slice(1)}.json`);
    writeFileSync(file, `${JSON.stringify(verdicts, undefined, 1)}\n`);
    const refused = Object.values(verdicts).filter((said) => said !== '').length;
    process.stdout.write(`${file}: ${refused} of ${TRIALS.length} refused\n`);
  } finally {
    await server.stop();
  }
}

void record();
