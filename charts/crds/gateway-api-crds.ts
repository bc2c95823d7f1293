import type { Construct } from 'constructs';
import type { ChartPin, Component, GroupKind } from '../core/component';
import { Layer } from '../core/layer';
import { MONITORING_ROOT } from '../core/root-names';

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
  /**
   * Chart of the kinds Prometheus Operator watches, and of nothing else: half a megabyte, where the repository of the operator is a history
   * of more than a hundred. @default - none: without monitoring nothing in the lab makes an object of them
   */
  readonly prometheusOperator?: ChartPin;
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
  constructor(scope: Construct, id: string, { gatewayApi, prometheusOperator: pin }: GatewayApiCrdsProps) {
    super(scope, id);
    const { repository, path, revision } = gatewayApi;
    this.gatewayApi = this.addComponent({
      name: 'gateway-api-crds',
      namespace: 'default',
      // Naming the files keeps the source a plain directory if upstream ever adds a kustomization.yaml or Chart.yaml, which Argo CD would
      // follow instead.
      source: { kind: 'upstream', repository, path, revision, include: 'gateway.networking.k8s.io_*.yaml' },
      definitionsOf: 'kubernetes-sigs/gateway-api',
      clusterKinds: [
        CUSTOM_RESOURCE_DEFINITION,
        // Since 1.5 the folder brings a policy that refuses older definitions and the experimental channel over the standard one:
        // https://github.com/kubernetes-sigs/gateway-api/blob/v1.5.1/config/crd/standard/gateway.networking.k8s.io_vap_safeupgrades.yaml
        { group: 'admissionregistration.k8s.io', kind: 'ValidatingAdmissionPolicy' },
        { group: 'admissionregistration.k8s.io', kind: 'ValidatingAdmissionPolicyBinding' },
      ],
    });
    this.prometheusOperator = pin && this.addComponent({
      name: 'prometheus-operator-crds',
      namespace: 'default',
      source: { kind: 'helm', pin, values: {} },
      // With a definition goes every object of its kind.
      prune: false,
      // Nothing of the platform makes an object of them.
      root: MONITORING_ROOT,
      definitionsOf: 'prometheus-operator/prometheus-operator',
      clusterKinds: [CUSTOM_RESOURCE_DEFINITION],
    });
  }
}
