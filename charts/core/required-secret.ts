/** A Secret that somebody has to create by hand, because no secret is ever synthesised. */
export interface RequiredSecret {
  /** Namespace of the Secret. */
  readonly namespace: string;
  /** Name of the Secret. */
  readonly name: string;
  /** Keys of the Secret, each with what belongs there. */
  readonly keys: readonly { readonly key: string; readonly description: string }[];
  /** What does not work without it. */
  readonly purpose: string;
  /** Labels the Secret needs to be found. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
  /** False for a Secret that only some labs need, such as the credentials of a private repository. @default true */
  readonly required?: boolean;
}
