import type { Construct } from 'constructs';
import { POCKET_ID } from '../../../config/addons/pocket-id';
import { POCKET_ID_PORT } from '../../../config/platform';
import type { ConfigPath } from '../../../config/problem';
import { k8s } from '../../core/k8s';
import { noteOrigin, originFor } from '../../core/origin';
import { RESTRICTED_CONTAINER, RESTRICTED_POD } from '../security';
import { HTTP_PORT, KEY, METRICS_PORT } from './names';
import { pocketIdPolicy, type PocketIdPolicyProps } from './policy';

/** What a provider of logins is made from. */
export interface PocketIdProps extends PocketIdPolicyProps {
  /** Image of Pocket ID, the one without a shell. */
  readonly image: string;
  /** Host name of its page, which passkeys are for. */
  readonly hostname: string;
  /** Secret with what its database is encrypted with. */
  readonly keySecretName: string;
  /** Size of its volume, such as `1Gi`. */
  readonly storage: string;
  /** The key of homelab.yaml that says so. */
  readonly storageOrigin: ConfigPath;
  /** Class of its volume, which must not be on NFS: it is a database of SQLite. @default - the cluster's own */
  readonly storageClass?: string | undefined;
  /** Network of those whose word counts for where a request came from: the gateways, as CIDR. */
  readonly proxies: string;
}

/** "nonroot" of the distroless images, which the image runs as (docker/Dockerfile-distroless, v2.14.0). */
const NON_ROOT = 65532;
/** Database and uploads; its paths are relative to /app (backend/internal/common/env_config.go, v2.14.0). */
const DATA_FOLDER = '/app/data';
/** Where the key lies. In a file it is in no list of variables, as a crash or a debugger shows it. */
const KEY_FOLDER = '/etc/pocket-id';

/** The objects of a provider of logins: one pod, as two at one database are refused (ErrClusterFull in bootstrap.go, v2.14.0). */
export function provider(layer: Construct, props: PocketIdProps): void {
  const labels = { 'app.kubernetes.io/name': POCKET_ID };
  const metadata = { name: POCKET_ID, namespace: POCKET_ID };
  new k8s.KubeServiceAccount(layer, 'service-account', { metadata, automountServiceAccountToken: false });
  pocketIdPolicy(layer, props);
  const claim = new k8s.KubePersistentVolumeClaim(layer, 'claim', {
    // The accounts outlive the add-on: without this Argo CD would delete the volume along with the rest.
    metadata: { ...metadata, annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' } },
    spec: {
      accessModes: ['ReadWriteOnce'],
      ...props.storageClass === undefined ? {} : { storageClassName: props.storageClass },
      resources: { requests: { storage: k8s.Quantity.fromString(props.storage) } },
    },
  });
  noteOrigin(claim, originFor(props.storageOrigin));
  new k8s.KubeService(layer, 'service', {
    metadata: { ...metadata, labels },
    spec: {
      selector: labels,
      ports: [{ name: 'http', port: POCKET_ID_PORT, targetPort: k8s.IntOrString.fromString('http'), appProtocol: 'http' }],
    },
  });
  new k8s.KubeDeployment(layer, 'deployment', {
    metadata: { ...metadata, labels },
    spec: {
      replicas: 1,
      // The next pod would find the database in use.
      strategy: { type: 'Recreate' },
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: podSpec(props) },
    },
  });
}

function podSpec({ image, hostname, keySecretName, proxies }: PocketIdProps): k8s.PodSpec {
  const healthz = { httpGet: { path: '/healthz', port: k8s.IntOrString.fromString('http') } };
  return {
    serviceAccountName: POCKET_ID,
    automountServiceAccountToken: false,
    // Variables of Services could be taken for its own.
    enableServiceLinks: false,
    securityContext: {
      ...RESTRICTED_POD, runAsUser: NON_ROOT, runAsGroup: NON_ROOT, fsGroup: NON_ROOT, fsGroupChangePolicy: 'OnRootMismatch',
    },
    containers: [{
      name: POCKET_ID,
      image,
      imagePullPolicy: 'IfNotPresent',
      env: Object.entries(settings(hostname, proxies)).map(([name, value]) => ({ name, value })),
      ports: [{ name: 'http', containerPort: HTTP_PORT }, { name: 'metrics', containerPort: METRICS_PORT }],
      // At its start it migrates its database, which is larger after years. It ends by itself where the one before it died without a word,
      // for up to 90 seconds, and is started anew.
      startupProbe: { ...healthz, periodSeconds: 2, failureThreshold: 60 },
      readinessProbe: { ...healthz, periodSeconds: 10 },
      livenessProbe: { ...healthz, periodSeconds: 20 },
      volumeMounts: [
        { name: 'data', mountPath: DATA_FOLDER },
        { name: 'key', mountPath: KEY_FOLDER, readOnly: true },
        { name: 'tmp', mountPath: '/tmp' },
      ],
      securityContext: RESTRICTED_CONTAINER,
      resources: {
        requests: { cpu: k8s.Quantity.fromString('10m'), memory: k8s.Quantity.fromString('64Mi') },
        limits: { memory: k8s.Quantity.fromString('256Mi') },
      },
    }],
    volumes: [
      { name: 'data', persistentVolumeClaim: { claimName: POCKET_ID } },
      { name: 'key', secret: { secretName: keySecretName, items: [{ key: KEY, path: KEY }], defaultMode: 0o440 } },
      // Uploads and what SQLite sorts.
      { name: 'tmp', emptyDir: { sizeLimit: k8s.Quantity.fromString('128Mi') } },
    ],
  };
}

/** Its environment (backend/internal/common/env_config.go, v2.14.0); what can be set on its pages stays with them. */
function settings(hostname: string, proxies: string): Readonly<Record<string, string>> {
  return {
    APP_URL: `https://${hostname}`,
    ENCRYPTION_KEY_FILE: `${KEY_FOLDER}/${KEY}`,
    // Else each client could say where it comes from, past the limit on tries: the gateway puts its word last.
    TRUST_PROXY: proxies,
    // Else codes may be sent over plain text, where they can be read: a default that ends with version 3.
    ALLOW_INSECURE_CALLBACK_URLS: 'false',
    // Each of these asks somebody outside.
    ANALYTICS_DISABLED: 'true',
    VERSION_CHECK_DISABLED: 'true',
    // Replicas would speak to each other there, of which there are none.
    ACTORS_HOST: '127.0.0.1',
    OTEL_METRICS_EXPORTER: 'prometheus',
    OTEL_EXPORTER_PROMETHEUS_HOST: '0.0.0.0',
    OTEL_EXPORTER_PROMETHEUS_PORT: String(METRICS_PORT),
  };
}
