/*
 * The optional layers of a lab: each is one chart in a namespace of its own, or what this program makes itself where there is none that
 * could be used, and the names of the add-on, of its namespace, of its Application, of its release and of its values are the same.
 * charts/addons/ has what each is made of.
 */

/** Add-ons that `addons` of homelab.yaml switches on, and that are made of charts. */
const SWITCHED_CHARTS = ['reloader', 'sealed-secrets', 'external-secrets', 'nfs', 'cloudnative-pg'] as const;
/** Those that have no chart. */
export const OWN_ADDONS = ['cloudflared', 'tailscale', 'pocket-id', 'homepage'] as const;
/** Add-ons that another key asks for: `dns`, and `login`. */
export const ASKED_ADDONS = ['k8s-gateway', 'external-dns', 'oauth2-proxy'] as const;
/** Add-ons that `addons` of homelab.yaml switches on. */
export const SWITCHED_ADDONS = [...SWITCHED_CHARTS, ...OWN_ADDONS] as const;
/** Add-ons that are made of charts. */
export const CHART_ADDONS = [...ASKED_ADDONS, ...SWITCHED_CHARTS] as const;
/** Every add-on. */
export const ADDON_NAMES = [...ASKED_ADDONS, ...SWITCHED_ADDONS] as const;

/** An add-on that has a key below `addons`. */
export type SwitchedAddon = typeof SWITCHED_ADDONS[number];
/** An add-on that is made of a chart. */
export type ChartAddon = typeof CHART_ADDONS[number];
/** One of all add-ons. */
export type AddonName = typeof ADDON_NAMES[number];
