import type { HomelabConfig } from '../config/schema';
import { configScript } from './config-script';
import type { HostInputs, NodeSeed, SecretRequest } from './inputs';
import { nodeSeed } from './node';
import { powershellSources, windowsText } from './sources';

export type { HostInputs, NodeSeed, SecretRequest } from './inputs';

/**
 * Everything that runs outside Kubernetes: the PowerShell of scripts/, and the seeds of the nodes it carries to them.
 *
 * @param seed what stands on the seed disk of a node; tests that are about the scripts give a smaller one
 * @returns path below scripts/, with "/", and exact text: CRLF in .ps1, LF in what Linux reads
 */
export function synthesiseHost(config: HomelabConfig, inputs: HostInputs, seed: NodeSeed = nodeSeed): ReadonlyMap<string, string> {
  const scripts = new Map([...powershellSources(), ['lib/Config.ps1', configScript(config, inputs.bootstrap)]]);
  return new Map([
    ...[...scripts].map(([file, text]): [string, string] => [file, windowsText(file, text)]),
    ['required-secrets.json', requiredSecrets(inputs.requiredSecrets)],
    ...config.nodes.flatMap((node) => [...seed(config, node, inputs.bootstrap)].map(([file, text]): [string, string] => [`seed/${node.name}/${file}`, text])),
  ]);
}

/** What secrets.ps1 asks for. Names and descriptions only; no value ever passes through synthesis. */
function requiredSecrets(secrets: readonly SecretRequest[]): string {
  const listed = secrets.map(({ namespace, name, purpose, required, keys, labels }) => ({ namespace, name, purpose, required: required ?? true, ...labels ? { labels } : {}, keys }));
  return `${JSON.stringify({ secrets: listed }, undefined, 2)}\n`;
}
