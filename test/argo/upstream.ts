import { spawn, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer as createProxy, type Server } from 'node:http';
import { createServer, type Server as SecureServer } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { load } from 'js-yaml';
import { programPath } from './parts';
import { freePort } from './processes';

/** Where the stand-in for all hosts of the world is reached. */
export interface Upstream {
  /** What a program has to have in its environment to find every host here. */
  readonly env: NodeJS.ProcessEnv;
  /** Hosts that answer nothing from now on. */
  readonly lost: Set<string>;
  /** Ends it. */
  stop(): void;
}

/**
 * One server for every host that the lab reads: repositories of git, of charts, and registries of charts. Programs reach it by a proxy that
 * leads every name to it, with a certificate authority of its own, so they read the addresses of `dist/` as they are.
 *
 * @param folder - for its certificates
 * @param charts - packaged charts, `<host>/<path>/*.tgz`, with an index.yaml where the repository is none of OCI
 * @param git - bare repositories, `<host>/<path>.git`
 */
export async function startUpstream(folder: string, charts: string, git: string): Promise<Upstream> {
  mkdirSync(folder, { recursive: true });
  const hosts = [...new Set([charts, git].flatMap((each) => readdirSync(each)).filter((name) => name.includes('.')))];
  const files = certificates(folder, hosts);
  const lost = new Set<string>();
  const server = createServer({ cert: readFileSync(files.cert), key: readFileSync(files.key) }, (request, response) => {
    const host = (request.headers.host ?? '').replace(/:\d+$/, '');
    const { pathname, search } = new URL(request.url ?? '/', `https://${host}`);
    const line = `${host}${request.url ?? ''}\n`;
    response.on('finish', () => { appendFileSync(path.join(folder, 'requests.log'), `${response.statusCode} ${line}`); });
    if (lost.has(host) || pathname.includes('..')) { end(response, 503, 'text/plain', Buffer.from('away\n')); return; }
    if (pathname.includes('.git/')) { serveGit(request, response, path.join(git, host), pathname, search); return; }
    if (pathname.startsWith('/v2')) { serveRegistry(request, response, path.join(charts, host), pathname); return; }
    const file = path.join(charts, host, decodeURIComponent(pathname));
    if (existsSync(file) && statSync(file).isFile()) {
      end(response, 200, 'application/octet-stream', readFileSync(file), request);
    } else {
      end(response, 404, 'text/plain', Buffer.from('not found\n'));
    }
  });
  const port = await freePort();
  const proxy = createProxy((_, response) => { end(response, 400, 'text/plain', Buffer.from('only CONNECT\n')); });
  proxy.on('connect', (_request, client, head: Buffer) => {
    const onward = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      onward.write(head);
      onward.pipe(client);
      client.pipe(onward);
    });
    onward.on('error', () => client.destroy());
    client.on('error', () => onward.destroy());
  });
  const proxyPort = await freePort();
  await Promise.all([listen(server, port), listen(proxy, proxyPort)]);
  const address = `http://127.0.0.1:${proxyPort}`;
  return {
    env: {
      HTTPS_PROXY: address, https_proxy: address, NO_PROXY: '127.0.0.1,localhost', no_proxy: '127.0.0.1,localhost',
      SSL_CERT_FILE: files.authority, GIT_SSL_CAINFO: files.authority,
    },
    lost,
    stop: () => { server.closeAllConnections(); server.close(); proxy.closeAllConnections(); proxy.close(); },
  };
}

async function listen(server: Server | SecureServer, port: number): Promise<void> {
  return new Promise((resolve) => { server.listen(port, '127.0.0.1', resolve); });
}

function certificates(folder: string, hosts: readonly string[]): { cert: string; key: string; authority: string } {
  const at = (name: string): string => path.join(folder, name);
  const openssl = (...args: string[]): void => { execFileSync(programPath('openssl'), args, { cwd: folder, stdio: 'ignore' }); };
  openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'ca.key', '-out', 'ca.crt', '-days', '3', '-subj', '/CN=upstream');
  openssl('req', '-newkey', 'rsa:2048', '-nodes', '-keyout', 's.key', '-out', 's.csr', '-subj', '/CN=upstream');
  writeFileSync(at('ext'), `subjectAltName=${hosts.map((host) => `DNS:${host}`).join(',')}\nextendedKeyUsage=serverAuth\n`);
  const signer = ['-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial'];
  openssl('x509', '-req', '-in', 's.csr', ...signer, '-days', '3', '-extfile', 'ext', '-out', 's.crt');
  return { cert: at('s.crt'), key: at('s.key'), authority: at('ca.crt') };
}

function end(response: ServerResponse, status: number, type: string, body: Buffer, request?: IncomingMessage): void {
  response.writeHead(status, { 'content-type': type, 'content-length': body.length });
  response.end(request?.method === 'HEAD' ? undefined : body);
}

/** git's own server program, by CGI (RFC 3875). */
function serveGit(request: IncomingMessage, response: ServerResponse, root: string, pathname: string, search: string): void {
  const child = spawn(programPath('git'), ['http-backend'], {
    env: {
      ...process.env, GIT_PROJECT_ROOT: root, GIT_HTTP_EXPORT_ALL: '1', PATH_INFO: pathname, QUERY_STRING: search.slice(1),
      REQUEST_METHOD: request.method, CONTENT_TYPE: request.headers['content-type'] ?? '', REMOTE_ADDR: '127.0.0.1',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '', GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
    },
  });
  request.pipe(child.stdin);
  child.stdin.on('error', () => { /* It has read enough. */ });
  let head: Buffer = Buffer.alloc(0);
  let open = false;
  child.stdout.on('data', (chunk: Buffer) => {
    if (open) { response.write(chunk); return; }
    head = Buffer.concat([head, chunk]);
    const gap = head.indexOf('\r\n\r\n');
    if (gap < 0) { return; }
    open = true;
    const headers = head.toString('latin1', 0, gap).split('\r\n').map((line) => line.split(': ') as [string, string]);
    const status = Number.parseInt(headers.find(([name]) => name === 'Status')?.[1] ?? '200', 10);
    response.writeHead(status, Object.fromEntries(headers.filter(([name]) => name !== 'Status')));
    response.write(head.subarray(gap + 4));
  });
  child.on('close', () => { response.end(); });
}

/** Read-only part of https://github.com/opencontainers/distribution-spec, for charts. */
function serveRegistry(request: IncomingMessage, response: ServerResponse, root: string, pathname: string): void {
  const json = (status: number, value: unknown): void => {
    end(response, status, 'application/json', Buffer.from(JSON.stringify(value)), request);
  };
  const match = /^\/v2\/(.+)\/(tags\/list|manifests\/([^/]+)|blobs\/([^/]+))$/.exec(pathname);
  if (!match) { json(200, {}); return; }
  const [, name = '', what, tag, blob] = match;
  const found = chartsOf(path.join(root, path.dirname(name)), path.basename(name));
  if (what === 'tags/list') { json(200, { name, tags: found.map(({ version }) => version.replace('+', '_')) }); return; }
  for (const { version, archive, config, manifest } of found) {
    if (tag !== undefined && [version.replace('+', '_'), digest(manifest)].includes(tag)) {
      response.setHeader('docker-content-digest', digest(manifest));
      end(response, 200, 'application/vnd.oci.image.manifest.v1+json', manifest, request);
      return;
    }
    const body = [archive, config].find((each) => digest(each) === blob);
    if (body) { end(response, 200, 'application/octet-stream', body, request); return; }
  }
  json(404, { errors: [{ code: 'MANIFEST_UNKNOWN' }] });
}

interface Packaged { readonly version: string; readonly archive: Buffer; readonly config: Buffer; readonly manifest: Buffer }

function chartsOf(folder: string, name: string): Packaged[] {
  if (!existsSync(folder)) { return []; }
  return readdirSync(folder).filter((file) => file.endsWith('.tgz')).flatMap((file): Packaged[] => {
    const archive = readFileSync(path.join(folder, file));
    const text = chartYaml(archive, name);
    if (text === '') { return []; }
    const meta = load(text) as { readonly version?: string };
    const config = Buffer.from(JSON.stringify(meta));
    const manifest = Buffer.from(JSON.stringify({
      schemaVersion: 2, mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config: { mediaType: 'application/vnd.cncf.helm.config.v1+json', digest: digest(config), size: config.length },
      layers: [{ mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip', digest: digest(archive), size: archive.length }],
    }));
    return [{ version: meta.version ?? '', archive, config, manifest }];
  });
}

/** Chart.yaml of a packaged chart, out of its tar archive (blocks of 512 bytes); empty for another chart. */
function chartYaml(archive: Buffer, name: string): string {
  const tar = gunzipSync(archive);
  for (let offset = 0; offset + 512 <= tar.length;) {
    const size = Number.parseInt(tar.toString('latin1', offset + 124, offset + 136), 8) || 0;
    if (tar.toString('utf8', offset, offset + 100).replace(/\0.*$/s, '') === `${name}/Chart.yaml`) {
      return tar.toString('utf8', offset + 512, offset + 512 + size);
    }
    offset += 512 + Math.ceil(size / 512) * 512;
  }
  return '';
}

function digest(data: Buffer): string {
  return `sha256:${createHash('sha256').update(data).digest('hex')}`;
}
