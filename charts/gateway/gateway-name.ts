import type { Objection } from '../../config/objection';

/** The class of istiod's own gateways. istiod makes the GatewayClass too; nobody else may. */
export const GATEWAY_CLASS = 'istio';

/** What istiod appends to the name of a Gateway, for its Deployment and Service and as a label of their pods. */
const SUFFIX = `-${GATEWAY_CLASS}`;
/** A name of a Service and a value of a label have at most 63 characters. */
const LONGEST_NAME = 63 - SUFFIX.length;

/** What speaks against the name of a Gateway, if anything. */
export function gatewayNameObjection(name: string): Objection | undefined {
  return name.length <= LONGEST_NAME ? undefined : {
    what: `has ${name.length} characters, too long: istiod appends "${SUFFIX}" to name the Service and the Deployment`,
    fix: `use at most ${LONGEST_NAME} characters`,
  };
}

/** The name of the service account, Deployment and Service that istiod makes for a Gateway of its class. */
export function gatewayAccount(name: string): string {
  return `${name}${SUFFIX}`;
}
