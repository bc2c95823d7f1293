import type { Construct } from 'constructs';
import { TAILSCALE } from '../../../config/addons/tailscale';
import { k8s } from '../../core/k8s';
import { RESTRICTED_CONTAINER, RESTRICTED_POD } from '../security';
import { AUTH_KEY, METRICS_PORT } from './names';
import { tailnetPolicy, type TailnetPolicyProps } from './policy';

/** What the device is made from. */
export interface TailnetRouterProps extends TailnetPolicyProps {
  /** Image of Tailscale. */
  readonly image: string;
  /** Name of the device. */
  readonly hostname: string;
  /** Secret with the key to join by. */
  readonly authKeySecretName: string;
  /** Networks that it leads to, as CIDR. */
  readonly routes: readonly string[];
  /** Tags that it asks for. */
  readonly tags: readonly string[];
  /** Control server. @default - that of Tailscale */
  readonly loginServer?: string | undefined;
  /** Class of its volume. @default - the cluster's own */
  readonly storageClass?: string | undefined;
  /** Environment variables of a proxy. @default - there is none */
  readonly proxy?: Readonly<Record<string, string>> | undefined;
}

/** Any that is not root; upstream's own example of a pod without rights has it (docs/k8s/userspace-sidecar.yaml, v1.102.3). */
const NON_ROOT = 1000;
/**
 * Where the key of the device is, once it has joined. Of a folder called "tailscale" it changes the mode (ensureStateDirPermsUnix in
 * paths/paths_unix.go, v1.102.3), which it may not do to the root of a volume, and ends.
 */
const STATE_FOLDER = '/var/lib/tailnet';
/** Where `tailscale` looks for the socket by itself (paths/paths.go). */
const SOCKET_FOLDER = '/var/run/tailscale';
/** Where the key to join by lies. In a file it is in no list of variables, as a crash or a debugger shows it. */
const KEY_FOLDER = '/etc/tailscale';

/** The objects of a device of a tailnet that leads to the lab: one pod without rights, which forwards in its own network stack. */
export function tailnetRouter(layer: Construct, props: TailnetRouterProps): void {
  const labels = { 'app.kubernetes.io/name': TAILSCALE };
  const metadata = { name: TAILSCALE, namespace: TAILSCALE };
  new k8s.KubeServiceAccount(layer, 'service-account', { metadata, automountServiceAccountToken: false });
  tailnetPolicy(layer, props);
  new k8s.KubePersistentVolumeClaim(layer, 'claim', {
    metadata,
    spec: {
      accessModes: ['ReadWriteOnce'],
      ...props.storageClass === undefined ? {} : { storageClassName: props.storageClass },
      resources: { requests: { storage: k8s.Quantity.fromString('64Mi') } },
    },
  });
  new k8s.KubeDeployment(layer, 'deployment', {
    metadata: { ...metadata, labels },
    spec: {
      replicas: 1,
      // Two with one key would be one device at two places.
      strategy: { type: 'Recreate' },
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: podSpec(props) },
    },
  });
}

function podSpec(props: TailnetRouterProps): k8s.PodSpec {
  return {
    serviceAccountName: TAILSCALE,
    automountServiceAccountToken: false,
    // Nothing of it needs to know what other Services there are.
    enableServiceLinks: false,
    securityContext: {
      ...RESTRICTED_POD, runAsUser: NON_ROOT, runAsGroup: NON_ROOT, fsGroup: NON_ROOT, fsGroupChangePolicy: 'OnRootMismatch',
    },
    containers: [{
      name: TAILSCALE,
      image: props.image,
      imagePullPolicy: 'IfNotPresent',
      // The API server drops a value that is empty, which Argo CD would take for a difference.
      env: Object.entries(settings(props)).map(([name, value]) => value === '' ? { name } : { name, value }),
      ports: [{ name: 'metrics', containerPort: METRICS_PORT }],
      // Ready once it has joined. There is no probe of life: it ends by itself where it cannot join, and a restart brings no internet back.
      readinessProbe: { httpGet: { path: '/healthz', port: k8s.IntOrString.fromString('metrics') }, periodSeconds: 10 },
      volumeMounts: [
        { name: 'state', mountPath: STATE_FOLDER },
        { name: 'key', mountPath: KEY_FOLDER, readOnly: true },
        { name: 'socket', mountPath: SOCKET_FOLDER },
        { name: 'tmp', mountPath: '/tmp' },
      ],
      securityContext: RESTRICTED_CONTAINER,
      resources: {
        requests: { cpu: k8s.Quantity.fromString('10m'), memory: k8s.Quantity.fromString('64Mi') },
        limits: { memory: k8s.Quantity.fromString('256Mi') },
      },
    }],
    volumes: [
      { name: 'state', persistentVolumeClaim: { claimName: TAILSCALE } },
      { name: 'key', secret: { secretName: props.authKeySecretName, items: [{ key: AUTH_KEY, path: AUTH_KEY }], defaultMode: 0o440 } },
      { name: 'socket', emptyDir: { sizeLimit: k8s.Quantity.fromString('1Mi') } },
      { name: 'tmp', emptyDir: { sizeLimit: k8s.Quantity.fromString('64Mi') } },
    ],
  };
}

/** Its environment (cmd/containerboot/main.go, v1.102.3). */
function settings({ hostname, routes, tags, loginServer, proxy }: TailnetRouterProps): Readonly<Record<string, string>> {
  const arguments_ = [
    ...tags.length === 0 ? [] : [`--advertise-tags=${tags.join(',')}`],
    ...loginServer === undefined ? [] : [`--login-server=${loginServer}`],
  ];
  return {
    TS_AUTHKEY: `file:${KEY_FOLDER}/${AUTH_KEY}`,
    // The key is needed once: with the state on the volume the device stays the same one, also when the key has expired.
    TS_AUTH_ONCE: 'true',
    TS_HOSTNAME: hostname,
    TS_ROUTES: routes.join(','),
    TS_USERSPACE: 'true',
    TS_STATE_DIR: STATE_FOLDER,
    // Else it keeps its state in a Secret, for which it would need rights.
    TS_KUBE_SECRET: '',
    TS_SOCKET: `${SOCKET_FOLDER}/tailscaled.sock`,
    // Where it keeps what it sends to Tailscale of its own log.
    TS_LOGS_DIR: STATE_FOLDER,
    TS_LOCAL_ADDR_PORT: `0.0.0.0:${METRICS_PORT}`,
    TS_ENABLE_HEALTH_CHECK: 'true',
    TS_ENABLE_METRICS: 'true',
    ...arguments_.length === 0 ? {} : { TS_EXTRA_ARGS: arguments_.join(' ') },
    ...proxy,
  };
}
