import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { PATH, programPath } from './parts';

/** Releases of which an image can be made: that of the real nodes, and Debian's where Ubuntu's archive is out of reach. */
const RELEASES = ['noble', 'bookworm'] as const;

/** One of them. */
export type Release = typeof RELEASES[number];

/** A node's disk before its first boot. */
export interface Image {
  /** Which release it is of. */
  readonly release: Release;
  /** Folder of `root.raw`, `kernel`, `initrd`, `archive/`, `authority.crt` and `authority.key`. */
  readonly folder: string;
  /** Seconds that making it took; 0 if it was there. */
  readonly seconds: number;
}

const UBUNTU = 'http://archive.ubuntu.com/ubuntu';
const DEBIAN = 'http://deb.debian.org';

/** The keys with which Ubuntu's archive is signed, where the system has them (package ubuntu-keyring). */
const UBUNTU_KEYS = '/usr/share/keyrings/ubuntu-archive-keyring.gpg';
/** Elsewhere they come from the package itself, of which the checksum is known: `apt-cache show ubuntu-keyring` on Ubuntu 24.04. */
const KEYRING = {
  url: `${UBUNTU}/pool/main/u/ubuntu-keyring/ubuntu-keyring_2023.11.28.1_all.deb`,
  sha256: '36de43b15853ccae0028e9a767613770c704833f82586f28eb262f0311adb8a8',
};

/** Where images are kept: outside of the repository, because one is worth minutes. */
const CACHE = process.env['HOMELAB_GUEST_CACHE']
  ?? path.join(process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache'), 'homelab-guest');

/** The release to boot: that of HOMELAB_GUEST_RELEASE, else the first whose image is there or can be made. */
export function chooseRelease(): Release {
  const asked = process.env['HOMELAB_GUEST_RELEASE'];
  if (asked !== undefined) {
    const release = RELEASES.find((each) => each === asked);
    if (release === undefined) { throw new Error(`HOMELAB_GUEST_RELEASE is ${JSON.stringify(asked)}; there are ${RELEASES.join(', ')}`); }
    return release;
  }
  return existsSync(folderOf('noble')) || answers(`${UBUNTU}/dists/noble/InRelease`) ? 'noble' : 'bookworm';
}

/**
 * The image, from the cache or newly made.
 *
 * @throws Error with the last lines of the log if it cannot be made
 */
export function imageOf(release: Release): Image {
  const folder = folderOf(release);
  if (existsSync(folder)) { return { release, folder, seconds: 0 }; }
  mkdirSync(CACHE, { recursive: true });
  const draft = mkdtempSync(path.join(CACHE, 'draft-'));
  const start = Date.now();
  try {
    makeAuthority(draft);
    const log = path.join(draft, 'log');
    const output = openSync(log, 'w');
    const settings = {
      PATH, RELEASE: release, SOURCES: sources(release, ubuntuKeys(release, draft)), CERTIFICATE: path.join(draft, 'authority.crt'),
    };
    const { status } = spawnSync('bash', [SCRIPT, draft], { stdio: ['ignore', output, output], env: { ...process.env, ...settings } });
    closeSync(output);
    if (status !== 0) { throw new Error(`the image could not be made:\n${readFileSync(log, 'utf8').split('\n').slice(-20).join('\n')}`); }
    // Two runs at once: the second finds the first's, and has made its own in vain.
    if (!existsSync(folder)) { renameSync(draft, folder); }
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return { release, folder, seconds: (Date.now() - start) / 1_000 };
}

const SCRIPT = path.join(__dirname, 'image.sh');

/** A folder for each way of making it. */
function folderOf(release: Release): string {
  const key = createHash('sha256').update(readFileSync(SCRIPT)).update(sources(release, '')).digest('hex').slice(0, 12);
  return path.join(CACHE, `${release}-${key}`);
}

/** Lines for apt. @param keys - file of the keys with which Ubuntu's archive is signed */
function sources(release: Release, keys: string): string {
  if (release === 'bookworm') {
    return ['debian bookworm', 'debian bookworm-updates', 'debian-security bookworm-security']
      .map((suite) => `deb ${DEBIAN}/${suite} main`).join('\n');
  }
  return ['noble', 'noble-updates', 'noble-security']
    .map((suite) => `deb [signed-by=${keys}] ${UBUNTU} ${suite} main universe`).join('\n');
}

/** File of those keys; empty where none is needed. */
function ubuntuKeys(release: Release, folder: string): string {
  if (release !== 'noble') { return ''; }
  if (existsSync(UBUNTU_KEYS)) { return UBUNTU_KEYS; }
  const file = path.join(folder, 'keyring.deb');
  const tree = path.join(folder, 'keyring');
  execFileSync(programPath('curl'), ['--fail', '--silent', '--show-error', '--max-time', '60', '--output', file, KEYRING.url]);
  const found = createHash('sha256').update(readFileSync(file)).digest('hex');
  if (found !== KEYRING.sha256) { throw new Error(`${KEYRING.url} has the SHA-256 ${found}, not ${KEYRING.sha256}`); }
  execFileSync(programPath('dpkg-deb'), ['--extract', file, tree]);
  return path.join(tree, UBUNTU_KEYS);
}

/** A certificate authority that the image trusts, for the test's own https. */
function makeAuthority(folder: string): void {
  execFileSync(programPath('openssl'), [
    'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '3650', '-subj', '/CN=guest test',
    '-keyout', path.join(folder, 'authority.key'), '-out', path.join(folder, 'authority.crt'),
  ], { stdio: 'pipe' });
}

function answers(url: string): boolean {
  return spawnSync(programPath('curl'), ['--fail', '--silent', '--head', '--max-time', '15', '--output', '/dev/null', url]).status === 0;
}
