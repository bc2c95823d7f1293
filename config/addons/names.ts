/*
 * The optional layers of a lab: each is one chart in a namespace of its own, and the names of the add-on, of its namespace, of its
 * Application, of its release and of its values are the same. charts/addons/ has what each is made of.
 */

/** Add-ons that `addons` of homelab.yaml switches on. */
export const SWITCHED_ADDONS = ['reloader', 'sealed-secrets', 'nfs'] as const;
/** Add-ons that another key asks for: `dns`. */
export const ASKED_ADDONS = ['k8s-gateway', 'external-dns'] as const;
/** Every add-on. */
export const ADDON_NAMES = [...ASKED_ADDONS, ...SWITCHED_ADDONS] as const;

/** An add-on that has a key below `addons`. */
export type SwitchedAddon = typeof SWITCHED_ADDONS[number];
/** One of all add-ons. */
export type AddonName = typeof ADDON_NAMES[number];
