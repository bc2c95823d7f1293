import { ADDON_SECRET_READERS } from '../charts/addons/secret-readers';
import { CERTIFICATE_SECRET_READERS } from '../charts/certificates/secret-readers';
import type { SecretReader } from '../charts/core/secret-reader';
import { GITOPS_SECRET_READERS } from '../charts/gitops/secret-readers';
import { MESH_SECRET_READERS } from '../charts/mesh/secret-readers';
import { MONITORING_SECRET_READERS } from '../charts/monitoring/secret-readers';

/** Everybody that may; each stands in the folder of its layer. Whoever is not here is reported by the judge chart-secrets. */
export const SECRET_READERS: readonly SecretReader[] = [
  ...GITOPS_SECRET_READERS, ...MESH_SECRET_READERS, ...CERTIFICATE_SECRET_READERS, ...MONITORING_SECRET_READERS,
  ...ADDON_SECRET_READERS,
];
