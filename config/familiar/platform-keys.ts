import type { KeyAnswer, KeyAnswers } from './key-answer';

/** The lab's own certificate is a wildcard, which nothing but DNS-01 proves: https://letsencrypt.org/docs/challenge-types/ */
const HTTP01: KeyAnswer = {
  what: 'cannot be had: the certificates are for *.<domain>, and for those an authority takes DNS-01 alone, which needs no open port',
  fix: 'remove it, and write dns01 with the provider of your domain (docs/certificates.md)',
};

const PORTS: KeyAnswer = {
  what: 'is no key of a gateway: it listens where a service says so', fix: 'remove it, and write listenPort: 8443 at the service',
};

/** Keys of `tls`. */
export const TLS_KEYS: KeyAnswers = { http01: HTTP01, 'http-01': HTTP01, HTTP01, 'HTTP-01': HTTP01 };

/** Keys of a gateway. */
export const GATEWAY_KEYS: KeyAnswers = {
  port: PORTS, ports: PORTS, listener: PORTS, listeners: PORTS, listenPort: PORTS, listenPorts: PORTS, httpPort: PORTS, httpsPort: PORTS,
  tlsPort: PORTS,
};

const MESH: KeyAnswer = { what: 'is no key of a namespace', fix: 'write ambient: true or ambient: false' };

const POD_SECURITY: KeyAnswer = { what: 'is no key of a namespace', fix: 'write podSecurity: restricted, baseline or privileged' };

const OWN_OBJECT: KeyAnswer = {
  what: 'is no key of a namespace', fix: 'remove it, and put such an object into a folder of manifests of your own (docs/applications.md)',
};

/** Keys of a namespace. */
export const NAMESPACE_KEYS: KeyAnswers = {
  mesh: MESH, istio: MESH, inMesh: MESH, sidecar: MESH,
  psa: POD_SECURITY, pss: POD_SECURITY, podSecurityStandard: POD_SECURITY, podSecurityAdmission: POD_SECURITY, privileged: POD_SECURITY,
  quota: OWN_OBJECT, resourceQuota: OWN_OBJECT, limits: OWN_OBJECT, limitRange: OWN_OBJECT, resources: OWN_OBJECT,
};

const VLAN: KeyAnswer = {
  what: 'cannot be said: the switch of the lab has no VLAN of its own',
  fix: 'remove it, and let the port of your LAN switch bring that VLAN untagged to host.adapter',
};

/** Keys of the Windows machine. */
export const HOST_KEYS: KeyAnswers = { vlan: VLAN, vlanId: VLAN, vlanID: VLAN };

/** Keys of a node. */
export const NODE_KEYS: KeyAnswers = {
  // https://learn.microsoft.com/windows-server/virtualization/hyper-v/plan/plan-for-gpu-acceleration-in-windows-server
  gpu: {
    what: 'is nothing that a lab gives a node: Hyper-V of Windows 10 and 11 hands no graphics card to a VM of Linux',
    fix: 'remove it; with host: none (docs/host-none.md) a Linux machine has what is in it',
  },
  labels: { what: 'is no key of a node', fix: 'write k3s.serverArgs: ["--node-label=disk=ssd"]' },
};
