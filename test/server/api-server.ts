import { spawn, type ChildProcess } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createWriteStream, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { part, type Part } from './parts';

/** What the server said to one request. */
export interface Response {
  /** HTTP status. */
  readonly status: number;
  /** The body, parsed; a `Status` object where the server refuses. */
  readonly body: { readonly message?: string; readonly gitVersion?: string; readonly [field: string]: unknown };
}

/** Milliseconds until a part has to be ready; on a busy machine the first start takes half a minute. */
const PATIENCE = 120_000;

/**
 * An empty Kubernetes without nodes and controllers: etcd and kube-apiserver on free ports of loopback, with a token for everything. The
 * parts are those of KUBEBUILDER_ASSETS.
 */
export class ApiServer {
  private readonly running: { readonly name: Part; readonly process: ChildProcess }[] = [];
  private readonly folder = mkdtempSync(path.join(os.tmpdir(), 'api-server-'));
  private readonly token = randomBytes(16).toString('hex');
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 8 });
  private port = 0;
  private authority = '';

  private constructor() { /* start() makes them */ }

  /** Starts both and waits until the server is ready. @throws Error with the end of its log if it does not become ready */
  public static async start(): Promise<ApiServer> {
    const server = new ApiServer();
    try {
      await server.startParts();
    } catch (error) {
      await server.stop();
      throw error;
    }
    return server;
  }

  /** A kubeconfig for kubectl. */
  public get kubeconfig(): string { return path.join(this.folder, 'kubeconfig'); }

  /** One request. @param body - sent as JSON @default - no body */
  public async ask(method: string, url: string, body?: unknown, type = 'application/json'): Promise<Response> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const call = request({
        host: '127.0.0.1', port: this.port, path: url, method, ca: this.authority, agent: this.agent,
        headers: { authorization: `Bearer ${this.token}`, ...text === undefined ? {} : { 'content-type': type } },
      }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (piece: Buffer) => parts.push(piece));
        response.on('end', () => {
          const said = Buffer.concat(parts).toString();
          resolve({ status: response.statusCode ?? 0, body: asObject(said) });
        });
      });
      call.on('error', reject);
      call.end(text);
    });
  }

  /** Lets namespaces go that are being removed, which a controller does elsewhere. @returns their names */
  public async finalizeNamespaces(): Promise<string[]> {
    const { body } = await this.ask('GET', '/api/v1/namespaces');
    const leaving = (body['items'] as { metadata: { name: string; deletionTimestamp?: string }; spec: object }[])
      .filter(({ metadata }) => metadata.deletionTimestamp !== undefined);
    for (const namespace of leaving) {
      await this.ask('PUT', `/api/v1/namespaces/${namespace.metadata.name}/finalize`, { ...namespace, spec: { finalizers: [] } });
    }
    return leaving.map(({ metadata: { name } }) => name).sort();
  }

  /** Names of all definitions of custom kinds that stay. */
  public async definitions(): Promise<string[]> {
    const { body } = await this.ask('GET', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions');
    return (body['items'] as { metadata: { name: string; deletionTimestamp?: string } }[])
      .filter(({ metadata }) => metadata.deletionTimestamp === undefined).map(({ metadata: { name } }) => name);
  }

  /** Stops the server, then its etcd, and removes what they wrote. The other way round, the server waits for etcd for a minute. */
  public async stop(): Promise<void> {
    this.agent.destroy();
    for (const { process: child } of [...this.running].reverse()) { await end(child); }
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async startParts(): Promise<void> {
    const [client, peer, port] = await freePorts(3);
    this.port = port!;
    const at = (name: string): string => path.join(this.folder, name);
    const etcd = `http://127.0.0.1:${client}`;
    this.spawn('etcd', [
      '--data-dir', at('etcd'), '--listen-client-urls', etcd, '--advertise-client-urls', etcd,
      '--listen-peer-urls', `http://127.0.0.1:${peer}`, '--initial-advertise-peer-urls', `http://127.0.0.1:${peer}`,
      '--initial-cluster', `default=http://127.0.0.1:${peer}`, '--unsafe-no-fsync', '--log-level', 'warn',
    ]);
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    writeFileSync(at('service-accounts.key'), privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
    writeFileSync(at('tokens.csv'), `${this.token},admin,admin,system:masters\n`, { mode: 0o600 });
    mkdirSync(at('certificates'));
    this.spawn('kube-apiserver', [
      '--etcd-servers', etcd, '--bind-address', '127.0.0.1', '--advertise-address', '127.0.0.1', '--secure-port', String(port),
      // Without a certificate it makes its own, for the address it is bound to.
      '--cert-dir', at('certificates'), '--token-auth-file', at('tokens.csv'), '--authorization-mode', 'RBAC',
      '--service-account-key-file', at('service-accounts.key'), '--service-account-signing-key-file', at('service-accounts.key'),
      '--service-account-issuer', 'https://kubernetes.default.svc', '--service-cluster-ip-range', '10.43.0.0/16',
      '--endpoint-reconciler-type', 'none', '--allow-privileged',
      // No controller makes the account that pods without one get.
      '--disable-admission-plugins', 'ServiceAccount',
    ]);
    await this.waitUntilReady();
    writeFileSync(this.kubeconfig, JSON.stringify({
      apiVersion: 'v1', kind: 'Config', 'current-context': 'test',
      clusters: [{ name: 'test', cluster: {
        server: `https://127.0.0.1:${port}`, 'certificate-authority-data': Buffer.from(this.authority).toString('base64'),
      } }],
      users: [{ name: 'admin', user: { token: this.token } }],
      contexts: [{ name: 'test', context: { cluster: 'test', user: 'admin' } }],
    }), { mode: 0o600 });
  }

  private spawn(name: Part, args: readonly string[]): void {
    const child = spawn(part(name), args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const log = createWriteStream(this.log(name));
    child.stdout.pipe(log, { end: false });
    child.stderr.pipe(log, { end: false });
    this.running.push({ name, process: child });
  }

  private log(name: Part): string { return path.join(this.folder, `${name}.log`); }

  private async waitUntilReady(): Promise<void> {
    const until = Date.now() + PATIENCE;
    for (;;) {
      const dead = this.running.find(({ process: child }) => child.exitCode !== null);
      if (dead || Date.now() > until) {
        const { name } = dead ?? this.running[1]!;
        const tail = readFileSync(this.log(name), 'utf8').split('\n').slice(-15).join('\n');
        throw new Error(`${name} ${dead ? 'ended' : 'is not ready'}:\n${tail}`);
      }
      if (await this.isReady()) { return; }
      await new Promise((resolve) => { setTimeout(resolve, 200); });
    }
  }

  private async isReady(): Promise<boolean> {
    try {
      this.authority = readFileSync(path.join(this.folder, 'certificates', 'apiserver.crt'), 'utf8');
      return (await this.ask('GET', '/readyz')).status === 200;
    } catch {
      return false;
    }
  }
}

function asObject(text: string): Response['body'] {
  try { return JSON.parse(text) as Response['body']; } catch { return { message: text }; }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) { return; }
  const ended = new Promise((resolve) => { child.once('exit', resolve); });
  child.kill('SIGTERM');
  // It drains for up to a minute; nothing of what it holds is needed.
  const impatient = setTimeout(() => { child.kill('SIGKILL'); }, 10_000);
  await ended;
  clearTimeout(impatient);
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(servers.map((server) => new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => { resolve((server.address() as { port: number }).port); });
  })));
  await Promise.all(servers.map((server) => new Promise((resolve) => { server.close(resolve); })));
  return ports;
}
