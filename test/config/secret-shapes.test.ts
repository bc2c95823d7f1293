import { isMixed, isReference, isSecretKey, secretIn, secretInText } from '../../config/secret-shapes';

test.each([
  'passwordKey', 'existingSecret', 'secretName', 'tokenTTL', 'passwordFile', 'tokenFile', 'secretKeyRef', 'apiKeySecretRef',
  'automountServiceAccountToken2', 'minPasswordLength', 'userKey', 'publicKey', 'password_policy', 'tokenAudience',
])('the key %s names no secret', (key) => {
  expect(isSecretKey(key)).toBe(false);
});

test.each(['password', 'adminPassword', 'smtp_auth_password', 'GF_SECURITY_ADMIN_PASSWORD', 'apiKey', 'api-key', 'token', 'clientSecret',
  'secretAccessKey'])(
  'the key %s names one', (key) => { expect(isSecretKey(key)).toBe(true); },
);

test.each([
  '', '${PASSWORD}', '$(PASSWORD)', '$__file{/etc/secrets/password}', '{{ .Values.password }}', '<password>', '/run/secrets/password',
    '%(password)s',
])('%j says where a secret is', (value) => {
  expect(isReference(value)).toBe(true);
});

test.each([
  'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08', 'https://github.com/frank/homelab.git',
    'registry.k8s.io/kubectl:v1.36.4',
  '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----', 'ssh-ed25519 '
    + 'AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl',
  'p, role:ci, applications, sync, */*, allow', 'postgres://app:$(DB_PASSWORD)@db:5432/app',
    'http://loki.monitoring.svc.cluster.local:3100/loki/api/v1/push',
  '0123456789abcdef0123456789abcdef', 'hs = {}\nhs.status = "Healthy"\nreturn hs\n',
])('%j holds no secret', (text) => {
  expect(secretInText(text)).toBeUndefined();
});

test.each<[string, string]>([
  ['a private key', '-----BEGIN EC PRIVATE KEY-----'], ['an access key of AWS', 'AKIAIOSFODNN7EXAMPLE'],
  [
    'an address with a password in it', 'https://frank:hunter22@example.com/x',
  ], ['a token (JWT)', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl'],
  ['a private key', `LS0tLS1CRUdJTi${'BSU0EgUFJJVkFURSBLRVktLS0tLQo='}`],
])('%s is found', (what, text) => {
  expect(secretIn(text)).toBe(what);
});

test('a long name is no secret, and a random text looks like one', () => {
  expect(isMixed('gitea-admin-credentials-of-the-lab')).toBe(false);
  expect(isMixed('wJalrXUtnFEMIK7MDENGbPxRfiCY')).toBe(true);
});
