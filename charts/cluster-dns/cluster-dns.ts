import type { Construct } from 'constructs';
import type { ConfigPath } from '../../config/problem';
import { CUSTOM_DNS, KUBE_SYSTEM } from '../../config/platform';
import type { Component } from '../core/component';
import { k8s } from '../core/k8s';
import { Layer } from '../core/layer';
import { noteOrigin, originFor } from '../core/origin';
import { EDGE_ROOT } from '../core/root-names';
import { serverBlock, type DnsZones } from './corefile';

/** What pods are told of the lab's names. */
export interface ClusterDnsProps {
  /** The names, and who answers for them. @default - nothing is said: pods ask whom the nodes ask */
  readonly zones?: DnsZones | undefined;
  /** The key of homelab.yaml that asks for it. @default - no key does */
  readonly origin?: ConfigPath;
}

/** A key of it that ends with `.server` is a file of server blocks. */
const FILE = 'homelab.server';

/** Lets pods find names that no name server outside the cluster knows, or that lead elsewhere there. */
export class ClusterDns extends Layer {
  /** The Application of this layer's own objects; the lab has it only if something is said. */
  public readonly component: Component;

  /**
   * @param scope - the lab
   * @param id - name of the folder
   * @param props - the names
   */
  constructor(scope: Construct, id: string, { zones, origin }: ClusterDnsProps) {
    super(scope, id);
    if (zones !== undefined) {
      const made = new k8s.KubeConfigMap(this, 'server-block', {
        metadata: { name: CUSTOM_DNS, namespace: KUBE_SYSTEM }, data: { [FILE]: serverBlock(zones) },
      });
      noteOrigin(made, originFor(origin));
    }
    this.component = this.addOwnFolder({ namespace: KUBE_SYSTEM, dependsOn: [], root: EDGE_ROOT });
  }
}
