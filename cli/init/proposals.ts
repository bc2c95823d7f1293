import { overlaps, parseNetwork } from '../../config/address';
import { parseConfig } from '../../charts/load-config';
import type { HomelabConfig } from '../../config/schema';

/** Memory that Windows and its user need beside the lab, in GiB; an estimate. */
const FOR_WINDOWS = 6;
/** Bounds of `nodes[].memoryGiB` in config/schema.ts, in GiB. */
const LEAST_MEMORY = 6;
const MOST_MEMORY = 1024;
const GIB = 1024 ** 3;

/**
 * Memory of the node in GiB: half of the machine's, at least the default, and never what Windows needs itself.
 *
 * @param bytes - memory of the machine; it is rounded, because the firmware keeps a part of the last GiB for itself
 */
export function proposeMemory(bytes: number): number {
  const total = Math.round(bytes / GIB);
  const wanted = Math.max(defaultNode().memoryGiB, Math.floor(total / 2));
  return Math.min(MOST_MEMORY, Math.max(LEAST_MEMORY, Math.min(wanted, total - FOR_WINDOWS)));
}

/**
 * A private network in CIDR form that this machine has no address in: the default one if it is free.
 *
 * @param taken - networks of this machine, in CIDR form
 * @returns undefined if every candidate is taken
 */
export function proposeNetwork(taken: readonly string[]): string | undefined {
  const { network } = parseConfig('');
  const used = [...taken, network.podCIDR, network.serviceCIDR].flatMap((text) => parseNetwork(text) ?? []);
  const hundreds = Array.from({ length: 100 }, (_, index) => 100 + index);
  const candidates = [
    network.cidr,
    ...hundreds.map((third) => `192.168.${third}.0/24`),
    ...hundreds.map((second) => `10.${second}.0.0/24`),
    ...hundreds.map((third) => `172.30.${third}.0/24`),
  ];
  return candidates.find((text) => {
    const candidate = parseNetwork(text);
    return candidate !== undefined && !used.some((block) => overlaps(block, candidate));
  });
}

/**
 * The network in which a machine beside this one probably stands: the only one of this machine that is private and not its own loopback.
 *
 * @param networks - networks of this machine, in CIDR form
 * @returns undefined if it has none, or several
 */
export function proposeLan(networks: readonly string[]): string | undefined {
  const blocks = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].flatMap((text) => parseNetwork(text) ?? []);
  const lans = [...new Set(networks)].filter((text) => {
    const network = parseNetwork(text);
    return network !== undefined && blocks.some((block) => overlaps(block, network));
  });
  return lans.length === 1 ? lans[0] : undefined;
}

/** The e-mail address of git's settings; undefined if it is one that nobody reads, such as GitHub's noreply addresses. */
export function proposeEmail(email: string | undefined): string | undefined {
  return email === undefined || /@users\.noreply\.|\.local(domain)?$|@localhost$/i.test(email) ? undefined : email;
}

/** The remote without a user name or token, which would be committed. */
export function proposeRepository(remote: string | undefined): string | undefined {
  return remote?.replace(/^(https?:\/\/)[^/@\s]*@/, '$1');
}

/**
 * The node of a lab that says nothing about it.
 *
 * @throws Error if there is none, which the schema's default rules out
 */
export function defaultNode(): HomelabConfig['nodes'][number] {
  const [node] = parseConfig('').nodes;
  if (node === undefined) { throw new Error('the default lab has no node'); }
  return node;
}
