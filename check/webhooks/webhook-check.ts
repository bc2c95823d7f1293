import { groupOf, type Manifest } from '../../charts/core/manifest';
import { Report, type Data } from '../core/report';
import type { Violation } from '../schemas/violation';
import { checkAdvertisement } from './advertisement';
import { checkCertificate } from './certificate';
import { checkIssuer } from './issuer';

/** A webhook that a chart brings, and what it checks of a kind. */
interface Webhook {
  readonly of: string;
  readonly check: (report: Report, object: Data) => void;
}

const CERT_MANAGER = 'cert-manager';

const WEBHOOKS: Readonly<Record<string, Webhook | undefined>> = {
  'cert-manager.io/Certificate': { of: CERT_MANAGER, check: checkCertificate },
  'cert-manager.io/ClusterIssuer': { of: CERT_MANAGER, check: checkIssuer },
  'metallb.io/L2Advertisement': { of: 'MetalLB', check: checkAdvertisement },
};

/** What an admission webhook refuses of one object. */
export interface Denial extends Violation {
  /** Whose webhook it is. */
  readonly of: string;
}

/**
 * What the admission webhooks of the lab's charts would refuse about an object, as far as that follows from the object alone.
 *
 * @param object - one that its schema allows
 */
export function checkWebhooks(object: Manifest): Denial[] {
  const webhook = WEBHOOKS[`${groupOf(object)}/${object.kind}`];
  if (!webhook) { return []; }
  const report = new Report();
  webhook.check(report, object);
  return report.violations.map((violation) => ({ ...violation, of: webhook.of }));
}
