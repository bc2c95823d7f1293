import { addressVersion, isBlock } from '../schemas/formats';

/*
 * The forms of names in Kubernetes, as its validation in code has them:
 * https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ and .../labels/#syntax-and-character-set.
 */

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const OLD_LABEL = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const NAME_PART = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const CONFIG_KEY = /^[-._a-zA-Z0-9]+$/;
const PORT_NAME = /^(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/;
// Printable ASCII without "=".
const VARIABLE = /^[ -<>-~]+$/;

/** What a name has to be; undefined if it is. The text goes after "must be". */
export type NameForm = (name: string) => string | undefined;

/** A label of DNS, such as the name of a namespace or a container. */
export const dnsLabel: NameForm = (name) => name.length <= 63 && LABEL.test(name) ? undefined
  : 'lower-case letters, digits and "-", beginning and ending with a letter or digit, 63 characters at most';

/** The same, beginning with a letter. */
export const letterFirstLabel: NameForm = (name) => name.length <= 63 && OLD_LABEL.test(name) ? undefined
  : 'lower-case letters, digits and "-", beginning with a letter and ending with a letter or digit, 63 characters at most';

/** A name of DNS, which most objects have. */
export const dnsSubdomain: NameForm = (name) => name.length <= 253 && SUBDOMAIN.test(name) ? undefined
  : 'lower-case letters, digits, "-" and ".", each part beginning and ending with a letter or digit, 253 characters at most';

/** A name of DNS of which the first part may be `*`. */
export const wildcardDomain: NameForm = (name) => dnsSubdomain(name.startsWith('*.') ? name.slice(2) : name);

/** Whatever can stand in a URL, which is what RBAC asks of names. */
export const pathSegment: NameForm = (name) => name !== '.' && name !== '..' && !/[/%]/.test(name) ? undefined
  : 'something that can stand in a URL: not "." or "..", and without "/" and "%"';

/** A domain that a resolver tries: a name of DNS that may have "_", and end with a dot. */
export const searchDomain: NameForm = (name) => {
  const plain = name.replace(/\.$/, '');
  return name === '.' || (plain.length <= 253 && SEARCHED.test(plain)) ? undefined
    : 'a name of DNS, which may have "_" in it and a "." behind it';
};

const SEARCHED = /^[a-z0-9_]([-a-z0-9_]*[a-z0-9])?(\.[a-z0-9_]([-a-z0-9_]*[a-z0-9])?)*$/;

/** A key of a label, and whatever is named like one: an optional prefix, which is a name of DNS, and a name. */
export const qualifiedName: NameForm = (name) => {
  const slash = name.indexOf('/');
  const prefix = slash < 0 ? undefined : name.slice(0, slash);
  const last = name.slice(slash + 1);
  return last.length <= 63 && NAME_PART.test(last) && (prefix === undefined || dnsSubdomain(prefix) === undefined) ? undefined
    : 'letters, digits, "-", "_" and ".", beginning and ending with a letter or digit, 63 characters at most, '
      + 'with a name of DNS and "/" in front if there is a prefix';
};

/** A name with a prefix in front, such as the name of a controller: `example.com/name`. */
export const prefixedPath: NameForm = (name) => {
  const slash = name.indexOf('/');
  const [prefix, rest] = [name.slice(0, Math.max(slash, 0)), name.slice(slash + 1)];
  return slash > 0 && dnsSubdomain(prefix) === undefined && /^[A-Za-z0-9/\-._~%!$&'()*+,;=:]+$/.test(rest) && name.length <= 253 ? undefined
    : 'a name with a name of DNS and "/" in front, such as example.com/name';
};

/** A value of a label. */
export const labelValue: NameForm = (value) => value === '' || (value.length <= 63 && NAME_PART.test(value)) ? undefined
  : 'letters, digits, "-", "_" and ".", beginning and ending with a letter or digit, 63 characters at most';

/** A key of a ConfigMap or Secret, which becomes a file. */
export const configKey: NameForm = (key) => key.length <= 253 && CONFIG_KEY.test(key) && key !== '.' && !key.startsWith('..') ? undefined
  : 'a file name of letters, digits, "-", "_" and ".", not beginning with "..", 253 characters at most';

/** A name of a variable in CEL: an identifier that is no word of the language. */
export const celIdentifier: NameForm = (name) => /^[A-Za-z_]\w*$/.test(name) && !CEL_WORDS.has(name) ? undefined
  : 'letters, digits and "_", beginning with no digit, and no word of CEL';

const CEL_WORDS = new Set([
  'true', 'false', 'null', 'in', 'as', 'break', 'const', 'continue', 'else', 'for', 'function', 'if', 'import', 'let', 'loop', 'package',
  'namespace', 'return', 'var', 'void', 'while',
]);

/** The name of a port: https://www.rfc-editor.org/rfc/rfc6335#section-5.1. */
export const portName: NameForm = (name) => name.length <= 15 && PORT_NAME.test(name) ? undefined
  : 'lower-case letters, digits and single "-", with a letter, 15 characters at most';

/** The name of an environment variable. */
export const variableName: NameForm = (name) => VARIABLE.test(name) ? undefined : 'printable ASCII without "="';

/** An address of IPv4 or IPv6. */
export const ipAddress: NameForm = (text) => addressVersion(text) !== 0 ? undefined : 'an IP address';

/** A block of addresses. */
export const addressBlock: NameForm = (text) => isBlock(text) ? undefined : 'a block of addresses, such as 192.168.0.0/16';
