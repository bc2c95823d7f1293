import { contains, overlaps, parseAddress, parseNetwork, parseRange, type AddressRange } from '../../config/address';
import type { Manifest } from '../core/manifest';
import type { Finding, Rule } from '../core/rule';
import { at, list, text, type Tree } from '../core/rendered-lab';

/** The annotation MetalLB reads an address from; with spec.addresses beside it, its controller refuses the Service. */
const METALLB_ADDRESS = 'metallb.io/loadBalancerIPs';

/** MetalLB hands out an address only from a pool that has it, and refuses one asked for in two ways. */
const gatewayAddressPooled: Rule = {
  name: 'gateway-address-pooled',
  severity: 'error',
  check: (tree) => ingressGateways(tree).flatMap((gateway): Finding[] => {
    const listed = list(gateway, 'spec', 'addresses').map((address) => text(address, 'value'));
    const annotated = text(gateway, 'spec', 'infrastructure', 'annotations', METALLB_ADDRESS);
    if (listed.length > 0 && annotated !== '') { return [{ object: gateway, what: `asks for its address in spec.addresses and in ${METALLB_ADDRESS}; MetalLB refuses a Service that has both`, fix: 'keep one of the two' }]; }
    // Two addresses, or one that is no IP, make Istio take the Gateway for one that somebody else deploys.
    if (listed.length > 1) { return [{ object: gateway, what: 'asks for more than one address, so Istio would not deploy it at all', fix: 'keep one address' }]; }
    return (annotated === '' ? listed : annotated.split(',')).flatMap((value): Finding[] => {
      const address = parseAddress(value.trim());
      const holders = pools(tree).filter(({ ranges }) => address !== undefined && ranges.some((range) => contains(range, address)));
      if (holders.length === 1) { return []; }
      return [{ object: gateway, path: ['gateway', 'address'], what: `asks for ${value}, which ${holders.length === 0 ? 'no pool has' : `${holders.length} pools have`}, so it would never get an address`, fix: 'choose an address of exactly one pool' }];
    });
  }),
};

/** Addresses of a pool that is not advertised answer to no ARP request: assigned, shown, unreachable. */
const poolAdvertised: Rule = {
  name: 'pool-advertised',
  severity: 'error',
  check: (tree) => {
    const advertisements = tree.ofKind('metallb.io', 'L2Advertisement');
    const everything = advertisements.some((each) => list(each, 'spec', 'ipAddressPools').length === 0 && at(each, 'spec', 'ipAddressPoolSelectors') === undefined);
    const named = new Set(advertisements.flatMap((each) => list(each, 'spec', 'ipAddressPools').map(String)));
    return tree.ofKind('metallb.io', 'IPAddressPool').filter(({ metadata }) => !everything && !named.has(metadata.name))
      .map((pool) => ({ object: pool, what: 'is in no L2Advertisement, so nothing would answer for its addresses', fix: 'name it in an L2Advertisement' }));
  },
};

/** Two machines with one address cut each other off at random. */
const poolFree: Rule = {
  name: 'pool-free',
  severity: 'error',
  check: (tree) => {
    const { network, nodes } = tree.config;
    const lan = parseNetwork(network.cidr);
    const taken = [{ who: 'the Windows host', address: network.hostAddress }, ...nodes.map(({ name, address }) => ({ who: `node ${name}`, address }))];
    const all = pools(tree);
    return all.flatMap(({ pool, ranges }, index) => ranges.flatMap((range): Finding[] => [
      ...lan && !contains({ first: lan.first + 1, last: lan.last - 1 }, range) ? [{ object: pool, what: `reaches beyond the usable addresses of ${network.cidr}`, fix: 'keep it inside the network' }] : [],
      ...taken.filter(({ address }) => contains(range, parseAddress(address) ?? -1)).map(({ who, address }) => ({ object: pool, what: `contains ${address}, the address of ${who}`, fix: 'leave that address out of the pool' })),
      ...all.slice(0, index).filter((other) => other.ranges.some((each) => overlaps(each, range))).map((other) => ({ object: pool, what: `shares addresses with ${other.pool.metadata.name}, which MetalLB refuses`, fix: 'make the pools disjoint' })),
    ]));
  },
};

/** Without its Secret the listener is not programmed and Argo CD shows the Gateway Degraded, for ever. */
const gatewayCertificateMade: Rule = {
  name: 'gateway-certificate-made',
  severity: 'error',
  check: (tree) => {
    const made = new Set(tree.ofKind('cert-manager.io', 'Certificate').map((certificate) => `${certificate.metadata.namespace ?? ''}/${text(certificate, 'spec', 'secretName')}`));
    return ingressGateways(tree).flatMap((gateway) => list(gateway, 'spec', 'listeners').flatMap((listener) => list(listener, 'tls', 'certificateRefs').flatMap((reference): Finding[] => {
      const secret = `${text(reference, 'namespace') || (gateway.metadata.namespace ?? '')}/${text(reference, 'name')}`;
      return made.has(secret) ? [] : [{ object: gateway, what: `listens on "${text(listener, 'name')}" with the Secret ${secret}, which no Certificate makes`, fix: "add a Certificate with that secretName in the Gateway's namespace" }];
    })));
  },
};

/** An issuer that does not exist leaves a Certificate waiting without an error anybody sees. */
const certificateIssuerExists: Rule = {
  name: 'certificate-issuer-exists',
  severity: 'error',
  check: (tree) => tree.ofKind('cert-manager.io', 'Certificate').flatMap((certificate): Finding[] => {
    const kind = text(certificate, 'spec', 'issuerRef', 'kind') || 'Issuer';
    const name = text(certificate, 'spec', 'issuerRef', 'name');
    const found = tree.ofKind('cert-manager.io', kind).some(({ metadata }) => metadata.name === name && (kind === 'ClusterIssuer' || metadata.namespace === certificate.metadata.namespace));
    return found ? [] : [{ object: certificate, what: `asks ${kind} ${name}, which the lab does not have`, fix: 'name an issuer of this lab' }];
  }),
};

/** Unset, Istio copies the Gateway's own annotations, Argo CD's tracking id among them, to everything it deploys for it. */
const gatewayInfrastructureSet: Rule = {
  name: 'gateway-infrastructure-set',
  severity: 'error',
  check: (tree) => tree.ofKind('gateway.networking.k8s.io', 'Gateway').flatMap((gateway): Finding[] => {
    const missing = ['labels', 'annotations'].filter((key) => at(gateway, 'spec', 'infrastructure', key) === undefined);
    return missing.length === 0 ? [] : [{ object: gateway, what: `leaves spec.infrastructure.${missing.join(' and ')} unset, so Istio copies Argo CD's own annotations to the objects it makes`, fix: 'set both, even to a single label' }];
  }),
};

export const GATEWAY_RULES: readonly Rule[] = [gatewayAddressPooled, poolAdvertised, poolFree, gatewayCertificateMade, certificateIssuerExists, gatewayInfrastructureSet];

function ingressGateways(tree: Tree): Manifest[] {
  return tree.ofKind('gateway.networking.k8s.io', 'Gateway').filter((gateway) => text(gateway, 'spec', 'gatewayClassName') === 'istio');
}

function pools(tree: Tree): { readonly pool: Manifest; readonly ranges: readonly AddressRange[] }[] {
  return tree.ofKind('metallb.io', 'IPAddressPool').map((pool) => ({ pool, ranges: list(pool, 'spec', 'addresses').flatMap((each) => parseRange(String(each)) ?? []) }));
}
