import { ownOf } from '../kinds';
import type { ConfigPath } from '../problem';
import { APPLICATION_KEYS } from './application-keys';
import type { KeyAnswer, KeyAnswers } from './key-answer';
import { DNS_KEYS, GITOPS_KEYS, LAB_KEYS, LOGIN_KEYS } from './lab-keys';
import { HOST_KEYS, K3S_KEYS, NETWORK_KEYS, NODE_KEYS } from './machine-keys';
import { MONITORING_KEYS, RECEIVER_KEYS } from './monitoring-keys';
import { ACME_KEYS, GATEWAY_KEYS, NAMESPACE_KEYS, TLS_KEYS } from './platform-keys';
import { serviceKey } from './service-keys';

/** What is said of keys, by the place of their mapping; that of an item of a list ends with `[]`. */
export const ANSWERS: Readonly<Record<string, KeyAnswers>> = {
  '': LAB_KEYS,
  'applications[]': APPLICATION_KEYS,
  'dns': DNS_KEYS,
  'gateway': GATEWAY_KEYS,
  'gateways[]': GATEWAY_KEYS,
  'gitops': GITOPS_KEYS,
  'host': HOST_KEYS,
  'k3s': K3S_KEYS,
  'login': LOGIN_KEYS,
  'monitoring': MONITORING_KEYS,
  'monitoring.alerting.receivers[]': RECEIVER_KEYS,
  'namespaces[]': NAMESPACE_KEYS,
  'network': NETWORK_KEYS,
  'nodes[]': NODE_KEYS,
  'tls': TLS_KEYS,
  'tls.acme': ACME_KEYS,
};

/**
 * What is said of a key that people know from elsewhere; undefined for one that is only unknown.
 *
 * @param path - of its mapping
 */
export function familiarKey(path: ConfigPath, key: string): KeyAnswer | undefined {
  if (path[0] === 'services') { return serviceKey(path, key); }
  const place = path.map((step, index) => typeof step === 'number' ? '[]' : `${index === 0 ? '' : '.'}${step}`).join('');
  return ownOf(ownOf(ANSWERS, place) ?? {}, key);
}
