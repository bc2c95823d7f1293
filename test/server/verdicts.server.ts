import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { BASE } from '../check/verdicts/bases';
import { TRIALS } from '../check/verdicts/table';
import { ApiServer } from './api-server';
import { judge, prepare } from './judge';
import { describeWithServer } from './parts';

describeWithServer('the recorded verdicts', () => {
  let server: ApiServer;
  beforeAll(async () => { server = await ApiServer.start(); });
  afterAll(async () => { await server.stop(); });

  test('are those of the API server that is asked now', async () => {
    // GIVEN
    const { gitVersion = '' } = (await server.ask('GET', '/version')).body;
    const file = path.join(__dirname, '../fixtures/server-verdicts', `${gitVersion.slice(1)}.json`);
    // A version without a file: npm run server-verdicts
    expect(existsSync(file)).toBe(true);
    const recorded = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, string>>;
    await prepare(server, Object.values(BASE));
    // WHEN
    const changed: string[] = [];
    for (const { id, object } of TRIALS) {
      const verdict = await judge(server, object);
      if (verdict !== recorded[id]) { changed.push(`${id}: ${verdict}, not ${recorded[id] ?? '(nothing)'}`); }
    }
    // THEN
    expect(changed).toEqual([]);
  });
});
