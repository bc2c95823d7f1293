import type { Construct } from 'constructs';
import type { Component, ComponentSource, GroupKind } from '../core/component';
import { Layer } from '../core/layer';

/** A folder of custom resource definitions in somebody's git repository. */
export interface CrdFolder {
  /** Address of the repository. */
  readonly repository: string;
  /** Folder in it. */
  readonly path: string;
  /** Release tag. */
  readonly revision: string;
}

/** Where the definitions come from. */
export interface GatewayApiCrdsProps {
  /** Folder of one channel of the Gateway API, https://gateway-api.sigs.k8s.io/concepts/versioning/. */
  readonly gatewayApi: CrdFolder;
  /** Folder of the kinds Prometheus Operator watches. @default - none: without monitoring nothing in the lab makes an object of them */
  readonly prometheusOperator?: CrdFolder;
}

const CUSTOM_RESOURCE_DEFINITION: GroupKind = { group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition' };

/**
 * Definitions that several layers need before any of them starts, so no chart may be their owner: istiod and cert-manager look for the
 * Gateway API once, when they start, and charts with a ServiceMonitor cannot be synced before its definition.
 */
export class GatewayApiCrds extends Layer {
  /** The Gateway API: Gateway, HTTPRoute, ReferenceGrant and the rest of the channel. */
  public readonly gatewayApi: Component;
  /** ServiceMonitor, PrometheusRule and their kin. */
  public readonly prometheusOperator: Component | undefined;

  /**
   * @param scope - the lab
   * @param id - name of the layer
   * @param props - where the definitions come from
   */
  constructor(scope: Construct, id: string, { gatewayApi, prometheusOperator }: GatewayApiCrdsProps) {
    super(scope, id);
    this.gatewayApi = this.addFolder('gateway-api-crds', gatewayApi, {
      include: 'gateway.networking.k8s.io_*.yaml',
      definitionsOf: 'kubernetes-sigs/gateway-api',
      clusterKinds: [
        CUSTOM_RESOURCE_DEFINITION,
        // Since 1.5 the folder brings a policy that refuses older definitions and the experimental channel over the standard one:
        // https://github.com/kubernetes-sigs/gateway-api/blob/v1.5.1/config/crd/standard/gateway.networking.k8s.io_vap_safeupgrades.yaml
        { group: 'admissionregistration.k8s.io', kind: 'ValidatingAdmissionPolicy' },
        { group: 'admissionregistration.k8s.io', kind: 'ValidatingAdmissionPolicyBinding' },
      ],
    });
    this.prometheusOperator = prometheusOperator && this.addFolder('prometheus-operator-crds', prometheusOperator, {
      include: 'monitoring.coreos.com_*.yaml',
      definitionsOf: 'prometheus-operator/prometheus-operator',
      clusterKinds: [CUSTOM_RESOURCE_DEFINITION],
    });
  }

  private addFolder(name: string, { repository, path, revision }: CrdFolder, { include, ...contents }: FolderContents): Component {
    const source: ComponentSource = { kind: 'upstream', repository, path, revision, include };
    return this.addComponent({ name, namespace: 'default', source, ...contents });
  }
}

interface FolderContents {
  /**
   * Glob of the files to apply. Naming them also keeps the source a plain directory if upstream ever adds a kustomization.yaml or
   * Chart.yaml, which Argo CD would follow instead.
   */
  readonly include: string;
  readonly definitionsOf: string;
  readonly clusterKinds: readonly GroupKind[];
}
