import type { Objection } from '../../config/objection';
import { pageNames } from '../../config/page-names';
import type { ConfigPath, Problem } from '../../config/problem';
import type { HomelabConfig } from '../../config/schema';
import type { PodService } from '../../config/service-pods';
import { hidesPages, isSignedPrivately, isUnsigned } from '../../config/trusted-hosts';
import { isMapping } from '../../config/kinds';
import { podServices } from './policy-services';

/** Name of the chart, whose value `jwksResolverExtraRootCA` is a further authority that istiod trusts for keys of tokens. */
const CHART = 'istiod';
const EXTRA_AUTHORITY = 'jwksResolverExtraRootCA';

const FIX = 'write the keys as jwks';

/**
 * Keys that istiod fetches are at a host that it finds and whose certificate it trusts: it knows the authorities of its own image, and the
 * name servers of the nodes (`NewJwksResolver` in https://github.com/istio/istio/blob/1.30.3/pilot/pkg/model/jwks_resolver.go).
 */
export function checkTokenKeys(config: HomelabConfig): Problem[] {
  const fetched = podServices(config).flatMap(({ service, path }) => service.jwt ? fetchedFrom(service.jwt, [...path, 'jwt']) : []);
  if (fetched.length === 0) { return []; }
  const pages = pageNames(config);
  return fetched.flatMap(({ host, path }): Problem[] => {
    const trust = trustsMore(config) ? undefined : trustObjection(config, host, pages);
    if (trust !== undefined) { return [{ path, related: pages.has(host) ? [['tls', 'issuer']] : [], ...trust }]; }
    return pages.has(host) ? [pageProblem(config, host, path)] : [];
  });
}

/** A host that keys are fetched from, with the key that says so. */
interface Fetched {
  readonly host: string;
  readonly path: ConfigPath;
}

function fetchedFrom({ issuer, jwksUri, jwks }: NonNullable<PodService['jwt']>, path: ConfigPath): Fetched[] {
  const address = jwksUri ?? issuer;
  if (jwks !== undefined || !URL.canParse(address) || !address.startsWith('https://')) { return []; }
  const host = new URL(address).hostname.replace(/\.$/, '');
  return [{ host, path: [...path, jwksUri === undefined ? 'issuer' : 'jwksUri'] }];
}

function trustsMore({ values }: HomelabConfig): boolean {
  const { [EXTRA_AUTHORITY]: own, pilot } = values[CHART];
  return [own, isMapping(pilot) ? pilot[EXTRA_AUTHORITY] : undefined].some((each) => typeof each === 'string' && each !== '');
}

function trustObjection(config: HomelabConfig, host: string, pages: ReadonlySet<string>): Objection | undefined {
  if (!pages.has(host)) {
    return isUnsigned(host) ? {
      what: `is at ${host}, for which no public authority signs a certificate, so istiod would not trust it and every token be refused`,
      fix: FIX,
    } : undefined;
  }
  return isSignedPrivately(config, host) ? {
    what: `is a page of this lab (${host}), signed by ${config.tls.issuer}, which istiod does not trust, so every token would be refused`,
    fix: FIX,
  } : undefined;
}

function pageProblem(config: HomelabConfig, host: string, path: ConfigPath): Problem {
  if (hidesPages(config)) {
    return {
      path, related: [['dns', 'pods'], ['network', 'dnsServers']],
      what: `is a page of this lab (${host}), which no name server that istiod asks knows, so every token would be refused`,
      fix: `remove pods from dns, or ${FIX}`,
    };
  }
  return {
    path, severity: 'warning', rule: 'token-keys-outside',
    what: `is a page of this lab (${host}), which istiod has to ${config.dns.pods ? '' : 'find in DNS and '}reach through the gateway: `
      + 'until it does, every token is refused',
    fix: FIX,
  };
}
