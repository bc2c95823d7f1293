/* The public interface of the package: what a lab's own code, or a program that makes labs, may use. */
export { Homelab, type HomelabOptions } from './charts/homelab';
export { Layer, type Contributions } from './charts/core/layer';
export type { RequiredSecret } from './charts/core/required-secret';
export {
  Component, type ChartPin, type ComponentProps, type ComponentSource, type GroupKind, type IgnoredDifference,
} from './charts/core/component';
export type { ObjectSelector } from './charts/core/patches';
export { loadConfig, parseConfig, type LoadedConfig } from './charts/load-config';
export { ConfigError } from './config/problem';
export type { HomelabConfig } from './config/schema';
export type { LabLocation } from './config/location';
export { defineLab, type LabCode } from './synth/own-code';
export { SynthError } from './errors';
export { synthesise, type Synthesis } from './synth/synthesise';
export type { Manifest } from './charts/core/manifest';
export { k8s } from './charts/core/k8s';
/* Exported here, so that a lab's own code needs only one import, and uses the same copy of cdk8s as this package. */
export { ApiObject, JsonPatch } from 'cdk8s';
