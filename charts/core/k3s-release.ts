import { K3S_SHA256, K3S_VERSION } from '../../versions';

/** What of K3s is installed on the nodes. */
export interface K3sFile {
  /** Release, such as `v1.36.4+k3s1`. */
  readonly version: string;
  /** SHA-256 of its file. */
  readonly sha256: string;
}

/** The release that the file names, or the pinned one. */
export function k3sFile({ k3s: { version, sha256 } }: { readonly k3s: Partial<K3sFile> }): K3sFile {
  return version === undefined || sha256 === undefined ? { version: K3S_VERSION, sha256: K3S_SHA256 } : { version, sha256 };
}
