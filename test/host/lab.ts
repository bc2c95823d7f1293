import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseConfig } from '../../charts/load-config';
import { gatewaysByName } from '../../config/gateway-names';
import { platformInterfaces } from '../../config/platform';
import type { HomelabConfig } from '../../config/schema';
import { synthesiseHost, type HostInputs, type NodeSeed } from '../../host';
import { KUBECTL_SHA256 } from '../../versions';

/** A bootstrap folder as small as can be. */
export const INPUTS: HostInputs = {
  bootstrap: new Map([
    ['root.yaml', 'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: root\n  namespace: argocd\n'],
  ]),
  hostnames: ['argocd.homelab.example.com', 'grafana.homelab.example.com', 'hubble.homelab.example.com'],
  requiredSecrets: [
    {
      namespace: 'cert-manager', name: 'route53-credentials', purpose: 'DNS-01',
      keys: [{ key: 'access-key-id', description: 'id of the key' }, { key: 'secret-access-key', description: 'the key' }],
    },
    {
      namespace: 'argocd', name: 'repository', purpose: 'a private repository', required: false,
      labels: { 'argocd.argoproj.io/secret-type': 'repository' },
      keys: [{ key: 'type', value: 'git' }, { key: 'username', description: 'user' }, { key: 'password', description: 'token' }],
    },
  ],
};

/** A seed with the placeholder and nothing else, where the test is about the scripts. */
export const SEED: NodeSeed = (_config, node) => new Map([
  ['user-data', `#cloud-config\nssh_authorized_keys: ["@@SSH_PUBLIC_KEY@@"]\nssh_keys: { ed25519_private: '@@SSH_HOST_KEY@@' }\n`],
  ['meta-data', `instance-id: ${node.name}\n`],
  ['network-config', 'version: 2\n'],
]);

/** The host's files for a homelab.yaml. */
export function host(yaml = ''): ReadonlyMap<string, string> {
  return synthesiseHost(parseConfig(yaml), INPUTS, SEED);
}

/** A lab with values of its own where the defaults are placeholders. */
function withOwnValues(config: HomelabConfig): HomelabConfig {
  const { gitops, tls } = config;
  return {
    ...config,
    domain: config.domain.replace(/example\.com$/, 'kestrel.dev'),
    gitops: { ...gitops, repoURL: gitops.repoURL.replace('your-name', 'kestrel') },
    tls: {
      ...tls, email: tls.email.replace('example.com', 'kestrel.dev'),
      route53: { ...tls.route53, hostedZoneID: 'Z0123456789ABCDEFGHIJ' },
    },
  };
}

/** The files with a folder and checksums that the stand-ins fill in; the schema would refuse them. */
export function hostForStandIns(yaml = '', keepPlaceholders = false): ReadonlyMap<string, string> {
  const config = keepPlaceholders ? parseConfig(yaml) : withOwnValues(parseConfig(yaml));
  const lab = {
    ...config,
    host: { ...config.host, folder: '@LAB-FOLDER@', image: { url: 'https://example.com/release/node.img', sha256: '@IMAGE-SHA256@' } },
  };
  const named = [...gatewaysByName(config)];
  const otherHostnames = new Map(config.gateways.map(({ name }) => [
    name, named.filter(([, [first]]) => first?.name === name).map(([hostname]) => hostname),
  ]));
  const pages = platformInterfaces(config).map(({ hostname }) => hostname);
  const hostnames = [...pages, ...[...otherHostnames.values()].flat()].sort();
  const files = synthesiseHost(lab, { ...INPUTS, hostnames, otherHostnames }, SEED);
  return new Map([...files].map(([file, text]) => [file, text.replace(KUBECTL_SHA256, '@KUBECTL-SHA256@')]));
}

/** Writes the files below a folder. */
export function writeFiles(folder: string, files: ReadonlyMap<string, string>): void {
  for (const [file, text] of files) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
}
