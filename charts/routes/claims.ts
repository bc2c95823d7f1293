/** A requirement on a request, as far as it tells requests apart. */
export interface ClaimedMatch {
  /** @default - every path */
  readonly path?: { readonly type?: string; readonly value?: string };
  /** @default - any headers */
  readonly headers?: readonly { readonly name: string; readonly type?: string; readonly value: string }[];
  /** @default - any parameters */
  readonly queryParams?: readonly { readonly name: string; readonly type?: string; readonly value: string }[];
  /** @default - any method */
  readonly method?: string;
}

/**
 * The requests that a match claims, as a text that is equal for two matches exactly if the gateway could not tell their requests apart. Of
 * two routes on one host name that claim the same, only the older is served:
 * https://gateway-api.sigs.k8s.io/reference/spec/#httprouterule.
 */
export function claimOf({ path = {}, headers = [], queryParams = [], method = '' }: ClaimedMatch): string {
  const { type = 'PathPrefix', value = '/' } = path;
  // A prefix with and without a slash at its end is the same prefix.
  const prefix = type === 'PathPrefix' && value.length > 1 ? value.replace(/\/$/, '') : value;
  // Names of headers have no case; those of parameters do.
  const lowered = headers.map((header) => ({ ...header, name: header.name.toLowerCase() }));
  return JSON.stringify([type, prefix, byName(lowered), byName(queryParams), method]);
}

/** Requirements in the order of their names; of two with one name the gateway counts the first. */
function byName(parts: readonly { readonly name: string; readonly type?: string; readonly value: string }[]): string[][] {
  const first = parts.filter(({ name }, index) => parts.findIndex((other) => other.name === name) === index);
  return first.map(({ name, type = 'Exact', value }) => [name, type, value]).sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
}
