import { logsInAtPocketId, POCKET_ID, pocketIdHostname } from '../addons/pocket-id';
import type { ConfigPath, Problem } from '../problem';
import type { HomelabConfig } from '../schema';
import { hidesPages, signsPrivately } from '../trusted-hosts';

const ADDON: ConfigPath = ['addons', POCKET_ID];
const ISSUER: ConfigPath = ['login', 'issuer'];
const TLS: ConfigPath = ['tls', 'issuer'];
const SIGNED = 'set tls.issuer to letsencrypt-prod';

/** The provider inside the lab is at a page for which browsers keep passkeys. */
export function checkPocketId(config: HomelabConfig): Problem[] {
  const hostname = pocketIdHostname(config);
  // Where people log in there it is refused, below.
  if (hostname === undefined || !signsPrivately(config) || logsInAtPocketId(config)) { return []; }
  return [{
    path: [...ADDON, 'enabled'], related: [TLS], severity: 'warning', rule: 'passkeys-trusted',
    what: `keeps passkeys for ${hostname}, whose certificate (tls.issuer ${config.tls.issuer}) ${whoTrusts(config)}: a browser that does `
      + 'not trust it makes and takes none',
    fix: SIGNED,
  }];
}

/** What is asked of the provider inside the lab, where people log in there. */
export function checkOwnProvider(config: HomelabConfig): Problem[] {
  const { login } = config;
  const hostname = pocketIdHostname(config);
  if (login === undefined || hostname === undefined) { return []; }
  const issuer = `https://${hostname}`;
  const problems: Problem[] = [];
  if (login.issuer !== issuer) {
    problems.push({
      path: ISSUER, related: [[...ADDON, 'host']],
      what: `is not what addons.${POCKET_ID} calls itself in its tokens, letter by letter (${login.issuer})`, fix: `write ${issuer}`,
    });
  }
  if (login.provider !== undefined && login.provider !== POCKET_ID) {
    problems.push({
      path: ['login', 'provider'], related: [ISSUER, ADDON],
      what: `is ${login.provider}, and at ${hostname} answers addons.${POCKET_ID}: Grafana would be sent to addresses that are not there`,
      fix: 'remove it; it follows from the issuer',
    });
  }
  if (signsPrivately(config)) {
    problems.push({
      path: ISSUER, related: [TLS],
      what: `is addons.${POCKET_ID} at ${hostname}, signed by ${config.tls.issuer}, which oauth2-proxy, Argo CD and Grafana do not trust, `
        + 'and browsers keep no passkey for a page that they do not trust',
      fix: `${SIGNED}, or log in at a provider outside the lab`,
    });
  } else if (hidesPages(config)) {
    problems.push({
      path: ISSUER, related: [['dns', 'pods'], ['network', 'dnsServers']],
      what: `is addons.${POCKET_ID} at ${hostname}, which no name server that the pods ask knows, so nobody could log in`,
      fix: 'remove pods from dns, or log in at a provider outside the lab',
    });
  }
  return problems;
}

function whoTrusts({ tls }: HomelabConfig): string {
  return tls.issuer === 'letsencrypt-staging' ? 'nobody trusts' : 'is trusted only where somebody has said so';
}
