import { Command } from 'commander';
import type { Homelab } from '../charts/homelab';
import { describe, type Manifest } from '../charts/core/manifest';
import { synthesise, type Synthesis } from '../synth/synthesise';
import { Kubectl } from '../check/server/kubectl';
import { definitionsFor } from '../check/server/pinned-definitions';
import { tryOnServer, type Trial } from '../check/server/server';
import { textTable } from '../draw/table';
import { configOption, loadLab } from './config-option';
import { EXIT } from './exit-codes';
import { say } from './output';

interface VerifyOptions {
  readonly config?: string;
  readonly server?: boolean;
  readonly json?: boolean;
}

/** `homelab verify`. */
export function verifyCommand(exit: (code: number) => void): Command {
  return new Command('verify')
    .description('Check every object against the pinned schemas and their CEL rules, offline; with --server, ask a cluster too.')
    .addOption(configOption())
    .option('--server', 'ask the cluster of KUBECONFIG, with dry runs')
    .option('--json', 'print the answer as JSON')
    .addHelpText('after', '\nExample: homelab verify --server')
    .action(async (options: VerifyOptions) => { exit(await verify(options)); });
}

async function verify({ server = false, json = false, ...options }: VerifyOptions): Promise<number> {
  const { loaded, code } = await loadLab(options);
  // A synth holds every object against its schema and its CEL rules; what would be refused ends it.
  const synthesis = synthesise(loaded, code);
  const objects = [...synthesis.manifests.values()].flat();
  const { warnings } = synthesis.verdict;
  if (json) {
    const asked = server ? askServer(synthesis, objects) : undefined;
    say(JSON.stringify({ objects: objects.length, warnings, ...asked }, undefined, 2));
    return asked?.accepted === false ? EXIT.no : EXIT.ok;
  }
  say([
    ...warnings.map((warning) => `Warning: ${warning}`),
    `${objects.length} objects: all are valid by the pinned schemas and their CEL rules.`,
  ].join('\n'));
  return server ? reportServer(synthesis, objects) : EXIT.ok;
}

interface ServerVerdict {
  readonly context: string;
  readonly accepted: boolean;
  readonly answers: readonly { readonly wave: string; readonly object: string; readonly refusal: string }[];
  readonly made: readonly string[];
  readonly troubles: readonly string[];
}

function askServer(
  { lab, manifests }: Synthesis, objects: readonly Manifest[], onContext: (context: string) => void = () => undefined,
): ServerVerdict {
  const kubectl = new Kubectl();
  const context = kubectl.connect();
  onContext(context);
  const namespaces = new Set(objects.flatMap(({ kind, metadata: { name, namespace } }) => [
    ...kind === 'Namespace' ? [name] : [], ...namespace === undefined ? [] : [namespace],
  ]));
  const labels = { 'app.kubernetes.io/managed-by': 'homelab-verify' };
  const prerequisites = [
    ...definitionsFor(objects),
    ...[...namespaces].sort().map((name) => ({
      name: `namespace/${name}`, manifest: { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } },
    })),
  ];
  const { answers, made, troubles } = tryOnServer(kubectl, prerequisites, inWaveOrder(lab, manifests));
  const said = answers.map(({ wave, object, refusal }) => ({ wave, object: describe(object as Manifest), refusal }));
  return { context, accepted: troubles.length === 0 && said.every(({ refusal }) => refusal === ''), answers: said, made, troubles };
}

function reportServer(synthesis: Synthesis, objects: readonly Manifest[]): number {
  const { accepted, answers, made, troubles } = askServer(synthesis, objects, (context) => {
    say(`Asking the cluster "${context}". Nothing stays there: the objects are applied as dry runs, and what these need is removed again.`);
  });
  const taken = answers.filter(({ refusal }) => refusal === '').length;
  say([
    textTable([
      ['Wave', 'Object', 'Result'],
      ...answers.map(({ wave, object, refusal }) => [wave, object, refusal === '' ? 'ok' : `REFUSED: ${refusal}`]),
    ]),
    '',
    ...made.length > 0 ? [`Made for the dry runs and removed: ${made.join(', ')}`] : [],
    ...troubles.map((trouble) => `PROBLEM: ${trouble}`),
    `The server accepts ${taken} of ${answers.length} objects.`,
  ].join('\n'));
  return accepted ? EXIT.ok : EXIT.no;
}

/** Bootstrap and Applications first, as the cluster gets them; then each folder in the wave of the Application that syncs it. */
function inWaveOrder({ waves }: Homelab, manifests: Synthesis['manifests']): Trial[] {
  const waveOf = new Map([...waves].flatMap(([{ props: { source } }, wave]): [string, number][] => {
    return source.kind === 'own' ? [[source.folder, wave]] : [];
  }));
  return [...manifests]
    .map(([folder, list]) => ({ wave: waveOf.get(folder) ?? -1, list }))
    .sort((a, b) => a.wave - b.wave)
    .flatMap(({ wave, list }) => list.map((object) => ({ wave: wave < 0 ? '-' : String(wave), object })));
}
