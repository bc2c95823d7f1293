import { readFileSync } from 'node:fs';
import path from 'node:path';
import { load } from 'js-yaml';
import { readConfig } from '../../../charts/load-config';
import { toMarkdown } from '../../../diff/markdown';
import { toText } from '../../../diff/text';
import { readHostSettings } from '../../../diff/outside/host-settings';
import { readSeed } from '../../../diff/outside/seed';
import { HOST_FACTS, takesOf } from '../../../host/host-facts';
import { madeWith, type MadeWith } from '../../../host/made-with';
import { WHOLE } from '../../whole';
import { diffOf, stateOf } from '../../diff/states';
import { onWindows } from '../../windows-lab';

/** Two labs, and every line that is said of the change from one to the other. */
interface Pair { readonly name: string; readonly before: string; readonly after: string; readonly says: string }

const ALL = load(readFileSync(path.join(__dirname, '../../fixtures/diff/pairs.yaml'), 'utf8')) as Pair[];

/** Each pair is two labs: an eighth of them says soon enough that something is wrong. */
const PAIRS = WHOLE ? ALL : ALL.filter((_, index) => index % 8 === 0);

test.each(PAIRS.map((pair) => [pair.name, pair] as const))('%s', (_, { before, after, says }) => {
  expect(`${toText(diffOf(before, after), false)}\n`).toBe(says);
});

test('of two labs that are the same nothing is said, and of others something', () => {
  const wrong = ALL.filter(({ name, says }) => name.startsWith('nothing: ') !== (says === 'Nothing changes.\n'));
  expect(wrong.map(({ name }) => name)).toEqual([]);
  expect(ALL.length).toBeGreaterThan(100);
});

test('a comment for a pull request has the same risks', () => {
  for (const { before, after, says } of PAIRS) {
    const risks = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;
    const markdown = toMarkdown(diffOf(before, after));
    expect(risks(markdown, /^- (🛑|⚠️) /gmu)).toBe(risks(says, /^(DANGER|caution) /gm));
  }
});

describe('what lab.cmd up refuses', () => {
  /** What Made.ps1 compares of each node: facts on record under the same name. */
  const cutsOff = (before: string, after: string): boolean => {
    const facts = (yaml: string): Map<string, MadeWith> => {
      const { config } = readConfig(yaml, 'homelab.yaml');
      return new Map(config.nodes.flatMap((node) => madeWith(onWindows(config), node)).map((fact) => [fact.name, fact]));
    };
    const [made, now] = [facts(before), facts(after)];
    return [...now.values()].some((fact) => fact.cutsOff && (made.get(fact.name)?.value ?? fact.value) !== fact.value);
  };

  test.each(PAIRS.map((pair) => [pair.name, pair] as const))('is what diff says of it: %s', (_, { before, after, says }) => {
    expect(says.includes('lab.cmd up refuses another value')).toBe(cutsOff(before, after));
  });

  test('and every fact of a node\'s record, of the scripts and of a seed is in the table', () => {
    const { config } = readConfig('', 'homelab.yaml');
    expect(madeWith(onWindows(config), config.nodes[0]!).filter(({ name }) => takesOf(name) === undefined)).toEqual([]);
    const scripts = stateOf('').get('scripts') ?? new Map<string, string>();
    const settings = readHostSettings(scripts.get('lib/Config.ps1') ?? '');
    const seed = readSeed(new Map(['user-data', 'network-config'].map((file) => [file, scripts.get(`seed/homelab/${file}`) ?? ''])));
    const facts = [
      ...Object.keys(settings?.host ?? {}), ...Object.keys(settings?.nodes.get('homelab') ?? {}).map((key) => `nodes[].${key}`),
      ...Object.keys(seed?.settings ?? {}),
    ];
    expect(facts).toEqual(expect.arrayContaining(['host.folder', 'nodes[].cpus', 'network.podCIDR', 'mesh.clockJumpThreshold']));
    expect(facts.filter((fact) => takesOf(fact) === undefined)).toEqual([]);
    const refused = Object.entries(HOST_FACTS).filter(([, takes]) => takes === 'anew').map(([key]) => key);
    expect(refused).toEqual([
      'network.cidr', 'network.hostAddress', 'network.podCIDR', 'network.serviceCIDR', 'host.network', 'host.router', 'host.sshUser',
      'nodes[].name', 'nodes[].address',
    ]);
  });
});
