import { isClusterName } from './domain-names';
import { z } from 'zod';
import { contains, networkOf, parseAddress, parseNetwork } from './address';
import { labDomains, type DomainKeys } from './domains';
import type { RegistryConfig } from './registries';
import { isPrivate } from './special-addresses';
import type { Objection } from './objection';
import { issueOf, text } from './text-rule';

const EXAMPLE = 'http://proxy.example.com:3128';

function proxyObjection(value: string): Objection | undefined {
  const fix = `write scheme, host and port, such as ${EXAMPLE}`;
  const url = /^[a-z0-9]+:\/\/[^\s]+$/i.test(value) && URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined) { return { what: 'is not the address of a proxy', fix }; }
  if (url.username !== '' || url.password !== '') {
    return {
      what: 'holds a login, which everybody who reads git would see, and every pod that has it', secret: true,
      fix: 'take it out, and let a proxy on Windows add it (docs/proxy.md, "A proxy that wants a login")',
    };
  }
  if (!/^https?:$/.test(url.protocol)) { return { what: 'is neither http nor https, which is all that apt, curl and Go agree on', fix }; }
  if (!/^https?:\/\/[^/]+\/?$/i.test(value)) { return { what: 'has a path, which no proxy has', fix }; }
  // Without one, curl takes 1080 and Go takes 80 (curl(1), --proxy; net/http: Transport.connectMethodForRequest).
  if (!/:\d+\/?$/.test(value)) { return { what: 'has no port, and the programs of the nodes do not agree on one', fix }; }
  if (/^(localhost|127(\.\d+){3}|\[.*\])$/.test(url.hostname)) {
    return { what: 'is no host that node and pods share: each would ask itself, and none of them has IPv6', fix };
  }
  return isClusterName(url.hostname)
    ? { what: 'is a name inside the cluster, and nodes need the proxy before there is one', fix } : undefined;
}

/** A label or several of a host name, with a dot in front or without. */
const SUFFIX = /^\.?[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$/;

/** What Go (golang.org/x/net/http/httpproxy) and curl both take between the commas of NO_PROXY. */
function noProxyObjection(value: string): Objection | undefined {
  const fix = 'write a host, a domain such as smith-family.net (its hosts too), an address or a network such as 10.0.0.0/8';
  if (value === '*') { return { what: 'is every host, so that no proxy would be asked', fix: 'remove network.proxy instead' }; }
  if (value.includes(',')) { return { what: 'is several in one', fix: 'write a list, each item on a line of its own after "- "' }; }
  if (value.startsWith('*.')) { return { what: 'has a "*", which curl does not know here', fix: `write ${value.slice(1)}` }; }
  if (value.includes('://')) { return { what: 'is an address of a page, and hosts are compared', fix }; }
  if (/:\d+$/.test(value)) { return { what: 'has a port, which curl does not know here', fix: `write ${value.replace(/:\d+$/, '')}` }; }
  return parseAddress(value) !== undefined || parseNetwork(value) !== undefined || (SUFFIX.test(value) && !/^[\d.]+$/.test(value))
    ? undefined : { what: 'is no host, domain, address or network', fix };
}

/** The proxy of a network that lets nothing else out: `network.proxy`. */
export const proxy = z.strictObject({
  http: text(proxyObjection).optional().describe(`Proxy for http, such as ${EXAMPLE}. Default: none.`),
  https: text(proxyObjection).optional().describe('Proxy for https, itself at http:// mostly. Default: what http says.'),
  noProxy: z.array(text(noProxyObjection)).default([])
    .describe('Hosts, domains, addresses and networks to reach without it, beside those of the lab.'),
}).superRefine((value, context) => {
  // Written keys only: the default of noProxy stands here too.
  if (value.http === undefined && value.https === undefined && Object.keys(value).every((key) => key === 'noProxy')) {
    context.addIssue(issueOf({ what: 'names no proxy', fix: `add https: ${EXAMPLE}, or remove it` }));
  }
});

/** What is said of a proxy and of what is reached without it, as in homelab.yaml. */
export interface ProxiedLab extends DomainKeys {
  /** Networks, and the proxy. */
  readonly network: {
    /** Network of the machines. */
    readonly cidr: string;
    /** Network of the pods. */
    readonly podCIDR: string;
    /** Network of the Services. */
    readonly serviceCIDR: string;
    /** @default - there is none */
    readonly proxy?: z.output<typeof proxy> | undefined;
  };
  /** Registries; those at private addresses are reached directly. */
  readonly registries: readonly Pick<RegistryConfig, 'name' | 'endpoints'>[];
}

/** Environment variables by which programs know a proxy. */
export interface ProxyVariables {
  /** For http. @default - it goes out directly */
  readonly HTTP_PROXY?: string;
  /** For https. */
  readonly HTTPS_PROXY: string;
  /** What goes directly, separated by commas. */
  readonly NO_PROXY: string;
}

/**
 * What programs of nodes and of the platform are told; undefined for a lab without a proxy. Everything of the lab itself is reached without
 * it: loopback, machines, pods, Services and the names behind the gateway. So are registries at private addresses, which no proxy knows
 * better than the node.
 */
export function proxyVariables(lab: ProxiedLab): ProxyVariables | undefined {
  const { cidr, podCIDR, serviceCIDR, proxy: written } = lab.network;
  const https = written?.https ?? written?.http;
  if (written === undefined || https === undefined) { return undefined; }
  const direct = [
    'localhost', '127.0.0.0/8', cidr, podCIDR, serviceCIDR, '.svc', '.cluster.local', ...labDomains(lab).map(({ name }) => name),
    ...privateRegistries(lab), ...written.noProxy,
  ];
  const plain = written.http === undefined ? {} : { HTTP_PROXY: written.http };
  return { ...plain, HTTPS_PROXY: https, NO_PROXY: [...new Set(direct)].join(',') };
}

/** Private addresses of registries outside the network of the machines. */
function privateRegistries({ registries, network }: ProxiedLab): string[] {
  const asked = registries.flatMap(({ name, endpoints = [] }) => [name, ...endpoints]);
  return asked.map((each) => each.replace(/^[a-z]+:\/\//i, '').replace(/[:/].*$/s, '')).filter((host) => {
    const address = parseAddress(host);
    return address !== undefined && isPrivate({ first: address, last: address }) && !contains(networkOf(network.cidr), address);
  });
}
