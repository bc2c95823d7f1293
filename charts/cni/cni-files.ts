import type { Objection } from '../../config/objection';

/** Names of the two CNI configuration files in /etc/cni/net.d. */
export interface CniFiles {
  /** The file Cilium writes. Its chart offers no value for the name. @default "05-cilium.conflist" */
  readonly cilium?: string;
  /** The file istio-cni writes: Cilium's plugins, then its own. Must sort before Cilium's. @default "02-istio-cni.conflist" */
  readonly istio?: string;
}

/** Name that Cilium's agent gives its file, whatever the values say (daemon/cmd/cni/config.go of cilium/cilium). */
export const CILIUM_CNI_FILE = '05-cilium.conflist';
/** Name that istio-cni gives its own file (cni/pkg/constants of istio/istio, value istioOwnedCNIConfigFileName). */
export const ISTIO_CNI_FILE = '02-istio-cni.conflist';

/** Thrown for CNI settings with which pods would run outside the mesh, or not at all; the message is for the user. */
export class CniChainingError extends Error {
  /** @param message - what is wrong and how to mend it */
  constructor(message: string) {
    super(message);
    this.name = 'CniChainingError';
  }
}

/** @throws CniChainingError for names with which containerd would not call istio-cni */
export function checkCniFiles(files: Required<CniFiles>): void {
  const objection = cniFileObjection(files);
  if (objection) { throw new CniChainingError(`CniChaining: ${objection.what}; ${objection.fix}`); }
}

/**
 * What speaks against two names, if anything. containerd sorts the files of the folder by their bytes and loads the first only (go-cni,
 * loadFromConfDir; containerd's default for max_conf_num is 1).
 */
export function cniFileObjection({ cilium, istio }: Required<CniFiles>): Objection | undefined {
  return nameObjection('Cilium', cilium) ?? nameObjection('Istio', istio) ?? orderObjection(cilium, istio);
}

function orderObjection(cilium: string, istio: string): Objection | undefined {
  if (istio === cilium) {
    return {
      what: `Istio's CNI file "${istio}" has the name of Cilium's. Both would write it in turns, `
        + 'and after each start of Cilium the mesh is missing from it',
      fix: `use "${ISTIO_CNI_FILE}"`,
    };
  }
  return Buffer.compare(Buffer.from(istio), Buffer.from(cilium)) < 0 ? undefined : {
    what: `Istio's CNI file "${istio}" sorts after Cilium's "${cilium}". containerd loads only the first file by name, `
      + 'so it would call Cilium alone: pods start without the mesh, no mTLS and no error, and istio-cni is never Ready',
    fix: `use a name that sorts first, such as "${ISTIO_CNI_FILE}"`,
  };
}

function nameObjection(owner: string, file: string): Objection | undefined {
  const subject = `${owner}'s CNI file "${file}"`;
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(file)) {
    return {
      what: `${subject} is not a plain file name`,
      fix: `use letters, digits, ".", "_" and "-", without a folder, such as "${ISTIO_CNI_FILE}"`,
    };
  }
  if (!/\.(conf|conflist|json)$/.test(file)) {
    return {
      what: `${subject} is invisible to containerd, which reads .conflist, .conf and .json only: the plugins in it would never be called`,
      fix: 'end the name in .conflist',
    };
  }
  return file.endsWith('.conflist') ? undefined : {
    what: `${subject} holds a list of plugins, but containerd takes any name other than .conflist for a single plugin and fails: `
      + 'no pod would start',
    fix: 'end the name in .conflist',
  };
}
