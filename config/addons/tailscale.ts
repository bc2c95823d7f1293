import { z } from 'zod';
import { parseAddress } from '../address';
import * as field from '../fields';
import type { Objection } from '../objection';

/** Name of the add-on, of its namespace, its Application and all its objects. */
export const TAILSCALE = 'tailscale';

/** CheckTag in tailcfg/tailcfg.go, v1.102.3. */
const TAG = /^tag:[A-Za-z][A-Za-z0-9-]*$/;

/** What speaks against an address as that of a control server. */
function serverObjection(value: string): Objection | undefined {
  const fix = 'write it as your clients have it, such as https://headscale.example.com';
  if (!/^https?:\/\/[^\s\\]+$/.test(value) || !URL.canParse(value)) { return { what: 'is not the address of a server', fix }; }
  const { username, password, pathname, search, hash } = new URL(value);
  if (username !== '' || password !== '') { return { what: 'has a login in it, which git would keep', fix }; }
  const isPlain = pathname === '/' && search === '' && hash === '';
  return isPlain ? undefined : { what: 'has a path or a query, which a control server has not', fix };
}

/** The add-on `tailscale`: a way into the lab for devices of a tailnet. */
export const tailscaleKeys = {
  hostname: field.name().default('homelab').describe('Name of the device in the tailnet.'),
  authKeySecretName: field.name().default('tailscale-auth')
    .describe('Secret in the namespace tailscale with the key authkey, by which the device joins the tailnet once.'),
  tags: z.array(field.matching(
    TAG, 'is not a tag of a tailnet', 'write "tag:" and letters, digits or "-", beginning with a letter, such as tag:homelab',
  )).default([]).describe('Tags of the device. A key that is an OAuth client secret needs one; other keys bring their own.'),
  routes: z.array(field.text((value) => parseAddress(value) === undefined ? field.networkObjection(value) : undefined)).default([])
    .describe('Networks or addresses to reach beside those of the lab, such as a NAS. Each is approved in the tailnet once.'),
  loginServer: field.text(serverObjection).optional()
    .describe('Address of a control server of your own, such as Headscale. Default: that of Tailscale.'),
};
