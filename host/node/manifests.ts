import type { NodeFile } from './files';

/** Where K3s looks for manifests to apply by itself. */
const FOLDER = '/var/lib/rancher/k3s/server/manifests';
/** File name to text, as in dist/bootstrap. */
export type Manifests = ReadonlyMap<string, string>;

/** What K3s brings along and lays into the same folder under these names (k3s: manifests/). */
const PACKAGED = [
  'aggregated-metrics-reader', 'auth-delegator', 'auth-reader', 'ccm', 'coredns', 'local-storage', 'metrics-apiservice', 'metrics-server-deployment',
  'metrics-server-service', 'resource-reader', 'rolebindings', 'runtimes', 'traefik',
];

/** The manifests as files of the node, byte for byte. */
export function manifestFiles(manifests: Manifests): NodeFile[] {
  const owners = new Map<string, string>();
  return [...manifests].map(([file, content]) => {
    const addOn = addOnName(file);
    const owner = owners.get(addOn);
    if (owner !== undefined) { throw new Error(`${owner} and ${file} would be one add-on of K3s, "${addOn}", and each would delete the objects of the other`); }
    owners.set(addOn, file);
    return { path: `${FOLDER}/${file}`, permissions: '0600', content };
  });
}

/** The names of the manifests, one per line. */
export function manifestList(manifests: Manifests): string {
  return [...manifests.keys()].map((file) => `${file}\n`).join('');
}

/**
 * K3s keeps one AddOn object per file, named after what stands before the first dot, and deletes what an AddOn no longer
 * holds (k3s: pkg/deploy/controller.go, `basename` and `deploy`).
 *
 * @throws Error if K3s would skip the file, refuse its name or mix it up with one of its own
 */
function addOnName(file: string): string {
  if (!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9-]+)*\.(yaml|yml|json)$/.test(file)) {
    throw new Error(`${JSON.stringify(file)} is not a file K3s can apply: it takes lower-case names that end in .yaml, .yml or .json`);
  }
  const addOn = file.slice(0, file.indexOf('.'));
  if (PACKAGED.includes(addOn)) { throw new Error(`${file} has the name of an add-on K3s brings along, "${addOn}"`); }
  return addOn;
}
