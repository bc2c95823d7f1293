import type { Construct } from 'constructs';
import { k8s } from '../../core/k8s';
import { addOwnWorkload, secretFile } from '../own-workload';
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
  const { image, tokenSecretName, protocol } = props;
  tunnelPolicy(layer, props);
  addOwnWorkload(layer, CLOUDFLARED, {
    image,
    user: NON_ROOT,
    replicas: REPLICAS,
    graceSeconds: GRACE + 15,
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
    resources: { cpu: '10m', memory: '48Mi', memoryLimit: '256Mi' },
    volumes: { token: { at: TOKEN_FOLDER, readOnly: true, ...secretFile(tokenSecretName, TOKEN_KEY) } },
  });
}
