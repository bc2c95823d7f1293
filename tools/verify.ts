import { parseArgs } from 'node:util';
import type { Homelab } from '../charts/homelab';
import { loadConfig, type LoadedConfig } from '../config/load';
import { ConfigError } from '../config/problem';
import { originOf } from '../rules/blame';
import { describe, type Manifest } from '../synth/manifest';
import { errorCode, SynthError } from '../synth/problem';
import { synthesise, type Synthesis } from '../synth/synthesise';
import { Kubectl, NoCluster } from '../verify/kubectl';
import { definitionsFor } from '../verify/pinned-definitions';
import { checkSchemas } from '../verify/schema-check';
import { tryOnServer, type Trial } from '../verify/server';
import { table } from '../verify/table';

const USAGE = 'The options are --config FILE and --server; with npm, write: npm run verify -- --server';

/** Exit codes: 0 all would be taken, 1 something would not, 2 nobody could be asked. */
function main(): number {
  const { config: file = process.env['HOMELAB_CONFIG'] ?? 'homelab.yaml', server = false } = readArguments();
  const loaded = loadConfig(file);
  const synthesis = synthesise(loaded);
  const objects = [...synthesis.manifests.values()].flat();
  const refusals = checkOffline(loaded, synthesis);
  if (refusals.length > 0) {
    say([...refusals, '', `${refusals.length} finding(s) in ${objects.length} objects.`]);
    return 1;
  }
  say([`${objects.length} objects: an API server would take them all, by the pinned schemas and their rules.`]);
  return server ? askServer(synthesis, objects) : 0;
}

/** One line per violation: where in homelab.yaml, which object, which construct, what. */
function checkOffline({ config, blame }: LoadedConfig, { lab, manifests }: Synthesis): string[] {
  const constructs = constructPaths(lab, manifests);
  return checkSchemas([...manifests.values()].flat()).flatMap(({ object, violations }) => violations.flatMap(({ path, message }) => {
    const what = `${describe(object)} (construct ${constructs.get(object) ?? 'unknown'}): ${path === '' ? '' : `${path} `}${message}`;
    const origin = originOf(config, object);
    return origin ? blame([{ path: origin, what, fix: 'change the value it comes from' }]).problems : [what];
  }));
}

function constructPaths(lab: Homelab, manifests: Synthesis['manifests']): Map<Manifest, string> {
  return new Map(lab.layers.flatMap((layer) => (manifests.get(layer.node.id) ?? []).map((manifest, index): [Manifest, string] => [manifest, layer.objects[index]?.node.path ?? layer.node.id])));
}

function askServer({ lab, manifests }: Synthesis, objects: readonly Manifest[]): number {
  const kubectl = new Kubectl();
  say([`Asking the cluster "${kubectl.connect()}". Nothing stays there: applies are dry runs, and what has to be made for them is taken away.`]);
  const namespaces = new Set(objects.flatMap(({ kind, metadata: { name, namespace } }) => [...kind === 'Namespace' ? [name] : [], ...namespace === undefined ? [] : [namespace]]));
  const prerequisites = [
    ...definitionsFor(objects),
    ...[...namespaces].sort().map((name) => ({ name: `namespace/${name}`, manifest: { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { 'app.kubernetes.io/managed-by': 'homelab-verify' } } } })),
  ];
  const { answers, made, troubles } = tryOnServer(kubectl, prerequisites, inWaveOrder(lab, manifests));
  const refused = answers.filter(({ refusal }) => refusal !== '');
  say([
    table([['Wave', 'Object', 'Result'], ...answers.map(({ wave, object, refusal }) => [wave, describe(object as Manifest), refusal === '' ? 'ok' : `REFUSED: ${refusal}`])]),
    '',
    ...made.length > 0 ? [`Made for the trial and taken away: ${made.join(', ')}`] : [],
    ...troubles.map((trouble) => `TROUBLE: ${trouble}`),
    `${answers.length - refused.length} of ${answers.length} objects would be taken.`,
  ]);
  return refused.length + troubles.length > 0 ? 1 : 0;
}

/** Bootstrap and Applications first, as the cluster gets them; then each folder in the wave of the Application that syncs it. */
function inWaveOrder({ waves }: Homelab, manifests: Synthesis['manifests']): Trial[] {
  const waveOf = new Map([...waves].flatMap(([{ props: { source } }, wave]): [string, number][] => source.kind === 'own' ? [[source.folder, wave]] : []));
  return [...manifests]
    .map(([folder, list]) => ({ wave: waveOf.get(folder) ?? -1, list }))
    .sort((a, b) => a.wave - b.wave)
    .flatMap(({ wave, list }) => list.map((object) => ({ wave: wave < 0 ? '-' : String(wave), object })));
}

function readArguments(): { readonly config?: string; readonly server?: boolean } {
  try {
    return parseArgs({ options: { config: { type: 'string' }, server: { type: 'boolean' } } }).values;
  } catch (error) {
    if (!errorCode(error)?.startsWith('ERR_PARSE_ARGS')) { throw error; }
    throw new SynthError(`${(error as Error).message.split('. ')[0] ?? ''}. ${USAGE}`);
  }
}

function say(lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}

try {
  process.exitCode = main();
} catch (error) {
  if (!(error instanceof ConfigError || error instanceof SynthError || error instanceof NoCluster)) { throw error; }
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error instanceof NoCluster ? 2 : 1;
}
