/** A port of a container or of a Service. */
export interface NamedPort {
  /** Empty for a port without a name. */
  readonly name: string;
  /** Number of the port. */
  readonly port: number;
}

/** Pods that are alike: those of one workload, or those that a controller makes of one object. */
export interface Pods {
  /** What they are from, for messages. */
  readonly from: string;
  /** Their namespace. */
  readonly namespace: string;
  /** Their labels. */
  readonly labels: Readonly<Record<string, string>>;
  /** What their containers declare. */
  readonly ports: readonly NamedPort[];
  /** Whether they have the network of their node, which no policy is about. @default false */
  readonly onHost?: boolean;
}

/** A Service that no manifest holds, because a controller makes it. */
export interface KnownService {
  /** Its namespace. */
  readonly namespace: string;
  /** Its name. */
  readonly name: string;
  /** Its labels. */
  readonly labels: Readonly<Record<string, string>>;
  /** Its ports. */
  readonly ports: readonly NamedPort[];
}

/** What controllers of the lab and K3s make by themselves. */
export interface MadeByOthers {
  /** Pods. */
  readonly pods: readonly Pods[];
  /** Services. */
  readonly services: readonly KnownService[];
}
