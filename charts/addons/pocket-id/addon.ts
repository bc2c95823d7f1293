import { platformClass } from '../../../config/addons/nfs';
import { POCKET_ID, pocketIdHostname } from '../../../config/addons/pocket-id';
import { platformInterfaces } from '../../../config/platform';
import type { HomelabConfig } from '../../../config/schema';
import { IMAGES } from '../../../versions';
import type { AddonDefinition } from '../definition';
import { podMetrics } from '../pod-metrics';
import { pocketIdAlerts } from './alerts';
import dashboard from './dashboards/pocket-id.json';
import { KEY } from './names';
import { provider } from './provider';

/** A provider of logins with passkeys. Its project has no chart. */
export const pocketId: AddonDefinition = {
  name: POCKET_ID,
  podSecurity: 'restricted',
  parts: (config) => {
    const { keySecretName, storage } = config.addons[POCKET_ID];
    return {
      objects: (layer) => {
        provider(layer, {
          image: IMAGES.pocketId, hostname: pocketIdHostname(config) ?? '', keySecretName,
          storage, storageOrigin: ['addons', POCKET_ID, 'storage'], storageClass: platformClass(config),
          proxies: config.network.podCIDR, gateways: gatewaysOf(config),
        });
      },
      secrets: [{
        namespace: POCKET_ID,
        name: keySecretName,
        keys: [{
          key: KEY,
          description: '32 letters and digits that nobody can guess; keep them beside the backups, which nobody can read without them',
        }],
        purpose: 'without it nobody can log in at the provider of the lab',
      }],
      origin: ['addons', POCKET_ID],
    };
  },
  scrapeTargets: [podMetrics(POCKET_ID, 'metrics')],
  alerts: pocketIdAlerts(),
  dashboard,
};

/** The gateways that its page is at. */
function gatewaysOf(config: HomelabConfig): { readonly namespace: string; readonly names: readonly string[] } {
  const page = platformInterfaces(config).find(({ name }) => name === POCKET_ID);
  return { namespace: config.gateway.namespace, names: (page?.gateways ?? []).map(({ name }) => name) };
}
