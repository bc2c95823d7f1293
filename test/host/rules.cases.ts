import type { Manifest } from '../../charts/core/manifest';
import { configMap } from '../check/objects';
import type { RuleCases } from '../check/rule-case';

const seed = (k3s: Record<string, unknown>, ...manifests: Manifest[]): string => JSON.stringify({
  write_files: [
    { path: '/etc/rancher/k3s/config.yaml', content: JSON.stringify(k3s) },
    ...manifests.map((manifest, index) => ({
      path: `/var/lib/rancher/k3s/server/manifests/${index}.yaml`,
      encoding: 'b64',
      content: Buffer.from(JSON.stringify(manifest)).toString('base64'),
    })),
  ],
});
const roomyK3s = {
  'flannel-backend': 'none',
  'disable-network-policy': true,
  'disable-kube-proxy': true,
  disable: ['traefik', 'servicelb'],
};
const agreeingK3s = {
  'cluster-cidr': '10.42.0.0/16',
  'service-cidr': '10.43.0.0/16',
  'node-ip': '192.168.100.10',
  'tls-san': ['192.168.100.10'],
};

const CASES: RuleCases = {
  'k3s-makes-room': {
    broken: [],
    mended: [],
    seeds: { broken: seed({ ...roomyK3s, disable: ['servicelb'] }), mended: seed(roomyK3s) },
    says: 'installs Traefik',
  },
  'k3s-agrees': {
    broken: [],
    mended: [],
    seeds: { broken: seed({ ...agreeingK3s, 'cluster-cidr': '10.0.0.0/8' }), mended: seed(agreeingK3s) },
    says: 'takes 10.0.0.0/8 for pods, not 10.42.0.0/16',
  },
  'bootstrap-same': {
    broken: [configMap],
    mended: [configMap],
    seeds: { broken: seed({}), mended: seed({}, configMap) },
    says: 'not laid into K3s on homelab',
  },
};

export default CASES;
