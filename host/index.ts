import type { HomelabConfig } from '../config/schema';
import { isOnWindows, type WindowsLab } from '../config/windows-lab';
import { configScript } from './config-script';
import type { RequiredSecret } from '../charts/core/required-secret';
import type { HostInputs, NodeSeed } from './inputs';
import { existingCluster } from './existing';
import { nodeSeed } from './node';
import { windowsSources, windowsText } from './sources';

export type { HostInputs, NodeSeed } from './inputs';

/**
 * Everything that runs outside Kubernetes: the PowerShell of scripts/ and the seeds of the nodes, or the shell scripts for a cluster
 * that is there already.
 *
 * @param seed - makes the files of a node's seed disk; tests of the scripts use a smaller one
 * @returns path below scripts/, with "/", and exact text: CRLF in .ps1 and .cmd, LF in what Linux reads
 * @throws Error if a script or a file of a node is not valid
 */
export function synthesiseHost(config: HomelabConfig, inputs: HostInputs, seed: NodeSeed = nodeSeed): ReadonlyMap<string, string> {
  return new Map([
    ['required-secrets.json', requiredSecrets(inputs.requiredSecrets)],
    ...isOnWindows(config) ? windowsHost(config, inputs, seed) : existingCluster(config, inputs),
  ]);
}

function windowsHost(config: WindowsLab, inputs: HostInputs, seed: NodeSeed): ReadonlyMap<string, string> {
  const scripts = new Map([...windowsSources(), ['lib/Config.ps1', configScript(config, inputs)]]);
  return new Map([
    ...[...scripts].map(([file, text]): [string, string] => [file, windowsText(file, text)]),
    ...config.nodes.flatMap((node) => [...seed(config, node, inputs.bootstrap)]
      .map(([file, text]): [string, string] => [`seed/${node.name}/${file}`, text])),
  ]);
}

/** Text of required-secrets.json, which secrets.ps1 and `homelab diff` read: it has names, descriptions, values that are no secrets. */
function requiredSecrets(secrets: readonly RequiredSecret[]): string {
  const listed = secrets.map(({ namespace, name, purpose, required = true, keys, labels }) =>
    ({ namespace, name, purpose, required, ...labels ? { labels } : {}, keys }));
  return `${JSON.stringify({ secrets: listed }, undefined, 2)}\n`;
}
