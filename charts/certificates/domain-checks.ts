import type { ConfigCheck } from '../../config/checks';
import { domainOf, labDomains } from '../../config/domains';
import type { Objection } from '../../config/objection';
import { formatPath, type Problem } from '../../config/problem';
import { LETS_ENCRYPT, publicAuthorityOf } from '../../config/public-authorities';
import { isExampleDomain, publicDomainObjection } from '../../config/public-names';
import type { HomelabConfig } from '../../config/schema';
import { passedHostnames } from '../../config/service-rules';
import { siteKey, sites } from '../../config/sites';

/** Every domain is one that somebody signs, each has certificates of its own, and each is of use. */
export const DOMAIN_CONFIG_CHECKS: readonly ConfigCheck[] = [checkPublic, checkApart, checkUsed, checkNames];

const OF_EXAMPLES: Objection = { what: 'is a domain for examples, which nobody owns', fix: 'write a domain that you own' };

/** A public authority signs public names. Private ones sign any. */
function checkPublic(config: HomelabConfig): Problem[] {
  const authority = publicAuthorityOf(config.tls);
  if (authority === undefined) { return []; }
  // A domain of examples stands for one to come: the summary lists it among what is still to be filled in.
  const isToCome = isExampleDomain(config.domain);
  return labDomains(config).flatMap(({ name, at }): Problem[] => {
    if (isToCome && isExampleDomain(name)) { return []; }
    const objection = isExampleDomain(name) ? OF_EXAMPLES : publicDomainObjection(name, authority.name);
    if (objection === undefined) { return []; }
    const what = objection.what.includes(`(${name})`) ? objection.what : `${objection.what} (${name})`;
    return [{ path: at, related: [['tls', 'issuer']], what, fix: objection.fix }];
  });
}

/** Each domain has a listener and a certificate that are called after it. */
function checkApart(config: HomelabConfig): Problem[] {
  const seen = new Map<string, string>();
  return labDomains(config).flatMap(({ name, at }): Problem[] => {
    const key = siteKey(name);
    const other = seen.get(key);
    seen.set(key, other ?? name);
    if (other === name) { return [{ path: at, what: `is there twice (${name})`, fix: 'remove one of the two' }]; }
    if (other !== undefined) {
      const what = `differs from ${other} only in dots and hyphens, and objects of both would have one name`;
      return [{ path: at, related: [['domain']], what, fix: 'leave one of the two to another lab' }];
    }
    if (config.domain.endsWith(`.${name}`)) {
      return [{
        path: at, related: [['domain']], what: `lies above the lab's own domain, whose requests its listener would take (${name})`,
        fix: `write "domain: ${name}", and ${config.domain} under domains`,
      }];
    }
    return [];
  });
}

/** A domain under which nothing answers costs a listener, and a certificate that has to be renewed. */
function checkUsed(config: HomelabConfig): Problem[] {
  const used = new Set(sites(config).flatMap(({ hostnames }) => hostnames).map((hostname) => domainOf(config, hostname)?.name));
  const passed = new Map(passedHostnames(config).map((hostname) => [domainOf(config, hostname)?.name, hostname]));
  const isAnswered = config.dns.provider === 'k8s-gateway' || config.dns.provider === 'external-dns';
  // What is wrong with the domain itself comes first.
  const wrong = new Set([...checkPublic(config), ...checkApart(config)].map(({ path }) => formatPath(path)));
  return config.domains.flatMap(({ name }, index): Problem[] => {
    const path = ['domains', index, 'name'];
    const hostname = passed.get(name);
    if (used.has(name) || wrong.has(formatPath(path)) || (hostname !== undefined && isAnswered)) { return []; }
    return [hostname === undefined ? {
      path, what: `is a domain that no service has a name in (${name})`, fix: `add "hostname: www.${name}" to a service, or remove it`,
    } : {
      path, related: [['dns', 'provider']],
      what: `holds names of services with protocol: tls alone (${hostname}), which bring their own certificates and need no domain here`,
      fix: 'remove it, or have dns: k8s-gateway answer for it',
    }];
  });
}

/** Let's Encrypt signs up to 100 names (https://letsencrypt.org/docs/rate-limits/). */
const MOST_NAMES = 100;

function checkNames(config: HomelabConfig): Problem[] {
  if (publicAuthorityOf(config.tls)?.name !== LETS_ENCRYPT.name) { return []; }
  return sites(config).filter(({ names }) => names.length > MOST_NAMES).map(({ domain, names }) => ({
    path: domain.at, what: `has ${names.length} names on its certificate, of which Let's Encrypt signs ${MOST_NAMES} `
      + `(the wildcard covers those one label below ${domain.name})`,
    fix: 'use names one label below the domain',
  }));
}
