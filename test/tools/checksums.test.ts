import { readFileSync } from 'node:fs';
import path from 'node:path';
import { checksumOf, checksumPins, loneChecksum, withChecksums } from '../../tools/checksums/checksums';
import { K3S_SHA256, K3S_VERSION, KUBECTL_SHA256, NODE_IMAGE } from '../../versions';

const VERSIONS = readFileSync(path.join(__dirname, '../../versions.ts'), 'utf8');
const FIXTURES = path.join(__dirname, '../fixtures/checksums');
const K3S_LIST = readFileSync(path.join(FIXTURES, 'sha256sum-amd64.txt'), 'utf8');
const IMAGE_LIST = readFileSync(path.join(FIXTURES, 'SHA256SUMS'), 'utf8');
/** What the sources answer: that of K3s, that of Kubernetes, or that of Ubuntu. */
const answers = (k3s: string, kubectl: string, image: string) => (url: string): Promise<string> => {
  if (url.includes('k3s')) { return Promise.resolve(k3s); }
  return Promise.resolve(url.includes('kubectl') ? kubectl : image);
};
const asPublished = answers(K3S_LIST, `${'3'.repeat(64)}\n`, IMAGE_LIST);

/** versions.ts after somebody raised both versions and nothing else. */
const RAISED = VERSIONS.replace(K3S_VERSION, 'v9.8.7+k3s1').replace(NODE_IMAGE.release, '20991231');

test('the pins are those that the program reads', () => {
  expect(checksumPins(VERSIONS)).toEqual([
    { name: 'k3s', version: K3S_VERSION, sha256: K3S_SHA256 },
    // What K3s is built from.
    { name: 'kubectl.exe', version: K3S_VERSION.replace(/\+.*/, ''), sha256: KUBECTL_SHA256 },
    { name: 'ubuntu-cloud-image', version: NODE_IMAGE.release, sha256: NODE_IMAGE.sha256 },
  ]);
});

test('raised versions get the checksums that are published for them, and nothing else changes', async () => {
  const asked: string[] = [];
  const text = await withChecksums(RAISED, VERSIONS, (url) => { asked.push(url); return asPublished(url); });
  expect(asked).toEqual([
    'https://github.com/k3s-io/k3s/releases/download/v9.8.7%2Bk3s1/sha256sum-amd64.txt',
    'https://dl.k8s.io/release/v9.8.7/bin/windows/amd64/kubectl.exe.sha256',
    'https://cloud-images.ubuntu.com/releases/noble/release-20991231/SHA256SUMS',
  ]);
  expect(text).toBe(RAISED.replace(K3S_SHA256, '1'.repeat(64)).replace(KUBECTL_SHA256, '3'.repeat(64))
    .replace(NODE_IMAGE.sha256, '2'.repeat(64)));
});

test('a checksum that is published as it stands is left alone', async () => {
  const same = answers(`${K3S_SHA256}  k3s\n`, KUBECTL_SHA256, `${NODE_IMAGE.sha256} *${NODE_IMAGE.file}\n`);
  expect(await withChecksums(VERSIONS, VERSIONS, same)).toBe(VERSIONS);
});

test('another checksum for a version that did not change is refused', async () => {
  await expect(withChecksums(VERSIONS, VERSIONS, asPublished)).rejects
    .toThrow(/^k3s v\S+: https:\S+ says 1{64}, and versions\.ts said [0-9a-f]{64} for the same version\. A release does not change/);
});

test.each([
  ['without the file', `${'1'.repeat(64)}  k3s-images.txt\n`, 'names k3s 0 times'],
  ['with the file twice', `${'1'.repeat(64)}  k3s\n${'2'.repeat(64)}  k3s\n`, 'names k3s 2 times'],
  ['that is a page', '<html><body>not found</body></html>', 'names k3s 0 times'],
  ['with half a checksum', `${'1'.repeat(63)}  k3s\n`, 'names k3s 0 times'],
])('a list %s is refused', (_what, list, message) => {
  expect(() => checksumOf(list, 'k3s', 'https://example.com/list')).toThrow(`https://example.com/list ${message}, not once`);
});

test.each([
  ['a page', '<html>'], ['half a checksum', '1'.repeat(63)], ['a list', `${'1'.repeat(64)}  kubectl.exe\n`],
  ['two', `${'1'.repeat(64)}\n`.repeat(2)],
])('where one checksum is published, %s is refused', (_what, text) => {
  expect(() => loneChecksum(text, 'https://example.com/x')).toThrow('https://example.com/x is not one checksum and nothing else');
});

test('a list from Windows is read too', () => {
  expect(checksumOf(`${'A'.repeat(64)} *./k3s\r\n`, 'k3s', 'here')).toBe('a'.repeat(64));
});

test('a versions.ts that is written differently is not guessed at', () => {
  expect(() => checksumPins(VERSIONS.replace('K3S_SHA256', 'K3S_SUM'))).toThrow('versions.ts: the checksum of k3s is not where');
});
