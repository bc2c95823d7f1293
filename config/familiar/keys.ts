import { ownOf } from '../kinds';
import type { ConfigPath } from '../problem';
import { isSecretKey } from '../secret-shapes';
import { OF_ADDONS } from './addon-keys';
import { APPLICATION_KEYS } from './application-keys';
import { SECRET, type KeyAnswer, type KeyAnswers } from './key-answer';
import { DNS_KEYS, GITOPS_KEYS, LAB_KEYS, LOGIN_KEYS } from './lab-keys';
import { HOST_KEYS, K3S_KEYS, NETWORK_KEYS, NODE_KEYS, REGISTRY_KEYS } from './machine-keys';
import { ALERTING_KEYS, MONITORING_KEYS, RECEIVER_KEYS } from './monitoring-keys';
import {
  ACME_KEYS, DOMAIN_KEYS, GATEWAY_KEYS, INTERFACE_KEYS, INTERFACES_KEYS, MESH_KEYS, NAMESPACE_KEYS, TLS_KEYS,
} from './platform-keys';
import { OF_SERVICES } from './service-keys';

/** What is said of keys, by the place of their mapping; that of an item of a list ends with `[]`. */
export const ANSWERS: Readonly<Record<string, KeyAnswers>> = {
  '': LAB_KEYS,
  ...Object.fromEntries(Object.entries(OF_ADDONS).map(([name, answers]) => [`addons.${name}`, answers])),
  'applications[]': APPLICATION_KEYS,
  'dns': DNS_KEYS,
  'domains[]': DOMAIN_KEYS,
  'gateway': GATEWAY_KEYS,
  'gateways[]': GATEWAY_KEYS,
  'gitops': GITOPS_KEYS,
  'host': HOST_KEYS,
  'interfaces': INTERFACES_KEYS,
  'interfaces.argocd': INTERFACE_KEYS,
  'interfaces.grafana': INTERFACE_KEYS,
  'interfaces.hubble': INTERFACE_KEYS,
  'k3s': K3S_KEYS,
  'login': LOGIN_KEYS,
  'mesh': MESH_KEYS,
  'monitoring': MONITORING_KEYS,
  'monitoring.alerting': ALERTING_KEYS,
  'monitoring.alerting.receivers[]': RECEIVER_KEYS,
  'namespaces[]': NAMESPACE_KEYS,
  'network': NETWORK_KEYS,
  'nodes[]': NODE_KEYS,
  'registries[]': REGISTRY_KEYS,
  ...OF_SERVICES,
  'tls': TLS_KEYS,
  'tls.acme': ACME_KEYS,
};

/** What is said of an unknown key that holds a secret; undefined for any other. */
export function secretKey(key: string): KeyAnswer | undefined {
  return isSecretKey(key) ? SECRET : undefined;
}

/**
 * What is said of a key that people know from elsewhere; undefined for one that is only unknown.
 *
 * @param path - of its mapping
 */
export function familiarKey(path: ConfigPath, key: string): KeyAnswer | undefined {
  const place = path.map((step, index) => typeof step === 'number' ? '[]' : `${index === 0 ? '' : '.'}${step}`).join('');
  return ownOf(ownOf(ANSWERS, place) ?? {}, key);
}
