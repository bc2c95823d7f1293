/**
 * How much one HTTPRoute holds, from its definition:
 * https://github.com/kubernetes-sigs/gateway-api/blob/v1.5.1/config/crd/standard/gateway.networking.k8s.io_httproutes.yaml
 */
export const ROUTE_LIMITS = {
  /** Host names. */
  hostnames: 16,
  /** Gateways and listeners that it attaches to. */
  parents: 32,
  /** Rules. */
  rules: 16,
  /** Matches of one rule. */
  matchesOfRule: 64,
  /** Matches of all rules together. */
  matches: 128,
  /** Headers of one match. */
  headers: 16,
  /** Parameters of the query in one match. */
  queryParams: 16,
  /** Characters of the value of a header. */
  headerValue: 4096,
  /** Characters of the value of a parameter. */
  queryValue: 1024,
  /** Characters of a path, of an expression for one, and of what takes its place. */
  path: 1024,
  /** Headers that one rule sets, adds or removes. */
  changedHeaders: 16,
  /** Mirrors of one rule: of its 16 filters one changes the address, two change headers, one is about CORS. */
  mirrors: 12,
  /** Origins, headers or exposed headers of one CORS policy. */
  cors: 64,
  /** Methods of one CORS policy. */
  corsMethods: 9,
  /** Backends of one rule. */
  backends: 16,
  /** The largest weight of a backend. */
  weight: 1_000_000,
  /** The largest port of a Service. */
  port: 65_535,
} as const;
