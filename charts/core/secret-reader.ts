/** A role of a chart that may read every Secret, and why it has to. */
export interface SecretReader {
  /** The Helm release. */
  readonly release: string;
  /** Its ClusterRole. */
  readonly role: string;
  /** What needs it, and why it cannot be less. */
  readonly reason: string;
}
