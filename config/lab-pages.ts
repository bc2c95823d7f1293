import { isLanService, type GatewayService } from './lan-services';
import { HTTPS_PORT, listenPortOf } from './listen-port';
import { platformInterfaces } from './platform';
import type { HomelabConfig } from './schema';
import { isWildcard } from './wildcards';
import { EVERYTHING, isPassed, serviceHostnames, serviceRules } from './service-rules';

/** A page of the lab, for somebody who looks for it. */
export interface LabPage {
  /** The name by which homelab.yaml knows it: that of the service, or of the page of the platform. */
  readonly name: string;
  /** What a person calls it. */
  readonly title: string;
  /** What is to be seen there; for a service its host name. */
  readonly description: string;
  /** Where a browser finds it. */
  readonly address: string;
  /** The heading that it belongs under. */
  readonly group: string;
}

/** The heading of the platform's own pages. Namespaces have no capitals, so that none is called so. */
const PLATFORM = 'Platform';
/** That of services which are in no namespace of one's own, most of them machines outside the cluster. */
const ELSEWHERE = 'Other pages';

/** What there is to see at the platform's pages; that of the login has nothing, and a start page does not lead to itself. */
const SEEN: Readonly<Record<string, Pick<LabPage, 'title' | 'description'>>> = {
  argocd: { title: 'Argo CD', description: 'What git says, and what runs' },
  hubble: { title: 'Hubble', description: 'Who speaks to whom' },
  grafana: { title: 'Grafana', description: 'Metrics and alerts' },
  'pocket-id': { title: 'Pocket ID', description: 'Your account, and its passkeys' },
};
/** Names of the platform's pages, whether a lab exposes them or not. */
export const PLATFORM_PAGES: readonly string[] = Object.keys(SEEN);

/**
 * The pages that a browser can show: those of the platform, then services in the order of homelab.yaml. Calls of gRPC and addresses of TCP
 * and UDP are none, and neither is what goes through unread at a port of its own, such as mail.
 */
export function labPages(config: HomelabConfig): LabPage[] {
  return [
    ...platformInterfaces(config).flatMap(({ name, hostname }): LabPage[] => {
      const seen = Object.hasOwn(SEEN, name) ? SEEN[name] : undefined;
      return seen === undefined ? [] : [{ name, ...seen, address: `https://${hostname}/`, group: PLATFORM }];
    }),
    ...config.services.flatMap((service): LabPage[] => {
      // Nobody can open a name that is any.
      const first = serviceHostnames(config, service).find(({ hostname }) => !isWildcard(hostname));
      if (first === undefined || isLanService(service) || service.protocol === 'grpc') { return []; }
      const port = listenPortOf(service);
      if (isPassed(service) && port !== HTTPS_PORT) { return []; }
      const host = port === HTTPS_PORT ? first.hostname : `${first.hostname}:${port}`;
      const { name, namespace } = service;
      return [{
        name, title: name, description: host, address: `https://${host}${firstPath(service)}`,
        group: namespace === config.gateway.namespace ? ELSEWHERE : namespace,
      }];
    }),
  ];
}

/** The path at which a service answers: its root where it has that, else the first that a browser can ask for. */
function firstPath(service: GatewayService): string {
  const paths = serviceRules(service).flatMap(({ matches = [EVERYTHING] }) => matches)
    .filter(({ method = 'GET', headers = [], queryParams = [] }) => method === 'GET' && headers.length === 0 && queryParams.length === 0)
    .flatMap(({ path: { type, value } }) => type === 'RegularExpression' ? [] : [value]);
  return paths.includes('/') ? '/' : paths[0] ?? '/';
}
