/** What cert-manager says of a certificate or an issuer that is not ready, and the next step that people are told. */
export const CERTIFICATES: readonly [reason: string, next: RegExp][] = [
  ['failed to change Route 53 record set: AccessDenied: User is not authorized to perform: route53:ChangeResourceRecordSets',
    /refuses the credentials/],
  ['InvalidClientTokenId: The security token included in the request is invalid', /lab\.cmd secrets -Replace/],
  ['Waiting for DNS-01 challenge propagation: DNS record for "lab.example.org" not yet propagated', /a few minutes of this are normal/],
  ['429 urn:ietf:params:acme:error:rateLimited: too many certificates already issued', /limit of the authority/],
  ['NoSuchHostedZone: No hosted zone found with ID: Z1', /zone in homelab\.yaml/],
  ['secret "route53-credentials" not found', /^run lab\.cmd secrets$/],
  ['failed to get secret containing external account key: secret "acme-eab" not found', /^run lab\.cmd secrets$/],
  ['403 urn:ietf:params:acme:error:unauthorized: Unknown external account binding (EAB) key', /many take a key once/],
  ['400 urn:ietf:params:acme:error:externalAccountRequired: An external account is required', /wants an account binding/],
  ['failed to decode external account binding key data: illegal base64 data at input byte 43', /base64url without = at its end/],
  ['Error getting keypair for CA issuer: certificate is not a CA', /no certificate of an authority/],
  ['Error getting keypair for CA issuer: secrets "own-ca" not found', /^run lab\.cmd secrets$/],
  ['Get "https://ca.lab/dir": tls: failed to verify certificate: x509: certificate signed by unknown authority', /tls\.acme\.caBundle/],
  ['acme: certificate authority does not advertise a profile with name: shortlived', /take tls\.acme\.profile out/],
];
