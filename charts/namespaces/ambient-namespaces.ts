import type { Construct } from 'constructs';
import type { Component } from '../core/component';
import { k8s } from '../core/k8s';
import type { LabNamespace } from '../core/lab-namespace';
import { Layer, type Contributions } from '../core/layer';
import { noteOrigin, originFor } from '../core/origin';
import { GATEWAY_THROUGH_WAYPOINT, USE_WAYPOINT } from '../mesh/waypoint';
import { EgressPolicy } from './egress-policy';
import { IngressPolicy } from './ingress-policy';

/** What the namespaces are made from. */
export interface AmbientNamespacesProps {
  /** Namespaces that no layer asks for: those of a person's own workloads. */
  readonly namespaces: readonly LabNamespace[];
}

/** Every namespace of the lab, owned here and nowhere else. A layer asks for one with `addNamespace`. */
export class AmbientNamespaces extends Layer {
  /** The Application other layers wait for before they put anything into a namespace. */
  public readonly component: Component;

  /**
   * @param scope - the lab
   * @param id - name of the folder
   * @param props - the namespaces
   */
  constructor(scope: Construct, id: string, { namespaces }: AmbientNamespacesProps) {
    super(scope, id);
    namespaces.forEach((namespace) => { this.makeNamespace(namespace); });
    this.component = this.addOwnFolder({ namespace: 'default', cascade: false });
  }

  /** Makes what layers ask for. @throws Error if two ask for the same one */
  public override complete({ namespaces }: Contributions): void {
    namespaces.forEach((namespace) => { this.makeNamespace(namespace); });
  }

  private makeNamespace({ name, ambient, podSecurity, waypoint, gatewayPassesWaypoint = false, ...more }: LabNamespace): void {
    const { ingress, egress, origin } = more;
    if (this.node.tryFindChild(name)) {
      throw new Error(`the namespace "${name}" is asked for twice; ask for it once, and let both use it`);
    }
    const namespace = new k8s.KubeNamespace(this, name, {
      metadata: {
        name,
        labels: {
          // The article's label, and an explicit "none" elsewhere, so that nobody has to guess from an absence.
          'istio.io/dataplane-mode': ambient ? 'ambient' : 'none',
          ...waypoint ? { [USE_WAYPOINT]: waypoint } : {},
          ...gatewayPassesWaypoint ? { [GATEWAY_THROUGH_WAYPOINT]: 'true' } : {},
          'pod-security.kubernetes.io/enforce': podSecurity,
          // In a privileged namespace every chart of the platform would warn at every sync, and nobody could do anything about it.
          'pod-security.kubernetes.io/warn': podSecurity === 'privileged' ? podSecurity : 'restricted',
        },
        // A namespace takes everything in it along, volumes included; removing one has to be a person's own decision.
        annotations: {
          'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
          // One that homelab.yaml no longer names stays, and is no difference from git for ever.
          'argocd.argoproj.io/compare-options': 'IgnoreExtraneous',
        },
      },
    });
    noteOrigin(namespace, originFor(origin));
    if (ingress) { new IngressPolicy(namespace, 'ingress', { namespace: name, ...ingress }); }
    if (egress) { new EgressPolicy(namespace, 'egress', { namespace: name, ...egress }); }
  }
}
