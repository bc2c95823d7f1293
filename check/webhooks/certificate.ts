import { goDuration } from '../../config/go-duration';
import { dnsSubdomain, ipAddress } from '../core/names';
import { dataOf, itemsOf, keyed, listOf, textOf, type Data, type Report } from '../core/report';

/*
 * What cert-manager's webhook refuses in a Certificate:
 * https://github.com/cert-manager/cert-manager/blob/v1.21.1/internal/apis/certmanager/validation/certificate.go
 */

const HOUR = 3_600_000;
const MINUTE = 60_000;
/** How long a certificate lasts that does not say: 90 days. */
const USUAL = 90 * 24 * HOUR;
/** What a certificate can be for. */
const SUBJECTS = ['commonName', 'literalSubject', 'dnsNames', 'uris', 'ipAddresses', 'emailAddresses', 'otherNames'];
/** Sizes of keys by their algorithm, in bits. */
const RSA = { least: 2048, most: 8192 } as const;
const ECDSA = [256, 384, 521];
const EMAIL = /^[^\s<>@]+@[^\s<>@]+$/;

/** A Certificate. */
export function checkCertificate(report: Report, object: Data): void {
  const spec = dataOf(object['spec']);
  report.required('spec.secretName', spec['secretName']);
  if (spec['secretName'] !== '') { report.form('spec.secretName', spec['secretName'], dnsSubdomain); }
  checkIssuer(report, dataOf(spec['issuerRef']));
  const isEmpty = (value: unknown): boolean => value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
  if (SUBJECTS.every((field) => isEmpty(spec[field]))) { report.say('spec', `must be for somebody: ${SUBJECTS.join(', ')}`); }
  if (textOf(spec['commonName']).length > 64) { report.say('spec.commonName', 'must have 64 characters at most'); }
  report.forms('spec.ipAddresses', spec['ipAddresses'], ipAddress);
  listOf(spec['emailAddresses']).forEach((address, index) => {
    if (!EMAIL.test(String(address))) { report.say(`spec.emailAddresses[${index}]`, 'must be an address alone, such as me@example.com'); }
  });
  checkKey(report, dataOf(spec['privateKey']));
  checkTimes(report, spec);
  report.range('spec.revisionHistoryLimit', spec['revisionHistoryLimit'], 1);
  for (const field of ['annotations', 'labels']) {
    for (const key of Object.keys(dataOf(dataOf(spec['secretTemplate'])[field]))) {
      if (key.startsWith('cert-manager.io/') && key !== 'cert-manager.io/allow-direct-injection') {
        report.say(keyed(`spec.secretTemplate.${field}`, key), 'is a key of cert-manager\'s own');
      }
    }
  }
  const formats = itemsOf(spec['additionalOutputFormats']).map(({ type }) => type);
  report.unique('spec.additionalOutputFormats', formats, 'type');
}

function checkIssuer(report: Report, { name, kind = 'Issuer', group = 'cert-manager.io' }: Data): void {
  report.required('spec.issuerRef.name', name);
  if (group === 'cert-manager.io' || group === '') { report.among('spec.issuerRef.kind', kind, ['Issuer', 'ClusterIssuer', '']); }
}

function checkKey(report: Report, { algorithm = 'RSA', size = 0 }: Data): void {
  if (size === 0) { return; }
  if (algorithm === 'RSA' || algorithm === '') { report.range('spec.privateKey.size', size, RSA.least, RSA.most); }
  if (algorithm === 'ECDSA' && !ECDSA.includes(Number(size))) { report.say('spec.privateKey.size', `must be one of ${ECDSA.join(', ')}`); }
}

function checkTimes(report: Report, { duration, renewBefore, renewBeforePercentage: share }: Data): void {
  const [lasts, before] = [['spec.duration', duration] as const, ['spec.renewBefore', renewBefore] as const].map(([path, value]) => {
    const time = value === undefined ? undefined : goDuration(textOf(value));
    if (value !== undefined && time === undefined) { report.say(path, 'must be a duration in hours, minutes and seconds, such as 2160h'); }
    return time;
  });
  const whole = lasts ?? USUAL;
  if (whole < HOUR) { report.say('spec.duration', 'must be an hour or more'); }
  if (before !== undefined && before < 5 * MINUTE) { report.say('spec.renewBefore', 'must be five minutes or more'); }
  if (before !== undefined && before >= whole) { report.say('spec.renewBefore', 'must be shorter than the certificate lasts'); }
  if (share === undefined) { return; }
  if (renewBefore !== undefined) { report.say('spec.renewBeforePercentage', 'must not stand beside renewBefore'); }
  if (typeof share === 'number' && (share <= 0 || share >= 100)) {
    report.say('spec.renewBeforePercentage', 'must be above 0 and below 100');
  }
}
