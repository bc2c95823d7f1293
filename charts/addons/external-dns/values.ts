import { isWithinDomain } from '../../../config/domain-names';
import type { RecordZone } from '../../../config/dns';
import type { ProxyVariables } from '../../../config/proxy';
import type { HelmValues } from '../../core/helm-values';
import { environmentOf, recordPlace } from './record-zone';

/** What decides about the values of external-dns. */
export interface ExternalDnsProps {
  /** The domains below which it may write, and nowhere else. */
  readonly domains: readonly string[];
  /** The Gateways whose routes get records: all of a namespace, or the one with a name. */
  readonly gateway: { readonly name?: string; readonly namespace: string };
  /** Where it writes. */
  readonly zone: RecordZone;
  /** Whether it deletes records of its own that no route has any more. */
  readonly policy: 'upsert-only' | 'sync';
  /** Mark on its records that no other lab may have. */
  readonly ownerID: string;
  /** Environment variables that say how it gets out to a provider on the internet. @default - directly */
  readonly proxy?: ProxyVariables | undefined;
}

/** Values of the chart external-dns. Keys: charts/external-dns/values.yaml at external-dns-helm-chart-1.21.1. */
export function externalDnsValues({ domains, gateway, zone, policy, ownerID, proxy }: ExternalDnsProps): HelmValues {
  const { provider, args, keepsMarks } = recordPlace(zone);
  return {
    provider: { name: provider },
    // Routes alone, so that it may read neither Services nor nodes.
    sources: ['gateway-httproute', 'gateway-grpcroute'],
    gatewayNamespace: gateway.namespace,
    // What lies outside the zone of a server it would try to write to the root of all names.
    domainFilters: domains.filter((domain) => zone.at !== 'rfc2136' || isWithinDomain(zone.name, domain)),
    policy,
    // The mark of a record is another one beside it. Its name begins with a label of its own: the mark of the domain itself would else lie
    // outside the zone.
    ...keepsMarks ? { registry: 'txt', txtOwnerId: ownerID, txtPrefix: '%{record_type}-owner.' } : { registry: 'noop' },
    extraArgs: {
      ...gateway.name === undefined ? {} : { 'gateway-name': gateway.name },
      // A name with an asterisk in it is nothing that every provider takes for a TXT record.
      ...keepsMarks ? { 'txt-wildcard-replacement': 'wildcard' } : {},
      ...args,
    },
    // A name server of one's own and Pi-hole are at home.
    env: [
      ...zone.at === 'cloudflare' || zone.at === 'route53' ? Object.entries({ ...proxy }).map(([name, value]) => ({ name, value })) : [],
      ...environmentOf(zone),
    ],
    interval: '1m',
    // A new route gets its record at once.
    triggerLoopOnEvent: true,
    // The chart's own security context is what "restricted" asks for.
    resources: { requests: { cpu: '10m', memory: '64Mi' }, limits: { memory: '256Mi' } },
  };
}
