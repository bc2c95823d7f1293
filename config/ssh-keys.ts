import type { Objection } from './objection';

/*
 * Lines of ~/.ssh/authorized_keys as sshd of the nodes reads them (Ubuntu 24.04: OpenSSH 9.6; sshd(8), "AUTHORIZED_KEYS FILE FORMAT").
 * What is encoded in a key is RFC 4253, section 6.6, RFC 5656, RFC 8709, and PROTOCOL.u2f of OpenSSH.
 */

/** Bytes of the point of a curve, uncompressed, with the byte in front. */
const POINTS: Readonly<Record<string, number>> = { nistp256: 65, nistp384: 97, nistp521: 133 };
/** sshd refuses RSA keys below (OpenSSH 9.6, sshd_config: RequiredRSASize). */
const SMALLEST_RSA = 1024;

/** Parts of a key behind the name of its type. */
type Part = 'curve' | 'point' | 'ed25519' | 'exponent' | 'modulus' | 'application';

/** Types of keys that sshd takes by default, and what each holds. */
const TYPES: Readonly<Record<string, readonly Part[]>> = {
  'ssh-ed25519': ['ed25519'],
  'ssh-rsa': ['exponent', 'modulus'],
  'ecdsa-sha2-nistp256': ['curve', 'point'],
  'ecdsa-sha2-nistp384': ['curve', 'point'],
  'ecdsa-sha2-nistp521': ['curve', 'point'],
  'sk-ssh-ed25519@openssh.com': ['ed25519', 'application'],
  'sk-ecdsa-sha2-nistp256@openssh.com': ['curve', 'point', 'application'],
};

/** Options before a key that are flags. */
const FLAGS = new Set([
  'agent-forwarding', 'cert-authority', 'no-agent-forwarding', 'no-port-forwarding', 'no-pty', 'no-touch-required', 'no-user-rc',
  'no-x11-forwarding', 'port-forwarding', 'pty', 'restrict', 'user-rc', 'verify-required', 'x11-forwarding',
]);
/** Options before a key that have a value in double quotes. */
const SETTINGS = new Set(['command', 'environment', 'expiry-time', 'from', 'permitlisten', 'permitopen', 'principals', 'tunnel']);

const EXAMPLE = 'ssh-ed25519 AAAAC3Nza... you@laptop';
const FIX = `paste the one line of a file that ends in .pub, such as ${EXAMPLE}`;
const ANOTHER = 'make another: ssh-keygen -t ed25519';

/** What speaks against a line of authorized_keys, if anything. */
export function sshKeyObjection(line: string): Objection | undefined {
  if (/PRIVATE KEY|^PuTTY-User-Key-File/.test(line)) {
    return {
      what: 'is a private key, which belongs into no file in git', secret: true,
      fix: 'write the public key, the line of the file that ends in .pub; if this one was pushed, make another with ssh-keygen',
    };
  }
  if (line.includes('SSH2 PUBLIC KEY')) {
    return { what: 'is a public key in the form of RFC 4716, which sshd does not read', fix: 'convert it: ssh-keygen -i -f FILE' };
  }
  if (/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(line)) { return { what: 'is more than one line, or has a tab in it', fix: FIX }; }
  if (line !== line.trim()) { return { what: 'begins or ends with a space', fix: FIX }; }
  // up.ps1 looks for these to put the key of the lab in their place.
  if (line.includes('@@')) { return { what: 'has "@@" in it, which the scripts keep for themselves', fix: 'write another comment' }; }
  const { options, type, blob } = partsOf(line);
  if (type === undefined) { return withoutType(line); }
  if (options !== undefined && !areOptions(options)) {
    return {
      what: `has something before ${type} that is no list of options of sshd`,
      fix: 'write options with commas between them and values in double quotes, such as from="192.168.100.0/24",no-pty, or none',
    };
  }
  return keyObjection(type, blob);
}

interface LineParts {
  /** Everything before the type. */
  readonly options?: string;
  /** Type of the key; undefined where none is known. */
  readonly type?: string;
  /** The key in base64. */
  readonly blob: string;
}

/** Options may have spaces inside quotes, so that the type is the first known word outside of them. */
function partsOf(line: string): LineParts {
  const words = [...line.matchAll(/(?:"(?:\\.|[^"\\])*"|[^\s"])+/g)];
  const place = words.slice(0, 2).findIndex(([word]) => Object.hasOwn(TYPES, word));
  const found = words[place];
  if (!found) { return { blob: '' }; }
  const before = line.slice(0, found.index).trim();
  return { type: found[0], blob: words[place + 1]?.[0] ?? '', ...before === '' ? {} : { options: before } };
}

function withoutType(line: string): Objection {
  const [first = ''] = line.split(/\s/);
  if (line.includes('ssh-dss')) { return { what: 'is a DSA key, which sshd of the nodes refuses', fix: ANOTHER }; }
  if (line.includes('-cert-v01@openssh.com ')) {
    return {
      what: 'is a certificate, which authorized_keys does not take', fix: 'write the key of its authority with cert-authority before it',
    };
  }
  if (/^(?:~|\.{0,2}[\\/]|[A-Za-z]:\\|%)|\.pub$/.test(line)) {
    return { what: 'is the path of a file, which only one machine has', fix: `write what is in it; ${FIX}` };
  }
  if (/^AAAA[A-Za-z0-9+/]{20}/.test(first)) { return { what: 'lacks the type of the key before it', fix: FIX }; }
  return { what: `has no type of key that sshd knows (${Object.keys(TYPES).join(', ')})`, fix: FIX };
}

function areOptions(text: string): boolean {
  const option = /^([A-Za-z0-9-]+)(?:="((?:\\"|[^"])*)")?(?:,|$)/;
  let rest = text;
  while (rest !== '') {
    const [whole, name = '', value] = option.exec(rest) ?? [];
    if (whole === undefined || (whole.endsWith(',') && whole.length === rest.length)) { return false; }
    if (!(value === undefined ? FLAGS : SETTINGS).has(name.toLowerCase())) { return false; }
    rest = rest.slice(whole.length);
  }
  return true;
}

/** What is wrong with a key whose type is known. */
function keyObjection(type: string, blob: string): Objection | undefined {
  if (blob === '') { return { what: `has nothing behind ${type}`, fix: FIX }; }
  const bytes = Buffer.from(blob, 'base64');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(blob) || bytes.toString('base64') !== blob) {
    return { what: 'has a key that is not base64, so it was cut or changed on its way', fix: FIX };
  }
  const fields = fieldsOf(bytes);
  if (fields === undefined) { return { what: 'has a key that is cut short', fix: FIX }; }
  const [name, ...values] = fields;
  const said = name?.toString('latin1') ?? '';
  if (said !== type) {
    const known = Object.hasOwn(TYPES, said) ? said : 'another type';
    return { what: `says ${type}, and its key says ${known}`, fix: FIX };
  }
  const parts = TYPES[type] ?? [];
  const isWhole = values.length === parts.length && parts.every((part, index) => isPart(part, type, values[index]!));
  if (!isWhole) { return { what: `has a key that is not one of ${type}`, fix: FIX }; }
  const bits = type === 'ssh-rsa' ? bitsOf(values[1]!) : SMALLEST_RSA;
  return bits >= SMALLEST_RSA ? undefined
    : { what: `is an RSA key of ${bits} bits, which sshd refuses`, fix: ANOTHER };
}

/** The fields of a key, each with its length before it; undefined where a length is wrong. */
function fieldsOf(bytes: Buffer): Buffer[] | undefined {
  const fields: Buffer[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (at + 4 > bytes.length) { return undefined; }
    const end = at + 4 + bytes.readUInt32BE(at);
    if (end > bytes.length) { return undefined; }
    fields.push(bytes.subarray(at + 4, end));
    at = end;
  }
  return fields;
}

function isPart(part: Part, type: string, value: Buffer): boolean {
  const curve = /nistp\d+/.exec(type)?.[0] ?? '';
  switch (part) {
    case 'ed25519': return value.length === 32;
    case 'curve': return value.toString('latin1') === curve;
    case 'point': return value.length === POINTS[curve] && value[0] === 4;
    case 'application': return value.length > 0;
    case 'exponent': case 'modulus': return bitsOf(value) > 0;
  }
}

/** Bits of a whole number; 0 for one that is negative or none. */
function bitsOf(value: Buffer): number {
  const start = value[0] === 0 ? 1 : 0;
  const top = value[start];
  if (top === undefined || (start === 0 && top >= 128)) { return 0; }
  return (value.length - start - 1) * 8 + top.toString(2).length;
}
