import { z } from 'zod';
import { addressPool } from './address-pools';
import { CHART_ADDONS } from './addons/names';
import { addons } from './addons/schema';
import { alerting } from './alerting';
import { appsFolder, type AppFolder } from './app-folder';
import { application } from './applications';
import { acme, ISSUERS, ownCA } from './authorities';
import { dns, type Dns } from './dns';
import { awsRegion, dns01, hostedZoneID } from './dns01';
import { domains } from './domains';
import { calleeObjection } from './egress';
import * as field from './fields';
import { gateways } from './gateway-schema';
import { k3s } from './k3s';
import { login } from './login';
import { oneOrMore } from './one-or-more';
import { outputFolder } from './output-folder';
import { proxy } from './proxy';
import { registry } from './registries';
import { service } from './services';
import { windowsHost } from './windows';

/**
 * Everything a user owns. Each key has a default, the article's value wherever it has one, so that an empty file is a valid lab.
 * A default that follows from other keys is made in derive.ts; here such a key is optional, and its description says what it follows from.
 * Descriptions end up in schemas/homelab.schema.json, where editors show them.
 */

const gitops = z.strictObject({
  repoURL: field.gitUrl().default('https://github.com/your-name/homelab.git')
    .describe('The git repository this folder is pushed to and Argo CD reads.'),
  revision: field.revision().default('main').describe('Branch, tag or commit Argo CD follows.'),
  path: outputFolder().optional().describe('Folder of the generated manifests, from the root of that repository. Default: dist.'),
});

const network = z.strictObject({
  cidr: field.network().default('192.168.100.0/24')
    .describe('Network shared by the Windows host, the nodes and the load-balancer addresses. It alone moves them all (docs/network.md). '
      + 'With host: none, the network of the machines that are there.'),
  hostAddress: field.address().optional()
    .describe('Address of the Windows host on that network; the default gateway of the nodes. Default: network.cidr plus 1.'),
  dnsServers: z.array(field.address()).min(1).max(3).default(['1.1.1.1', '9.9.9.9'])
    .describe('Name servers for the nodes, and for cert-manager to see its own DNS-01 records past a split-horizon router.'),
  timeServers: z.array(field.timeServer()).min(1).optional()
    .describe('Time servers of the nodes, names or IPv4 addresses; used where Hyper-V does not tell the time (docs/clock.md). '
      + 'Default: those of Ubuntu, ntp.ubuntu.com.'),
  loadBalancerRange: oneOrMore(field.addressRange).optional()
    .describe('Addresses MetalLB may hand out, one range or a list of them. Default: network.cidr plus 200 to plus 220 (docs/network.md).'),
  addressPools: z.array(addressPool).default([])
    .describe('Further pools of addresses, which a Service gets only when it asks for one of them (docs/metallb.md).'),
  proxy: proxy.optional()
    .describe('Proxy by which nodes and platform reach the internet, for a network that lets nothing else out (docs/proxy.md).'),
  podCIDR: field.network().optional()
    .describe('Pod network of K3s and Cilium. Cannot be changed on a running cluster. Default: 10.42.0.0/16 if free (docs/network.md).'),
  serviceCIDR: field.network().optional()
    .describe('Service network of K3s. Cannot be changed on a running cluster. Default: 10.43.0.0/16 if free (docs/network.md).'),
});

const node = z.strictObject({
  name: field.nodeName().default('homelab').describe('Host name of the node and name of its VM.'),
  address: field.address().optional()
    .describe('Static address of the node. Default: network.cidr plus 10 for the first node, plus 11 for the second (docs/network.md); '
      + 'with host: none there is no default.'),
  cpus: z.int().min(2).max(256).default(4).describe('Virtual processors.'),
  memoryGiB: z.int().min(6).max(1024).default(12).describe('Memory in GiB, assigned statically.'),
  diskGiB: z.int().min(30).max(16384).default(80).describe('Size of the virtual disk in GiB; it grows as it fills.'),
});

const gateway = z.strictObject({
  name: field.name().default('main-gateway').describe('Name of the Gateway.'),
  namespace: field.name().default('istio-ingress').describe('Namespace of the Gateway and of its certificate.'),
  address: field.address().optional()
    .describe('Address the Gateway answers on. Point the DNS record *.<domain> at it. Default: the first of network.loadBalancerRange.'),
});

const tls = z.strictObject({
  issuer: z.enum(ISSUERS).default('letsencrypt-prod')
    .describe('Who signs the wildcard certificate. Begin with letsencrypt-staging; homelab-ca needs no domain of your own; acme and own-ca '
      + 'are authorities that you name.'),
  email: field.email().default('your-email@example.com').describe("Where Let's Encrypt, or another ACME server, writes about the account."),
  acme: acme.optional().describe('The ACME server that signs with the issuer acme: ZeroSSL, Google Trust Services, or one of your own.'),
  ownCA: ownCA.prefault({}).describe('The authority that signs with the issuer own-ca: one that you bring, as a Secret.'),
  dns01: dns01.optional()
    .describe("How Let's Encrypt, or another ACME server, is shown that the domain is yours: a record at your DNS provider. "
      + 'Default: Route 53, as `route53` says.'),
  route53: z.strictObject({
    region: awsRegion().default('eu-west-2').describe('AWS region that requests are signed for.'),
    hostedZoneID: hostedZoneID().default('YOUR_ZONE_ID')
      .describe('Id of the public hosted zone of the domain: Route 53, Hosted zones, details.'),
    credentialsSecretName: field.name().default('route53-credentials')
      .describe('Secret in the namespace cert-manager with the keys access-key-id and secret-access-key.'),
  }).prefault({}),
});

const mesh = z.strictObject({
  enabled: z.boolean().default(true)
    .describe('Whether pods can join a mesh. Without one Istio is the gateway alone, and Cilium all of the pod network (docs/mesh.md).'),
  mtls: z.enum(['STRICT', 'PERMISSIVE']).default('STRICT')
    .describe('Whether pods in the mesh refuse plain text from outside it. A namespace can differ: namespaces[].mtls.'),
  ztunnelRestartSchedule: field.cron().default('0 3 * * 0').describe('When ztunnel is restarted as a backstop, in the time zone below.'),
  timeZone: field.timeZone().default('Etc/UTC')
    .describe('IANA time zone of that schedule.'),
  workloadCertificateTTL: field.duration().default('720h')
    .describe('Life of workload certificates. ztunnel renews at half of it on a clock that stops while the VM sleeps '
      + '(istio/ztunnel#1481), so half is the sleep it survives.'),
  clockJumpThreshold: field.duration().default('10m')
    .describe('How far a node\'s clock may jump, all jumps since ztunnel\'s last restart together, '
      + 'before the clock guard restarts it (docs/clock.md).'),
});

const namespace = z.strictObject({
  name: field.name().describe('Name of the namespace.'),
  ambient: z.boolean().optional()
    .describe('Whether its pods join the mesh; those that run already do, too. Default: true where there is a mesh (mesh.enabled).'),
  mtls: z.enum(['STRICT', 'PERMISSIVE']).optional().describe('mTLS mode of this namespace where it differs from mesh.mtls.'),
  waypoint: z.boolean().default(false).describe('Whether an L7 proxy stands before its services, for HTTP policy and retries.'),
  denyByDefault: z.boolean().default(false)
    .describe('Whether its pods refuse every connection but those of the gateway, of Prometheus and of allowFrom.'),
  allowSameNamespace: z.boolean().default(true)
    .describe('With denyByDefault: whether its pods may call each other, as an app its database.'),
  egress: z.array(field.text(calleeObjection)).max(100).optional()
    .describe('What its pods may call, and nothing else: namespaces, gateway, api, internet, addresses of the LAN with a port or without '
      + '(docs/policy.md). Names are asked for in any case, and pods of the same namespace. Default: everything.'),
  podSecurity: z.enum(['restricted', 'baseline', 'privileged']).default('baseline').describe('Pod Security Standard that is enforced.'),
});

const host = (name: string) => field.name().default(name).describe('First label of its host name, before the domain.');

const userInterface = (name: string, what: string) => z.strictObject({
  expose: z.boolean().default(true).describe(`Whether ${what} is reachable through the gateway.`),
  host: host(name),
}).prefault({});

const interfaces = z.strictObject({
  argocd: userInterface('argocd', 'Argo CD'),
  grafana: userInterface('grafana', 'Grafana'),
  hubble: z.strictObject({
    expose: z.boolean().optional()
      .describe('Whether the Hubble UI is reachable through the gateway. It has no login of its own. Default: only behind `login`.'),
    host: host('hubble'),
  }).prefault({}),
});

const monitoring = z.strictObject({
  enabled: z.boolean().default(true).describe('Whether Prometheus, Alertmanager, Grafana and the alert rules are installed.'),
  retention: field.prometheusDuration().default('15d').describe('How long Prometheus keeps samples.'),
  storage: field.storageSize().default('20Gi').describe('Disk that Prometheus may use.'),
  scrapeInterval: field.prometheusDuration().default('30s').describe('How often targets are scraped.'),
  grafanaAdminSecretName: field.name().default('grafana-admin')
    .describe('Secret in the namespace monitoring with the keys admin-user and admin-password.'),
  alerting: alerting.prefault({}).describe('Who is told of which alert, and when.'),
  dashboards: z.strictObject({
    cilium: z.boolean().default(true).describe("Cilium's dashboards of agent and operator, from its chart."),
    hubble: z.boolean().default(true).describe("Hubble's dashboards, from Cilium's chart."),
    istio: z.boolean().default(false)
      .describe("Istio's dashboards of mesh, workloads, ztunnel and istiod; Grafana downloads them at each start."),
    argocd: z.boolean().default(false).describe("Argo CD's dashboard; Grafana downloads it at each start."),
  }).prefault({}).describe("Upstream dashboards beside the lab's own."),
  logs: z.enum(['none', 'loki']).default('none').describe('Where logs of all pods are kept, beside the node itself.'),
  traces: z.enum(['none', 'tempo']).default('none').describe('Where traces of requests through gateways and waypoints are kept.'),
});

/** The charts whose values a user may override; the key is the Helm release's name. */
export const CHART_NAMES = [
  'cilium', 'argocd', 'istio-base', 'istiod', 'istio-cni', 'ztunnel', 'metallb', 'cert-manager', 'kube-prometheus-stack', 'loki', 'alloy',
  'tempo', ...CHART_ADDONS,
] as const;
/** One of those charts. */
export type ChartName = typeof CHART_NAMES[number];

const values = z.strictObject(Object.fromEntries(CHART_NAMES.map((chart) => [
  chart,
  z.record(z.string(), z.json()).default({}).describe(`Helm values merged over the generated ones of ${chart}.`),
])) as Record<ChartName, z.ZodDefault<z.ZodRecord<z.ZodString, z.ZodJSONSchema>>>);

/** Shape, defaults and field rules of homelab.yaml. Rules between fields are in checks.ts. */
export const homelabSchema = z.strictObject({
  domain: field.hostname().default('homelab.example.com').describe('Domain of the lab; every service is a name below it.'),
  domains: domains.default([]).describe('Further domains, each with certificates of its own.'),
  gitops: gitops.prefault({}).describe('Where Argo CD finds the generated manifests.'),
  network: network.prefault({}).describe('Addresses.'),
  nodes: z.array(node).min(1).prefault([{}]).describe('Kubernetes nodes; the first is the server.'),
  k3s: k3s.prefault({}).describe('Kubernetes on the nodes: its release and further arguments.'),
  registries: z.array(registry).default([])
    .describe('Mirrors and certificates of image registries, for all nodes (docs/registries.md).'),
  host: windowsHost.prefault({}).describe('The Windows machine the nodes run on; none: a K3s that is there already (docs/host-none.md).'),
  gateway: gateway.prefault({}).describe('The way in.'),
  gateways: gateways.default([])
    .describe('Further ways in, each with an address of its own, that services ask for by name (docs/gateway.md).'),
  tls: tls.prefault({}).describe('Certificates.'),
  mesh: mesh.prefault({}).describe('Istio ambient.'),
  namespaces: z.array(namespace).prefault([{ name: 'my-app' }]).describe('Namespaces for your own workloads.'),
  services: z.array(service).default([]).describe('Services to expose through the gateway.'),
  interfaces: interfaces.prefault({}).describe("The platform's own web pages."),
  login: login.optional()
    .describe('One account before the pages that have no login of their own; Argo CD and Grafana take it too (docs/login.md).'),
  monitoring: monitoring.prefault({}).describe('Metrics, alerts, dashboards.'),
  dns: dns.prefault({ provider: 'manual' }).describe('How names of the lab become addresses (docs/dns.md).'),
  addons: addons.prefault({}).describe('Optional layers; one that is not named is off (docs/addons.md).'),
  values: values.prefault({}).describe('Escape hatch: Helm values per chart.'),
  applications: z.array(application).default([]).describe('Your own Argo CD Applications.'),
  appsFolder: appsFolder().optional()
    .describe('Folder beside this file, such as apps, in which every folder is an Application of its own (docs/applications.md); none: no '
      + 'folder is. Default: none.'),
  allowUnsafe: z.array(z.string()).default([])
    .describe('Rules (docs/rules.md) that may be broken: by anything, or by one object named after the rule. The summary then says so.'),
});

/** What a file says, with the plain defaults but without the values that follow from others. */
export type WrittenConfig = z.output<typeof homelabSchema>;

/** A configuration with every default filled in. */
export type HomelabConfig = Omit<
  WrittenConfig,
  'gitops' | 'network' | 'nodes' | 'gateway' | 'namespaces' | 'services' | 'applications' | 'dns' | 'interfaces'
> & {
  /** With the folder that follows from where the file lies. */
  gitops: Filled<WrittenConfig['gitops'], 'path'>;
  /** With the addresses that follow from `cidr`. */
  network: Filled<WrittenConfig['network'], 'hostAddress' | 'loadBalancerRange' | 'podCIDR' | 'serviceCIDR'>;
  /** Each with its address. */
  nodes: Filled<WrittenConfig['nodes'][number], 'address'>[];
  /** With its address. */
  gateway: Filled<WrittenConfig['gateway'], 'address'>;
  /** Each in the mesh or out of it. */
  namespaces: Filled<WrittenConfig['namespaces'][number], 'ambient'>[];
  /** Each with its namespace. */
  services: FilledService<WrittenConfig['services'][number]>[];
  /** With the folders of `appsFolder`; each with its source. */
  applications: (Extract<WrittenConfig['applications'][number], { readonly repoURL: string } | { readonly sources: unknown }> & {
    /** Set for a folder of `appsFolder`: whether an entry gives it settings, or the folder alone asks for it. */
    readonly ofFolder?: 'entry' | 'folder';
  })[];
  /** What is in `appsFolder`, by name. @default - it names no folder, or nothing is known of the disk */
  appFolders?: readonly AppFolder[];
  /** Each with whether it is exposed. */
  interfaces: Omit<WrittenConfig['interfaces'], 'hubble'> & { hubble: Filled<WrittenConfig['interfaces']['hubble'], 'expose'> };
  /** With the address of the name server, where the lab has one. */
  dns: Dns;
};

type Filled<T, Key extends keyof T> = Omit<T, Key> & { [Each in Key]-?: NonNullable<T[Each]> };
/** Kind by kind, so that they can still be told apart. */
type FilledService<Service> = Service extends { namespace?: string | undefined } ? Filled<Service, 'namespace'> : never;

/** A namespace of the user's own. */
export type NamespaceConfig = HomelabConfig['namespaces'][number];
/** A service of the user's own: with `port` or with `backends`. */
export type ServiceConfig = HomelabConfig['services'][number];
/** An Application of the user's own: with `path`, with `chart`, or with `sources`. A folder of `appsFolder` is one with `path`. */
export type ApplicationConfig = HomelabConfig['applications'][number];
