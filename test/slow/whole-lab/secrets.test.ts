import { describeTrees, leaves, nameOf } from '../../whole-lab/labs';

/** What well-known credentials look like. */
const CREDENTIALS: Readonly<Record<string, RegExp>> = {
  'a private key': /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  'an AWS access key': /\b(AKIA|ASIA)[0-9A-Z]{16}\b/,
  'a GitHub token': /\bgh[pousr]_[A-Za-z0-9]{30,}\b/,
  'a Slack token': /\bxox[abprs]-[A-Za-z0-9-]{10,}/,
  'a JSON web token': /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\./,
  'a password in an address': /[a-z]+:\/\/[^/\s:@]+:[^/\s:@]+@/,
  'a bcrypt hash': /\$2[aby]\$\d\d\$/,
};
/** Keys whose value would be the secret itself rather than its name or place. */
const SECRET_KEYS = /(^|[a-z_-])(password|passwd|token|apikey|accesskey|accesskeyid|privatekey|secretkey|secretaccesskey|clientsecret)$/i;

describeTrees((tree) => {
  test('has no Secret with anything in it', () => {
    const filled = tree().manifests
      .filter((manifest) => manifest.kind === 'Secret' && (manifest['data'] !== undefined || manifest['stringData'] !== undefined));
    expect(filled.map(nameOf)).toEqual([]);
  });

  test('has no value that looks like a credential', () => {
    const found = tree().manifests.flatMap((manifest) => [...leaves(manifest)].flatMap(({ at, key, value }) => {
      if (typeof value !== 'string') { return []; }
      const looks = Object.entries(CREDENTIALS).filter(([, pattern]) => pattern.test(value)).map(([what]) => what);
      const named = SECRET_KEYS.test(key) && value !== '' ? [`a value for "${key}"`] : [];
      return [...looks, ...named].map((what) => `${nameOf(manifest)}${at} holds ${what}`);
    }));
    expect(found).toEqual([]);
  });
});

test.each([
  ['password: hunter2', true], ['adminPassword: x', true], ['passwordKey: admin-password', false], ['existingSecret: name', false],
  ['password: ""', false],
])('a value such as %s is one: %s', (text, expected) => {
  const [key = '', value] = text.split(': ');
  expect(SECRET_KEYS.test(key) && value !== '""').toBe(expected);
});
