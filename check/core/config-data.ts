import { configKey } from './names';
import { dataOf, keyed, textOf, type Data, type Report } from './report';

/** All values of a ConfigMap or a Secret together, in bytes: MaxSecretSize of k8s.io/api. */
const SIZE = 1024 * 1024;

/** Keys and size of a ConfigMap. */
export function checkConfigMap(report: Report, object: Data): void {
  const [data, binary] = [dataOf(object['data']), dataOf(object['binaryData'])];
  checkKeys(report, 'data', data);
  checkKeys(report, 'binaryData', binary);
  for (const key of Object.keys(binary)) {
    if (Object.hasOwn(data, key)) { report.say(keyed('binaryData', key), 'is in data too'); }
  }
  checkSize(report, textSize(data) + binarySize(binary));
}

/** What a type of Secret needs to hold. */
const TYPES: ReadonlyMap<string, readonly string[]> = new Map(Object.entries({
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/dockercfg': ['.dockercfg'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
}));

/** The ServiceAccount of a Secret that holds its token. */
const ACCOUNT = 'kubernetes.io/service-account.name';

/** Keys, size and type of a Secret. */
export function checkSecret(report: Report, object: Data): void {
  const [data, texts] = [dataOf(object['data']), dataOf(object['stringData'])];
  checkKeys(report, 'data', data);
  checkKeys(report, 'stringData', texts);
  checkSize(report, textSize(texts) + binarySize(data));
  const type = textOf(object['type']);
  for (const key of TYPES.get(type) ?? []) {
    if (Object.hasOwn(data, key) || Object.hasOwn(texts, key)) { continue; }
    report.say('data', `lacks the key ${key}, which a Secret of the type ${type} has`);
  }
  if (type === 'kubernetes.io/service-account-token' && dataOf(dataOf(object['metadata'])['annotations'])[ACCOUNT] === undefined) {
    report.say('metadata.annotations', `lacks ${ACCOUNT}, which a Secret of the type ${type} has`);
  }
}

function checkKeys(report: Report, path: string, data: Data): void {
  for (const key of Object.keys(data)) { report.form(keyed(path, key), key, configKey); }
}

function checkSize(report: Report, size: number): void {
  if (size > SIZE) { report.say('', `must hold ${SIZE} bytes at most, and holds ${size}`); }
}

function textSize(data: Data): number {
  let length = 0;
  for (const value of Object.values(data)) { length += String(value).length; }
  // A character has four bytes at most, so most need not be counted.
  return length * 4 <= SIZE ? length : Buffer.byteLength(Object.values(data).join(''));
}

function binarySize(data: Data): number {
  return Object.values(data).reduce<number>((sum, value) => sum + Buffer.byteLength(String(value), 'base64'), 0);
}
