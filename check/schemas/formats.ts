/** A format of a number, as ajv takes it. */
interface NumberFormat {
  readonly type: 'number';
  readonly validate: (value: number) => boolean;
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
  'byte': /^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/,
  'cidr': /^([\d.]+\/([0-9]|[12][0-9]|3[0-2])|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*\/\d{1,3})$/,
  'ipv4': /^\d{1,3}(\.\d{1,3}){3}$/,
  'ipv6': /:/,
  // https://pkg.go.dev/k8s.io/apimachinery/pkg/api/resource#Quantity
  'quantity': /^[+-]?(\d+\.?\d*|\.\d+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?$/,
  'uri': /^[a-z][a-z0-9+.-]*:/i,
  'hostname': /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/,
  'idn-hostname': /^[^\s/]+$/,
} as const satisfies Readonly<Record<string, NumberFormat | RegExp>>;

function number(validate: (value: number) => boolean): NumberFormat {
  return { type: 'number', validate };
}
