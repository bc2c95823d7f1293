import type { RequiredSecret } from '../../charts/core/required-secret';
import { shellCall } from './shell';

/** Text of lib/required-secrets.sh: calls of the functions of secrets.sh, in the order in which it asks. */
export function secretCalls(secrets: readonly RequiredSecret[]): string {
  return `# shellcheck shell=bash\n${secrets.map(callsOf).join('')}`;
}

function callsOf({ namespace, name, required = true, purpose, keys, labels = {} }: RequiredSecret): string {
  return [
    shellCall('secret', namespace, name, required ? 'yes' : 'no', purpose),
    ...keys.map((key) => 'value' in key
      ? shellCall('value', key.key, key.value) : shellCall('key', key.key, key.kind ?? 'text', key.description)),
    ...Object.entries(labels).map(([label, value]) => shellCall('label', label, value)),
    'made\n',
  ].join('');
}
