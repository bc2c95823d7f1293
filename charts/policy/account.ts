/** A namespaced service account. */
export interface Account {
  /** Its namespace. */
  readonly namespace: string;
  /** Its name. */
  readonly name: string;
}
