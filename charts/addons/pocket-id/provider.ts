import type { Construct } from 'constructs';
import { POCKET_ID } from '../../../config/addons/pocket-id';
import { POCKET_ID_PORT } from '../../../config/platform';
import type { ConfigPath } from '../../../config/problem';
import { k8s } from '../../core/k8s';
import { noteOrigin, originFor } from '../../core/origin';
import { addOwnClaim } from '../own-claim';
import { addOwnWorkload, ownLabels, secretFile } from '../own-workload';
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
  const labels = ownLabels(POCKET_ID);
  const healthz = { httpGet: { path: '/healthz', port: k8s.IntOrString.fromString('http') } };
  pocketIdPolicy(layer, props);
  // The accounts outlive the add-on.
  const claim = addOwnClaim(layer, POCKET_ID, { storage: props.storage, storageClass: props.storageClass, outlives: true });
  noteOrigin(claim, originFor(props.storageOrigin));
  new k8s.KubeService(layer, 'service', {
    metadata: { name: POCKET_ID, namespace: POCKET_ID, labels },
    spec: {
      selector: labels,
      ports: [{ name: 'http', port: POCKET_ID_PORT, targetPort: k8s.IntOrString.fromString('http'), appProtocol: 'http' }],
    },
  });
  addOwnWorkload(layer, POCKET_ID, {
    image: props.image,
    user: NON_ROOT,
    // The next pod would find the database in use.
    alone: true,
    env: Object.entries(settings(props.hostname, props.proxies)).map(([name, value]) => ({ name, value })),
    ports: [{ name: 'http', containerPort: HTTP_PORT }, { name: 'metrics', containerPort: METRICS_PORT }],
    // At its start it migrates its database, which is larger after years. It ends by itself where the one before it died without a word,
    // for up to 90 seconds, and is started anew.
    startupProbe: { ...healthz, periodSeconds: 2, failureThreshold: 60 },
    readinessProbe: { ...healthz, periodSeconds: 10 },
    livenessProbe: { ...healthz, periodSeconds: 20 },
    resources: { cpu: '10m', memory: '64Mi', memoryLimit: '256Mi' },
    volumes: {
      data: { at: DATA_FOLDER, persistentVolumeClaim: { claimName: POCKET_ID } },
      key: { at: KEY_FOLDER, readOnly: true, ...secretFile(props.keySecretName, KEY) },
      // Uploads and what SQLite sorts.
      tmp: { at: '/tmp', emptyDir: { sizeLimit: k8s.Quantity.fromString('128Mi') } },
    },
  });
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
