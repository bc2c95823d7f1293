import { App } from 'cdk8s';
import { stringify } from 'yaml';
import { BOOTSTRAP_FOLDER } from '../../charts/gitops/bootstrap';
import { Homelab } from '../../charts/homelab';
import { readConfig } from '../../charts/load-config';
import type { ConfigPath } from '../../config/problem';
import { renderMonitoring } from '../../draw/monitoring';
import { synthesiseHost } from '../../host';
import { nodeSeed } from '../../host/node';
import { gatewayHostnames } from '../../synth/gateway-hostnames';
import { renderFiles, toManifests } from '../../synth/render';

/** Every file that a program reads; LAB.md and runbooks only repeat what they say. */
export function filesOf(data: unknown): { readonly files: string; readonly warned: readonly ConfigPath[] } {
  const { config, warnings = [] } = readConfig(stringify(data), 'homelab.yaml');
  const lab = new Homelab(new App(), 'homelab', config);
  const manifests = toManifests(lab);
  const dist = renderFiles(manifests);
  const bootstrap = new Map([...dist].filter(([file]) => file.startsWith(`${BOOTSTRAP_FOLDER}/`))
    .map(([file, text]) => [file.slice(BOOTSTRAP_FOLDER.length + 1), text]));
  const hostnames = gatewayHostnames([...manifests.values()].flat(), config);
  const scripts = synthesiseHost(config, { bootstrap, requiredSecrets: lab.requiredSecrets, ...hostnames }, nodeSeed);
  return {
    files: JSON.stringify([...dist, ...scripts, ...renderMonitoring(lab), config.gitops.path]),
    // What is said of a tunnel is about what it opens, and not about keys that count for nothing.
    warned: warnings.filter(({ rule }) => rule !== 'tunnel-pages').map(({ path }) => path),
  };
}
