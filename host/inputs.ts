import type { RequiredSecret } from '../charts/core/required-secret';
import type { HomelabConfig } from '../config/schema';
import type { WindowsLab } from '../config/windows-lab';

/** What the files of the host are made from, besides the configuration. */
export interface HostInputs {
  /** dist/bootstrap: file name, and YAML text. */
  readonly bootstrap: ReadonlyMap<string, string>;
  /** The Secrets that secrets.ps1 asks for. */
  readonly requiredSecrets: readonly RequiredSecret[];
  /** Host names that the gateways answer to, without those that have a wildcard. */
  readonly hostnames: readonly string[];
  /** Those of them that lead to another gateway than the first, by its name. @default - none */
  readonly otherHostnames?: ReadonlyMap<string, readonly string[]>;
  /** The folder dist/bootstrap, seen from the lab's folder, with "/". @default dist/bootstrap */
  readonly bootstrapFolder?: string;
}

/** A node, as homelab.yaml describes it. */
export type NodeConfig = HomelabConfig['nodes'][number];

/**
 * Makes the files of a node's seed disk: user-data, meta-data and network-config, by name. `bootstrap` is dist/bootstrap: file name, and
 * YAML text.
 */
export type NodeSeed = (config: WindowsLab, node: NodeConfig, bootstrap: ReadonlyMap<string, string>) => ReadonlyMap<string, string>;
