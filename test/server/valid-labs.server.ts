import type { Manifest } from '../../charts/core/manifest';
import { inWaveOrder } from '../../check/server/wave-order';
import { toManifests } from '../../synth/render';
import { FIXTURES, fixture, HOMES, nameOf } from '../whole-lab/labs';
import { ApiServer } from './api-server';
import { judge, prepare, prepareNamespaces } from './judge';
import { describeWithServer } from './parts';

describeWithServer('the API server', () => {
  let server: ApiServer;
  beforeAll(async () => {
    server = await ApiServer.start();
    await prepare(server, []);
  });
  afterAll(async () => { await server.stop(); });

  /** Objects that it has taken already, as they are; another lab has many of them, too. */
  const taken = new Set<string>();

  /** What it refuses of some objects, in their order. */
  async function refusals(objects: readonly Manifest[], keep: boolean): Promise<string[]> {
    const said: string[] = [];
    for (const object of objects) {
      const verdict = await judge(server, object, keep);
      if (verdict !== '') { said.push(`${nameOf(object)}: ${verdict}`); }
    }
    return said;
  }

  const inOrder = (name: string): Manifest[] => {
    const { lab } = fixture(name);
    return inWaveOrder(lab, toManifests(lab)).map(({ object }) => object);
  };

  test('takes the default lab, wave by wave, and keeps it', async () => {
    // GIVEN what K3s has before the first wave: the definitions, and the namespace of Argo CD
    const objects = inOrder('default');
    await prepareNamespaces(server, objects.filter(({ metadata: { namespace } }) => namespace === 'argocd'));
    // THEN each namespace is there before what is in it
    expect(await refusals(objects, true)).toEqual([]);
    expect(objects.length).toBeGreaterThan(80);
  });

  test.each([...FIXTURES, ...HOMES])('takes what no lab before "%s" had', async (name) => {
    const objects = inOrder(name).filter((object) => !taken.has(JSON.stringify(object)));
    await prepareNamespaces(server, objects);
    expect(await refusals(objects, false)).toEqual([]);
    for (const object of objects) { taken.add(JSON.stringify(object)); }
  });
});
