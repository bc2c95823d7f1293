import type { Objection } from '../../config/objection';
import { ROUTE_LIMITS } from '../../config/route-limits';
import { GATEWAY_DURATION } from '../../config/units';
import { about, type RuleObjection } from './objection-about';

/** A CORS policy, as far as it can be wrong by itself. */
export interface CorsParts {
  /** Pages that may ask. */
  readonly origins: readonly string[];
  /** @default - none */
  readonly methods?: readonly string[];
  /** @default - none */
  readonly headers?: readonly string[];
  /** @default - none */
  readonly exposeHeaders?: readonly string[];
  /** @default false */
  readonly credentials?: boolean;
  /** A duration of the Gateway API. @default - 5 seconds */
  readonly maxAge?: string;
}

/** Everything that the API server would refuse in a CORS policy, or that browsers would understand in another way, from the policy on. */
export function corsObjections(cors: CorsParts): RuleObjection[] {
  const { origins, methods = [], headers = [], exposeHeaders = [], credentials = false, maxAge } = cors;
  const lists = Object.entries({ origins, methods, headers, exposeHeaders });
  return [
    ...origins.flatMap((origin, index) => about(originObjection(origin), origin, 'origins', index)),
    ...lists.flatMap(([key, items]) => listObjections(key, items)),
    ...lists.flatMap(([key, items]) =>
      items.flatMap((item, index) => credentials && isEvery(key, item) ? [withCredentials(key, index)] : [])),
    ...maxAge === undefined ? [] : about(ageObjection(maxAge), maxAge, 'maxAge'),
  ];
}

/** Rules of the definition: no item twice, and "*" stands alone. Names of exposed headers are free of the second. */
function listObjections(key: string, items: readonly string[]): RuleObjection[] {
  const twice = items.flatMap((item, index) => items.indexOf(item) === index ? [] : [{
    at: [key, index], what: `is there twice (${item})`, fix: 'remove one of the two',
  }]);
  const star = items.indexOf('*');
  return key === 'exposeHeaders' || star < 0 || items.length === 1 ? twice : [...twice, {
    at: [key, star], what: 'stands for all, so nothing can be beside it ("*")', fix: 'remove the others, or the "*"',
  }];
}

/** True for "*", and for an origin at any host: Istio makes a beginning of addresses of it (convertCORS in its conversion of routes). */
function isEvery(key: string, item: string): boolean {
  return item === '*' || (key === 'origins' && /^https?:\/\/\*(:\d+)?$/.test(item));
}

/** https://fetch.spec.whatwg.org/#cors-protocol-and-credentials */
function withCredentials(key: string, index: number): RuleObjection {
  return key === 'origins'
    ? {
      at: [key, index], what: 'would let every page on the internet read answers as the person who is logged in, with credentials',
      fix: 'name the pages, or remove credentials',
    }
    : {
      at: [key, index], what: 'is a plain name to browsers where credentials are sent along ("*")', fix: 'name them, or remove credentials',
    };
}

/** The definition's own form. */
const ORIGIN = /(^\*$)|(^(http(s)?):\/\/(((\*\.)?([a-zA-Z0-9-]+\.)*[a-zA-Z0-9-]+|\*)(:([0-9]{1,5}))?)$)/;

function originObjection(origin: string): Objection | undefined {
  if (ORIGIN.test(origin)) {
    const port = Number(/:(\d+)$/.exec(origin)?.[1] ?? 1);
    const isPort = port >= 1 && port <= ROUTE_LIMITS.port;
    return isPort ? undefined : { what: 'has a port that nothing can have', fix: `use 1 to ${ROUTE_LIMITS.port}` };
  }
  return {
    what: 'is not an origin',
    fix: 'write scheme and host, with a port where it is not that of the scheme, such as https://app.example.com '
      + '(no path, no slash at the end)',
  };
}

function ageObjection(maxAge: string): Objection | undefined {
  const seconds = (GATEWAY_DURATION.parse(maxAge)?.toMilliseconds() ?? 0) / 1000;
  return Number.isInteger(seconds) && seconds >= 1 && seconds <= LONGEST_AGE
    ? undefined : { what: 'is no whole number of seconds above 0', fix: 'write whole seconds, minutes or hours, such as 24h' };
}

/** The definition counts seconds in 32 bits. */
const LONGEST_AGE = 2 ** 31 - 1;
