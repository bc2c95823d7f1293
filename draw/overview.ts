import type { Component, OneSource } from '../charts/core/component';
import type { Homelab } from '../charts/homelab';
import { gatewayAccount } from '../charts/gateway/gateway-name';
import { whereIs } from '../charts/routes/machine-name';
import type { RequiredSecret } from '../charts/core/required-secret';
import { labDomains } from '../config/domains';
import { hostWords } from '../config/host-words';
import { tunnelGateways } from '../config/gateway-names';
import { firstGateway, gatewaysOf } from '../config/gateways';
import { isLanService, lanPorts, lanServiceName, lanServices } from '../config/lan-services';
import { HTTPS_PORT, listenPortOf } from '../config/listen-port';
import { platformInterfaces } from '../config/platform';
import type { ServiceConfig } from '../config/schema';
import { answeringRules, gatewayRules, isPassed, serviceHostnames, type ServiceRedirect } from '../config/service-rules';
import { tailnetRoutes } from '../config/tailnet';
import { unwrittenNames } from '../config/unwritten-names';
import type { PageInput } from './page-input';

/* Facts of a lab that both the summary of a synth and LAB.md show. */

/** An Application of Argo CD, as a row of a table. */
export interface ApplicationRow {
  /** Its sync wave. */
  readonly wave: number;
  /** Its name. */
  readonly application: string;
  /** The namespace that its objects go to. */
  readonly namespace: string;
  /** Number of objects in its folder, or the chart or upstream folder with its version. */
  readonly source: string;
}

/** Every Application, in the order of the sync waves. */
export function applicationRows({ lab: { waves }, files }: Pick<PageInput, 'lab' | 'files'>): ApplicationRow[] {
  const objectsIn = (component: Component): string => {
    const { source } = component.props;
    switch (source.kind) {
      case 'own': return String([...files.keys()].filter((file) => file.startsWith(`${source.folder}/`)).length);
      case 'helm': return shortly(source);
      case 'upstream': return shortly(source);
      case 'several': return source.sources.map(shortly).join(', ');
    }
  };
  return [...waves].sort(([, a], [, b]) => a - b).map(([component, wave]) => ({
    wave, application: component.name, namespace: component.props.namespace, source: objectsIn(component),
  }));
}

/** A source in two words; that of files alone by its repository. */
function shortly(source: OneSource): string {
  if (source.kind === 'helm') { return `${source.pin.chart} ${source.pin.version}`; }
  const place = source.kind === 'files' ? source.repository.replace(/^.*[/:]/, '').replace(/\.git$/, '') : source.path;
  return `${place} ${source.revision}`;
}

/** A web page of the lab. */
export interface Page {
  /** Its host name. */
  readonly hostname: string;
  /** Where a browser finds it, such as `https://shop.lab.test:8443`; a name and a port for what is no page. */
  readonly address: string;
  /**
   * Who answers there: Services as namespace/name:port, such as `argocd/argocd-server:80`, machines outside the cluster as an address, or
   * the address that browsers are sent to.
   */
  readonly behind: readonly string[];
  /** Names of the gateways that answer to it. @default - the first one alone */
  readonly gateways?: readonly string[];
}

/** Every web page behind the gateways; each address once. */
export function pages({ config }: Homelab): Page[] {
  const first = firstGateway(config).name;
  const all: Required<Page>[] = [
    ...platformInterfaces(config).map(({ hostname, namespace, service, port }) => (
      { hostname, address: `https://${hostname}`, behind: [`${namespace}/${service}:${port}`], gateways: [first] }
    )),
    ...config.services.flatMap((service) => {
      const gateways = gatewaysOf(config, service).map(({ name }) => name);
      return serviceHostnames(config, service).map(({ hostname }) => (
        { hostname, address: addressOf(service, hostname), behind: answersOf(service, hostname), gateways }
      ));
    }),
  ];
  const found = new Map<string, { readonly hostname: string; readonly behind: Set<string>; readonly gateways: Set<string> }>();
  for (const { hostname, address, behind, gateways } of all) {
    const known = found.get(address) ?? { hostname, behind: new Set(), gateways: new Set() };
    behind.forEach((each) => { known.behind.add(each); });
    gateways.forEach((each) => { known.gateways.add(each); });
    found.set(address, known);
  }
  return [...found].map(([address, { hostname, behind, gateways }]) => {
    const isUsual = gateways.size === 1 && gateways.has(first);
    return { hostname, address, behind: [...behind], ...isUsual ? {} : { gateways: [...gateways] } };
  });
}

/** Who answers for the names of a lab, for somebody who looks for a page; undefined where the one record is made by hand. */
export function namesHint({ config }: Homelab): { readonly address: string; readonly hint: string } | undefined {
  const { dns } = config;
  const domains = labDomains(config).map(({ name }) => name).join(', ');
  const left = unwrittenNames(config).map(({ name, isDomain }) => isDomain ? `*.${name}` : name);
  const butNot = left.length === 0 ? '' : `, but not: ${left.join(', ')}`;
  const toPods = dns.pods ? '; pods are told' : '';
  switch (dns.provider) {
    case 'manual': return undefined;
    case 'hosts-file':
      return { address: '', hint: `${hostWords(config).hostsFile}${toPods}` };
    case 'k8s-gateway':
      return {
        address: dns.address,
        hint: `a name server in the cluster, which routers and machines ask for ${domains}${butNot}${toPods}`,
      };
    case 'external-dns': {
      const hint = `external-dns writes a record for each at ${dns.zone.at}${butNot}`;
      const isPublic = dns.zone.at === 'cloudflare' || dns.zone.at === 'route53';
      const rebinding = 'a router that guards against DNS rebinding drops those with private addresses';
      return { address: '', hint: isPublic ? `${hint}; ${rebinding}` : hint };
    }
  }
}

/** Who asks for a login, in words. */
const LOGIN_WORDS = { app: 'asks for a login', access: 'behind Cloudflare Access', none: 'for everybody' } as const;

/** What the internet reaches through a tunnel, and what Cloudflare has to be told; undefined where there is none. */
export function tunnelHint({ config }: Homelab): string | undefined {
  const { addons: { cloudflared }, gateway: { namespace } } = config;
  if (!cloudflared.enabled) { return undefined; }
  const logins = new Map(cloudflared.pages.map(({ hostname, login }) => [hostname, login]));
  const shown = (hostname: string): string => {
    const login = logins.get(hostname);
    return login === undefined ? hostname : `${hostname} (${LOGIN_WORDS[login]})`;
  };
  const sent = tunnelGateways(config).map(({ gateway: { name }, hostnames }) => {
    const names = hostnames.length === 0 ? 'what its dashboard says' : hostnames.map(shown).join(', ');
    return `${names} to https://${gatewayAccount(name)}.${namespace}.svc.cluster.local`;
  });
  return `Cloudflare sends ${sent.join('; ')} (docs/addons.md)`;
}

/** What devices of a tailnet reach, and what has to be done there; undefined where the lab is in none. */
export function tailnetHint({ config }: Homelab): string | undefined {
  const { addons: { tailscale }, dns } = config;
  if (!tailscale.enabled) { return undefined; }
  const routes = tailnetRoutes(config).map(({ cidr }) => cidr.replace(/\/32$/, '')).join(', ');
  const domains = labDomains(config).map(({ name }) => name).join(', ');
  const names = {
    'manual': 'names are found as at home',
    'external-dns': 'names are found as at home',
    'k8s-gateway': `have it ask ${'address' in dns ? dns.address : ''} for names of ${domains}`,
    'hosts-file': 'each device needs the names in its hosts file',
  }[dns.provider];
  return `the device ${tailscale.hostname} leads to ${routes}: approve these routes in the tailnet; ${names} (docs/addons.md)`;
}

/** A service of TCP or UDP, for somebody who looks for it. */
export interface LanRow {
  /** Its Kubernetes Service, as namespace/name. */
  readonly service: string;
  /** Its address, or where it comes from. */
  readonly address: string;
  /** Its ports, such as `tcp 1883`. */
  readonly ports: readonly string[];
}

/** Every service of TCP or UDP. */
export function lanRows({ config }: Homelab): LanRow[] {
  return lanServices(config).map(({ service }) => ({
    service: `${service.namespace}/${lanServiceName(service.name)}`,
    address: service.address ?? 'an address of the pool',
    ports: lanPorts(service).map(({ protocol, port, targetPort }) =>
      `${protocol} ${port}${targetPort === port ? '' : ` (port ${targetPort} of the pods)`}`),
  }));
}

/** Who reaches the services of TCP and UDP. */
export function lanHint({ config }: Homelab): string {
  return hostWords(config).reach;
}

/** Secrets that a person has to create, because a part of the lab does not work without them. */
export function secretsToCreate(lab: Homelab): RequiredSecret[] {
  return lab.requiredSecrets.filter((secret) => secret.required ?? true);
}

/** Certificates of machines and Services that somebody has to put into a ConfigMap, as `namespace/name`; until then they get no request. */
export function configMapsToCreate({ config: { services } }: Homelab): string[] {
  const named = services.flatMap((service) => gatewayRules(service).flatMap(({ backends }) => backends.flatMap((backend) => {
    const name = backend.tls?.caConfigMap;
    const namespace = 'name' in backend ? backend.namespace ?? service.namespace : service.namespace;
    // Kubernetes keeps one in every namespace.
    return name === undefined || name === 'kube-root-ca.crt' ? [] : [`${namespace}/${name}`];
  })));
  return [...new Set(named)];
}

/** At another port than browsers ask, what goes through unread is hardly a page. */
function addressOf(service: ServiceConfig, hostname: string): string {
  const port = isLanService(service) ? HTTPS_PORT : listenPortOf(service);
  if (port === HTTPS_PORT) { return `https://${hostname}`; }
  return `${isPassed(service) ? '' : 'https://'}${hostname}:${port}`;
}

function answersOf(service: ServiceConfig, hostname: string): string[] {
  return answeringRules(service).flatMap(({ protocol, backends, redirect }) => redirect
    ? [`redirect to ${targetOf(redirect, hostname, isLanService(service) ? HTTPS_PORT : listenPortOf(service))}`]
    : backends.map((backend) => {
      if ('external' in backend) {
        const scheme = protocol === 'tls' || backend.tls !== undefined ? 'https' : 'http';
        return `${scheme}://${whereIs(backend.external)}:${backend.external.port}`;
      }
      const { namespace = service.namespace, name, port } = backend;
      return `${namespace}/${name}:${port}`;
    }));
}

/** Who is sent elsewhere without a word on scheme and port stays at the port that he has asked. */
function targetOf({ scheme, hostname, port, path, prefix }: ServiceRedirect, asked: string, own: number): string {
  const kept = scheme === undefined && own !== HTTPS_PORT ? own : undefined;
  const shown = port ?? kept;
  return `${scheme ?? 'https'}://${hostname ?? asked}${shown === undefined ? '' : `:${shown}`}${path ?? prefix ?? ''}`;
}
