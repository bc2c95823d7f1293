import { METALLB_ADDRESS } from '../core/annotations';
import { contains, parseAddress } from '../../config/address';
import { labGateways } from '../../config/gateways';
import type { ConfigPath } from '../../config/problem';
import { describe, type Manifest } from '../core/manifest';
import { at, list, text, type RenderedLab } from '../core/rendered-lab';
import type { Finding, Rule } from '../core/rule';
import { applicationOf, applications, wave } from '../gitops/lab-applications';
import { rangesOf } from '../metallb/pools';
import { labPools } from '../metallb/rules';
import { TEMPORARY_CERTIFICATE } from '../certificates/names';
import { GATEWAY_CLASS } from './gateway-name';

/** MetalLB hands out an address only from a pool that has it, and its controller refuses a Service that asks for one in two ways. */
const gatewayAddressPooled: Rule = {
  name: 'gateway-address-pooled',
  severity: 'error',
  check: (lab) => ingressGateways(lab).flatMap((gateway): Finding[] => {
    const listed = list(gateway, 'spec', 'addresses').map((address) => text(address, 'value'));
    const annotated = text(gateway, 'spec', 'infrastructure', 'annotations', METALLB_ADDRESS);
    if (listed.length > 0 && annotated !== '') {
      return [{
        object: gateway, what: `asks for its address in spec.addresses and in ${METALLB_ADDRESS}; MetalLB refuses a Service that has both`,
        fix: 'keep one of the two',
      }];
    }
    // Two addresses, or one that is no IP, make Istio take the Gateway for one that somebody else deploys.
    if (listed.length > 1) {
      return [{ object: gateway, what: 'asks for more than one address, so Istio would not deploy it at all', fix: 'keep one address' }];
    }
    return (annotated === '' ? listed : annotated.split(',')).flatMap((value) => addressFindings(lab, gateway, value));
  }),
};

function addressFindings(lab: RenderedLab, gateway: Manifest, value: string): Finding[] {
  const address = parseAddress(value.trim());
  const holders = labPools(lab)
    .filter(({ addresses }) => address !== undefined && rangesOf(addresses).some((range) => contains(range, address)));
  if (holders.length === 1) { return []; }
  const who = holders.length === 0 ? 'no pool has' : `${holders.length} pools have`;
  return [{
    object: gateway, path: [...keyOf(lab, gateway), 'address'], what: `asks for ${value}, which ${who}, so it would never get an address`,
    fix: 'choose an address of exactly one pool',
  }];
}

/** The key of homelab.yaml that a Gateway comes from. */
function keyOf({ config }: RenderedLab, { metadata: { name, namespace } }: Manifest): ConfigPath {
  const all = namespace === config.gateway.namespace ? labGateways(config) : [];
  return all.find((each) => each.name === name)?.at ?? ['gateway'];
}

/** Without its Secret the listener is not programmed and Argo CD shows the Gateway Degraded, for ever. */
const gatewayCertificateMade: Rule = {
  name: 'gateway-certificate-made',
  severity: 'error',
  check: (lab) => {
    const made = new Set(lab.ofKind('cert-manager.io', 'Certificate')
      .map((certificate) => `${certificate.metadata.namespace ?? ''}/${text(certificate, 'spec', 'secretName')}`));
    return ingressGateways(lab).flatMap((gateway) => certificatesOf(gateway).filter(({ secret }) => !made.has(secret))
      .map(({ listener, secret }) => ({
        object: gateway, what: `listens on "${listener}" with the Secret ${secret}, which no Certificate makes`,
        fix: "add a Certificate with that secretName in the Gateway's namespace",
      })));
  },
};

/** Unset, Istio copies the Gateway's own annotations, Argo CD's tracking id among them, to everything it deploys for it. */
const gatewayInfrastructureSet: Rule = {
  name: 'gateway-infrastructure-set',
  severity: 'error',
  check: (lab) => gateways(lab).flatMap((gateway): Finding[] => {
    const missing = ['labels', 'annotations'].filter((key) => at(gateway, 'spec', 'infrastructure', key) === undefined).join(' and ');
    return missing === '' ? [] : [{
      object: gateway,
      what: `leaves spec.infrastructure.${missing} unset, so Istio copies Argo CD's own annotations to the objects it makes`,
      fix: 'set both, even to a single label',
    }];
  }),
};

/**
 * A Gateway is not healthy before it has its certificate and its address; if those come in a later wave neither ever does. A Certificate of
 * another root is in nobody's way, and has to have its Secret from the start.
 */
const healthBeforeGateway: Rule = {
  name: 'health-before-gateway',
  severity: 'error',
  check: (lab) => gateways(lab).flatMap((gateway): Finding[] => {
    const own = applicationOf(lab, gateway);
    if (!own) { return []; }
    const isLate = (other: Manifest | undefined): boolean => other !== undefined && other !== own && wave(other) > wave(own);
    const istiod = applications(lab).find(({ metadata }) => metadata.name === 'istiod');
    return [
      ...neededBy(lab, gateway).filter((each) => isLate(applicationOf(lab, each))).map((each) => ({
        object: gateway,
        what: `is applied before ${describe(each)}, without which it never gets healthy, and holds up the wave that brings it`,
        fix: 'make the gateway depend on it',
      })),
      ...isLate(istiod) ? [{ object: gateway, what: 'is applied before istiod, which deploys it', fix: 'make it depend on istiod' }] : [],
    ];
  }),
};

/** Promises between Gateways and what they need: an address, a certificate, istiod. */
export const GATEWAY_RULES: readonly Rule[] = [
  gatewayAddressPooled, gatewayCertificateMade, gatewayInfrastructureSet, healthBeforeGateway,
];

function gateways(lab: RenderedLab): readonly Manifest[] {
  return lab.ofKind('gateway.networking.k8s.io', 'Gateway');
}

function ingressGateways(lab: RenderedLab): Manifest[] {
  return gateways(lab).filter(isIngress);
}

function isIngress(gateway: Manifest): boolean {
  return text(gateway, 'spec', 'gatewayClassName') === GATEWAY_CLASS;
}

/** What an ingress Gateway waits for; a waypoint needs none of it. */
function neededBy(lab: RenderedLab, gateway: Manifest): Manifest[] {
  if (!isIngress(gateway)) { return []; }
  return [
    ...lab.ofKind('cert-manager.io', 'Certificate').filter(({ metadata }) => metadata.annotations?.[TEMPORARY_CERTIFICATE] !== 'true'),
    ...lab.ofKind('metallb.io', 'IPAddressPool'),
    ...lab.ofKind('metallb.io', 'L2Advertisement'),
  ];
}

/** Listeners of a Gateway with the Secrets of their certificates, as `namespace/name`. */
function certificatesOf(gateway: Manifest): { readonly listener: string; readonly secret: string }[] {
  return list(gateway, 'spec', 'listeners').flatMap((listener) => list(listener, 'tls', 'certificateRefs').map((reference) => ({
    listener: text(listener, 'name'),
    secret: `${text(reference, 'namespace') || (gateway.metadata.namespace ?? '')}/${text(reference, 'name')}`,
  })));
}
