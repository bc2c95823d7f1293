import { formatPath, type ConfigPath, type Problem } from '../../config/problem';
import type { HomelabConfig } from '../../config/schema';
import { byHostname, claimants, listenerKey, type Claimant } from './claimants';
import { claimOf } from './claims';
import { holds, holdsExpression } from './match-order';

/** No two ask for the same requests, and every match can get some. */
export function checkClaims(config: HomelabConfig): Problem[] {
  const all = claimants(config);
  const groups = [...byHostname(all).values()];
  const problems = [...checkEqual(all), ...groups.flatMap(checkExpressions), ...groups.flatMap(checkProtocols)];
  // What meets at several gateways is told once.
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}

function checkEqual(all: readonly Claimant[]): Problem[] {
  const claims = new Map<string, Claimant>();
  return all.flatMap((each): Problem[] => {
    const key = `${listenerKey(each)} ${String(isPassed(each))} ${claimOf(each.match)}`;
    const other = claims.get(key);
    if (other === undefined) { claims.set(key, each); return []; }
    if (other.owner === each.owner) { return isToldHere(each, other, all) ? [ownTwice(each, other)] : []; }
    return [{
      path: each.at, related: [...restsOn(each), ...restsOn(other)],
      what: `claims ${each.hostname}${each.match.path.value} like ${other.who}; only the older of the two routes would be served`,
      fix: each.rule === undefined ? 'choose another host' : 'change its hostname, its path or its headers',
    }];
  });
}

/** A service has the same matches under each of its names, and is told once. A name that is there twice has a check of its own. */
function isToldHere(each: Claimant, other: Claimant, all: readonly Claimant[]): boolean {
  const isSame = each.rule === other.rule && each.match === other.match;
  const isTesters = other.rule?.at[0] === 'canary';
  return !isSame && !isTesters && all.find(({ owner }) => owner === each.owner)?.hostname === each.hostname;
}

/** Within one route the first of two equal matches wins: https://gateway-api.sigs.k8s.io/reference/spec/#httprouterule */
function ownTwice(each: Claimant, other: Claimant): Problem {
  return {
    path: each.at, related: [other.at],
    what: `takes no request, because ${formatPath(other.at.slice(each.owner.length))} takes all of them before it`,
    fix: 'remove it, or change its path, method, headers or queryParams',
  };
}

/** A host name that is written out is the same whatever the domain is. */
function restsOn({ named, owner }: Claimant): ConfigPath[] {
  return [...named[2] === 'hostname' || named[2] === 'hostnames' ? [] : [['domain']], owner];
}

/** Expressions come last, whatever their length: a prefix that holds all of their paths leaves them nothing. */
function checkExpressions(group: readonly Claimant[]): Problem[] {
  // What testers of a canary ask for follows from what everybody does.
  const written = group.filter(({ match, rule }) => match.path.type === 'RegularExpression' && rule?.at[0] !== 'canary');
  return written.flatMap((each): Problem[] => {
    const wider = group.find((other) => other.rule !== each.rule && isPrefix(other)
      && holdsExpression(other.match.path.value, each.match.path.value)
      && holds({ ...other.match, path: each.match.path }, each.match));
    return wider === undefined ? [] : [{
      path: each.at, related: [...restsOn(each), ...restsOn(wider)],
      what: `takes no request: the gateway looks at expressions after every prefix, and ${takerOf(wider, each)} takes `
        + `${wider.match.path.value} and all below it`,
      fix: each.match.call
        ? 'write names of methods here, or name those of the other' : 'write PathPrefix or Exact here, or a narrower path there',
    }];
  });
}

/** What takes every call of gRPC has no prefix, and comes after everything. */
function isPrefix({ match, rule }: Claimant): boolean {
  return match.path.type === 'PathPrefix' && !(rule?.protocol === 'grpc' && match.call === undefined);
}

/** A host name has routes of one kind: https://gateway-api.sigs.k8s.io/api-types/grpcroute/#cross-serving */
function checkProtocols(group: readonly Claimant[]): Problem[] {
  const passed = group.find(isPassed);
  if (passed !== undefined) { return checkPassed(passed, group); }
  const http = group.find(({ rule }) => rule?.protocol !== 'grpc');
  const calls = group.filter(({ rule }) => rule?.protocol === 'grpc');
  if (http === undefined) { return []; }
  return [...new Map(calls.map((each) => [each.owner, each])).values()].map((each) => ({
    path: each.named, related: [...restsOn(each), ...restsOn(http)],
    what: `has calls of gRPC under ${each.hostname}, where ${http.who} has HTTP; the gateway serves only one of the two`,
    fix: 'give it a host name of its own',
  }));
}

/** The listener of a name takes all connections to it, before the one that has none. */
function checkPassed(passed: Claimant, group: readonly Claimant[]): Problem[] {
  const others = group.filter((each) => !isPassed(each));
  return [...new Map(others.map((each) => [each.owner, each])).values()].map((each) => each.named[0] === 'services' ? ({
    path: each.named, related: [...restsOn(each), ...restsOn(passed)],
    what: `gets no request to ${each.hostname}: ${passed.who} takes all connections to that name (protocol: tls), unread`,
    fix: 'give one of them a host name of its own',
  }) : ({
    // Pages of the platform have names that nobody wrote.
    path: passed.named, related: [...restsOn(each), ...restsOn(passed)],
    what: `is the name of ${each.who} too (${each.hostname}), which would get no request: all connections to it are handed on, unread`,
    fix: 'choose another host name',
  }));
}

function isPassed({ rule }: Claimant): boolean {
  return rule?.protocol === 'tls';
}

function takerOf(wider: Claimant, each: Claimant): string {
  return wider.owner === each.owner ? formatPath(wider.rule?.at ?? []) : wider.who;
}
