import type { NodeFile } from './files';

/** Folder of manifests that K3s applies by itself. */
const FOLDER = '/var/lib/rancher/k3s/server/manifests';

/** File name and text, as in dist/bootstrap. */
export type Manifests = ReadonlyMap<string, string>;

/** Names of the manifests that K3s itself writes into the same folder (k3s: manifests/). */
const PACKAGED = [
  'aggregated-metrics-reader', 'auth-delegator', 'auth-reader', 'ccm', 'coredns', 'local-storage', 'metrics-apiservice',
  'metrics-server-deployment', 'metrics-server-service', 'resource-reader', 'rolebindings', 'runtimes', 'traefik',
];

/**
 * The manifests as files of the node, byte for byte.
 *
 * @throws Error if two of them would be the same add-on of K3s, or K3s would not apply one
 */
export function manifestFiles(manifests: Manifests): NodeFile[] {
  const owners = new Map<string, string>();
  return [...manifests].map(([file, content]) => {
    const addOn = addOnName(file);
    const owner = owners.get(addOn);
    if (owner !== undefined) {
      throw new Error(`${owner} and ${file} would be the same add-on of K3s, "${addOn}", and each would delete the objects of the other`);
    }
    owners.set(addOn, file);
    return { path: `${FOLDER}/${file}`, permissions: '0600', content };
  });
}

/** The names of the manifests, one per line. */
export function manifestList(manifests: Manifests): string {
  return [...manifests.keys()].map((file) => `${file}\n`).join('');
}

/**
 * K3s keeps one AddOn object for each file, named after the part before the first dot, and deletes objects that an AddOn no longer has
 * (k3s: pkg/deploy/controller.go, `basename` and `deploy`).
 *
 * @throws Error if K3s would skip the file, refuse its name, or has a manifest with that name itself
 */
function addOnName(file: string): string {
  if (!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9-]+)*\.(yaml|yml|json)$/.test(file)) {
    throw new Error(`${JSON.stringify(file)} is not a file that K3s can apply: it needs a lower-case name ending in .yaml, .yml or .json`);
  }
  const addOn = file.slice(0, file.indexOf('.'));
  if (PACKAGED.includes(addOn)) { throw new Error(`${file} has the name of an add-on that is a part of K3s, "${addOn}"`); }
  return addOn;
}
