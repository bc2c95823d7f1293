import { enabledAddons, hasAddon, isAddon } from './addons/enabled';
import { logsInAtPocketId, POCKET_ID, pocketIdHostname } from './addons/pocket-id';
import { firstGateway, type LabGateway } from './gateways';
import { loginGateways } from './login-services';
import type { ConfigPath } from './problem';
import { CHART_NAMES, type HomelabConfig } from './schema';

/** Namespaces the platform itself lives in; a user cannot declare them again, but may expose services in them. */
export const PLATFORM_NAMESPACES = {
  /** Argo CD. */
  argocd: 'argocd',
  /** cert-manager, and the Secrets of its issuers. */
  certManager: 'cert-manager',
  /** istiod, istio-cni and ztunnel. */
  istio: 'istio-system',
  /** MetalLB. */
  metallb: 'metallb-system',
  /** Prometheus, Alertmanager and Grafana; only where monitoring is enabled. */
  monitoring: 'monitoring',
} as const;

/** The namespace of whoever names none. Nothing of the platform is in it. */
export const DEFAULT_NAMESPACE = 'default';

/** Namespaces Kubernetes makes by itself; nobody declares them. */
export const KUBERNETES_NAMESPACES = [DEFAULT_NAMESPACE, 'kube-node-lease', 'kube-public', 'kube-system'] as const;

/** The namespace Cilium, Hubble and the K3s add-ons live in. */
export const KUBE_SYSTEM = 'kube-system';
/**
 * What K3s reads further server blocks of its CoreDNS from, in that namespace (manifests/coredns.yaml of https://github.com/k3s-io/k3s).
 * The Corefile itself is K3s', which writes it again at each start.
 */
export const CUSTOM_DNS = 'coredns-custom';

/** Folder on the nodes where they leave metrics of their own for node_exporter's textfile collector. */
export const TEXTFILE_DIRECTORY = '/var/lib/node_exporter/textfile_collector';

/** Name of the route, in the gateway's namespace, that sends port 80 to https. */
export const REDIRECT_ROUTE = 'https-redirect';

/** The Application everything else comes from; every other root Application is called `root-` and its own name. */
const ROOT_APPLICATION = 'root';

/** Applications of the platform beside its charts; a user's own with one of these names would take their place. */
export const PLATFORM_APPLICATIONS = [
  'bootstrap', 'gateway-api-crds', 'prometheus-operator-crds', 'namespaces', 'cni-chaining', 'istio-ambient', 'ztunnel-restart',
  'metallb-pools', 'cluster-issuers', 'certificate-authority', 'certificates', 'gateway', 'routes', 'lan-services', 'cluster-dns',
  'mesh-policy', 'monitoring', 'prometheus-rules',
] as const;

/**
 * True for a name that an Application or a chart of the platform has, or may get. Those of add-ons are anybody's where the lab has none of
 * them: many a lab had its own external-dns before there was one here.
 */
export function isPlatformApplication(name: string, config: Pick<HomelabConfig, 'addons' | 'dns' | 'login'>): boolean {
  if (isAddon(name)) { return hasAddon(config, name); }
  const isRoot = name === ROOT_APPLICATION || name.startsWith(`${ROOT_APPLICATION}-`);
  return isRoot || [...PLATFORM_APPLICATIONS, ...CHART_NAMES].some((each) => each === name);
}

/** Namespaces of the platform, with those of the add-ons that a lab has; its gateway's is one of its own. */
export function platformNamespaces(config: Pick<HomelabConfig, 'addons' | 'dns' | 'login'>): string[] {
  return [...Object.values(PLATFORM_NAMESPACES), ...enabledAddons(config)];
}

/** Every namespace that exists in a lab, whoever makes it. */
export function existingNamespaces(config: HomelabConfig): Set<string> {
  const platform = platformNamespaces(config)
    .filter((name) => config.monitoring.enabled || name !== PLATFORM_NAMESPACES.monitoring);
  return new Set([...platform, ...KUBERNETES_NAMESPACES, config.gateway.namespace, ...config.namespaces.map(({ name }) => name)]);
}

/** The web pages of the platform that a lab exposes, with the Services behind them. */
export interface PlatformInterface {
  /** The mapping of homelab.yaml that it comes from, such as `interfaces.grafana`; its host name is the key `host` there. */
  readonly key: ConfigPath;
  /** Name of the route. */
  readonly name: string;
  /** Namespace of the route and of the Service. */
  readonly namespace: string;
  /** Host name it answers to. */
  readonly hostname: string;
  /** Kubernetes Service behind it. */
  readonly service: string;
  /** Port of that Service. */
  readonly port: number;
  /** The gateways that it answers at. */
  readonly gateways: readonly LabGateway[];
  /** Who asks people who they are: the page itself, the lab's login before it, or nobody. */
  readonly guard: 'itself' | 'login' | 'nobody';
}

/** Name and namespace of what asks people who they are, and of its Service. */
export const LOGIN_PROXY = 'oauth2-proxy';

/** Port of that Service: `service.portNumber` of its chart. */
export const LOGIN_PORT = 80;

/** Name by which Istio knows it: `meshConfig.extensionProviders` of istiod. */
export const LOGIN_PROVIDER = 'login';

/** Port of the Service of Pocket ID. */
export const POCKET_ID_PORT = 80;

/** Name and namespace of the page with links to all others, and of its Service. */
export const START_PAGE = 'homepage';

/** Port of that Service. */
export const START_PAGE_PORT = 80;

/** The platform's own pages that this configuration exposes. */
export function platformInterfaces(config: HomelabConfig): PlatformInterface[] {
  const { argocd, monitoring } = PLATFORM_NAMESPACES;
  const { addons, interfaces, login, domain } = config;
  const provider = pocketIdHostname(config);
  const all = [
    { name: 'argocd', namespace: argocd, service: 'argocd-server', port: 80, guard: 'itself', isThere: true },
    { name: 'hubble', namespace: KUBE_SYSTEM, service: 'hubble-ui', port: 80, guard: login ? 'login' : 'nobody', isThere: true },
    // 3000 is the article's; kube-prometheus-stack's Grafana listens on Service port 80 unless told otherwise.
    { name: 'grafana', namespace: monitoring, service: 'grafana', port: 3000, guard: 'itself', isThere: config.monitoring.enabled },
  ] as const;
  return [
    ...all.filter(({ name, isThere }) => isThere && interfaces[name].expose).map(({ name, namespace, service, port, guard }) => ({
      name, namespace, service, port, guard, key: ['interfaces', name], hostname: `${interfaces[name].host}.${domain}`,
      gateways: [firstGateway(config)],
    })),
    ...login ? [{
      name: 'login', namespace: LOGIN_PROXY, service: LOGIN_PROXY, port: LOGIN_PORT, guard: 'itself' as const,
      key: ['login'], hostname: `${login.host}.${domain}`, gateways: loginGateways(config),
    }] : [],
    ...provider === undefined ? [] : [{
      name: POCKET_ID, namespace: POCKET_ID, service: POCKET_ID, port: POCKET_ID_PORT, guard: 'itself' as const,
      key: ['addons', POCKET_ID], hostname: provider,
      // Whoever comes from the page where people log in is sent there.
      gateways: logsInAtPocketId(config) ? loginGateways(config) : [firstGateway(config)],
    }],
    ...addons[START_PAGE].enabled ? [{
      name: START_PAGE, namespace: START_PAGE, service: START_PAGE, port: START_PAGE_PORT,
      guard: login ? 'login' as const : 'nobody' as const,
      key: ['addons', START_PAGE], hostname: `${addons[START_PAGE].host}.${domain}`, gateways: [firstGateway(config)],
    }] : [],
  ];
}
