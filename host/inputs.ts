import type { HomelabConfig } from '../config/schema';

/** A Secret that a person has to create, as the scripts need it. The layers have a similar type; host/ does not import layers. */
export interface SecretRequest {
  /** Namespace of the Secret. */
  readonly namespace: string;
  /** Name of the Secret. */
  readonly name: string;
  /** Keys of the Secret, each with one line that says what its value is. */
  readonly keys: readonly { readonly key: string; readonly description: string }[];
  /** What the Secret is for, in one line. */
  readonly purpose: string;
  /** Labels of the Secret. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
  /** Whether a part of the lab does not work without it. @default true */
  readonly required?: boolean;
}

/** What the files of the host are made from, besides the configuration. */
export interface HostInputs {
  /** dist/bootstrap: file name, and YAML text. */
  readonly bootstrap: ReadonlyMap<string, string>;
  /** The Secrets that secrets.ps1 asks for. */
  readonly requiredSecrets: readonly SecretRequest[];
}

/** A node, as homelab.yaml describes it. */
export type NodeConfig = HomelabConfig['nodes'][number];

/**
 * Makes the files of a node's seed disk: user-data, meta-data and network-config, by name. `bootstrap` is dist/bootstrap: file name, and
 * YAML text.
 */
export type NodeSeed = (config: HomelabConfig, node: NodeConfig, bootstrap: ReadonlyMap<string, string>) => ReadonlyMap<string, string>;
