import { z } from 'zod';
import * as field from './fields';
import { withKinds, type Kinds } from './kinds';
import { bundleObjection } from './pem';
import { ROUTE_LIMITS } from './route-limits';
import { text } from './text-rule';

/* Who answers for a service: Kubernetes Services, machines outside the cluster, and what is asked of their certificates. */

const port = z.int().min(1).max(ROUTE_LIMITS.port);

/**
 * The object of such a machine is called by the service, the host and the port, and in the mesh by its namespace, too: that has to fit into
 * the 253 characters of a name.
 */
const LONGEST_HOST = 100;

/** A machine outside the cluster, by its address or by its name. */
export const external = withKinds(z.union([
  z.strictObject({
    address: field.address().describe('Address of the machine; or give `host`.'),
    port: port.describe('Port that it listens on.'),
  }),
  z.strictObject({
    host: field.hostname().max(LONGEST_HOST)
      .describe('Name of the machine, which the name servers of the nodes know (network.dnsServers); or give `address`.'),
    port: port.describe('Port that it listens on.'),
  }),
]), {
  choose: (written) => {
    if (Object.hasOwn(written, 'address')) { return 0; }
    return Object.hasOwn(written, 'host') ? 1 : undefined;
  },
  none: () => ({
    what: 'does not say where the machine is', fix: 'add address, such as 192.168.1.20, or host with its name in your network',
  }),
  foreign: () => ({ what: 'is given along with address', fix: 'remove one of the two' }),
  standIns: { address: '192.168.1.20', port: 1 },
});

/** A name that a certificate can have: https://gateway-api.sigs.k8s.io/reference/spec/#precisehostname, which is no address. */
const CERTIFICATE_NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const ADDRESS = /^[0-9.]+$|:/;

const certificateName = (): z.ZodString => text((value) => {
  if (ADDRESS.test(value)) {
    return {
      what: 'is an address, and the Gateway API compares certificates by names alone',
      fix: 'write a DNS name that the certificate has; where it has none, have the machine make a new one with a name',
    };
  }
  return CERTIFICATE_NAME.test(value) && value.length <= 253 ? undefined : {
    what: 'is not a name that one machine has', fix: 'write one of the DNS names of the certificate, in lower case, without "*" and port',
  };
}, CERTIFICATE_NAME);

/** Names of ConfigMaps are DNS subdomains (apimachinery: IsDNS1123Subdomain), such as kube-root-ca.crt. */
const CONFIG_MAP_NAME = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;

const configMapName = (): z.ZodString => text((value) => CONFIG_MAP_NAME.test(value) && value.length <= 253 ? undefined : {
  what: 'is not a name that a ConfigMap can have', fix: 'use lower-case letters, digits, "-" and "."',
}, CONFIG_MAP_NAME);

const CA_FIX = 'paste the certificate that has signed the one of the machine below "ca: |", from -----BEGIN CERTIFICATE----- on';

const verified = {
  ca: text((value) => bundleObjection(value, CA_FIX)).optional()
    .describe('Certificates in PEM, one of which has signed that of the machine: its own, where it has signed itself. '
      + 'Default: public ones.'),
  caConfigMap: configMapName().optional()
    .describe('ConfigMap with the key ca.crt in the namespace of the Service, in place of `ca`.'),
};

/** How the gateway speaks TLS to a Kubernetes Service. */
export const serviceTls = z.strictObject({
  hostname: certificateName().describe('DNS name in the certificate of the Service; also the name that it is asked by (SNI).'),
  ...verified,
}).optional().describe('The Service speaks HTTPS. Its certificate is checked.');

/** How the gateway speaks TLS to a machine outside the cluster. */
export const externalTls = z.strictObject({
  hostname: certificateName().optional()
    .describe('DNS name in the certificate of the machine; also the name that it is asked by (SNI). Default: external.host.'),
  ...verified,
}).optional().describe('The machine speaks HTTPS. Its certificate is checked.');

const weight = z.int().min(0).max(ROUTE_LIMITS.weight).default(1).describe('Share of the traffic, relative to the other backends.');

const inside = {
  name: field.name().describe('Kubernetes Service.'),
  namespace: field.name().optional().describe("Namespace of that Service. Default: the entry's own."),
  port: port.describe('Port of that Service.'),
  weight,
};
const outside = { external: external.describe('A machine outside the cluster.'), weight };
const either: Kinds = {
  choose: (written) => Object.hasOwn(written, 'external') ? 1 : 0,
  foreign: () => ({ what: 'is given along with external, which says by itself where the machine is', fix: 'remove one of the two' }),
};

/** One of several that answer. */
const backend = withKinds(
  z.union([z.strictObject({ ...inside, tls: serviceTls }), z.strictObject({ ...outside, tls: externalTls })]), either,
);
/** One of several that get TLS as it comes. */
const passedOn = withKinds(z.union([z.strictObject(inside), z.strictObject(outside)]), either);

/** Those that share the connections of a service that brings its own certificate. */
export const passedBackends = z.array(passedOn).min(1).max(ROUTE_LIMITS.backends)
  .describe('Weighted Services, or machines outside the cluster; or give `port`.');

/** Those that share the requests of a service. */
export const backends = z.array(backend).min(1).max(ROUTE_LIMITS.backends)
  .describe('Weighted Services, for a canary, or machines outside the cluster; or give `port`.');
