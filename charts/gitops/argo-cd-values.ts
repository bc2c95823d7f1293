import { APPLICATION_HEALTH, APPLICATION_HEALTH_SEVERAL, DEFINITION_HEALTH } from './argo-cd-health';
import type { HelmValues } from '../core/helm-values';
import { ARGOCD_VERSION } from '../../versions';

/** What the values of Argo CD's chart depend on. */
export interface ArgoCdSettings {
  /** Host name of the web page, without a scheme. */
  readonly hostname: string;
  /**
   * Repositories of git by a name, of which only the wanted commit is fetched. Otherwise Argo CD fetches the whole history with every tag,
   * and ends that after 90 s. @default - none
   */
  readonly shallow?: Readonly<Record<string, string>>;
  /** Variables of what fetches from git and from chart repositories, by their names. @default - none */
  readonly fetchEnvironment?: Readonly<Record<string, string>>;
  /** Whether some Application has several sources. @default false */
  readonly severalSources?: boolean;
}

/** Seconds after a sync for which a difference may be what Argo CD has not seen yet. */
const SETTLED_SECONDS = 60;

/** Values of the argo-cd chart for a small cluster behind a gateway that ends TLS. */
export function argoCdValues({ hostname, shallow = {}, fetchEnvironment = {}, severalSources = false }: ArgoCdSettings): HelmValues {
  return {
    global: {
      // Becomes the address in links and redirects.
      domain: hostname,
      image: { tag: ARGOCD_VERSION },
      // The namespace is not in the mesh, so the chart's policies see the real ports: the server is open to the gateway, metrics to any
      // namespace, and repo-server and redis, which hold the credentials, to Argo CD alone.
      networkPolicy: { create: true },
    },
    configs: {
      params: {
        // TLS ends at the gateway.
        'server.insecure': true,
        // The API server says what an apply would change, so its defaults and other controllers' fields are no drift.
        'controller.diff.server.side': true,
        // Argo CD takes events of definitions one by one, each with all of the API's schemas, so for most of a minute it does not see what
        // it has just written. By default it heals that at once, then after 2, 6 and 18 s (v3.5.1: gitops-engine/pkg/cache/cluster.go,
        // watchEvents; controller/appcontroller.go, selfHealRemainingBackoff). Counted from the end of the last sync: a change by hand at
        // any other time is still healed at once.
        'controller.self.heal.timeout.seconds': SETTLED_SECONDS,
        'controller.self.heal.backoff.timeout.seconds': 0,
      },
      cm: {
        'resource.customizations.health.argoproj.io_Application': severalSources ? APPLICATION_HEALTH_SEVERAL : APPLICATION_HEALTH,
        // The check reads times out of strings, and the string library is closed by default.
        'resource.customizations.useOpenLibs.argoproj.io_Application': true,
        'resource.customizations.health.apiextensions.k8s.io_CustomResourceDefinition': DEFINITION_HEALTH,
      },
      // Nothing secret, but Argo CD reads settings of a repository from a Secret alone; the chart makes it.
      ...Object.keys(shallow).length === 0 ? {} : {
        repositories: Object.fromEntries(Object.entries(shallow).map(([name, url]) => [name, { type: 'git', url, depth: '1' }])),
      },
    },
    controller: { metrics: METRICS, resources: requests('100m', '384Mi') },
    server: { metrics: METRICS, resources: requests('20m', '96Mi') },
    repoServer: {
      metrics: METRICS,
      resources: requests('50m', '128Mi'),
      // The only component that goes out.
      ...Object.keys(fetchEnvironment).length === 0 ? {} : {
        env: Object.entries(fetchEnvironment).map(([name, value]) => ({ name, value })),
      },
    },
    applicationSet: { metrics: METRICS, resources: requests('10m', '64Mi') },
    redis: { resources: requests('10m', '32Mi') },
    // One person, one password: no single sign-on. Alerts come from Prometheus.
    dex: { enabled: false },
    notifications: { enabled: false },
  };
}

/** A Service to scrape, without a ServiceMonitor: its kind does not exist when K3s installs this chart. */
const METRICS = { enabled: true };

function requests(cpu: string, memory: string): HelmValues {
  return { requests: { cpu, memory } };
}
