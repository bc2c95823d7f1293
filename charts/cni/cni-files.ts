/** Names of the two CNI configuration files in /etc/cni/net.d. */
export interface CniFiles {
  /** The file Cilium writes. Its chart offers no value for the name. @default "05-cilium.conflist" */
  readonly cilium?: string;
  /** The file istio-cni writes: Cilium's plugins, then its own. Must sort before Cilium's. @default "02-istio-cni.conflist" */
  readonly istio?: string;
}

/** Name that Cilium's chart gives its file (templates/cilium-configmap.yaml, write-cni-conf-when-ready). */
export const CILIUM_CNI_FILE = '05-cilium.conflist';
/** Name that istio-cni gives its own file (cni/pkg/constants, value istioOwnedCNIConfigFileName). */
export const ISTIO_CNI_FILE = '02-istio-cni.conflist';

/** Thrown for CNI settings with which pods would run outside the mesh, or not at all; the message is for the user. */
export class CniChainingError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CniChainingError';
  }
}

/**
 * Refuses names with which containerd would not call istio-cni. containerd sorts the files of the folder by their bytes and loads the first
 * only (go-cni, loadFromConfDir; containerd's default for max_conf_num is 1).
 *
 * @throws CniChainingError
 */
export function checkCniFiles({ cilium, istio }: Required<CniFiles>): void {
  checkName('Cilium', cilium);
  checkName('Istio', istio);
  if (istio === cilium) {
    throw new CniChainingError(`Istio's CNI file "${istio}" has the name of Cilium's. Both would write it in turns, and after each start of Cilium the mesh is missing from it. Use "${ISTIO_CNI_FILE}".`);
  }
  if (Buffer.compare(Buffer.from(istio), Buffer.from(cilium)) > 0) {
    throw new CniChainingError(
      `Istio's CNI file "${istio}" sorts after Cilium's "${cilium}". containerd loads only the first file by name, so it would call Cilium alone: `
      + `pods start without the mesh, no mTLS and no error, and istio-cni is never Ready. Use a name that sorts first, such as "${ISTIO_CNI_FILE}".`,
    );
  }
}

function checkName(owner: string, file: string): void {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(file)) {
    throw new CniChainingError(`${owner}'s CNI file "${file}" is not a plain file name. Use letters, digits, ".", "_" and "-", without a folder, such as "${ISTIO_CNI_FILE}".`);
  }
  if (!/\.(conf|conflist|json)$/.test(file)) {
    throw new CniChainingError(`${owner}'s CNI file "${file}" is invisible to containerd, which reads .conflist, .conf and .json only: the plugins in it would never be called. End the name in .conflist.`);
  }
  if (!file.endsWith('.conflist')) {
    throw new CniChainingError(`${owner}'s CNI file "${file}" holds a list of plugins, but containerd takes any name other than .conflist for a single plugin and fails: no pod would start. End the name in .conflist.`);
  }
}
