import type { HomelabConfig } from './schema';

/** True where pods of a namespace join the mesh. */
export function isInMesh({ namespaces }: Pick<HomelabConfig, 'namespaces'>, name: string): boolean {
  return namespaces.some((each) => each.name === name && each.ambient);
}

/** How pods of a namespace get into the mesh, as a remedy; none for a namespace of the platform. */
export function waysIntoMesh({ mesh, namespaces }: Pick<HomelabConfig, 'mesh' | 'namespaces'>, name: string): string[] {
  if (!namespaces.some((each) => each.name === name)) { return []; }
  return [mesh.enabled ? 'take its pods into the mesh (ambient: true under namespaces)' : 'set mesh.enabled to true'];
}
