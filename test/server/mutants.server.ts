import { readFileSync } from 'node:fs';
import path from 'node:path';
import { loadAll } from 'js-yaml';
import type { Manifest } from '../../charts/core/manifest';
import { checkObject, checkPools } from '../../check/objects';
import { BASE } from '../check/verdicts/bases';
import { ApiServer } from './api-server';
import { ask, prepare } from './judge';
import { mutants, type Mutant } from './mutants';
import { describeWithServer } from './parts';

/*
 * What verify says of objects that are changed at random, beside what the server says. MUTANTS and MUTANTS_SEED ask for more of them:
 * MUTANTS=20000 MUTANTS_SEED=7 npm run test:server -- test/server/mutants
 */

const COUNT = Number(process.env['MUTANTS'] ?? '3000');
const SEED = Number(process.env['MUTANTS_SEED'] ?? '20261129');
/** Requests at a time. */
const AT_ONCE = 6;

/** Valid objects of every pinned kind. */
const BASES: readonly Manifest[] = [
  ...Object.values(BASE), ...loadAll(readFileSync(path.join(__dirname, 'bases.yaml'), 'utf8')) as Manifest[],
];

/** What the server refuses and no object shows by itself, by its words. */
const UNKNOWABLE: readonly (readonly [said: RegExp, why: string])[] = [
  [/RuntimeClass ".*" not found|no PriorityClass with name|PriorityClass name/, 'which classes there are is up to the cluster'],
  [/not configured (on this cluster|for dual-stack)|clusterIPs?: Invalid value.*range/, 'addresses are an option of the server'],
  [/serviceAccountToken: Forbidden: must not be specified when serviceAccountName/, 'a cluster has an account for those without'],
  [/must be of type byte: ""/, 'an empty text is bytes for kinds of Kubernetes, and none for others'],
  [/compilation failed|must evaluate to|compilation error/, 'types of CEL are known to the server only'],
  [/element omits all key|has an element that omits all key fields|may not have a null element/, 'so it is with server-side apply only'],
];
/** What verify refuses and the server takes in a dry run only, or for a reason of its own. */
const DRY: readonly (readonly [said: RegExp, why: string])[] = [
  [/nodePort must be from 30000 to 32767/, 'a dry run takes no port'],
  [/spec\.finalizers\[\d+\] must be kubernetes/, 'a namespace that is there keeps those it has'],
  [/must name one place, not (nfs and flexVolume|flexVolume and nfs)/, 'the server forgets to count flexVolume'],
  [/terminationGracePeriodSeconds must be 0 or more/, 'in a template the server takes any negative number for 1'],
  [/must match format "int32"/, 'the server cuts bits off a number that is too large'],
];

const isExcused = (list: typeof DRY, text: string): boolean => list.some(([said]) => said.test(text));

/** What verify says, as far as the server would say it too. */
function verify(object: Manifest): string[] {
  return [...checkObject(object), ...checkPools([object]).flat()].filter(({ who }) => who.startsWith('the API server'))
    .map(({ path: where, message }) => `${where} ${message}`);
}

describeWithServer(`${COUNT} objects changed at random (seed ${SEED})`, () => {
  let server: ApiServer;
  beforeAll(async () => {
    server = await ApiServer.start();
    await prepare(server, BASES);
  });
  afterAll(async () => { await server.stop(); });

  test('all begin as valid ones', async () => {
    const wrong: string[] = [];
    for (const object of BASES) {
      const said = (await ask(server, object)).message;
      if (said !== '') { wrong.push(`${object.kind} ${object.metadata.name}: ${said}`); }
      wrong.push(...verify(object).map((each) => `${object.kind} ${object.metadata.name}: verify says ${each}`));
    }
    expect(wrong).toEqual([]);
  });

  test('are refused by verify where the server refuses them, and nowhere else', async () => {
    // GIVEN
    const all = mutants(BASES, SEED, COUNT);
    const apart: string[] = [];
    let refused = 0;
    let next = 0;
    const compare = async ({ id, object }: Mutant): Promise<void> => {
      const { message } = await ask(server, object);
      const mine = verify(object);
      if (message !== '') { refused++; }
      if (message !== '' && mine.length === 0 && !isExcused(UNKNOWABLE, message)) {
        apart.push(`only the server refuses ${id}: ${message}`);
      }
      if (message === '' && mine.length > 0 && !mine.every((each) => isExcused(DRY, each))) {
        apart.push(`only verify refuses ${id}: ${mine.join('; ')}`);
      }
    };
    // WHEN
    await Promise.all(Array.from({ length: AT_ONCE }, async () => {
      for (let mutant = all[next++]; mutant; mutant = all[next++]) { await compare(mutant); }
    }));
    // THEN
    process.stderr.write(`mutants: seed ${SEED}, ${all.length} compared, ${refused} refused, ${apart.length} disagreements\n`);
    expect(apart.sort().map((each) => each.slice(0, 600))).toEqual([]);
    expect(refused).toBeGreaterThan(COUNT / 5);
    expect(refused).toBeLessThan(COUNT * 0.8);
  }, 900_000);
});
