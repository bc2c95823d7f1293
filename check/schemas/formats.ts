import { isIP } from 'node:net';

/** A format of a number, as ajv takes it. */
interface NumberFormat {
  readonly type: 'number';
  readonly validate: (value: number) => boolean;
}

/** A format of a text that no expression of a readable length describes. */
interface TextFormat {
  readonly type: 'string';
  readonly validate: (value: string) => boolean;
}

/** The version of an address, 4 or 6; 0 for what is none. A zone, as in `fe80::1%eth0`, is not part of one. */
export function addressVersion(text: string): number {
  return text.includes('%') ? 0 : isIP(text);
}

/** True for an address with the length of a prefix, which need not be the first of its block. */
export function isBlock(text: string): boolean {
  const [address = '', bits = '', ...rest] = text.split('/');
  const version = addressVersion(address);
  return version !== 0 && rest.length === 0 && /^(0|[1-9]\d{0,2})$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128);
}

/**
 * The formats that schemas of Kubernetes name, as kube-openapi's strfmt understands them. The API server ignores a name it does not know;
 * ajv, being strict, would stop, so a new one has to be looked at and added here.
 */
export const formats = {
  'int32': number((value) => Number.isInteger(value) && value >= -(2 ** 31) && value < 2 ** 31),
  'int64': number(Number.isSafeInteger),
  'double': number(Number.isFinite),
  'float': number(Number.isFinite),
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
  // Go's decoder passes over line ends.
  'byte': text((value) => /^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(value.replaceAll(/[\r\n]/g, ''))),
  'cidr': text(isBlock),
  'ipv4': text((value) => addressVersion(value) === 4),
  'ipv6': text((value) => addressVersion(value) === 6),
  // https://pkg.go.dev/k8s.io/apimachinery/pkg/api/resource#Quantity
  // Spaces around one are cut off when it is read.
  'quantity': /^ *[+-]?(\d+\.?\d*|\.\d+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)? *$/,
  'uri': /^[a-z][a-z0-9+.-]*:/i,
  'hostname': /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/,
  'idn-hostname': /^[^\s/]+$/,
} as const satisfies Readonly<Record<string, NumberFormat | TextFormat | RegExp>>;

function number(validate: (value: number) => boolean): NumberFormat {
  return { type: 'number', validate };
}

function text(validate: (value: string) => boolean): TextFormat {
  return { type: 'string', validate };
}
