import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { load } from 'js-yaml';
import { readConfig } from '../../charts/load-config';
import { SSH_HOST_KEY_PLACEHOLDER, SSH_PUBLIC_KEY_PLACEHOLDER, type SeedFile } from '../../host/node';
import { synthesise } from '../../synth/synthesise';
import { K3S_SHA256 } from '../../versions';
import { PATH, programPath } from './parts';

/** A pair of keys, as ssh-keygen makes them. */
export interface KeyPair {
  /** File of the private half; the public one is beside it, with `.pub`. */
  readonly file: string;
  /** Type and key, without a comment: `ssh-ed25519 AAAA...`. */
  readonly publicKey: string;
}

/** What up.ps1 knows and homelab.yaml does not. */
export interface RunTime {
  /** Key with which the user logs in. */
  readonly user: KeyPair;
  /** Key by which the node is known. */
  readonly host: KeyPair;
  /** Program in place of k3s: the seed pins its checksum instead of the real one's. */
  readonly k3s: string;
}

/** The files of a seed disk, by their names. */
export type Seed = ReadonlyMap<SeedFile, string>;

/** A file that cloud-init is to write. */
export interface WrittenFile {
  /** Absolute path. */
  readonly path: string;
  /** Its permissions in octal, with a leading 0. */
  readonly permissions: string;
  /** Its text. */
  readonly text: string;
}

/** Makes a key pair. */
export function keyPair(file: string): KeyPair {
  execFileSync(programPath('ssh-keygen'), ['-q', '-t', 'ed25519', '-N', '', '-C', path.basename(file), '-f', file]);
  return { file, publicKey: readFileSync(`${file}.pub`, 'utf8').split(' ').slice(0, 2).join(' ') };
}

/** The seed of a lab's only node as it is on the disk: with what is added at run time (host/windows/lib/Seed.ps1). */
export function seedOf(yaml: string, { user, host, k3s }: RunTime): Seed {
  const { scripts, lab } = synthesise(readConfig(yaml, 'homelab.yaml'));
  const file = (name: SeedFile): string => scripts.get(`seed/${lab.config.nodes[0]!.name}/${name}`)!;
  // As a YAML string in double quotes, with the quotes of the placeholder replaced too.
  const privateKey = `"${readFileSync(host.file, 'utf8').trim().replaceAll('\n', '\\n')}\\n"`;
  const userData = [
    [SSH_PUBLIC_KEY_PLACEHOLDER, user.publicKey], [`'${SSH_HOST_KEY_PLACEHOLDER}'`, privateKey], [K3S_SHA256, sha256(readFileSync(k3s))],
  ].reduce((text, [from, to]) => once(text, from!, to!), file('user-data'));
  return new Map<SeedFile, string>([
    ['user-data', userData],
    ['meta-data', file('meta-data')],
    ['network-config', file('network-config')],
  ]);
}

/** The same with another instance id. */
export function asInstance(seed: Seed, id: string): Seed {
  return new Map([...seed, ['meta-data', seed.get('meta-data')!.replace(/^instance-id: .*$/m, `instance-id: '${id}'`)]]);
}

/** What cloud-init is told to write. */
export function writtenFiles(seed: Seed): WrittenFile[] {
  const { write_files: files } = load(seed.get('user-data')!) as {
    write_files: { path: string; permissions: string; content: string; encoding?: string }[];
  };
  return files.map(({ path: file, permissions, content, encoding }) => (
    { path: file, permissions, text: encoding === 'b64' ? Buffer.from(content, 'base64').toString('utf8') : content }
  ));
}

/** Writes a seed disk: one FAT32 partition on 64 MiB, labelled CIDATA. */
export function writeSeedDisk(file: string, seed: Seed): void {
  const folder = mkdtempSync(path.join(tmpdir(), 'seed-'));
  try {
    writeFileSync(file, '');
    truncateSync(file, 64 * MEBIBYTE);
    const options = { env: { ...process.env, PATH }, stdio: ['pipe', 'pipe', 'pipe'] as ['pipe', 'pipe', 'pipe'] };
    execFileSync(programPath('sfdisk'), ['--quiet', '--label', 'dos', file], { ...options, input: 'start=2048, type=c\n' });
    // In KiB, from the start of the partition on.
    execFileSync(programPath('mkfs.vfat'), ['-F', '32', '-n', 'CIDATA', '--offset', '2048', file, String(63 * 1024)], options);
    for (const [name, text] of seed) { writeFileSync(path.join(folder, name), text); }
    execFileSync(programPath('mcopy'), ['-i', `${file}@@1M`, ...[...seed.keys()].map((name) => path.join(folder, name)), '::'], options);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Bytes of a mebibyte. */
const MEBIBYTE = 1_048_576;

function once(text: string, what: string, replacement: string): string {
  const parts = text.split(what);
  if (parts.length !== 2) { throw new Error(`${what} is ${parts.length - 1} times in the seed`); }
  return parts.join(replacement);
}

/** SHA-256 in hexadecimal digits. */
export function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
