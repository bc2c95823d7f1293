import { createSocket } from 'node:dgram';
import { appendFileSync, createReadStream, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import path from 'node:path';
import { NAMES, NAME_SERVERS, PACKAGES, TIME, WEB } from './addresses';

/*
 * node --import tsx internet.ts FOLDER: what a node reaches. Runs inside the network namespace, until it is killed. FOLDER holds
 * certificate.pem and key.pem, k3s (what a download gives), archive/ (packages); it gets `requests` (a line for each) and
 * `ready`.
 */

const folder = process.argv[2] ?? '';
const inFolder = (name: string): string => path.join(folder, name);

/** Seconds from 1900, NTP's epoch, to 1970. */
const NTP_EPOCH = 2_208_988_800;

function note(line: string): void {
  appendFileSync(inFolder('requests'), `${line}\n`);
}

/** Answers a question for an IPv4 address; of any other type there are none. */
function answer(query: Buffer): Buffer {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += length + 1;
  }
  const type = query.readUInt16BE(at + 1);
  const end = at + 5;
  const name = labels.join('.').toLowerCase();
  const address = NAMES.get(name);
  note(`dns ${name} ${type}`);
  const found = address !== undefined && type === 1;
  const header = Buffer.alloc(12);
  query.copy(header, 0, 0, 2);
  // A response, recursion asked for and had; "no such name" where there is none.
  header.writeUInt16BE(0x8180 | (address === undefined ? 3 : 0), 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(found ? 1 : 0, 6);
  const record = found
    ? Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, ...address.split('.').map(Number)])
    : Buffer.alloc(0);
  return Buffer.concat([header, query.subarray(12, end), record]);
}

/** The right time, as a server of stratum 2 says it (RFC 5905). */
function timeAnswer(query: Buffer): Buffer {
  const reply = Buffer.alloc(48);
  const write = (at: number): void => {
    const now = Date.now();
    reply.writeUInt32BE(Math.floor(now / 1_000) + NTP_EPOCH, at);
    reply.writeUInt32BE(Math.floor(now % 1_000 / 1_000 * 2 ** 32), at + 4);
  };
  // The version asked for, mode 4: server.
  reply[0] = (query[0]! & 0x38) | 4;
  reply[1] = 2;
  reply[2] = query[2]!;
  reply.writeInt8(-20, 3);
  reply.writeUInt32BE(0x100, 8);
  reply.write('TEST', 12, 'latin1');
  write(16);
  query.copy(reply, 24, 40, 48);
  write(32);
  write(40);
  return reply;
}

function serveDatagrams(address: string, port: number, reply: (query: Buffer) => Buffer): void {
  const socket = createSocket('udp4');
  socket.on('message', (query, from) => { socket.send(reply(query), from.port, from.address); });
  socket.bind(port, address);
}

function sendFile(request: IncomingMessage, response: ServerResponse, file: string): void {
  if (!existsSync(file) || !statSync(file).isFile()) { response.writeHead(404).end(); return; }
  const { size } = statSync(file);
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  response.writeHead(start > 0 ? 206 : 200, {
    'Content-Length': size - start,
    ...(start > 0 ? { 'Content-Range': `bytes ${start}-${size - 1}/${size}` } : {}),
  });
  createReadStream(file, { start }).pipe(response);
}

const pair = { cert: readFileSync(inFolder('certificate.pem')), key: readFileSync(inFolder('key.pem')) };
const web = createTlsServer(pair, (request, response) => {
  const host = request.headers.host ?? '';
  note(`https ${request.method} ${host}${request.url}`);
  if (host === 'release-assets.githubusercontent.com') {
    sendFile(request, response, inFolder('k3s'));
  } else if (request.url?.startsWith('/k3s-io/k3s/releases/download/')) {
    response.writeHead(302, { Location: 'https://release-assets.githubusercontent.com/k3s' }).end();
  } else {
    response.writeHead(200).end();
  }
});

const packages = createServer((request, response) => {
  note(`http ${request.method} ${request.url}`);
  sendFile(request, response, path.join(inFolder('archive'), path.posix.normalize(`/${decodeURIComponent(request.url ?? '')}`)));
});

for (const address of NAME_SERVERS) { serveDatagrams(address, 53, answer); }
serveDatagrams(TIME, 123, timeAnswer);
web.listen(443, WEB, () => {
  packages.listen(80, PACKAGES, () => { writeFileSync(inFolder('ready'), ''); });
});
