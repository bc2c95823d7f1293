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

/** A server block of CoreDNS, for a file that K3s' own Corefile imports. https://coredns.io/manual/configuration/ */
export function serverBlock({ names, answers }: DnsZones): string {
  const lines = 'nameServer' in answers ? [`forward . ${answers.nameServer}`] : [
    'hosts {',
    ...answers.hosts.map(({ hostname, address }) => `    ${address} ${hostname}`),
    // An hour by default.
    `    ttl ${REMEMBERED}`,
    // A domain may have names that are not the lab's: those are asked for where K3s' own block asks for all others.
    '    fallthrough',
    '}',
    'forward . /etc/resolv.conf',
  ];
  return [`${names.join(' ')} {`, ...['errors', `cache ${REMEMBERED}`, ...lines].map((line) => `    ${line}`), '}', ''].join('\n');
}
