import { readFileSync } from 'node:fs';
import path from 'node:path';
import { loadAll } from 'js-yaml';
import type { Manifest } from '../../charts/core/manifest';
import { REFUSED, TAKEN } from '../check/core/custom-definition.cases';
import { ABSENT, change } from '../check/verdicts/mutation';
import { ApiServer } from './api-server';
import { ask } from './judge';
import { describeWithServer } from './parts';

const BASE = (loadAll(readFileSync(path.join(__dirname, 'bases.yaml'), 'utf8')) as Manifest[])
  .find(({ metadata }) => metadata.name === 'converted.example.com')!;

describeWithServer('a definition that is converted by a webhook', () => {
  let server: ApiServer;
  beforeAll(async () => { server = await ApiServer.start(); });
  afterAll(async () => { await server.stop(); });

  test.each(REFUSED)('is refused with %s = %j', async (where, value) => {
    expect((await ask(server, change(BASE, where, value))).message).not.toBe('');
  });

  test.each(TAKEN)('is taken with %s = %j', async (where, value) => {
    expect((await ask(server, change(BASE, where, value === undefined ? ABSENT : value))).message).toBe('');
  });
});
