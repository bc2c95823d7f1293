import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readEnumerations } from '../openapi/enumerations';
import type { Definition, SourcedDefinition } from './definition';
import { readDefinitions } from './definitions';

/** One pinned address of cdk8s.yaml, taken apart. */
export interface PinnedAddress {
  /** The address, on raw.githubusercontent.com. */
  readonly url: string;
  /** `owner/name` of the repository. */
  readonly repository: string;
  /** Tag or commit. */
  readonly revision: string;
}

/** Fetches a text; replaced in tests. */
export type Download = (url: string) => Promise<string>;

/**
 * Takes `https://raw.githubusercontent.com/OWNER/NAME/REVISION/PATH` apart.
 *
 * @throws Error for any other address, and for one that follows a branch, which is no pin
 */
export function parsePinned(url: string): PinnedAddress {
  const match = /^https:\/\/raw\.githubusercontent\.com\/([\w.-]+\/[\w.-]+)\/([\w.+-]+)\/[\w./-]+\.(?:yaml|json|go)$/.exec(url);
  const [, repository, revision] = match ?? [];
  if (repository === undefined || revision === undefined) {
    throw new Error(`cdk8s.yaml: imports: ${url} is not of the form https://raw.githubusercontent.com/OWNER/NAME/REVISION/PATH`);
  }
  if (!/^v?\d+\.\d+\.\d+([+-][\w.+-]+)?$|^[0-9a-f]{40}$/.test(revision)) {
    throw new Error(`cdk8s.yaml: imports: ${url} follows ${revision}; `
      + 'pin a release tag or a full commit, so that everyone imports the same text');
  }
  return { url, repository, revision };
}

/** Reads the definitions behind every address from upstream. A Go file only adds what the fields of Kubernetes' own kinds may hold. */
export async function readUpstream(addresses: readonly PinnedAddress[], download: Download = fetchText): Promise<SourcedDefinition[]> {
  const texts = await Promise.all(addresses.map(async (address) => ({ address, text: await download(address.url) })));
  const isGo = ({ address }: (typeof texts)[number]): boolean => address.url.endsWith('.go');
  const enumerations = new Map(texts.filter(isGo).flatMap(({ text }) => [...readEnumerations(text)]));
  return texts.filter((each) => !isGo(each))
    .flatMap(({ address, text }) => withSource(address, readDefinitions(text, address.url, enumerations)));
}

/**
 * Reads the definitions from a folder instead, for machines without a network. Each file says in its first line what it holds,
 * `# OWNER/NAME REVISION`; that has to be the pin, or the result would differ from everyone else's. A file made from something else
 * than the release goes on with ` from` and what that is; the index keeps it.
 *
 * @param doubt - told of each file that names no release but `HEAD`, where only the comparison with the committed digests vouches for
 * it, and of each that stands in for a release
 */
export function readFolder(folder: string, addresses: readonly PinnedAddress[], doubt: (line: string) => void): SourcedDefinition[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml')).sort().map((name) => {
    const text = readFileSync(path.join(folder, name), 'utf8');
    const [, repository, revision, standIn] = /^# (\S+\/\S+) (\S+)(?: from (\S+))?/.exec(text) ?? [];
    return { name, text, repository, revision, standIn };
  });
  const pins = new Map(addresses.map((address) => [address.repository, address]));
  return [...pins.values()].flatMap((pin) => {
    const matching = files.filter(({ repository }) => repository === pin.repository);
    if (matching.length === 0) { throw new Error(`CRD_DIR: no file begins with "# ${pin.repository} ${pin.revision}"`); }
    return matching.flatMap(({ name, text, revision, standIn }) => {
      if (revision !== pin.revision && revision !== 'HEAD') {
        throw new Error(`CRD_DIR: ${name} holds ${pin.repository} ${revision ?? ''}, but cdk8s.yaml pins ${pin.revision}; `
          + 'bring the two together');
      }
      if (revision === 'HEAD') { doubt(`doubt    ${name} does not say which release it is; taken for ${pin.repository}@${pin.revision}`); }
      if (standIn !== undefined) { doubt(`doubt    ${name} was made from ${standIn}; it stands in for ${pin.repository}@${pin.revision}`); }
      return withSource(pin, readDefinitions(text, name), standIn);
    });
  });
}

function withSource({ repository, revision }: PinnedAddress, definitions: readonly Definition[], standIn?: string): SourcedDefinition[] {
  const source = `${repository}@${revision}`;
  return definitions.map((definition) => ({ source, ...standIn === undefined ? {} : { standIn }, definition }));
}

async function fetchText(url: string): Promise<string> {
  const response = await fetch(url, { signal: AbortSignal.timeout(60_000) }).catch((error: unknown) => {
    throw new Error(`${url} cannot be reached; with no network, set CRD_DIR (docs/imports.md)`, { cause: error });
  });
  if (!response.ok) {
    throw new Error(`${url} answers ${response.status} ${response.statusText}; does the pinned release have this file?`);
  }
  return response.text();
}
