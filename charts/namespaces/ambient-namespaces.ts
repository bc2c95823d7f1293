import { k8s } from '../core/k8s';
import type { Construct } from 'constructs';
import type { Component } from '../core/component';
import { Layer } from '../core/layer';

/** How much a namespace's pods may ask of the node, see https://kubernetes.io/docs/concepts/security/pod-security-standards/. */
export type PodSecurityLevel = 'restricted' | 'baseline' | 'privileged';

/** A namespace to create. */
export interface LabNamespace {
  readonly name: string;
  /** Whether its pods join the Istio ambient mesh. */
  readonly ambient: boolean;
  /** The level that is enforced; the strictest one is warned about in any case. */
  readonly podSecurity: PodSecurityLevel;
  /** Name of the waypoint its services use. @default - none */
  readonly waypoint?: string;
}

export interface AmbientNamespacesProps {
  readonly namespaces: readonly LabNamespace[];
}

/** Every namespace of the lab, owned here and nowhere else. */
export class AmbientNamespaces extends Layer {
  /** The Application other layers wait for before they put anything into a namespace. */
  public readonly component: Component;

  constructor(scope: Construct, id: string, props: AmbientNamespacesProps) {
    super(scope, id);
    for (const { name, ambient, podSecurity, waypoint } of props.namespaces) {
      new k8s.KubeNamespace(this, name, {
        metadata: {
          name,
          labels: {
            // The article's label, and an explicit "none" elsewhere, so that nobody has to guess from an absence.
            'istio.io/dataplane-mode': ambient ? 'ambient' : 'none',
            ...waypoint ? { 'istio.io/use-waypoint': waypoint } : {},
            'pod-security.kubernetes.io/enforce': podSecurity,
            'pod-security.kubernetes.io/warn': 'restricted',
          },
          // A namespace takes everything in it along, volumes included; removing one has to be a person's own decision.
          annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' },
        },
      });
    }
    this.component = this.addOwnFolder({ namespace: 'default' });
  }
}
