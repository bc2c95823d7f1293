import { spawn } from 'node:child_process';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How the server answers; git's own server program does the rest. */
export interface GitServerOptions {
  /** Folder with the bare repositories. */
  readonly root: string;
  /** Answers in place of git, if it returns true. */
  readonly before?: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** What the server wants to see, `user:password`. @default - everybody may read */
  readonly login?: string;
  /** Whether single objects can be asked for. @default true, as at the hosts that most people use */
  readonly filter?: boolean;
}

/** A server of git repositories over HTTP, with git http-backend behind it as the documentation of git describes. */
export interface GitServer {
  /** Its address, without a slash at the end. */
  readonly url: string;
  /** The headers of every request, in order. */
  readonly requests: readonly { readonly path: string; readonly authorization: string | undefined }[];
  /** Ends it. */
  close(): Promise<void>;
}

/** Starts a server on a free port of this machine. */
export async function startGitServer(options: GitServerOptions): Promise<GitServer> {
  const requests: { path: string; authorization: string | undefined }[] = [];
  const server = createServer((request, response) => {
    const { authorization } = request.headers;
    requests.push({ path: request.url ?? '', authorization });
    if (options.before?.(request, response)) { return; }
    const wanted = options.login === undefined ? undefined : `Basic ${Buffer.from(options.login).toString('base64')}`;
    if (wanted !== undefined && authorization !== wanted) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end('no');
      return;
    }
    serve(options, request, response);
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests, close: async () => close(server) };
}

/** Runs git http-backend as a CGI program. */
function serve({ root, filter = true }: GitServerOptions, request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', 'http://x');
  const backend = spawn('git', ['http-backend'], {
    env: {
      PATH: process.env['PATH'], GIT_PROJECT_ROOT: root, GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: url.pathname, QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method ?? 'GET', CONTENT_TYPE: request.headers['content-type'] ?? '', REMOTE_ADDR: '127.0.0.1',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '', GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
      GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_COUNT: '2', GIT_CONFIG_KEY_0: 'safe.directory', GIT_CONFIG_VALUE_0: '*',
      GIT_CONFIG_KEY_1: 'uploadpack.allowFilter', GIT_CONFIG_VALUE_1: String(filter),
    },
  });
  request.pipe(backend.stdin);
  // It may end before it has read everything.
  backend.stdin.on('error', () => undefined);
  const chunks: Buffer[] = [];
  backend.stdout.on('data', (chunk: Buffer) => { chunks.push(chunk); });
  backend.on('close', () => {
    const all = Buffer.concat(chunks);
    const end = all.indexOf('\r\n\r\n');
    const headers = new Map(all.subarray(0, end).toString('latin1').split('\r\n').map((row): [string, string] => {
      const [name = '', value = ''] = row.split(/:\s*/, 2);
      return [name, value];
    }));
    response.writeHead(Number(/^\d+/.exec(headers.get('Status') ?? '200')?.[0]), Object.fromEntries(headers));
    response.end(all.subarray(end + 4));
  });
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve) => { server.close(() => { resolve(); }); });
}
