import { METALLB_ADDRESS, SYNC_WAVE } from '../core/annotations';
import type { Construct } from 'constructs';
import type { ConfigPath } from '../../config/problem';
import type { Component, Dependency } from '../core/component';
import { k8s } from '../core/k8s';
import { Layer } from '../core/layer';
import { noteOrigin, originFor } from '../core/origin';
import { EDGE_ROOT } from '../core/root-names';

/** A Kubernetes Service with an address that the LAN reaches. */
export interface LanServiceProps {
  /** Name of the Kubernetes Service: not that of the app's own, which its pods call each other by. */
  readonly name: string;
  /** Namespace of it and of its pods. */
  readonly namespace: string;
  /** Labels of its pods. */
  readonly selector: Readonly<Record<string, string>>;
  /** Its ports; no two with the same port and protocol. */
  readonly ports: readonly {
    /** Port at the address. */
    readonly port: number;
    /** Port of the containers. */
    readonly targetPort: number;
    /** What is spoken. */
    readonly protocol: 'tcp' | 'udp';
  }[];
  /** Address that it asks MetalLB for. @default - MetalLB chooses */
  readonly address?: string | undefined;
  /** Set where it shares its address with others, all of which ask for the same address. @default - it has the address alone */
  readonly shared?: {
    /** Whether all of them have the same pods, so that a client's address can be kept. */
    readonly samePods: boolean;
  };
  /** The key of homelab.yaml that asks for it. @default - no key does */
  readonly origin?: ConfigPath;
}

/** What the services are made from. */
export interface LanServicesProps {
  /** The services. */
  readonly services: readonly LanServiceProps[];
  /**
   * Namespaces, pools, and the gateway: MetalLB gives the lowest free address to whoever asks for none, which is the gateway's as long as
   * that one does not have it.
   */
  readonly dependsOn: readonly Dependency[];
}

/** https://metallb.io/usage/#ip-address-sharing */
const SHARED = 'metallb.io/allow-shared-ip';

/** Services of TCP and UDP, each with an address out of the pools: no route of the gateway takes them. */
export class LanServices extends Layer {
  /** The Application of this layer's own objects; the lab has it only if there is a service. */
  public readonly component: Component;

  /**
   * @param scope - the lab
   * @param id - name of the folder
   * @param props - the services
   */
  constructor(scope: Construct, id: string, { services, dependsOn }: LanServicesProps) {
    super(scope, id);
    const someAsk = services.some(({ address }) => address !== undefined);
    // Argo CD takes a Service for Healthy once it has an address: those that name theirs get it before MetalLB gives it to another.
    services.forEach((service) => { this.addService(service, someAsk && service.address === undefined); });
    // Below the root of the gateway, after it; a Service that finds no address does not make the platform look broken.
    this.component = this.addOwnFolder({ namespace: 'default', dependsOn, root: EDGE_ROOT, countsForRoot: false });
  }

  private addService({ name, namespace, selector, ports, address, shared, origin }: LanServiceProps, isLater: boolean): void {
    const annotations = {
      ...address === undefined ? {} : { [METALLB_ADDRESS]: address },
      ...shared && address !== undefined ? { [SHARED]: address } : {},
      ...isLater ? { [SYNC_WAVE]: '1' } : {},
    };
    const made = new k8s.KubeService(this, `service-${namespace}.${name}`, {
      metadata: { name, namespace, ...Object.keys(annotations).length > 0 ? { annotations } : {} },
      spec: {
        type: 'LoadBalancer',
        // The app sees the client's address, not a node's. MetalLB refuses that to Services that share an address and have other
        // selectors (BackendKey in internal/allocator/k8salloc/k8salloc.go, sharingOK in internal/allocator/allocator.go of
        // metallb/metallb 0.16); and in another namespace the same selector means other pods, perhaps of another node.
        externalTrafficPolicy: shared?.samePods === false ? 'Cluster' : 'Local',
        selector: { ...selector },
        ports: ports.map(({ port, targetPort, protocol }) => ({
          // Istio takes what is before the "-" for what is spoken, where it looks at a port at all.
          name: `${protocol}-${port}`, port, targetPort: k8s.IntOrString.fromNumber(targetPort), protocol: protocol.toUpperCase(),
        })),
      },
    });
    noteOrigin(made, originFor(origin));
  }
}
