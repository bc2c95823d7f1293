import { z } from 'zod';
import * as field from '../fields';
import type { Objection } from '../objection';

/** The longest of what is read in a card; what is longer is cut off there anyway. */
const LONGEST = 100;
/** What browsers and proxies take for certain: RFC 9110, 4.1, asks for 8000 octets, and older ones for less. */
const LONGEST_ADDRESS = 2000;

/** What is read on the page: one line, of any language. */
const line = (): z.ZodString => field.text((value) => {
  const fix = `write 1 to ${LONGEST} characters, without a line break and without a space at either end`;
  if (value === '' || [...value].length > LONGEST || value.trim() !== value) { return { what: 'is not a line of text', fix }; }
  return /[\p{Cc}\p{Cs}\u2028\u2029]/u.test(value) ? { what: 'has a character that cannot be shown', fix } : undefined;
});

/** What speaks against an address that a link of the page leads to, if anything. */
function linkObjection(value: string): Objection | undefined {
  const fix = 'write it as https://nas.home.arpa:5001 or http://192.168.1.1, as the browser shows it';
  if (/^[a-z]+:\/\/[^/\s]*@/i.test(value)) {
    return { what: 'has a user name or a password in it, and homelab.yaml lies in git', fix: 'write the address alone', secret: true };
  }
  if (!/^https?:\/\/[^/]/i.test(value)) { return { what: 'is not the address of a page', fix }; }
  if (value.length > LONGEST_ADDRESS) { return { what: `has more than ${LONGEST_ADDRESS} characters`, fix: 'write a shorter one' }; }
  return URL.canParse(value) && /^[\u0021-\u007e]+$/.test(value) && !/["<>\\^`{|}]/.test(value) ? undefined : {
    what: 'has characters that an address cannot have', fix: 'percent-encode them, such as %20 for a space',
  };
}

/** Name of an icon of the collections that homepage knows (src/components/resolvedicon.jsx, v1.12.3), with a colour for two of them. */
const ICON_NAME = /^(?!https?)[A-Za-z0-9][A-Za-z0-9._-]{0,99}(?<=[A-Za-z0-9])(-#[0-9A-Fa-f]{6})?$/;

/** What speaks against an icon, if anything. */
function iconObjection(value: string): Objection | undefined {
  if (ICON_NAME.test(value)) { return undefined; }
  if (/^http:/i.test(value)) { return { what: 'is read in clear, which browsers refuse on a page that is not', fix: 'use https' }; }
  return value.startsWith('https:') ? linkObjection(value) : {
    what: 'is not an icon', fix: 'write the name of one, such as jellyfin.svg, mdi-router or si-proxmox, or its address with https',
  };
}

const icon = field.text(iconObjection).optional()
  .describe('Its icon: a name at dashboardicons.com, or with mdi- or si- one of Material Design or Simple Icons, or an address. The '
    + 'browser fetches it from there.');
const description = line().optional();

/** The add-on `homepage`: a page with links to all others. */
export const homepageKeys = {
  host: field.name().default('home').describe('First label of its host name.'),
  title: line().optional().describe('What stands at its head. Default: the domain.'),
  theme: z.enum(['light', 'dark']).optional().describe('How it looks. Default: whoever looks at it chooses.'),
  pages: z.array(z.strictObject({
    name: field.name().describe('The page: the name of a service, or argocd, grafana or hubble.'),
    show: z.boolean().default(true).describe('Whether it is there.'),
    title: line().optional().describe('What it is called. Default: the name of the service.'),
    description: description.describe('What stands below. Default: its host name.'),
    icon,
  })).default([]).describe('What is said of pages of the lab, all of which are there by themselves.'),
  links: z.array(z.strictObject({
    name: line().describe('What it is called.'),
    url: field.text(linkObjection).describe('Where it leads.'),
    group: line().default('Links').describe('The heading that it stands under.'),
    description: description.describe('What stands beside it. Default: the host of its address.'),
    icon,
  })).default([]).describe('Further links, such as the router and the NAS.'),
};
