import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  Certificate, CertificateSpecPrivateKeyAlgorithm, CertificateSpecPrivateKeyEncoding, CertificateSpecPrivateKeyRotationPolicy,
  CertificateSpecUsages,
} from '../../imports/cert-manager.io';
import type { Component, Dependency } from '../core/component';
import { Layer } from '../core/layer';
import { CERTIFICATES_ROOT } from '../core/root-names';
import { TEMPORARY_CERTIFICATE } from './names';

/** What the certificates are made from. */
export interface GatewayCertificateProps {
  /** The certificates; that of the lab's own domain first. */
  readonly certificates: readonly CertificateNames[];
  /** Namespace of the Gateway: it reads Secrets of its own namespace without asking. */
  readonly namespace: string;
  /** ClusterIssuer that signs. */
  readonly issuer: string;
  /** cert-manager, and the namespace. The issuer may come later. */
  readonly dependsOn: readonly Dependency[];
}

/** One certificate. */
export interface CertificateNames {
  /** Name of the Certificate, and of the Secret that the Gateway reads. */
  readonly name: string;
  /** Names on it: a domain, its wildcard, and whatever is more than one label below. At least one. */
  readonly names: readonly string[];
}

/** The certificates of everything behind the gateway: one for each domain. */
export class GatewayCertificate extends Layer {
  /** The certificates, in the order in which they were given. */
  public readonly certificates: readonly ApiObject[];
  /** The Application of this layer's own objects. */
  public readonly component: Component;

  /**
   * @param scope - the lab
   * @param id - name of the folder
   * @param props - names and issuer
   */
  constructor(scope: Construct, id: string, private readonly props: GatewayCertificateProps) {
    super(scope, id);
    const { certificates, namespace, dependsOn } = props;
    this.certificates = certificates.map((each) => this.addCertificate(each));
    this.component = this.addOwnFolder({ namespace, dependsOn, root: CERTIFICATES_ROOT });
  }

  private addCertificate({ name, names }: CertificateNames): Certificate {
    const { namespace, issuer } = this.props;
    return new Certificate(this, name, {
      metadata: {
        name,
        namespace,
        // Until the issuer has delivered, cert-manager keeps a certificate of its own making in the Secret, which nobody trusts: enough for
        // the gateway to stand, and replaced as soon as there is a signed one (cert-manager v1.21.1,
        // pkg/controller/certificates/issuing/temporary.go).
        annotations: { [TEMPORARY_CERTIFICATE]: 'true' },
      },
      spec: {
        secretName: name,
        issuerRef: { name: issuer, kind: 'ClusterIssuer', group: 'cert-manager.io' },
        dnsNames: [...names],
        // Not a fixed time: Let's Encrypt goes from 90 days to 64 in 2027 and to 45 in 2028
        // (https://letsencrypt.org/2025/12/02/from-90-to-45). A third before the end is day 60 of 90, as in the article.
        renewBeforePercentage: 33,
        privateKey: {
          // Every browser of the last ten years takes it, and a handshake costs the node a fraction of RSA's.
          algorithm: CertificateSpecPrivateKeyAlgorithm.ECDSA,
          size: 256,
          encoding: CertificateSpecPrivateKeyEncoding.PKCS1,
          rotationPolicy: CertificateSpecPrivateKeyRotationPolicy.ALWAYS,
        },
        // Apple refuses servers whose certificate does not say "server auth" (https://support.apple.com/en-us/HT210176); the lab's own
        // authority signs what is asked.
        usages: [CertificateSpecUsages.DIGITAL_SIGNATURE, CertificateSpecUsages.SERVER_AUTH],
        revisionHistoryLimit: 1,
      },
    });
  }
}
