import type { Objection } from './objection';

/** Somebody who may call a service: the gateway, every pod of a namespace, or those of one service account. */
export type Caller =
  | { readonly kind: 'gateway' }
  | { readonly kind: 'namespace'; readonly namespace: string; readonly serviceAccount?: string };

/** The word for the lab's own gateway. A namespace of that name is written `gateway/*`. */
const GATEWAY = 'gateway';

const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const FORM = new RegExp(`^(${LABEL})(?:/(\\*|[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?))?$`);

/** What a text of homelab.yaml means as a caller; undefined if it means nobody. */
function parseCaller(written: string): Caller | undefined {
  if (written === GATEWAY) { return { kind: 'gateway' }; }
  const [, namespace, account] = FORM.exec(written) ?? [];
  if (namespace === undefined) { return undefined; }
  return { kind: 'namespace', namespace, ...account === undefined || account === '*' ? {} : { serviceAccount: account } };
}

/** What speaks against a text as a caller, if anything. */
export function callerObjection(written: string): Objection | undefined {
  return parseCaller(written) ? undefined : {
    what: 'is nobody that the mesh knows', fix: 'write gateway, the name of a namespace, or namespace/service-account',
  };
}

/**
 * A caller of a checked configuration.
 *
 * @throws Error for a text that means nobody
 */
export function callerOf(written: string): Caller {
  const caller = parseCaller(written);
  if (!caller) { throw new Error(`"${written}" is no caller`); }
  return caller;
}
