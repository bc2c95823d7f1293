import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { parseConfig } from '../../charts/load-config';
import { sshKeyObjection } from '../../config/ssh-keys';
import { nodeSeed } from '../../host/node';
import { needing, run } from '../host/node/tools';
import { casesOf } from '../whole-lab/meaning-cases';
import { onWindows } from '../windows-lab';

const ED25519 = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDOal6CiJgwzLGrdiRjcr31sbOTZGGB2r7YDRyyXxtOV frank@laptop';

/** Keys of the labs that are judged by what they mean. */
const keysIn = (folder: 'accepted' | 'refused'): string[] => casesOf(folder, 'ssh-keys')
  .flatMap(({ edits }) => edits?.['host.sshAuthorizedKeys'] as string | string[]);

/** True for a line in which ssh-keygen finds a key, with its options as sshd takes them. */
function isReadBySsh(line: string): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'key-'));
  try {
    const file = join(folder, 'authorized_keys');
    writeFileSync(file, `${line}\n`);
    return run('ssh-keygen', ['-l', '-f', file]).status === 0;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

needing('ssh-keygen')('what is taken, OpenSSH reads', () => {
  const keys = keysIn('accepted');
  expect(keys.length).toBeGreaterThan(10);
  for (const key of keys) { expect([key, isReadBySsh(key), sshKeyObjection(key)]).toEqual([key, true, undefined]); }
});

needing('ssh-keygen')('a key of each type that ssh-keygen makes is taken', () => {
  const folder = mkdtempSync(join(tmpdir(), 'keys-'));
  try {
    for (const [type, bits] of [['ed25519', '256'], ['rsa', '2048'], ['ecdsa', '256'], ['ecdsa', '384'], ['ecdsa', '521']] as const) {
      const file = join(folder, `${type}${bits}`);
      expect(run('ssh-keygen', ['-q', '-t', type, '-b', bits, '-N', '', '-C', 'frank at home', '-f', file]).status).toBe(0);
      expect(sshKeyObjection(readFileSync(`${file}.pub`, 'utf8').trim())).toBeUndefined();
      expect(sshKeyObjection(readFileSync(file, 'utf8'))).toMatchObject({ secret: true });
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a private key is never repeated in a message', () => {
  // GIVEN
  const text = JSON.stringify('-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA\n-----END OPENSSH PRIVATE KEY-----\n');
  // WHEN
  const parse = (): unknown => parseConfig(`host: { sshAuthorizedKeys: [${text}] }`);
  // THEN
  expect(parse).toThrow('is a private key, which belongs into no file in git; write the public key');
  try { parse(); } catch (error) { expect(String(error)).not.toContain('b3Blbn'); }
});

test("the keys stand behind that of the scripts in the node's seed, letter by letter", () => {
  // GIVEN
  const keys = [ED25519, `from="10.0.0.0/8",no-pty ${ED25519} it's: "mine" # \u00e4`];
  const config = parseConfig(JSON.stringify({ host: { sshAuthorizedKeys: keys } }));
  // WHEN
  const seed = load(nodeSeed(onWindows(config), config.nodes[0]!, new Map()).get('user-data')!);
  // THEN
  expect(seed).toMatchObject({ users: [{ ssh_authorized_keys: ['@@SSH_PUBLIC_KEY@@', ...keys] }] });
});

test.each([
  ['the place of the lab\'s own key', `${ED25519} @@SSH_PUBLIC_KEY@@`, 'has "@@" in it, which the scripts keep for themselves'],
  ['a comma at the end of the options', `no-pty, ${ED25519}`, 'has something before ssh-ed25519 that is no list of options of sshd'],
  ['a flag with a value', `no-pty="x" ${ED25519}`, 'has something before ssh-ed25519 that is no list of options of sshd'],
  ['a space before it', ` ${ED25519}`, 'begins or ends with a space'],
  ['a tab in it', ED25519.replace(' ', '\t'), 'is more than one line, or has a tab in it'],
  ['padding in the middle', ED25519.replace('AAAAI', 'AA==I'), 'has a key that is not base64, so it was cut or changed on its way'],
])('%s is refused', (_, line, what) => {
  expect(sshKeyObjection(line)?.what).toBe(what);
});
