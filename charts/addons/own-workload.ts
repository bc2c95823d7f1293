import type { Construct } from 'constructs';
import type { AddonName } from '../../config/addons/names';
import { k8s } from '../core/k8s';
import { RESTRICTED_CONTAINER, RESTRICTED_POD } from './security';

/** What one add-on says of its container; the rest is the same for all. */
type ContainerKeys = 'args' | 'env' | 'ports' | 'startupProbe' | 'readinessProbe' | 'livenessProbe';

/** The program of an add-on that has no chart. */
export interface OwnWorkload extends Pick<k8s.Container, ContainerKeys> {
  /** Its image. */
  readonly image: string;
  /** User and group that it runs as; not root. */
  readonly user: number;
  /** How many pods. @default 1 */
  readonly replicas?: number;
  /** Whether a pod has to end before the next one starts. @default false */
  readonly alone?: boolean;
  /** Time that a pod has to end. @default - 30 seconds, Kubernetes' own */
  readonly graceSeconds?: number;
  /** What it reads at its start alone: a change of it is a change of the pod. @default - nothing */
  readonly digest?: string;
  /** What it asks of the node, and at which memory it is ended; each as a quantity of Kubernetes. */
  readonly resources: { readonly cpu: string; readonly memory: string; readonly memoryLimit: string };
  /** What lies in its folders, by the names of the volumes. */
  readonly volumes: Readonly<Record<string, OwnVolume>>;
}

/** A volume of such a program. */
export interface OwnVolume extends Omit<k8s.Volume, 'name'> {
  /** The folder. */
  readonly at: string;
  /** Whether nobody writes to it. @default false */
  readonly readOnly?: boolean;
}

/** The labels by which the pods of such an add-on are found. */
export function ownLabels(name: AddonName): Readonly<Record<string, string>> {
  return { 'app.kubernetes.io/name': name };
}

/** Makes the Deployment of such an add-on, without a right in the cluster or on the node; everything has the name of the add-on. */
export function addOwnWorkload(layer: Construct, name: AddonName, workload: OwnWorkload): void {
  const { replicas = 1, alone = false, digest } = workload;
  const metadata = { name, namespace: name };
  const labels = ownLabels(name);
  new k8s.KubeServiceAccount(layer, 'service-account', { metadata, automountServiceAccountToken: false });
  new k8s.KubeDeployment(layer, 'deployment', {
    metadata: { ...metadata, labels },
    spec: {
      replicas,
      ...alone ? { strategy: { type: 'Recreate' } } : {},
      selector: { matchLabels: labels },
      template: {
        metadata: { labels, ...digest === undefined ? {} : { annotations: { 'checksum/config': digest } } },
        spec: podSpec(name, workload),
      },
    },
  });
}

function podSpec(name: AddonName, workload: OwnWorkload): k8s.PodSpec {
  const { image, user, graceSeconds, resources: { cpu, memory, memoryLimit }, volumes } = workload;
  const { args, env, ports, startupProbe, readinessProbe, livenessProbe } = workload;
  const all = Object.entries(volumes).map(([volume, { at: mountPath, readOnly = false, ...source }]) => ({
    volume: { name: volume, ...source }, mount: { name: volume, mountPath, ...readOnly ? { readOnly } : {} },
  }));
  return {
    serviceAccountName: name,
    automountServiceAccountToken: false,
    // Variables of Services may be taken for its own, and tell it which others there are.
    enableServiceLinks: false,
    ...graceSeconds === undefined ? {} : { terminationGracePeriodSeconds: graceSeconds },
    securityContext: { ...RESTRICTED_POD, runAsUser: user, runAsGroup: user, ...groupOf(user, Object.values(volumes)) },
    containers: [{
      name,
      image,
      imagePullPolicy: 'IfNotPresent',
      args,
      env,
      ports,
      startupProbe,
      readinessProbe,
      livenessProbe,
      volumeMounts: all.map(({ mount }) => mount),
      securityContext: RESTRICTED_CONTAINER,
      resources: {
        requests: { cpu: k8s.Quantity.fromString(cpu), memory: k8s.Quantity.fromString(memory) },
        limits: { memory: k8s.Quantity.fromString(memoryLimit) },
      },
    }],
    volumes: all.map(({ volume }) => volume),
  };
}

/** Files of Secrets, and volumes that stay, belong to root unless a group is said. */
function groupOf(user: number, volumes: readonly OwnVolume[]): k8s.PodSecurityContext {
  if (volumes.some(({ persistentVolumeClaim }) => persistentVolumeClaim !== undefined)) {
    return { fsGroup: user, fsGroupChangePolicy: 'OnRootMismatch' };
  }
  return volumes.some(({ secret }) => secret !== undefined) ? { fsGroup: user } : {};
}

/** A key of a Secret as a file of the same name, which only user and group of the program read. */
export function secretFile(secretName: string, key: string): Pick<k8s.Volume, 'secret'> {
  return { secret: { secretName, items: [{ key, path: key }], defaultMode: 0o440 } };
}
