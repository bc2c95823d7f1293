import { ownOf } from '../kinds';
import type { ConfigPath } from '../problem';
import { APPLICATION_KEYS } from './application-keys';
import type { KeyAnswer, KeyAnswers } from './key-answer';
import { GATEWAY_KEYS, HOST_KEYS, NAMESPACE_KEYS, NODE_KEYS, TLS_KEYS } from './platform-keys';
import { serviceKey } from './service-keys';

/** Mappings of the file. */
const OF_MAPPINGS: Readonly<Record<string, KeyAnswers>> = { gateway: GATEWAY_KEYS, host: HOST_KEYS, tls: TLS_KEYS };
/** Lists of the file, for each of their items. */
const OF_ITEMS: Readonly<Record<string, KeyAnswers>> = {
  applications: APPLICATION_KEYS, gateways: GATEWAY_KEYS, namespaces: NAMESPACE_KEYS, nodes: NODE_KEYS,
};

/**
 * What is said of a key that people know from elsewhere; undefined for one that is only unknown.
 *
 * @param path - of its mapping
 */
export function familiarKey(path: ConfigPath, key: string): KeyAnswer | undefined {
  const [part] = path;
  if (part === 'services') { return serviceKey(path, key); }
  const answers = ownOf(path.length === 1 ? OF_MAPPINGS : OF_ITEMS, String(part));
  return answers && path.length <= 2 ? ownOf(answers, key) : undefined;
}
