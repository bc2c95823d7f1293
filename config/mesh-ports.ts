/**
 * Ports that ztunnel listens on inside each pod of the mesh, besides 15080 that it has only when asked:
 * https://github.com/istio/ztunnel/blob/release-1.30/src/config.rs
 */
export const MESH_PORTS: readonly number[] = [15001, 15006, 15008, 15053];
