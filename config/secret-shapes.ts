/** A kind of secret that can be told by its form. */
interface SecretShape {
  /** As the end of a sentence: "looks like". */
  readonly what: string;
  /** What it looks like. */
  readonly form: RegExp;
}

/**
 * Forms that their makers document, so that secrets which got out can be found:
 * https://docs.github.com/en/code-security/secret-scanning/introduction/supported-secret-scanning-patterns and those of each.
 */
const SHAPES: readonly SecretShape[] = [
  { what: 'a private key', form: /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/ },
  { what: 'a key of age', form: /\bAGE-SECRET-KEY-1[0-9A-Z]{20,}/ },
  { what: 'a token of GitHub', form: /\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,})/ },
  { what: 'a token of GitLab', form: /\bgl(?:pat|ptt|dt|rt|cbt|ft|soat|agent|oas|imt)-[\w-]{16,}/ },
  { what: 'a token of Slack', form: /\bxox[abeoprs]-[A-Za-z0-9-]{10,}|\bxapp-\d-[A-Za-z0-9-]{10,}/ },
  { what: 'an access key of AWS', form: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/ },
  { what: 'an API key of Google', form: /\bAIza[\w-]{30,}/ },
  { what: 'a token of Google', form: /\bya29\.[\w-]{20,}/ },
  { what: 'a key of Stripe', form: /\b[sr]k_(?:live|test)_[A-Za-z0-9]{16,}/ },
  { what: 'a key of an AI service', form: /\bsk-(?:ant-|proj-)?[A-Za-z0-9_-]{24,}/ },
  { what: 'a token of Hugging Face', form: /\bhf_[A-Za-z]{30,}/ },
  { what: 'a token of Vault', form: /\bhv[sbr]\.[\w-]{20,}/ },
  { what: 'a token of npm', form: /\bnpm_[A-Za-z0-9]{30,}/ },
  { what: 'a token of PyPI', form: /\bpypi-[\w-]{40,}/ },
  { what: 'a token of Docker Hub', form: /\bdckr_(?:pat|oat)_[\w-]{20,}/ },
  { what: 'a token of DigitalOcean', form: /\bdo[opr]_v1_[a-f0-9]{40,}/ },
  { what: 'a key of SendGrid', form: /\bSG\.[\w-]{16,}\.[\w-]{16,}/ },
  { what: 'a token of Grafana', form: /\bgl(?:sa|c)_[A-Za-z0-9_=+/-]{24,}/ },
  { what: 'a key of Tailscale', form: /\btskey-[a-z]+-[A-Za-z0-9-]{10,}/ },
  { what: 'a token of Atlassian', form: /\bATATT3[\w=-]{40,}/ },
  { what: 'a token of ntfy', form: /\btk_[a-z0-9]{29}\b/ },
  { what: 'a token (JWT)', form: /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}/ },
  { what: 'the address of a webhook of Slack', form: /hooks\.slack(?:-gov)?\.com\/(?:services|workflows|triggers)\/[\w/]{10,}/ },
  { what: 'the address of a webhook of Discord', form: /discord(?:app)?\.com\/api\/(?:v\d+\/)?webhooks\/\d+\/[\w-]+/ },
  { what: 'the address of a webhook of Teams', form: /\.webhook\.office\.com\/webhook\w*\/[\w@/-]{20,}/ },
  { what: 'the address of a bot of Telegram', form: /api\.telegram\.org\/bot\d+:[\w-]+/ },
  { what: 'the token of a bot of Telegram', form: /\b\d{8,10}:[A-Za-z0-9_-]{35}(?![\w-])/ },
  { what: 'the address of a check of healthchecks.io', form: /\bhc-ping\.com\/(?:[0-9a-f-]{36}|[\w-]{22}\/)/ },
  { what: 'a password as bcrypt stores it', form: /\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}/ },
  { what: 'a password as a web server stores it', form: /\$apr1\$[./A-Za-z0-9]{1,8}\$[./A-Za-z0-9]{22}|\{SHA\}[A-Za-z0-9+/]{27}=/ },
];

/** A user name and a password before the host of an address. */
const IN_ADDRESS = /\b[a-z][a-z0-9+.-]*:\/\/([^\s/:@"'`<>]+):([^\s/@"'`]+)@/gi;
/** What addresses carry behind the path. */
const IN_QUERY = /[?&](?:access_?token|token|api_?key|secret|password|passwd|pwd|sig|signature|key)=([^\s&"'`]{8,})/gi;
/** What a request carries in its head. */
const IN_HEADER = /\b(?:Bearer|Basic|Bot)\s+([A-Za-z0-9._~+/=-]{16,})/g;
/** A key of a text in INI, YAML, JSON or of an argument, and what it is set to. */
const NAMES_IN_TEXT = [
  'password', 'passwd', 'passphrase', 'client[_-]?secret', 'api[_-]?key', 'access[_-]?token', 'auth[_-]?token', 'bot[_-]?token', 'token',
  'secret[_-]?key',
].join('|');
const IN_TEXT = new RegExp(
  `(?:^|[\\s,{;"'-])((?:[\\w.]|-(?!-))*?(?:${NAMES_IN_TEXT}))["']?\\s*[:=]\\s*["']?([^\\s"',;]{6,})`, 'gim',
);

/**
 * What kind of secret a text has in it, as the end of "looks like"; undefined where it has none that can be told.
 *
 * @param text - any text: a value, an address, a whole configuration
 */
export function secretIn(text: string): string | undefined {
  const shape = SHAPES.find(({ form }) => form.test(text));
  if (shape) { return shape.what; }
  if ([...text.matchAll(IN_ADDRESS)].some(([, , password = '']) => !isReference(password))) { return 'an address with a password in it'; }
  if ([...text.matchAll(IN_QUERY)].some(([, token = '']) => !isReference(token))) { return 'an address with a token in it'; }
  if ([...text.matchAll(IN_HEADER)].some(([, token = '']) => !isReference(token)
    && isMixed(token))) { return 'a header with a token in it'; }
  if (isEncodedKey(text)) { return 'a private key'; }
  return undefined;
}

/** The same for a text of several lines, or an argument: also what its own keys say. */
export function secretInText(text: string): string | undefined {
  const known = secretIn(text);
  if (known !== undefined) { return known; }
  if (!/[\n=]/.test(text)) { return undefined; }
  const found = [...text.matchAll(IN_TEXT)].find(([, key = '', value = '']) => isSecretKey(key) && !isReference(value)
    && !/[(){}[\]]/.test(value));
  return found ? 'a password or token' : undefined;
}

/** What the name of a key ends in whose value is a secret, without what spellings differ in. */
const ENDINGS: readonly string[] = [
  'password', 'passwd', 'passphrase', 'pwd', 'apikey', 'apitoken', 'accesstoken', 'authtoken', 'bottoken', 'bearertoken', 'jointoken',
  'authkey', 'idtoken', 'refreshtoken', 'licensekey', 'secretaccesskey', 'privatekey', 'encryptionkey', 'signingkey', 'clientsecret',
  'cookiesecret', 'sharedsecret', 'webhooksecret', 'signingsecret', 'jwtsecret', 'appsecret', 'githubsecret', 'gitlabsecret',
  'gogssecret', 'serversecret', 'rootpassword', 'psk',
];

/**
 * Whether the value of a key is a secret by the name of the key: `password`, `adminPassword`, `api_key`. A key that names where it is,
 * such as `passwordKey`, `existingSecret` or `tokenFile`, is none.
 */
export function isSecretKey(key: string): boolean {
  const plain = key.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  return ENDINGS.some((ending) => plain.endsWith(ending)) || /^(?:pass|auth)?token$/.test(plain)
    || plain === 'pass' || plain.endsWith('dbpass');
}

/** Whether the value of a key may be a secret, or the name of one: what it looks like decides. */
export function mayBeSecretKey(key: string): boolean {
  return /(?:secret|secretkey|accesskey|token|credential|credentials|passcode)$/.test(key.toLowerCase().replaceAll(/[^a-z0-9]/g, ''));
}

/** True for a text that says where a secret is, or that something puts it in later. */
export function isReference(value: string): boolean {
  const text = value.trim();
  return text === '' || /^(?:\$|%\(|\{\{|<|\/|\.{1,2}\/|file:|env:|vault:|ref\+|op:\/\/|\*+$|x+$|null$|none$|true$|false$)/i.test(text)
    || /\$\{?[A-Za-z_(]|\{\{|\$__(?:file|env|vault)\{/.test(text) || /^\[.*\]$/.test(text);
}

/** True for a text that no person chose as a name: long, with letters of both cases or letters and digits in turns. */
export function isMixed(value: string): boolean {
  if (value.length < 20 || /\s/.test(value)) { return false; }
  const turns = [...value.matchAll(/[a-z](?=\d)|\d(?=[A-Za-z])|[a-z](?=[A-Z])|[A-Z](?=[a-z\d])/g)].length;
  return turns >= value.length / 5;
}

/** A private key in base64, the way values of Kubernetes carry it. */
function isEncodedKey(text: string): boolean {
  return [...text.matchAll(/LS0tLS1CRUdJTi[A-Za-z0-9+/=\n]+/g)]
    .some(([encoded]) => Buffer.from(encoded, 'base64').toString('latin1').slice(0, 80).includes('PRIVATE KEY'));
}
