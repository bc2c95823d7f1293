import { hostWords } from '../config/host-words';
import type { HomelabConfig } from '../config/schema';

/**
 * `{{gateway.namespace}}` or `{{nodes[0].name}}`: a key of homelab.yaml, as error messages write it; or `{{words.secrets}}`, what is said
 * differently of the machine that the lab runs on.
 */
const PLACEHOLDER = /\{\{([^{}]*)\}\}/g;
const KEY = /^[A-Za-z]\w*(\.[A-Za-z]\w*|\[\d+\])*$/;

/**
 * Replaces the placeholders of a text by values of a lab.
 *
 * @param page - name of the text in error messages
 * @throws Error for a placeholder that is not the key of a text, number or boolean, or no such words
 */
export function fillIn(text: string, config: HomelabConfig, page: string): string {
  const known = { ...config, words: hostWords(config) };
  return text.replaceAll(PLACEHOLDER, (placeholder, key: string) => {
    const value = KEY.test(key) ? valueOf(known, key) : undefined;
    if (!['string', 'number', 'boolean'].includes(typeof value)) {
      throw new Error(`${page}: ${placeholder} is not a key of homelab.yaml with a text, number or boolean`);
    }
    return String(value);
  });
}

function valueOf(config: object, key: string): unknown {
  const parts = key.split(/[.[\]]+/).filter((part) => part !== '');
  return parts.reduce<unknown>((at, part) => {
    return typeof at === 'object' && at !== null && Object.hasOwn(at, part) ? (at as Record<string, unknown>)[part] : undefined;
  }, config);
}
