import { certificateBlocks, readCertificate } from '../../config/pem';
import { dataOf, itemsOf, type Data, type Report } from '../core/report';

/*
 * What cert-manager's webhook refuses in an Issuer or ClusterIssuer:
 * https://github.com/cert-manager/cert-manager/blob/v1.21.1/internal/apis/certmanager/validation/issuer.go
 */

const KINDS = ['acme', 'ca', 'selfSigned', 'vault', 'venafi'];
const PROVIDERS = ['acmeDNS', 'akamai', 'azureDNS', 'cloudDNS', 'cloudflare', 'digitalocean', 'rfc2136', 'route53', 'webhook'];

/** An Issuer or a ClusterIssuer. */
export function checkIssuer(report: Report, object: Data): void {
  const spec = dataOf(object['spec']);
  oneOf(report, 'spec', spec, KINDS);
  if (spec['ca'] !== undefined) { report.required('spec.ca.secretName', dataOf(spec['ca'])['secretName']); }
  if (spec['vault'] !== undefined) {
    for (const field of ['server', 'path']) { report.required(`spec.vault.${field}`, dataOf(spec['vault'])[field]); }
  }
  if (spec['acme'] !== undefined) { checkAcme(report, dataOf(spec['acme'])); }
}

function checkAcme(report: Report, acme: Data): void {
  report.required('spec.acme.server', acme['server']);
  report.required('spec.acme.privateKeySecretRef.name', dataOf(acme['privateKeySecretRef'])['name']);
  if (text(acme['caBundle']) !== '') {
    if (acme['skipTLSVerify'] === true) { report.say('spec.acme.caBundle', 'must not stand beside skipTLSVerify'); }
    if (!holdsCertificate(text(acme['caBundle']))) {
      report.say('spec.acme.caBundle', 'must hold a certificate in PEM, encoded in base64');
    }
  }
  if (acme['externalAccountBinding'] !== undefined) {
    const { keyID, keySecretRef } = dataOf(acme['externalAccountBinding']);
    report.required('spec.acme.externalAccountBinding.keyID', keyID);
    for (const field of ['name', 'key']) {
      report.required(`spec.acme.externalAccountBinding.keySecretRef.${field}`, dataOf(keySecretRef)[field]);
    }
  }
  itemsOf(acme['solvers']).forEach((solver, index) => {
    const path = `spec.acme.solvers[${index}]`;
    oneOf(report, path, solver, ['dns01', 'http01']);
    if (solver['http01'] !== undefined) {
      const http = dataOf(solver['http01']);
      oneOf(report, `${path}.http01`, http, ['ingress', 'gatewayHTTPRoute']);
      const classes = ['name', 'class', 'ingressClassName'].filter((field) => dataOf(http['ingress'])[field] !== undefined);
      if (classes.length > 1) { report.say(`${path}.http01.ingress`, `must have one of ${classes.join(', ')}`); }
    }
    if (solver['dns01'] !== undefined) { checkDns(report, `${path}.dns01`, dataOf(solver['dns01'])); }
  });
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** What Go's AppendCertsFromPEM asks: one certificate that can be read. */
function holdsCertificate(encoded: string): boolean {
  return certificateBlocks(Buffer.from(encoded, 'base64').toString('latin1')).some((block) => readCertificate(block) !== undefined);
}

function checkDns(report: Report, path: string, dns: Data): void {
  oneOf(report, path, dns, PROVIDERS);
  const { accessKeyID = '', accessKeyIDSecretRef } = dataOf(dns['route53']);
  if (accessKeyID !== '' && accessKeyIDSecretRef !== undefined) {
    report.say(`${path}.route53.accessKeyID`, 'must not stand beside accessKeyIDSecretRef');
  }
  if (dns['cloudflare'] !== undefined) {
    const { apiKeySecretRef, apiTokenSecretRef, email = '' } = dataOf(dns['cloudflare']);
    oneOf(report, `${path}.cloudflare`, { apiKeySecretRef, apiTokenSecretRef }, ['apiKeySecretRef', 'apiTokenSecretRef']);
    if (apiKeySecretRef !== undefined) { report.required(`${path}.cloudflare.email`, email); }
  }
  if (dns['cloudDNS'] !== undefined) { report.required(`${path}.cloudDNS.project`, dataOf(dns['cloudDNS'])['project']); }
  if (dns['rfc2136'] !== undefined) { report.required(`${path}.rfc2136.nameserver`, dataOf(dns['rfc2136'])['nameserver']); }
}

function oneOf(report: Report, path: string, data: Data, fields: readonly string[]): void {
  const there = fields.filter((field) => data[field] !== undefined);
  if (there.length === 0) { report.say(path, `must have one of ${fields.join(', ')}`); }
  if (there.length > 1) { report.say(path, `must have one of ${there.join(', ')}, not several`); }
}
