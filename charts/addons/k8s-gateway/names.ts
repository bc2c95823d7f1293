/** Name of the add-on, and of everything that its chart makes. */
export const K8S_GATEWAY = 'k8s-gateway';
/** Name of the port of its pods with metrics, as the chart has it. */
export const METRICS_PORT = 'metrics';
/** The kinds whose names it answers for. Not Ingress: the lab has none. */
export const WATCHED_KINDS = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'Service'] as const;
