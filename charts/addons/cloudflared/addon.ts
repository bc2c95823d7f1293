import { tunnelGateways } from '../../../config/gateway-names';
import { IMAGES } from '../../../versions';
import type { AddonDefinition } from '../definition';
import { podMetrics } from '../pod-metrics';
import { cloudflaredAlerts } from './alerts';
import dashboard from './dashboards/cloudflared.json';
import { CLOUDFLARED, TOKEN_KEY } from './names';
import { tunnel } from './tunnel';

/** A tunnel by which Cloudflare sends pages to the gateway. Its charts put the token into values, which lie in git. */
export const cloudflared: AddonDefinition = {
  name: CLOUDFLARED,
  podSecurity: 'restricted',
  parts: (config) => {
    const { tokenSecretName, protocol } = config.addons[CLOUDFLARED];
    const gateways = { namespace: config.gateway.namespace, names: tunnelGateways(config).map(({ gateway }) => gateway.name) };
    return {
      objects: (layer) => { tunnel(layer, { image: IMAGES.cloudflared, gateways, tokenSecretName, protocol }); },
      secrets: [{
        namespace: CLOUDFLARED,
        name: tokenSecretName,
        keys: [{
          key: TOKEN_KEY, description: 'the token of the tunnel: the long text behind --token in the command that Cloudflare shows',
        }],
        purpose: 'without it no page is reached through the tunnel',
      }],
      origin: ['addons', CLOUDFLARED],
    };
  },
  scrapeTargets: [podMetrics(CLOUDFLARED, 'metrics')],
  alerts: cloudflaredAlerts(),
  dashboard,
};
