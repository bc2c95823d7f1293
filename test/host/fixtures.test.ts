import path from 'node:path';
import { load } from 'js-yaml';
import { loadConfig } from '../../charts/load-config';
import { isOnWindows } from '../../config/windows-lab';
import { staticFiles } from '../../host/node/files';
import { windowsSources } from '../../host/sources';
import { synthesise } from '../../synth/synthesise';
import { FIXTURES, VALID } from '../whole-lab/labs';

const MANIFESTS = '/var/lib/rancher/k3s/server/manifests/';
/** What says the configuration in scripts/; every other file must not know it. */
const CONFIGURED = /^(lib\/Config\.ps1|required-secrets\.json|seed\/.*)$/;
const HEADER = /^(@goto :begin\n)?# Generated from homelab\.yaml [^\n]*\n(:begin\n|\n)?/;

interface WrittenFile {
  readonly path: string;
  readonly permissions: string;
  readonly content: string;
  readonly encoding?: string;
}

interface UserData {
  readonly write_files: readonly WrittenFile[];
}

const cache = new Map<string, ReturnType<typeof synthesise>>();
/** Everything `npm run synth` writes for a fixture. */
function written(name: string): ReturnType<typeof synthesise> {
  const { config, writtenAt, blame } = loadConfig(path.join(VALID, `${name}.yaml`));
  // Without the file's place: its name is in every header.
  const known = cache.get(name) ?? synthesise({ config, writtenAt, blame });
  cache.set(name, known);
  return known;
}

const unix = (text: string): string => text.replaceAll('\r\n', '\n');

test('scripts that do not hold the configuration are those of host/windows, byte for byte but for the header and line ends', () => {
  const scripts = [...written('default').scripts].filter(([file]) => !CONFIGURED.test(file));
  expect(new Map(scripts.map(([file, text]) => [file, unix(text).replace(HEADER, '')]))).toEqual(windowsSources());
  expect(scripts.filter(([, text]) => !HEADER.test(unix(text)) || /[^\r]\n/.test(text)).map(([file]) => file)).toEqual([]);
});

/** Those whose nodes are VMs on Windows. */
const ON_WINDOWS = FIXTURES.filter((name) => isOnWindows(loadConfig(path.join(VALID, `${name}.yaml`)).config));

describe.each(ON_WINDOWS)('the scripts of the lab "%s"', (name) => {
  test('differ from those of the default lab in nothing but the configuration', () => {
    const shared = (of: string): string[][] => [...written(of).scripts].filter(([file]) => !CONFIGURED.test(file));
    expect(shared(name)).toEqual(shared('default'));
  });

  test('hold the configuration', () => {
    const { scripts } = written(name);
    expect(unix(scripts.get('lib/Config.ps1') ?? '')).toMatchSnapshot('Config.ps1');
    expect(scripts.get('required-secrets.json')).toMatchSnapshot('required-secrets.json');
    for (const [file, text] of [...scripts].filter(([each]) => /^seed\/[^/]+\/(meta-data|network-config)$/.test(each))) {
      expect(text).toMatchSnapshot(file);
    }
  });

  test('make a seed of the node\'s own files, dist/bootstrap, and what the configuration says', () => {
    const { scripts, files } = written(name);
    const seeds = [...scripts].filter(([file]) => file.endsWith('/user-data'));
    expect(seeds).toHaveLength(loadConfig(path.join(VALID, `${name}.yaml`)).config.nodes.length);
    const fixed = new Map(staticFiles().map((file) => [file.path, file.content]));
    for (const [file, text] of seeds) {
      const { write_files: laid, ...rest } = load(text) as UserData;
      const content = (entry: WrittenFile): string =>
        entry.encoding === 'b64' ? Buffer.from(entry.content, 'base64').toString() : entry.content;
      const bodies = new Map(laid.map((entry) => [entry.path, content(entry)]));
      // THEN what is the same everywhere is byte for byte the source, and the manifests are dist/bootstrap
      for (const [source, body] of fixed) { expect([source, bodies.get(source)]).toEqual([source, body]); }
      const bootstrap = [...files]
        .filter(([each]) => each.startsWith('bootstrap/')).map(([each, body]) => [each.slice('bootstrap/'.length), body]);
      expect([...bodies].filter(([each]) => each.startsWith(MANIFESTS)).map(([each, body]) => [each.slice(MANIFESTS.length), body]))
        .toEqual(bootstrap);
      // AND the rest is looked at by people
      const shown = laid.map((entry) => ({
        path: entry.path, permissions: entry.permissions,
        ...fixed.has(entry.path) || entry.path.startsWith(MANIFESTS) ? {} : { content: content(entry) },
      }));
      expect({ ...rest, write_files: shown }).toMatchSnapshot(file);
    }
  });
});
