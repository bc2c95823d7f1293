import { TAILSCALE } from '../../../config/addons/tailscale';
import { platformClass } from '../../../config/addons/nfs';
import { labGateways } from '../../../config/gateways';
import { lanLabels, lanServices } from '../../../config/lan-services';
import { proxyVariables } from '../../../config/proxy';
import type { HomelabConfig } from '../../../config/schema';
import { routeTargets, tailnetRoutes, tailnetServerPorts, writtenRoutes } from '../../../config/tailnet';
import { IMAGES } from '../../../versions';
import type { k8s } from '../../core/k8s';
import { gatewayPods, namespaceNamed } from '../../core/network-peers';
import type { AddonDefinition } from '../definition';
import { K8S_GATEWAY } from '../k8s-gateway/names';
import { podMetrics } from '../pod-metrics';
import { tailscaleAlerts } from './alerts';
import dashboard from './dashboards/tailscale.json';
import { AUTH_KEY } from './names';
import { tailnetRouter } from './router';

/**
 * A way into the lab for devices of a tailnet, as one pod without rights. Not upstream's operator: that one may write every Service of the
 * cluster and runs privileged pods, for pages that have a gateway, a name and a certificate already.
 */
export const tailscale: AddonDefinition = {
  name: TAILSCALE,
  podSecurity: 'restricted',
  parts: (config) => {
    const { hostname, authKeySecretName, tags, loginServer } = config.addons[TAILSCALE];
    return {
      objects: (layer) => {
        tailnetRouter(layer, {
          image: IMAGES.tailscale,
          hostname,
          authKeySecretName,
          tags,
          loginServer,
          routes: tailnetRoutes(config).map(({ cidr }) => cidr),
          pods: podsBehind(config),
          networks: writtenRoutes(config).map(({ cidr }) => cidr),
          nodes: routeTargets(config).nodes,
          serverPorts: tailnetServerPorts(config),
          storageClass: platformClass(config),
          proxy: { ...proxyVariables(config) },
        });
      },
      secrets: [{
        namespace: TAILSCALE,
        name: authKeySecretName,
        keys: [{ key: AUTH_KEY, description: 'an auth key of the tailnet (tskey-auth-...), or the client secret of an OAuth client' }],
        purpose: 'without it the lab is not reached through the tailnet',
      }],
      origin: ['addons', TAILSCALE],
    };
  },
  scrapeTargets: [podMetrics(TAILSCALE, 'metrics')],
  alerts: tailscaleAlerts(),
  dashboard,
};

/** The pods behind the addresses that devices are led to. */
function podsBehind(config: HomelabConfig): k8s.NetworkPolicyPeer[] {
  // An address of a pool may be that of a Service that an application of one's own brings.
  if (routeTargets(config).pods) { return [{ namespaceSelector: {} }]; }
  const lan = lanServices(config).filter(({ service }) => service.address !== undefined);
  return [
    ...gatewayPods({ names: labGateways(config).map(({ name }) => name), namespace: config.gateway.namespace }),
    ...config.dns.provider === K8S_GATEWAY ? [{ namespaceSelector: namespaceNamed(K8S_GATEWAY) }] : [],
    ...lan.map(({ service }) => (
      { namespaceSelector: namespaceNamed(service.namespace), podSelector: { matchLabels: { ...lanLabels(service) } } }
    )),
  ];
}
