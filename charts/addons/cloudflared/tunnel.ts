import type { Construct } from 'constructs';
import { k8s } from '../../core/k8s';
import { RESTRICTED_CONTAINER, RESTRICTED_POD } from '../security';
import { CLOUDFLARED, METRICS_PORT, TOKEN_KEY } from './names';
import { tunnelPolicy, type TunnelPolicyProps } from './policy';

/** What a tunnel is made from. */
export interface TunnelProps extends TunnelPolicyProps {
  /** Image of cloudflared. */
  readonly image: string;
  /** Secret with the token. */
  readonly tokenSecretName: string;
  /** How it speaks to Cloudflare. `auto` is its own default. */
  readonly protocol: 'auto' | 'quic' | 'http2';
}

/** Two, so that an update or a pod that dies closes no page. Each has four connections. */
const REPLICAS = 2;
/** Seconds in which requests under way may end; cloudflared's own default (cmd/cloudflared/tunnel/cmd.go, 2026.8.2). */
const GRACE = 30;
/** "nonroot" of the distroless images, which the image runs as. */
const NON_ROOT = 65532;
/** Where the token lies. In a file it is in no list of variables, as a crash or a debugger shows it. */
const TOKEN_FOLDER = '/etc/cloudflared';

/** The objects of a tunnel whose names are set up in the dashboard of Cloudflare. */
export function tunnel(layer: Construct, props: TunnelProps): void {
  new k8s.KubeServiceAccount(layer, 'service-account', {
    metadata: { name: CLOUDFLARED, namespace: CLOUDFLARED }, automountServiceAccountToken: false,
  });
  tunnelPolicy(layer, props);
  const labels = { 'app.kubernetes.io/name': CLOUDFLARED };
  new k8s.KubeDeployment(layer, 'deployment', {
    metadata: { name: CLOUDFLARED, namespace: CLOUDFLARED, labels },
    spec: {
      replicas: REPLICAS,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: podSpec(props) },
    },
  });
}

function podSpec({ image, tokenSecretName, protocol }: TunnelProps): k8s.PodSpec {
  return {
    serviceAccountName: CLOUDFLARED,
    automountServiceAccountToken: false,
    // Nothing of it needs to know what other Services there are.
    enableServiceLinks: false,
    terminationGracePeriodSeconds: GRACE + 15,
    securityContext: { ...RESTRICTED_POD, runAsUser: NON_ROOT, runAsGroup: NON_ROOT, fsGroup: NON_ROOT },
    containers: [{
      name: CLOUDFLARED,
      image,
      imagePullPolicy: 'IfNotPresent',
      args: [
        // A container that replaces itself is another one than git says.
        'tunnel', '--no-autoupdate', `--metrics=0.0.0.0:${METRICS_PORT}`, `--grace-period=${GRACE}s`,
        'run', ...protocol === 'auto' ? [] : [`--protocol=${protocol}`], `--token-file=${TOKEN_FOLDER}/${TOKEN_KEY}`,
      ],
      ports: [{ name: 'metrics', containerPort: METRICS_PORT }],
      // Ready with one connection to Cloudflare. Alive without: a restart would not bring the internet back.
      readinessProbe: { httpGet: { path: '/ready', port: k8s.IntOrString.fromString('metrics') }, periodSeconds: 10 },
      livenessProbe: {
        httpGet: { path: '/healthcheck', port: k8s.IntOrString.fromString('metrics') }, initialDelaySeconds: 10, periodSeconds: 20,
      },
      volumeMounts: [{ name: 'token', mountPath: TOKEN_FOLDER, readOnly: true }],
      securityContext: RESTRICTED_CONTAINER,
      resources: {
        requests: { cpu: k8s.Quantity.fromString('10m'), memory: k8s.Quantity.fromString('48Mi') },
        limits: { memory: k8s.Quantity.fromString('256Mi') },
      },
    }],
    volumes: [{
      name: 'token', secret: { secretName: tokenSecretName, items: [{ key: TOKEN_KEY, path: TOKEN_KEY }], defaultMode: 0o440 },
    }],
  };
}
