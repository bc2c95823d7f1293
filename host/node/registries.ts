import { dump } from 'js-yaml';
import type { RegistryConfig } from '../../config/registries';
import type { NodeFile } from './files';

/** Where K3s looks by default (k3s: --private-registry). */
const FILE = '/etc/rancher/k3s/registries.yaml';
/** Folder of the certificates it names. */
const FOLDER = '/etc/rancher/k3s/registries';

/** The files by which K3s knows mirrors and certificates of registries; none for a lab that names none. */
export function registryFiles(registries: readonly RegistryConfig[]): NodeFile[] {
  if (registries.length === 0) { return []; }
  const mirrors = registries.flatMap(({ name, endpoints, rewrites }) => endpoints === undefined ? [] : [[name, {
    endpoint: [...endpoints],
    ...rewrites === undefined ? {} : { rewrite: Object.fromEntries(rewrites.map(({ match, replace }) => [match, replace])) },
  }] as const]);
  const certified = registries
    .flatMap(({ name, caBundle }) => caBundle === undefined ? [] : [{ name, caBundle, path: certificatesOf(name) }]);
  const content = {
    ...mirrors.length === 0 ? {} : { mirrors: Object.fromEntries(mirrors) },
    ...certified.length === 0 ? {} : { configs: Object.fromEntries(certified.map(({ name, path }) => [name, { tls: { ca_file: path } }])) },
  };
  return [
    // Only for root, because somebody adds a login here (docs/registries.md).
    { path: FILE, permissions: '0600', content: dump(content, { lineWidth: -1, noRefs: true, forceQuotes: true }) },
    ...certified.map(({ path, caBundle }): NodeFile => ({ path, permissions: '0644', content: `${caBundle.trimEnd()}\n` })),
  ];
}

/** No host has "_" in it, so that no two registries have one file. */
function certificatesOf(name: string): string {
  return `${FOLDER}/${name === '*' ? '_all' : name.replace(':', '_')}.crt`;
}
