import {
  BackendTlsPolicySpecValidationSubjectAltNamesType, type BackendTlsPolicySpec, type BackendTlsPolicySpecTargetRefs,
} from '../../imports/gateway.networking.k8s.io';
import { certificateBlocks } from '../../config/pem';

/** How the gateway speaks TLS to a backend. Its certificate is always checked. */
export interface BackendTls {
  /** DNS name in the certificate of the backend; also the name that it is asked by (SNI). */
  readonly hostname: string;
  /** Certificates in PEM, one of which has signed that of the backend; its own, where it has signed itself. @default - public ones */
  readonly ca?: string;
  /** ConfigMap with the key `ca.crt` in the namespace of the backend, in place of `ca`. @default - `ca`, or public ones */
  readonly caConfigMap?: string;
}

/** Name of the ConfigMap with the certificates of a policy. With its dots it is nobody else's. */
export function bundleName(policy: string): string {
  return `${policy}.backend.ca`;
}

/** The certificates as a ConfigMap holds them. */
export function bundleText(ca: string): string {
  return certificateBlocks(ca).map((block) => `${block}\n`).join('');
}

/**
 * A policy as the API has it.
 *
 * @param policy - its name, which that of its ConfigMap follows from
 */
export function toTlsPolicy(policy: string, target: BackendTlsPolicySpecTargetRefs, tls: BackendTls): BackendTlsPolicySpec {
  const { hostname, ca, caConfigMap = ca === undefined ? undefined : bundleName(policy) } = tls;
  return {
    targetRefs: [target],
    validation: {
      hostname,
      // By the hostname alone Istio 1.30 compares no name: any certificate of the authority would do, also that of a stranger.
      // https://github.com/istio/istio/blob/1.30.3/pilot/pkg/networking/core/cluster_tls.go (setAutoSniAndAutoSanValidation)
      subjectAltNames: [{ type: BackendTlsPolicySpecValidationSubjectAltNamesType.HOSTNAME, hostname }],
      ...caConfigMap === undefined
        ? { wellKnownCaCertificates: 'System' } : { caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: caConfigMap }] },
    },
  };
}
