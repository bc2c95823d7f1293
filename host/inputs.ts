import type { HomelabConfig } from '../config/schema';

/** A Secret somebody has to create, as far as the scripts need to know it. The layers have such a type of their own; host/ knows no layers. */
export interface SecretRequest {
  readonly namespace: string;
  readonly name: string;
  readonly keys: readonly { readonly key: string; readonly description: string }[];
  readonly purpose: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** @default true */
  readonly required?: boolean;
}

/** What the host's files are made from, besides the configuration. */
export interface HostInputs {
  /** dist/bootstrap: file name and YAML text. */
  readonly bootstrap: ReadonlyMap<string, string>;
  readonly requiredSecrets: readonly SecretRequest[];
}

/** The files of a node's seed disk: user-data, meta-data and network-config, by name. */
export type NodeSeed = (config: HomelabConfig, node: HomelabConfig['nodes'][number], bootstrap: ReadonlyMap<string, string>) => ReadonlyMap<string, string>;
