import type { AddonName } from '../../config/addons/names';
import type { AlertLayer, AlertRule, Severity } from '../core/alert-rule';
import { metric } from '../core/promql';

/** What is said of an add-on that does not run. */
export interface Down {
  /** The add-on, whose namespace has its name. */
  readonly addon: AddonName;
  /** Name of its Deployment. */
  readonly deployment: string;
  /** What a person calls its pods. @default - as the add-on is called */
  readonly called?: string;
  /** Name of the alert. */
  readonly alert: string;
  /** How soon a person has to look. */
  readonly severity: Severity;
  /** The part of the lab it belongs to. */
  readonly layer: AlertLayer;
  /** One line for a phone. */
  readonly summary: string;
  /** What follows from it; a sentence. */
  readonly impact: string;
}

/** The alert about an add-on none of whose pods is ready. */
export function downAlert({ addon, deployment, called = addon, impact, ...rule }: Down): AlertRule {
  return {
    ...rule,
    expr: metric('kube_deployment_status_replicas_available', { namespace: addon, deployment }).equals(0),
    for: '5m',
    description: `No pod of ${called} has been ready for 5 minutes. ${impact}`,
  };
}
