import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, openSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { until } from '../argo/processes';
import { NAME_SERVERS, NAMES } from './addresses';
import type { Image } from './image';
import { NEW_NETWORK, programPath } from './parts';

/** The network namespace with everything that a node reaches. */
export interface Network {
  /** A process inside it. */
  readonly pid: number;
  /** What was asked for, a line each: `dns NAME TYPE`, `https METHOD HOST/PATH`, `http METHOD PATH`. */
  requests(): string[];
  /** Ends it. */
  stop(): void;
}

/**
 * Starts it.
 *
 * @param folder - for its files
 * @param k3s - what a download of k3s gives
 */
export async function startNetwork(folder: string, image: Image, k3s: string): Promise<Network> {
  mkdirSync(folder);
  makeCertificate(folder, image);
  copyFileSync(k3s, path.join(folder, 'k3s'));
  symlinkSync(path.join(image.folder, 'archive'), path.join(folder, 'archive'));
  writeFileSync(path.join(folder, 'requests'), '');
  const log = openSync(path.join(folder, 'log'), 'w');
  const addresses = [...new Set([...NAME_SERVERS, ...NAMES.values()])];
  const setUp = ['ip link set lo up', ...addresses.map((address) => `ip address add ${address}/32 dev lo`), 'exec "$0" "$@"'].join(' && ');
  const child = spawn(programPath('unshare'), [
    ...NEW_NETWORK, 'sh', '-c', setUp, process.execPath, '--import', 'tsx', path.join(__dirname, 'internet.ts'), folder,
  ], { cwd: path.join(__dirname, '../..'), stdio: ['ignore', log, log] });
  await until('the network is there', 60, () => {
    if (child.exitCode !== null) { throw new Error(`the network did not start:\n${readFileSync(path.join(folder, 'log'), 'utf8')}`); }
    return existsSync(path.join(folder, 'ready'));
  });
  return {
    pid: child.pid!,
    requests: () => readFileSync(path.join(folder, 'requests'), 'utf8').trimEnd().split('\n'),
    stop: () => { child.kill('SIGKILL'); },
  };
}

/** A certificate of the image's authority for every host that answers by https. */
function makeCertificate(folder: string, image: Image): void {
  const openssl = (...args: readonly string[]): void => { execFileSync(programPath('openssl'), args, { cwd: folder, stdio: 'pipe' }); };
  openssl('req', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=github.com', '-keyout', 'key.pem', '-out', 'request.pem');
  writeFileSync(path.join(folder, 'names'), `subjectAltName = ${[...NAMES.keys()].map((name) => `DNS:${name}`).join(', ')}\n`);
  openssl(
    'x509', '-req', '-in', 'request.pem', '-days', '30', '-CA', path.join(image.folder, 'authority.crt'),
    '-CAkey', path.join(image.folder, 'authority.key'), '-set_serial', '1', '-extfile', 'names', '-out', 'certificate.pem',
  );
}
