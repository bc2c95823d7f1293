import type { AddonName } from '../../config/addons/names';
import type { AddonDefinition } from './definition';
import { cloudflared } from './cloudflared/addon';
import { cloudnativePg } from './cloudnative-pg/addon';
import { externalDns } from './external-dns/addon';
import { externalSecrets } from './external-secrets/addon';
import { homepage } from './homepage/addon';
import { k8sGateway } from './k8s-gateway/addon';
import { nfs } from './nfs/addon';
import { oauth2Proxy } from './oauth2-proxy/addon';
import { pocketId } from './pocket-id/addon';
import { reloader } from './reloader/addon';
import { sealedSecrets } from './sealed-secrets/addon';
import { tailscale } from './tailscale/addon';

/** Every add-on that there is: a folder here, a line here, and its keys in config/addons/ (CONTRIBUTING.md has the recipe). */
export const ADDONS: Readonly<Record<AddonName, AddonDefinition>> = {
  'k8s-gateway': k8sGateway,
  'external-dns': externalDns,
  'oauth2-proxy': oauth2Proxy,
  'reloader': reloader,
  'sealed-secrets': sealedSecrets,
  'external-secrets': externalSecrets,
  'nfs': nfs,
  'cloudnative-pg': cloudnativePg,
  'cloudflared': cloudflared,
  'tailscale': tailscale,
  'pocket-id': pocketId,
  'homepage': homepage,
};
