/**
 * How much one HTTPRoute holds, from its definition:
 * https://github.com/kubernetes-sigs/gateway-api/blob/v1.5.1/config/crd/standard/gateway.networking.k8s.io_httproutes.yaml
 */
export const ROUTE_LIMITS = {
  /** Host names. */
  hostnames: 16,
  /** Rules. */
  rules: 16,
  /** Matches of one rule. */
  matchesOfRule: 64,
  /** Matches of all rules together. */
  matches: 127,
  /** Headers of one match. */
  headers: 16,
  /** Backends of one rule. */
  backends: 16,
  /** The largest weight of a backend. */
  weight: 1_000_000,
  /** The largest port of a Service. */
  port: 65_535,
} as const;
