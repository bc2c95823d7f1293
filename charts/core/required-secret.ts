/** A key of a Secret that somebody has to give a value for. */
export interface AskedKey {
  /** Name of the key. */
  readonly key: string;
  /** What belongs there. */
  readonly description: string;
  /**
   * What can be checked before anybody uses it. A private SSH key, an object in JSON, certificates in PEM and a private key in PEM have
   * several lines and are given as files; bytes in base64url, without padding, are one line.
   *
   * @default - a text of one line
   */
  readonly kind?: 'ssh-private-key' | 'json' | 'certificates' | 'private-key' | 'base64url';
}

/** A key of a Secret whose value follows from homelab.yaml and is no secret. */
export interface DerivedKey {
  /** Name of the key. */
  readonly key: string;
  /** Its value, which nobody is asked for. */
  readonly value: string;
}

/** A Secret that somebody has to create by hand, because no secret is ever synthesised. */
export interface RequiredSecret {
  /** Namespace of the Secret. */
  readonly namespace: string;
  /** Name of the Secret. */
  readonly name: string;
  /** Keys of the Secret, each with what belongs there. */
  readonly keys: readonly (AskedKey | DerivedKey)[];
  /** What does not work without it. */
  readonly purpose: string;
  /** Labels the Secret needs to be found. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
  /** False for a Secret that only some labs need, such as the credentials of a private repository. @default true */
  readonly required?: boolean;
}
