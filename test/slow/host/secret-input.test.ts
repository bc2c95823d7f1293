import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { callFunctions, type FunctionAnswer } from '../../host/call-functions';
import { describeWithPwsh, withFolder } from '../../host/pwsh';

interface Input { readonly Problem: string; readonly Secure: string | null; readonly Length: number; readonly File: string }

const KEY = 'ssh-private-key';
/** A key in OpenSSH's own format, encrypted with this cipher; behind its name only random bytes. */
const openssh = (cipher: string): string => {
  const length = Buffer.from([0, 0, 0, cipher.length]);
  const head = Buffer.concat([Buffer.from('openssh-key-v1\0'), length, Buffer.from(cipher), Buffer.alloc(200, 7)]);
  const body = head.toString('base64').replace(/.{70}/g, '$&\n').trim();
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${body}\n-----END OPENSSH PRIVATE KEY-----\n`;
};
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const PKCS1 = privateKey.export({ type: 'pkcs1', format: 'pem' }) as string;
const PKCS8 = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
const ENCRYPTED = privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' }) as string;
const PUBLIC = publicKey.export({ type: 'spki', format: 'pem' }) as string;
const PROC_TYPE = PKCS1.replace('KEY-----\n', 'KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0123\n\n');
const GOOD = openssh('none');
const EC = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'sec1', format: 'pem' }) as string;
const pem = (file: string): string => readFileSync(path.join(__dirname, '../../fixtures/authorities', file), 'utf8');
/** Both are good for a hundred years. */
const [ROOT, LEAF] = [pem('root.crt'), pem('leaf.crt')];

/** What can be typed, pasted or set, and what is said to it; nothing for what is taken. */
const TEXTS: readonly [what: string, text: string, kind: string, problem: string][] = [
  ['a token', 'ghp_0123456789abcdefghijklmnopqrstuvwxyz', '', ''],
  ['every character that can be typed', ' !"#$%&\'()*+,-./09:;<=>?@AZ[\\]^_`az{|}~'.trim(), '', ''],
  ['letters outside ASCII', 'p\u00e4ssw\u00f6rd \u{1f511}', '', ''],
  ['Ctrl+V that did not paste', '\u0016', '', 'it holds a control character'],
  ['a tab', 'a\tb', '', 'it holds a control character'],
  ['two lines', 'a\nb', '', 'it holds a control character or a line break'],
  ['a NUL', 'a\u0000b', '', 'it holds a control character'],
  ['a blank in front', ' abc', '', 'it begins or ends with a blank'],
  ['a blank behind', 'abc ', '', 'it begins or ends with a blank'],
  ['a blank that a web page makes', 'abc\u00a0', '', 'it holds a character that cannot be seen'],
  ['a byte order mark', '\ufeffabc', '', 'it holds a character that cannot be seen'],
  ['a blank without width', 'ab\u200bc', '', 'it holds a character that cannot be seen'],
  ['quotes around it', '"abc"', '', 'it stands in quotes'],
  ['quotes of a text program', '\u201eabc\u201c', '', 'it stands in quotes'],
  ['nothing', '', '', 'it is empty'],
  ['a key of OpenSSH', GOOD, KEY, ''],
  ['a key with the line ends of Windows', GOOD.replaceAll('\n', '\r\n'), KEY, ''],
  ['a key without a line break at its end', GOOD.trimEnd(), KEY, ''],
  ['a key in PKCS#1', PKCS1, KEY, ''],
  ['a key in PKCS#8', PKCS8, KEY, ''],
  ['a key of one line', GOOD.replaceAll('\n', ' '), KEY, 'a key has several lines, and this is one'],
  ['a key whose line breaks are gone', GOOD.replaceAll('\n', ''), KEY, 'a key has several lines, and this is one'],
  [
    'a key without its end', GOOD.split('\n').slice(0, -2).join('\n'), KEY,
    'it breaks off: its last line is not -----END OPENSSH PRIVATE KEY-----',
  ],
  ['a key with another end', GOOD.replace('END OPENSSH', 'END RSA'), KEY, 'it breaks off'],
  ['a key with a passphrase, by OpenSSH', openssh('aes256-ctr'), KEY, 'it has a passphrase'],
  ['a key with a passphrase, in PKCS#8', ENCRYPTED, KEY, 'it has a passphrase'],
  ['a key with a passphrase, in PKCS#1', PROC_TYPE, KEY, 'it has a passphrase'],
  ['the public half', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI me@x', KEY, 'it is the public half'],
  ['the public half in PEM', PUBLIC, KEY, 'it is no private key'],
  ['a key of PuTTY', 'PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\n', KEY, 'it is a key of PuTTY'],
  ['a key that is damaged', GOOD.replace(/\n.{10}/, '\n!!!!!!!!!!'), KEY, 'it is damaged'],
  ['a key of another program', GOOD.replace(/\n.{8}/, '\nAAAAAAAA'), KEY, 'it is damaged: it does not begin as a key of OpenSSH'],
  ['a token for a key', 'ghp_0123', KEY, 'it is no private key'],
  ['the file of an account', '{\n  "type": "service_account"\n}\n', 'json', ''],
  ['a token for a file of an account', 'abc', 'json', 'it is no object in JSON: it does not begin with {'],
  ['a list for a file of an account', '[1]', 'json', 'it is no object in JSON'],
  ['a file of an account that is cut', '{"type": "service_acc', 'json', 'it is no valid JSON; download the file again'],
  ['an empty file of an account', '\n', 'json', 'it is empty'],
  ['the key of a binding, as Google shows it', 'q-Bx_2'.repeat(14), 'base64url', ''],
  ['the key of a binding of 32 bytes', 'A'.repeat(43), 'base64url', ''],
  ['the key of a binding with padding', `${'A'.repeat(43)}=`, 'base64url', 'it ends with =, which cert-manager does not take'],
  ['the key of a binding in ordinary base64', `${'A'.repeat(40)}+/A`, 'base64url', 'write - for each + and _ for each /'],
  ['the id of a binding for its key', 'kid-1', 'base64url', 'it is not base64url'],
  ['half the key of a binding', 'abcd', 'base64url', 'it is too short for a key'],
  ['the key of a binding with a blank', 'abc def', 'base64url', 'it is not base64url'],
  ['the certificate of an authority', ROOT, 'certificates', ''],
  ['an authority and the one above it', ROOT + ROOT, 'certificates', ''],
  ['a certificate that signs nothing', LEAF, 'certificates', 'its first certificate is not that of an authority'],
  ['a key for a certificate', PKCS8, 'certificates', 'it holds a private key; that is asked for by itself'],
  ['a certificate that is damaged', ROOT.replace('MIIB', 'MIIC'), 'certificates', 'it holds a certificate that cannot be read'],
  ['a path for a certificate', '/etc/step/root.crt', 'certificates', 'it holds no certificate in PEM'],
  ['the key of an authority in PKCS#8', PKCS8, 'private-key', ''],
  ['the key of an authority in PKCS#1', PKCS1, 'private-key', ''],
  ['the key of an authority in SEC 1', EC, 'private-key', ''],
  ['the key of an authority with a passphrase', ENCRYPTED, 'private-key', 'openssl pkey -in FILE -out NEWFILE takes it off'],
  ['a key for SSH for an authority', GOOD, 'private-key', 'it is a key for SSH, not of an authority'],
  ['a certificate for the key of an authority', ROOT, 'private-key', 'it is a certificate; the key is in a file of its own'],
];
/** What is typed at a prompt where a file can be named; FOLDER is one with the files below. */
const TYPED: readonly [typed: string, kind: string, value: string, problem: string][] = [
  ['@FOLDER/token', '', 'abc', ''],
  ['@"FOLDER/with space/token"', '', 'abc', ''],
  ['@FOLDER/utf16', '', 'abc', ''],
  ['@FOLDER/two-lines', '', '', 'it holds a control character or a line break'],
  ['@FOLDER/missing', '', '', 'there is no file "FOLDER/missing" (a value that begins with @ is typed with @@)'],
  ['@FOLDER', '', '', 'FOLDER is a folder'],
  ['@', '', '', 'no path of a file was given'],
  ['@@home', '', '@home', ''],
  ['FOLDER/token', '', 'FOLDER/token', ''],
  ['FOLDER/key', KEY, GOOD, ''],
  ['"FOLDER/key"', KEY, GOOD, ''],
  ['FOLDER/large', KEY, '', 'the file has more than 60000 bytes'],
  ['-----BEGIN OPENSSH PRIVATE KEY-----', KEY, '', 'a key has several lines and a prompt takes one: type the path of its file'],
  ['\u0016', KEY, '', 'there is no file'],
  ['FOLDER/account', 'json', '{"a":1}\n', ''],
  ['A'.repeat(43), 'base64url', 'A'.repeat(43), ''],
  ['@FOLDER/hmac', 'base64url', 'A'.repeat(43), ''],
  ['FOLDER/root.crt', 'certificates', ROOT, ''],
];

describeWithPwsh('what is given as the value of a secret', () => {
  let answers: FunctionAnswer<Input>[] = [];
  beforeAll(() => {
    answers = withFolder((folder) => {
      mkdirSync(path.join(folder, 'with space'));
      const files = {
        'token': 'abc\n', 'with space/token': 'abc\r\n', 'two-lines': 'abc\ndef\n', 'key': GOOD.replaceAll('\n', '\r\n'),
        'account': '{"a":1}\n', 'hmac': `${'A'.repeat(43)}\n`, 'root.crt': ROOT, 'large': 'x'.repeat(60001),
      };
      for (const [file, text] of Object.entries(files)) { writeFileSync(path.join(folder, file), text); }
      writeFileSync(path.join(folder, 'utf16'), Buffer.from('\ufeffabc\r\n', 'utf16le'));
      const found = callFunctions<Input>([
        ...TEXTS.map(([, Text, Kind]) => ({ call: 'ConvertTo-LabSecretInput', with: { Text, Kind } })),
        ...TYPED.map(([Text, Kind]) => ({ call: 'ConvertTo-LabTypedInput', with: { Text: Text.replace('FOLDER', folder), Kind } })),
      ]);
      return JSON.parse(JSON.stringify(found).replaceAll(folder, 'FOLDER')) as typeof found;
    });
  }, 120_000);
  const input = (index: number): Input => {
    const found = answers[index];
    if (!found?.value) { throw new Error(found?.error ?? `no answer ${index}`); }
    return found.value;
  };

  test.each(TEXTS.map(([what, text, kind, problem], index) => ({ what, text, kind, problem, index })))(
    'may be $what: "$problem"', ({ text, kind, problem, index }) => {
      const { Problem, Secure, Length } = input(index);
      if (problem === '') {
        const kept = kind === KEY || kind === 'private-key' ? `${text.replaceAll('\r\n', '\n').trimEnd()}\n` : text;
        expect([Problem, Secure, Length]).toEqual(['', kept, kept.length]);
      } else {
        expect(Problem).toContain(problem);
        expect(Secure).toBeNull();
        // AND no message repeats what was given
        if (text.length > 20) { expect(Problem).not.toContain(text.slice(35, 60) || text); }
      }
    },
  );

  test.each(TYPED.map(([typed, kind, value, problem], index) => ({ typed, kind, value, problem, index: TEXTS.length + index })))(
    'typed as $typed is "$problem"', ({ value, problem, index }) => {
      if (problem === '') {
        expect([input(index).Problem, input(index).Secure]).toEqual(['', value]);
      } else {
        expect(input(index).Problem).toContain(problem);
        expect(input(index).Secure).toBeNull();
      }
    },
  );
});
