import { text } from '../core/rendered-lab';
import type { Finding, Rule } from '../core/rule';

/** An issuer that does not exist leaves a Certificate waiting without an error anybody sees. */
const certificateIssuerExists: Rule = {
  name: 'certificate-issuer-exists',
  severity: 'error',
  check: (lab) => lab.ofKind('cert-manager.io', 'Certificate').flatMap((certificate): Finding[] => {
    const kind = text(certificate, 'spec', 'issuerRef', 'kind') || 'Issuer';
    const name = text(certificate, 'spec', 'issuerRef', 'name');
    const isFound = lab.ofKind('cert-manager.io', kind).some(({ metadata }) => metadata.name === name
      && (kind === 'ClusterIssuer' || metadata.namespace === certificate.metadata.namespace));
    const what = `asks ${kind} ${name}, which the lab does not have`;
    const { namespace } = certificate.metadata;
    const missing = { group: 'cert-manager.io', kind, ...kind === 'ClusterIssuer' || namespace === undefined ? {} : { namespace } };
    return isFound ? [] : [{ object: certificate, what, fix: 'name an issuer of this lab', missing }];
  }),
};

/** Promises between certificates and who signs them. */
export const CERTIFICATE_RULES: readonly Rule[] = [certificateIssuerExists];
