/** Where the names of some domains lead. */
export interface DnsZones {
  /** The domains, without the dot at their ends; names outside of them may stand beside them. At least one. */
  readonly names: readonly string[];
  /** Who answers: a name server that knows all below them, or host names with their addresses, beside whatever else there is below them. */
  readonly answers:
    | { readonly nameServer: string }
    | { readonly hosts: readonly { readonly hostname: string; readonly address: string }[] };
}

/** Seconds for which an answer is remembered; a name that is new is found that soon. */
const REMEMBERED = 30;

/** Where K3s' own block asks for what is not the cluster's: the name servers of the node. */
const NODE = '/etc/resolv.conf';

/**
 * A server block of CoreDNS, for a file that K3s' own Corefile imports. https://coredns.io/manual/configuration/
 *
 * A domain may have names that are not the lab's, such as the git server that Argo CD reads this from, or whoever sends its mail: those are
 * asked for where pods would ask without this.
 */
export function serverBlock({ names, answers }: DnsZones): string {
  const lines = 'nameServer' in answers ? [
    // Of those the first that is there, so that what would mend a broken name server can still be fetched.
    `forward . ${answers.nameServer} ${NODE} {`,
    '    policy sequential',
    // What it says of a name that no route has, and before it has read the routes (gateway.go of k8s-gateway/k8s_gateway at v1.8.2). The
    // next `forward` then answers (plugin/forward of coredns/coredns since v1.11.4).
    '    next NXDOMAIN SERVFAIL',
    '}',
  ] : [
    'hosts {',
    ...answers.hosts.map(({ hostname, address }) => `    ${address} ${hostname}`),
    // An hour by default.
    `    ttl ${REMEMBERED}`,
    '    fallthrough',
    '}',
  ];
  return [`${names.join(' ')} {`, ...['errors', `cache ${REMEMBERED}`, ...lines, `forward . ${NODE}`].map((line) => `    ${line}`), '}', '']
    .join('\n');
}
