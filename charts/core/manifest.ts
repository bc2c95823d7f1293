/** One Kubernetes object as plain data. */
export interface Manifest {
  /** `group/version`, or the version alone for the core group. */
  readonly apiVersion: string;
  /** Such as `Gateway`. */
  readonly kind: string;
  /** Its name and what is written on it. */
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  /** Everything else, such as `spec`. */
  readonly [field: string]: unknown;
}

/** `HTTPRoute monitoring/grafana`: what a person calls an object. */
export function describe({ kind, metadata: { name, namespace } }: Manifest): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

/** API group of an object; empty for the core group. */
export function groupOf({ apiVersion }: Manifest): string {
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
}
