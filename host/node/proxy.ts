import { proxyVariables } from '../../config/proxy';
import type { HomelabConfig } from '../../config/schema';
import { environmentFile } from './environment';
import type { NodeFile } from './files';

/** Where the programs of a node find the proxy. */
const ENVIRONMENT = '/etc/homelab/proxy.env';
/** The units that go out: the one that fetches packages and K3s, and K3s, which fetches images and installs charts. */
const UNITS = ['homelab-setup.service', 'k3s.service'];

/** The files by which a node knows its proxy; none for a lab without one. */
export function proxyFiles(config: HomelabConfig): NodeFile[] {
  const variables = proxyVariables(config);
  if (variables === undefined) { return []; }
  const { HTTP_PROXY: http, HTTPS_PROXY: https } = variables;
  return [
    { path: ENVIRONMENT, permissions: '0644', content: environmentFile({ ...variables }) },
    // apt is also started by timers, which have no variables.
    {
      path: '/etc/apt/apt.conf.d/53homelab-proxy', permissions: '0644',
      content: [...http === undefined ? [] : [`Acquire::http::Proxy "${http}";`], `Acquire::https::Proxy "${https}";`, ''].join('\n'),
    },
    ...UNITS.map((unit): NodeFile => (
      { path: `/etc/systemd/system/${unit}.d/proxy.conf`, permissions: '0644', content: `[Service]\nEnvironmentFile=${ENVIRONMENT}\n` }
    )),
  ];
}
