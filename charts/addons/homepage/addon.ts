import { HTTPS_PORT } from '../../../config/listen-port';
import { platformInterfaces } from '../../../config/platform';
import type { HomelabConfig } from '../../../config/schema';
import { isOnWindows } from '../../../config/windows-lab';
import { IMAGES } from '../../../versions';
import type { AddonDefinition } from '../definition';
import { downAlert } from '../down';
import { startPageContent } from './content';
import { HOMEPAGE } from './names';
import { startPage } from './start-page';

/** One page with links to all others, made from homelab.yaml: it asks neither the cluster nor the pages. */
export const homepage: AddonDefinition = {
  name: HOMEPAGE,
  podSecurity: 'restricted',
  parts: (config) => ({
    objects: (layer) => {
      startPage(layer, { image: IMAGES.homepage, gateway: config.gateway, hosts: hostsOf(config), content: startPageContent(config) });
    },
    origin: ['addons', HOMEPAGE],
  }),
  alerts: {
    name: HOMEPAGE,
    rules: [downAlert({
      addon: HOMEPAGE, deployment: HOMEPAGE, alert: 'HomepageDown', severity: 'info', layer: 'edge',
      summary: 'The start page is not there', impact: 'The pages that it leads to go on.',
    })],
  },
};

/** What browsers call it: its host name, and on the machine that has the lab the port that leads there. */
function hostsOf(config: HomelabConfig): string[] {
  const { hostname } = platformInterfaces(config).find(({ name }) => name === HOMEPAGE)!;
  const port = isOnWindows(config) && config.host.loopback.enabled ? config.host.loopback.https : HTTPS_PORT;
  return [hostname, ...port === HTTPS_PORT ? [] : [`${hostname}:${port}`]];
}
