import { formatAddress, parseAddress, parseNetwork, type AddressRange } from './address';
import type { Objection } from './objection';
import { ROUTE_LIMITS } from './route-limits';

/** One port of machines outside the cluster. */
export interface EgressPort {
  /** Its number. */
  readonly port: number;
  /** What is spoken there. */
  readonly protocol: 'TCP' | 'UDP';
}

/** What pods of a namespace may call. */
export type Callee =
  /** The pods of the lab's gateways, or the API server of Kubernetes. */
  | { readonly kind: 'gateway' | 'api' }
  /** Every pod of a namespace. */
  | { readonly kind: 'namespace'; readonly namespace: string }
  /** Every address that is nobody's own, at one port or at any. */
  | { readonly kind: 'internet'; readonly port?: EgressPort }
  /** Machines outside the cluster, at one port or at any. */
  | { readonly kind: 'machines'; readonly cidr: string; readonly range: AddressRange; readonly port?: EgressPort };

const INTERNET = 'internet';
/** Words that are not namespaces; a namespace of such a name is written with an asterisk: `api/*`. */
const WORDS: readonly string[] = ['gateway', 'api', INTERNET];

const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const NAMESPACE = new RegExp(`^(${LABEL})(?:/\\*)?$`);
const ACCOUNT = new RegExp(`^${LABEL}/[a-z0-9][a-z0-9.-]*$`);
const WITH_PORT = /^([^:]+):(\d{1,5})(?:\/(tcp|udp))?$/;
const HOST = /^(\*\.)?([A-Za-z0-9_-]+\.)+[A-Za-z][A-Za-z0-9-]*\.?$/;

const FORMS = 'write a namespace, gateway, api, internet, or an address of the LAN, such as 192.168.1.20:5432';

/** What a text of homelab.yaml means as what is called, or what speaks against it. */
export function parseCallee(written: string): Callee | Objection {
  const [, before, number, protocol = 'tcp'] = WITH_PORT.exec(written) ?? [];
  const target = before ?? written;
  const port: EgressPort | undefined = number === undefined ? undefined
    : { port: Number(number), protocol: protocol === 'udp' ? 'UDP' : 'TCP' };
  if (port && (port.port < 1 || port.port > ROUTE_LIMITS.port)) {
    return { what: 'has a port that there is not', fix: `write one from 1 to ${ROUTE_LIMITS.port}` };
  }
  if (target === INTERNET) { return { kind: 'internet', ...port ? { port } : {} }; }
  const machines = machinesAt(target);
  if (machines) { return 'what' in machines ? machines : { ...machines, ...port ? { port } : {} }; }
  if (HOST.test(target)) {
    return {
      what: 'is a host name, whose addresses Cilium learns by a proxy that is known to lose questions with this routing '
        + '(cilium/cilium#46284)',
      fix: 'write the address, or internet for what is out there',
    };
  }
  if (ACCOUNT.test(target)) {
    return { what: 'is one service account, which no rule about what pods call can tell apart', fix: 'write the namespace alone' };
  }
  const [, namespace] = NAMESPACE.exec(target) ?? [];
  if (namespace === undefined) { return { what: 'is nothing that pods can be let call', fix: FORMS }; }
  if (port) {
    return {
      what: 'names a port, and calls inside the mesh all go to port 15008, whichever they ask for',
      fix: `write ${target} alone, and allowFrom for the services there`,
    };
  }
  return target === 'gateway' || target === 'api' ? { kind: target } : { kind: 'namespace', namespace };
}

function machinesAt(target: string): Extract<Callee, { kind: 'machines' }> | Objection | undefined {
  const address = parseAddress(target);
  if (address !== undefined) { return { kind: 'machines', cidr: `${target}/32`, range: { first: address, last: address } }; }
  const network = parseNetwork(target);
  if (network) { return { kind: 'machines', cidr: target, range: network }; }
  const [base, prefix] = target.split('/');
  if (base === undefined || parseAddress(base) === undefined || prefix === undefined) { return undefined; }
  const fitting = [...Array(33).keys()].filter((each) => String(each) === prefix).map((each) => networkAround(base, each))[0];
  return { what: 'is no network', fix: fitting === undefined ? 'write it as 192.168.1.0/24' : `write ${fitting}` };
}

function networkAround(base: string, prefix: number): string {
  const size = 2 ** (32 - prefix);
  return `${formatAddress(Math.floor((parseAddress(base) ?? 0) / size) * size)}/${prefix}`;
}

/** What speaks against a text as what is called, if anything. */
export function calleeObjection(written: string): Objection | undefined {
  const callee = parseCallee(written);
  return 'what' in callee ? callee : undefined;
}

/**
 * What is called, of a checked configuration.
 *
 * @throws Error for a text that means nothing
 */
export function calleeOf(written: string): Callee {
  const callee = parseCallee(written);
  if ('what' in callee) { throw new Error(`"${written}" is nothing to call`); }
  return callee;
}

/** How a namespace is written so that it is not taken for a word. */
export function writtenNamespace(name: string): string {
  return WORDS.includes(name) ? `${name}/*` : name;
}
