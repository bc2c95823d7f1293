import { defaultReceiver } from '../config/alerting';
import type { LoadedConfig } from '../config/load';
import type { ConfigPath } from '../config/problem';
import { K3S_VERSION } from '../versions';

/** A decision that a default makes. */
interface Decision {
  /** The keys that could say otherwise; while one of them is written, nothing is said. */
  readonly keys: readonly ConfigPath[];
  /** What is so, in words. */
  readonly says: string;
  /** False where it does not matter in this lab. @default true */
  readonly counts?: boolean;
}

/**
 * What defaults decide that somebody may not expect, as sentences: only those that homelab.yaml says nothing about. docs/homelab.yaml has
 * every default.
 */
export function decisions({ config, writtenAt }: Pick<LoadedConfig, 'config' | 'writtenAt'>): string[] {
  const { network, mesh, monitoring, namespaces, tls, host, applications } = config;
  const joining = namespaces.flatMap(({ name, ambient }, index) => ambient && !writtenAt(['namespaces', index, 'ambient']) ? [name] : []);
  const all: Decision[] = [
    { keys: [['network', 'cidr']], says: `The lab has the network ${network.cidr}; nothing else at home may use it (network.cidr).` },
    {
      keys: [['network', 'podCIDR'], ['network', 'serviceCIDR']],
      says: `Pods have ${network.podCIDR} and Services ${network.serviceCIDR}, for as long as the cluster exists `
        + '(network.podCIDR, serviceCIDR).',
    },
    {
      keys: [], counts: joining.length > 0,
      says: `In the mesh, as every namespace that does not say ambient: false: ${joining.join(', ')} (namespaces[].ambient).`,
    },
    {
      keys: [['mesh', 'mtls']], counts: mesh.enabled,
      says: `Pods in the mesh ${mesh.mtls === 'STRICT' ? 'refuse' : 'take'} plain text from outside it (mesh.mtls).`,
    },
    {
      keys: [['tls', 'issuer']],
      says: `Let's Encrypt signs the certificate, in its production, which limits attempts (tls.issuer: ${tls.issuer}).`,
    },
    {
      keys: [['monitoring', 'retention'], ['monitoring', 'storage']], counts: monitoring.enabled,
      says: `Samples are kept for ${monitoring.retention}, or as many as fit on ${monitoring.storage} (monitoring.retention, storage).`,
    },
    {
      keys: [['monitoring', 'logs']], counts: monitoring.enabled && monitoring.logs === 'none',
      says: 'Logs stay on the node only (monitoring.logs).',
    },
    {
      keys: [['monitoring', 'alerting', 'receiver']], counts: monitoring.alerting.receivers.length > 1,
      says: `${defaultReceiver(monitoring.alerting) ?? ''}, the first receiver, is told of what no route takes `
        + '(monitoring.alerting.receiver).',
    },
    {
      keys: [['host', 'autostart']], counts: host.network !== 'none' && host.autostart,
      says: 'The nodes start with Windows (host.autostart).',
    },
    {
      keys: [], counts: applications.some(({ remove }, index) => remove === 'keep' && !writtenAt(['applications', index, 'remove'])),
      says: 'An Application that is taken out of the list leaves its objects in the cluster (applications[].remove).',
    },
    {
      keys: [['k3s', 'version']],
      says: `Kubernetes is K3s ${K3S_VERSION}; the versions of everything come with this tool (LAB.md lists them).`,
    },
  ];
  return all.filter(({ keys, counts = true }) => counts && !keys.some(writtenAt)).map(({ says }) => says);
}
