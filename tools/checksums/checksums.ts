/** Fetches a text; replaced in tests. */
export type Download = (url: string) => Promise<string>;

/** A file that is pinned by the version of its release and by its SHA-256. */
export interface ChecksumPin {
  /** As the messages name it. */
  readonly name: string;
  /** The release, as its tag has it. */
  readonly version: string;
  /** 64 hexadecimal digits. */
  readonly sha256: string;
}

interface Source {
  readonly name: string;
  /** Finds the version in versions.ts. */
  readonly version: RegExp;
  /** Finds the checksum in versions.ts: what comes before it, and the checksum. */
  readonly sha256: RegExp;
  /** Where the project publishes the checksums of a version's files. */
  readonly published: (version: string) => string;
  /** Name of the file in that list, from the text of versions.ts. @default - what is published is the checksum of one file, and no list */
  readonly file?: (text: string) => string;
}

const SOURCES: readonly Source[] = [
  {
    name: 'k3s',
    version: /\bK3S_VERSION = '([^']+)'/,
    sha256: /(\bK3S_SHA256 = ')([0-9a-f]*)(?=')/,
    published: (version) => `https://github.com/k3s-io/k3s/releases/download/${encodeURIComponent(version)}/sha256sum-amd64.txt`,
    file: () => 'k3s',
  },
  {
    name: 'kubectl.exe',
    version: /\bK3S_VERSION = '([^'+]+)/,
    sha256: /(\bKUBECTL_SHA256 = ')([0-9a-f]*)(?=')/,
    published: (version) => `https://dl.k8s.io/release/${version}/bin/windows/amd64/kubectl.exe.sha256`,
  },
  {
    name: 'ubuntu-cloud-image',
    version: /\bNODE_IMAGE = {[^}]*\brelease: '([^']+)'/,
    sha256: /(\bNODE_IMAGE = {[^}]*\bsha256: ')([0-9a-f]*)(?=')/,
    published: (version) => `https://cloud-images.ubuntu.com/releases/noble/release-${version}/SHA256SUMS`,
    file: (text) => capture(text, /\bNODE_IMAGE = {[^}]*\bfile: '([^']+)'/, 'the file name of NODE_IMAGE'),
  },
];

/** Every version with a checksum beside it, as the text of versions.ts has them. @throws Error if one cannot be found there */
export function checksumPins(text: string): ChecksumPin[] {
  return SOURCES.map(({ name, version, sha256 }) => ({
    name, version: capture(text, version, `the version of ${name}`), sha256: capture(text, sha256, `the checksum of ${name}`, 2),
  }));
}

/**
 * The text of versions.ts with the checksums that are published for its versions.
 *
 * @param before - versions.ts as it was: the checksum of a version that stood there already may not change
 * @param fetchText - fetches a list of checksums. @default - over the network
 * @throws Error if a list cannot be read, does not have the file, or has another checksum for an old version
 */
export async function withChecksums(text: string, before: string, fetchText: Download = download): Promise<string> {
  const known = new Map(checksumPins(before).map((pin) => [pin.name, pin]));
  let result = text;
  for (const { name, version } of checksumPins(text)) {
    const source = SOURCES.find((each) => each.name === name);
    if (source === undefined) { throw new Error(`no source for ${name}`); }
    const address = source.published(version);
    const answer = await fetchText(address);
    const sha256 = source.file === undefined ? loneChecksum(answer, address) : checksumOf(answer, source.file(text), address);
    const old = known.get(name);
    if (old?.version === version && old.sha256 !== sha256) {
      throw new Error(`${name} ${version}: ${address} says ${sha256}, and versions.ts said ${old.sha256} for the same version. `
        + 'A release does not change: find out why before you take the new checksum.');
    }
    result = result.replace(source.sha256, (_, head: string) => `${head}${sha256}`);
  }
  return result;
}

/**
 * The checksum of one file in a list that sha256sum wrote.
 *
 * @param address - where the list is from, for the message
 * @throws Error if the list does not have the file exactly once
 */
export function checksumOf(list: string, file: string, address: string): string {
  // sha256sum marks files that it read as binary with a star.
  const found = list.split(/\r?\n/).flatMap((line) => {
    const [, sha256, name] = /^([0-9a-f]{64}) [ *](.+)$/i.exec(line) ?? [];
    return sha256 !== undefined && name?.replace(/^\.\//, '') === file ? [sha256.toLowerCase()] : [];
  });
  const [only, ...others] = found;
  if (only === undefined || others.length > 0) { throw new Error(`${address} names ${file} ${found.length} times, not once`); }
  return only;
}

/**
 * The checksum that a file beside another one holds, and nothing else.
 *
 * @param address - where it is from, for the message
 * @throws Error if it holds anything else
 */
export function loneChecksum(text: string, address: string): string {
  const found = /^([0-9a-f]{64})\s*$/i.exec(text)?.[1];
  if (found === undefined) { throw new Error(`${address} is not one checksum and nothing else`); }
  return found.toLowerCase();
}

function capture(text: string, pattern: RegExp, what: string, group = 1): string {
  const found = pattern.exec(text)?.[group];
  if (found === undefined) { throw new Error(`versions.ts: ${what} is not where tools/checksums/checksums.ts looks for it`); }
  return found;
}

async function download(url: string): Promise<string> {
  const response = await fetch(url, { signal: AbortSignal.timeout(60_000) }).catch((error: unknown) => {
    throw new Error(`${url} cannot be reached`, { cause: error });
  });
  if (!response.ok) {
    throw new Error(`${url} answers ${response.status} ${response.statusText}; does the pinned release have this file?`);
  }
  return response.text();
}
