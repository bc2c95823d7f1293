import { z } from 'zod';
import { cloudflaredKeys } from './cloudflared';
import { homepageKeys } from './homepage';
import type { SwitchedAddon } from './names';
import { nfsKeys } from './nfs';
import { pocketIdKeys } from './pocket-id';
import { tailscaleKeys } from './tailscale';

/** The switch that every add-on has; `true` or `false` in place of the mapping is its short form. */
const enabled = z.boolean().default(true).describe('Whether it is installed.');

/** What each add-on below `addons` takes. One that is not named is off: a mapping that says nothing of the switch switches it on. */
const ADDON_SCHEMAS = {
  'reloader': z.strictObject({
    enabled,
    everything: z.boolean().default(false)
      .describe('Whether every workload is restarted when a ConfigMap or Secret of it changes; else those alone that ask by annotation.'),
    secrets: z.boolean().default(true)
      .describe('Whether changes of Secrets count. With false it has no right to read them.'),
  }).describe('Restarts workloads whose ConfigMaps or Secrets have changed (docs/addons.md).'),
  'sealed-secrets': z.strictObject({
    enabled,
    renewKeys: z.boolean().default(true)
      .describe('Whether a new key is made every 30 days. With false one key stays, and so does its backup.'),
  }).describe('Opens Secrets that lie sealed in git (docs/addons.md).'),
  'nfs': z.strictObject({ enabled, ...nfsKeys }).describe('Volumes on a NAS (docs/addons.md).'),
  'external-secrets': z.strictObject({
    enabled,
    push: z.boolean().default(false).describe('Whether it may write Secrets of the cluster into stores, too.'),
  }).describe('Makes Secrets of what lies in a store such as Vault or Bitwarden (docs/addons.md).'),
  'cloudnative-pg': z.strictObject({ enabled }).describe('Runs databases of Postgres (docs/addons.md).'),
  'cloudflared': z.strictObject({ enabled, ...cloudflaredKeys })
    .describe('A tunnel by which Cloudflare sends pages to the gateway (docs/addons.md).'),
  'tailscale': z.strictObject({ enabled, ...tailscaleKeys })
    .describe('A way into the lab for devices of a tailnet, by Tailscale or Headscale (docs/addons.md).'),
  'pocket-id': z.strictObject({ enabled, ...pocketIdKeys })
    .describe('A provider of logins with passkeys, so that login needs nobody outside the lab (docs/login.md).'),
  'homepage': z.strictObject({ enabled, ...homepageKeys }).describe('A page with links to all pages of the lab (docs/addons.md).'),
} satisfies Record<SwitchedAddon, z.ZodObject>;

/** The section `addons`. */
export const addons = z.strictObject({
  'reloader': ADDON_SCHEMAS.reloader.prefault({ enabled: false }),
  'sealed-secrets': ADDON_SCHEMAS['sealed-secrets'].prefault({ enabled: false }),
  'nfs': ADDON_SCHEMAS.nfs.prefault({ enabled: false }),
  'external-secrets': ADDON_SCHEMAS['external-secrets'].prefault({ enabled: false }),
  'cloudnative-pg': ADDON_SCHEMAS['cloudnative-pg'].prefault({ enabled: false }),
  'cloudflared': ADDON_SCHEMAS.cloudflared.prefault({ enabled: false }),
  'tailscale': ADDON_SCHEMAS.tailscale.prefault({ enabled: false }),
  'pocket-id': ADDON_SCHEMAS['pocket-id'].prefault({ enabled: false }),
  'homepage': ADDON_SCHEMAS.homepage.prefault({ enabled: false }),
});
