import type { Duration } from 'cdk8s';

/** Another path or host name than the one that was asked for; browsers do not see it. At least one of its parts. */
export interface RouteRewrite {
  /** The whole path that the Service is asked for; not along with `prefix`. @default - the one that was asked for */
  readonly path?: string;
  /**
   * What takes the place of the prefix that the rule matches; `/` takes it away. The rule then has one match, a PathPrefix.
   *
   * @default - the prefix stays
   */
  readonly prefix?: string;
  /** Host name that the Service is told. @default - the one that was asked for */
  readonly hostname?: string;
}

/** What is changed in headers, each of them in one way. Their names have no case. */
export interface RouteHeaderChanges {
  /** Headers with their values, in place of what is there. @default - none */
  readonly set?: Readonly<Record<string, string>>;
  /** Headers with their values, beside what is there. @default - none */
  readonly add?: Readonly<Record<string, string>>;
  /** Names of headers to take away. @default - none */
  readonly remove?: readonly string[];
}

/** A Kubernetes Service that gets copies of requests. Its answers are dropped. */
export interface RouteMirror {
  /** Name of the Service. */
  readonly name: string;
  /** Namespace of the Service. @default - the route's own */
  readonly namespace?: string;
  /** Port of the Service. */
  readonly port: number;
  /** Share of the requests, in percent from 1 to 100. @default - all */
  readonly percent?: number;
}

/** Which pages of other origins may ask, as the gateway tells browsers: https://fetch.spec.whatwg.org/#http-cors-protocol */
export interface RouteCors {
  /** Pages that may ask: `https://app.example.com`, `https://*.example.com`, or `*` for all. */
  readonly origins: readonly string[];
  /** Methods beyond GET, HEAD and POST, or `*`. @default - none */
  readonly methods?: readonly string[];
  /** Headers that they may send beyond those that every page may, or `*`. @default - none */
  readonly headers?: readonly string[];
  /** Headers of the answer that they may read, or `*`. @default - those that every page may */
  readonly exposeHeaders?: readonly string[];
  /** Whether they may send cookies and logins along; not with `*`. @default false */
  readonly credentials?: boolean;
  /** How long a browser remembers the answer, in whole seconds. @default - 5 seconds */
  readonly maxAge?: Duration;
}

/** Where browsers are sent, in place of a Service. At least one part beside the status code. */
export interface RouteRedirect {
  /** Scheme of the new address. @default - the one that was asked for */
  readonly scheme?: 'http' | 'https';
  /** Its host name. @default - the one that was asked for */
  readonly hostname?: string;
  /** Its port. @default - that of the scheme */
  readonly port?: number;
  /** The whole path; not along with `prefix`. @default - the one that was asked for */
  readonly path?: string;
  /** What takes the place of the prefix that the rule matches, which then has one match, a PathPrefix. @default - the prefix stays */
  readonly prefix?: string;
  /** 301 and 308 are remembered by browsers; 307 and 308 keep method and body. @default 302 */
  readonly statusCode?: 301 | 302 | 303 | 307 | 308;
}

/** What is done with a request on its way, and with its answer. */
export interface RouteFilters {
  /** Another path or host name. @default - the one that was asked for */
  readonly rewrite?: RouteRewrite;
  /** What is changed in the headers of requests. @default - nothing */
  readonly requestHeaders?: RouteHeaderChanges;
  /** What is changed in the headers of answers. @default - nothing */
  readonly responseHeaders?: RouteHeaderChanges;
  /** Services that get copies of requests; 12 at most. @default - none */
  readonly mirror?: readonly RouteMirror[];
  /** Which pages of other origins may ask. @default - those that the Service itself lets */
  readonly cors?: RouteCors;
  /** Where browsers are sent, in place of a Service; no `backends`, `rewrite` or `timeouts` then. @default - nowhere */
  readonly redirect?: RouteRedirect;
}
