import type { AddonName } from '../../../config/addons/names';
import type { DashboardProps } from '../panel';
import { cloudflared } from './cloudflared';
import { cloudnativePg } from './cloudnative-pg';
import { externalDns } from './external-dns';
import { externalSecrets } from './external-secrets';
import { k8sGateway } from './k8s-gateway';
import { nfs } from './nfs';
import { oauth2Proxy } from './oauth2-proxy';
import { pocketId } from './pocket-id';
import { reloader } from './reloader';
import { sealedSecrets } from './sealed-secrets';
import { tailscale } from './tailscale';

/** The dashboards of add-ons, by their names; those without metrics have none (docs/addons.md). */
export const ADDON_DASHBOARDS: Readonly<Partial<Record<AddonName, DashboardProps>>> = {
  'k8s-gateway': k8sGateway,
  'external-dns': externalDns,
  'oauth2-proxy': oauth2Proxy,
  'reloader': reloader,
  'sealed-secrets': sealedSecrets,
  'external-secrets': externalSecrets,
  'nfs': nfs,
  'cloudnative-pg': cloudnativePg,
  'cloudflared': cloudflared,
  'pocket-id': pocketId,
  'tailscale': tailscale,
};
