import type { HomelabConfig } from '../schema';

/** Labels of every pod of a database (pkg/utils/labels_annotations.go of cloudnative-pg/cloudnative-pg at v1.30.0). */
export const INSTANCE_LABELS = { 'cnpg.io/podRole': 'instance' } as const;

/** What the names of all labels begin with that the operator gives to pods of a database, `cnpg.io/cluster` among them (same file). */
const LABEL_PREFIX = 'cnpg.io/';

/** Port at which the operator asks a database how it is, by TLS of its own (pkg/management/url/url.go at v1.30.0). */
const STATUS_PORT = 8000;
/** Port with metrics of a database (same file). */
const METRICS_PORT = 9187;

/** Ports of databases that callers outside the mesh connect to. */
export interface DatabaseAccess {
  /** Namespace of the databases. */
  readonly namespace: string;
  /** Labels of their pods. */
  readonly labels: Readonly<Record<string, string>>;
  /** What the names of all their labels begin with. */
  readonly labelPrefix: string;
  /** The ports. */
  readonly ports: readonly number[];
}

/**
 * What has to be open in the mesh for databases to be looked after: the operator is outside of it, as the API server calls its webhooks
 * from there, and so is Prometheus. A database may be in any namespace of one's own, and a service may close it where plain text is taken.
 */
export function databaseAccess(config: HomelabConfig): DatabaseAccess[] {
  const { addons, monitoring, namespaces } = config;
  if (!addons['cloudnative-pg'].enabled) { return []; }
  return namespaces.filter(({ ambient }) => ambient).map(({ name }) => ({
    namespace: name, labels: INSTANCE_LABELS, labelPrefix: LABEL_PREFIX, ports: [STATUS_PORT, ...monitoring.enabled ? [METRICS_PORT] : []],
  }));
}
