import { App } from 'cdk8s';
import { stringify } from 'yaml';
import { Homelab } from '../../charts/homelab';
import { readConfig } from '../../charts/load-config';
import type { ConfigPath } from '../../config/problem';
import { renderMonitoring } from '../../draw/monitoring';
import { synthesiseHost } from '../../host';
import { nodeSeed } from '../../host/node';
import { gatewayHostnames } from '../../synth/gateway-hostnames';
import { toManifests } from '../../synth/render';
import { bootstrapOf } from './bootstrap-files';

/** All that programs read of a lab; LAB.md and runbooks only repeat what they say. Objects are data: files of them say the same. */
export function filesOf(data: unknown): { readonly files: string; readonly warned: readonly ConfigPath[] } {
  const { config, warnings = [] } = readConfig(stringify(data), 'homelab.yaml');
  const lab = new Homelab(new App(), 'homelab', config);
  const manifests = toManifests(lab);
  const hostnames = gatewayHostnames([...manifests.values()].flat(), config);
  const inputs = { bootstrap: bootstrapOf(manifests), requiredSecrets: lab.requiredSecrets, ...hostnames };
  const scripts = synthesiseHost(config, inputs, nodeSeed);
  return {
    files: JSON.stringify([...manifests, ...scripts, ...renderMonitoring(lab), config.gitops.path]),
    // What is said of a tunnel is about what it opens, and not about keys that count for nothing.
    warned: warnings.filter(({ rule }) => rule !== 'tunnel-pages').map(({ path }) => path),
  };
}
