import type { Construct } from 'constructs';
import type { AddonName } from '../../config/addons/names';
import type { ConfigPath } from '../../config/problem';
import type { HomelabConfig } from '../../config/schema';
import type { RuleGroup } from '../core/alert-rule';
import type { GroupKind } from '../core/component';
import type { Dashboard } from '../core/dashboard';
import type { HelmValues } from '../core/helm-values';
import type { NamespaceIngress, PodSecurityLevel } from '../core/lab-namespace';
import type { RequiredSecret } from '../core/required-secret';
import type { SafeSetting, SafeValue } from '../core/safe-values';
import type { ScrapeTarget } from '../core/scrape-target';
import type { SecretReader } from '../core/secret-reader';

/** What an add-on is made of in one lab. */
export interface AddonParts {
  /** Values of its chart. @default - it has no chart */
  readonly values?: HelmValues;
  /** Makes its objects, where it has no chart. @default - it has one */
  readonly objects?: (layer: Construct) => void;
  /** Secrets that somebody has to create, in its namespace. @default - none */
  readonly secrets?: readonly RequiredSecret[];
  /** What Prometheus reads of it, where that depends on the lab. @default - `scrapeTargets` of the definition */
  readonly scrapeTargets?: readonly ScrapeTarget[];
  /** When somebody should be told, where that depends on the lab. @default - `alerts` of the definition */
  readonly alerts?: RuleGroup;
  /** The key of homelab.yaml that asks for it. */
  readonly origin: ConfigPath;
}

/** Who may call the pods of an add-on beside each other, and whom they call; its namespace has policies of it. */
export interface AddonCalls extends Pick<NamespaceIngress, 'api' | 'everybody'> {
  /** TCP ports of its pods that Prometheus reads. */
  readonly metrics: readonly number[];
  /** Whether they call the API server and name servers alone. @default false */
  readonly onlyApi?: boolean;
}

/** Everything that is known of an add-on. Its name is that of its namespace, Application, release and values too. */
export interface AddonDefinition {
  /** Its name, by which homelab.yaml and versions.ts know it. */
  readonly name: AddonName;
  /** What it is made of in a lab that has it. */
  readonly parts: (config: HomelabConfig) => AddonParts;
  /** The level that its pods keep to, and that its namespace enforces. */
  readonly podSecurity: PodSecurityLevel;
  /** Who may call its pods, and whom they call. @default - objects or values of its own say it, or its pods are on the host network */
  readonly calls?: AddonCalls;
  /** Kinds outside a namespace that its chart brings. @default - none */
  readonly clusterKinds?: readonly GroupKind[];
  /**
   * Whether its objects stay when it is dropped. For one that brings definitions of kinds, with which go all objects of the
   * kind, and for one that running pods need.
   * @default false
   */
  readonly keepsObjects?: boolean;
  /** What Prometheus reads of it, where that is the same in every lab. @default - nothing, or `parts` say it */
  readonly scrapeTargets?: readonly ScrapeTarget[];
  /** When somebody should be told, where that is the same in every lab. @default - `parts` say it */
  readonly alerts?: RuleGroup;
  /** What Grafana shows of it, made by `npm run dashboards`; its alerts lead there. @default - nothing */
  readonly dashboard?: Dashboard['json'];
  /** Values of its chart that an override must not undo. @default - none */
  readonly safeValues?: readonly SafeValue[];
  /** Arguments and variables by which those could be gone round. @default - none */
  readonly safeSettings?: readonly SafeSetting[];
  /** Its roles that may read every Secret. @default - none */
  readonly secretReaders?: readonly SecretReader[];
}
