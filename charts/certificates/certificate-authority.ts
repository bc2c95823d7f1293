import type { Construct } from 'constructs';
import {
  Certificate, CertificateSpecPrivateKeyAlgorithm, CertificateSpecPrivateKeyEncoding, CertificateSpecPrivateKeyRotationPolicy,
  ClusterIssuer,
} from '../../imports/cert-manager.io';
import type { Component, Dependency } from '../core/component';
import { Layer } from '../core/layer';

/** What the authority is made from. */
export interface CertificateAuthorityProps {
  /** Namespace of cert-manager: a ClusterIssuer reads its Secrets only there. */
  readonly namespace: string;
  /** Name of the ClusterIssuer, of the authority's certificate and of the Secret that holds it. */
  readonly name: string;
  /** Name of the ClusterIssuer that signs nothing but the authority itself. */
  readonly rootIssuer: string;
  /** The only domains, with all names below them, that devices will accept from this authority. */
  readonly domains: readonly string[];
  /** cert-manager. */
  readonly dependsOn: readonly Dependency[];
}

/** A certificate authority of the lab's own, which needs no domain, no account and no internet. */
export class CertificateAuthority extends Layer {
  /** The authority, ready to sign. */
  public readonly component: Component;

  /**
   * @param scope - the lab
   * @param id - name of the folder
   * @param props - names and domains
   */
  constructor(scope: Construct, id: string, { namespace, name, rootIssuer, domains, dependsOn }: CertificateAuthorityProps) {
    super(scope, id);
    new ClusterIssuer(this, 'root-issuer', { metadata: { name: rootIssuer }, spec: { selfSigned: {} } });
    new Certificate(this, 'certificate', {
      metadata: { name, namespace },
      spec: {
        isCa: true,
        commonName: name,
        secretName: name,
        issuerRef: { name: rootIssuer, kind: 'ClusterIssuer', group: 'cert-manager.io' },
        // Ten years, and two of them to bring the successor to every device.
        duration: '87600h0m0s',
        renewBeforePercentage: 20,
        privateKey: {
          algorithm: CertificateSpecPrivateKeyAlgorithm.ECDSA,
          size: 256,
          encoding: CertificateSpecPrivateKeyEncoding.PKCS1,
          // Not the default, Always: with the key kept, devices that trust the old certificate go on trusting what the new one signs.
          rotationPolicy: CertificateSpecPrivateKeyRotationPolicy.NEVER,
        },
        revisionHistoryLimit: 1,
        // People put this authority into their system's trust store. Whoever steals its key shall not be able to pose as their bank.
        nameConstraints: { critical: true, permitted: { dnsDomains: [...domains] } },
      },
    });
    new ClusterIssuer(this, 'issuer', { metadata: { name }, spec: { ca: { secretName: name } } });
    this.component = this.addOwnFolder({ namespace, dependsOn });
  }
}
