import { z } from 'zod';
import * as field from './fields';
import { LOGIN_PROVIDERS } from './login-endpoints';
import type { Objection } from './objection';

/* One account before the pages of the lab: an OpenID Connect provider, asked by oauth2-proxy, Argo CD and Grafana. */

/** Scopes that all of them ask for: https://openid.net/specs/openid-connect-core-1_0.html#ScopeClaims */
export const LOGIN_SCOPES = ['openid', 'email', 'profile'] as const;

/** Name of the Secret with the client's secret, in each namespace that needs it, where homelab.yaml names none. */
const SECRET = 'login-client';

/** Providers whose accounts are no OpenID Connect, with the way that there is. */
const NO_PROVIDERS: Readonly<Record<string, string>> = {
  'github.com': 'GitHub signs people in by OAuth alone and gives out no ID token',
  'token.actions.githubusercontent.com': 'it signs tokens of workflows, and nobody can log in there',
  'discord.com': 'Discord signs people in by OAuth alone and gives out no ID token',
};

/** Tenants of Microsoft that stand for many: the issuer in their tokens is another one for each account. */
const MANY_TENANTS = ['common', 'organizations'];

/** What speaks against an address as that of an issuer: OpenID Connect Discovery 1.0, 3 (issuer), and those that are no such provider. */
export function issuerObjection(value: string): Objection | undefined {
  if (value.startsWith('http:')) {
    return { what: 'is not encrypted, and who changes the answers on the way is whoever he likes', fix: 'use https' };
  }
  if (!URL.canParse(value) || !/^https:\/\/[^/]/.test(value) || /[^\u0021-\u007e]/.test(value) || value.length > 2048) {
    return { what: 'is not the address of an issuer', fix: 'write it as https://id.example.org, as the provider shows it' };
  }
  const { username, password, hostname, pathname } = new URL(value);
  if (username !== '' || password !== '') {
    return { what: 'has a user name or a password in it, and homelab.yaml lies in git', fix: 'write the address alone', secret: true };
  }
  if (/[?#]/.test(value)) { return { what: 'has a query or a fragment, which an issuer never has', fix: 'write the address alone' }; }
  if (value.includes('/.well-known/')) {
    return { what: 'is the address of the document about an issuer', fix: 'write what stands before /.well-known/' };
  }
  const host = hostname.replace(/\.$/, '');
  const because = Object.hasOwn(NO_PROVIDERS, host) ? NO_PROVIDERS[host] : undefined;
  if (because !== undefined) {
    return {
      what: `is no provider of OpenID Connect: ${because}`,
      fix: 'put one between, such as Pocket ID, Authentik, Keycloak or Dex, which can ask it, and write the address of that',
    };
  }
  if (host === 'accounts.google.com' && value !== 'https://accounts.google.com') {
    return { what: 'is not what Google calls itself in its tokens, letter by letter', fix: 'write https://accounts.google.com' };
  }
  const [, tenant = ''] = pathname.split('/');
  return host === 'login.microsoftonline.com' && MANY_TENANTS.includes(tenant) ? {
    what: `names no tenant (${tenant}), and the tokens that come back name the account's own, which is another issuer`,
    fix: 'write the id of your tenant in its place: https://login.microsoftonline.com/TENANT/v2.0',
  } : undefined;
}

function endpointObjection(value: string): Objection | undefined {
  return URL.canParse(value) && /^https:\/\/[^/]/.test(value) && !/[^\u0021-\u007e]|[#{}$`]/.test(value) ? undefined : {
    what: 'is not an address that a browser or Grafana can be sent to', fix: 'copy it from ISSUER/.well-known/openid-configuration',
  };
}

/** A group, as its provider calls it. Commas, quotes and brackets mean something to flags, to Casbin and to JMESPath. */
function groupObjection(value: string): Objection | undefined {
  return /^[\p{L}\p{N} _.:/@+~-]{1,200}$/u.test(value) && value.trim() === value ? undefined : {
    what: 'is not a name of a group that oauth2-proxy, Argo CD and Grafana all can read',
    fix: 'use letters, digits, spaces and . _ : / @ + ~ -',
  };
}

/** An address at which a person has an account. What else a mail address may have means something to JMESPath and to Helm's templates. */
function accountObjection(value: string): Objection | undefined {
  return z.email().safeParse(value).success && /^[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+$/.test(value) ? undefined : {
    what: 'is not an address of an account', fix: 'write it as frank@example.org, with letters, digits and . _ + - before the @',
  };
}

/** True for what is meant as an address of an account, and no group. */
export function isAccount(value: string): boolean {
  return value.includes('@') && !/[/ ]/.test(value);
}

const address = (what: string): z.ZodString => field.text(endpointObjection).describe(what);

const claim = (): z.ZodString => field.matching(
  /^[A-Za-z_][A-Za-z0-9_]{0,99}$/, 'is not the name of a claim', 'use letters, digits and "_", such as preferred_username',
);

/** The section `login`. */
export const login = z.strictObject({
  issuer: field.text(issuerObjection)
    .describe('Where accounts are: the address of an OpenID Connect provider, as it calls itself. https://accounts.google.com, '
      + 'https://login.microsoftonline.com/TENANT/v2.0, one of your own (Authentik, Keycloak), or https://id.DOMAIN of addons.pocket-id.'),
  clientID: field.matching(
    /^[A-Za-z0-9._:/@~-]{1,255}$/, 'is not the id of a client', 'copy it from the provider, where the lab is registered as a client',
  ).describe('Id of the client that the lab is registered as at the provider. Its secret is asked for by lab.cmd secrets.'),
  provider: z.enum(LOGIN_PROVIDERS).optional()
    .describe('Which program the provider is, from which follow the addresses that Grafana has to be told. Default: what the form of the '
      + 'issuer says, which it does for google, microsoft, gitlab.com, keycloak, authentik and addons.pocket-id.'),
  endpoints: z.strictObject({
    authorization: address('authorization_endpoint: where browsers are sent.'),
    token: address('token_endpoint: where a code is changed for tokens.'),
    userinfo: address('userinfo_endpoint: where claims are asked for.'),
  }).optional().describe('Those addresses for any other provider, as in ISSUER/.well-known/openid-configuration.'),
  host: field.name().default('login').describe('First label of the host name that people come back to after they have logged in.'),
  emails: z.array(field.text(accountObjection)).min(1).max(200).optional().describe('Addresses of those who are let in.'),
  emailDomains: z.array(field.hostname()).min(1).max(50).optional()
    .describe('Domains; whoever has an address at one of them is let in.'),
  groups: z.array(field.text(groupObjection)).min(1).max(50).optional()
    .describe('Groups at the provider; only who is in one of them is let in, whatever address it is.'),
  anyone: z.boolean().default(false)
    .describe('Whether everybody is let in who has an account at the provider: for one whose accounts you make yourself.'),
  admins: z.array(field.text((value) => isAccount(value) ? accountObjection(value) : groupObjection(value))).max(200).default([])
    .describe('Addresses or groups of those who may change things in Argo CD and Grafana; everybody else can only look.'),
  scopes: z.array(field.matching(/^[A-Za-z0-9._:/-]{1,100}$/, 'is not a scope', 'write one as the provider lists it, such as groups'))
    .max(20).default([])
    .describe('What is asked for beside openid, email and profile, such as groups where the provider wants that for groups.'),
  emailClaim: claim().default('email')
    .describe('Claim with the address. preferred_username at Microsoft, where accounts often have no email.'),
  groupsClaim: claim().default('groups').describe('Claim with the groups.'),
  session: field.duration().default('24h').describe('How long somebody stays logged in at the pages that have no login of their own.'),
  secretName: field.name().default(SECRET)
    .describe('Secret with the key client-secret in the namespaces oauth2-proxy, argocd and monitoring, each of which reads its own.'),
});

/** The section with its defaults. */
export type Login = z.output<typeof login>;
