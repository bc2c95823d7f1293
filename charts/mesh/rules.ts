import type { Manifest } from '../core/manifest';
import { isStrict } from '../core/mtls-mode';
import type { Finding, Rule } from '../core/rule';
import { at, list, text, type RenderedLab } from '../core/rendered-lab';
import { podTemplate } from '../core/pod-template';
import { USE_WAYPOINT } from './waypoint';

/** HBONE, the port ztunnels talk to each other on (https://istio.io/latest/docs/ambient/usage/networkpolicy/). */
const HBONE_PORT = 15008;

/** A policy that forgets HBONE cuts every mesh connection of the pods it selects. */
const policyAdmitsHbone: Rule = {
  name: 'policy-admits-hbone',
  severity: 'error',
  check: (lab) => inMesh(lab, lab.ofKind('networking.k8s.io', 'NetworkPolicy')).flatMap((policy): Finding[] => {
    const types = list(policy, 'spec', 'policyTypes');
    const restrictsIngress = types.length === 0 || types.includes('Ingress');
    const admitted = list(policy, 'spec', 'ingress').some((rule) => {
      const ports = list(rule, 'ports');
      return ports.length === 0 || ports.some((port) => at(port, 'port') === undefined || at(port, 'port') === HBONE_PORT);
    });
    if (!restrictsIngress || admitted) { return []; }
    const what = `selects pods in the mesh and does not admit TCP ${HBONE_PORT}, the port that mesh traffic arrives on`;
    return [{ object: policy, what, fix: `add an ingress rule for TCP ${HBONE_PORT}` }];
  }),
};

/** Cilium cannot read what the mesh has encrypted: an L7 rule drops everything. */
const noCiliumL7InMesh: Rule = {
  name: 'no-cilium-l7-in-mesh',
  severity: 'error',
  check: (lab) => [...lab.ofKind('cilium.io', 'CiliumNetworkPolicy'), ...lab.ofKind('cilium.io', 'CiliumClusterwideNetworkPolicy')]
    .filter((policy) => policy.kind === 'CiliumClusterwideNetworkPolicy' || lab.isAmbient(policy.metadata.namespace ?? ''))
    .filter((policy) => [...list(policy, 'spec', 'ingress'), ...list(policy, 'spec', 'egress')].some(hasL7Rules))
    .map((policy) => ({
      object: policy,
      what: 'has L7 rules for pods in the mesh, whose traffic Cilium sees only encrypted',
      fix: 'use an Istio AuthorizationPolicy with a waypoint',
    })),
};

/** Without its waypoint, traffic to a labelled namespace has nowhere to go. */
const waypointExists: Rule = {
  name: 'waypoint-exists',
  severity: 'error',
  check: (lab) => lab.manifests.flatMap((manifest): Finding[] => {
    const waypoint = manifest.metadata.labels?.[USE_WAYPOINT];
    if (waypoint === undefined || waypoint === 'none') { return []; }
    const { name, namespace: own = '', labels } = manifest.metadata;
    const namespace = labels?.['istio.io/use-waypoint-namespace'] ?? (manifest.kind === 'Namespace' ? name : own);
    const found = lab.ofKind('gateway.networking.k8s.io', 'Gateway').some((gateway) => gateway.metadata.name === waypoint
      && gateway.metadata.namespace === namespace && text(gateway, 'spec', 'gatewayClassName') === 'istio-waypoint');
    if (found) { return []; }
    const what = `sends its traffic through the waypoint ${namespace}/${waypoint}, which does not exist`;
    const missing = { group: 'gateway.networking.k8s.io', kind: 'Gateway', namespace };
    return [{ object: manifest, what, fix: 'set waypoint: true for that namespace, or remove the label', missing }];
  }),
};

/** The API server and host-network pods are outside the mesh: under STRICT their plain-text calls are refused. */
const strictAdmitsOutsiders: Rule = {
  name: 'strict-admits-outsiders',
  severity: 'error',
  check: (lab) => [
    ...['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration']
      .flatMap((kind) => lab.ofKind('admissionregistration.k8s.io', kind))
      .flatMap((configuration) => list(configuration, 'webhooks').flatMap((webhook): Finding[] => {
        const namespace = text(webhook, 'clientConfig', 'service', 'namespace');
        if (!isStrict(lab, namespace)) { return []; }
        const what = `is answered by pods in ${namespace}, which refuse the API server's plain-text calls under STRICT`;
        return [{ object: configuration, what, fix: 'set mtls: PERMISSIVE for that namespace, or keep it out of the mesh' }];
      })),
    ...lab.manifests.filter((manifest) => at(podTemplate(manifest), 'spec', 'hostNetwork') === true)
      .filter(({ metadata }) => isStrict(lab, metadata.namespace ?? ''))
      .map((manifest) => ({
        object: manifest,
        what: 'runs on the host network inside a namespace in the mesh, where it can neither join nor be called under STRICT',
        fix: 'move it to a namespace outside the mesh',
      })),
  ],
};

/** Promises between the mesh and the policies, webhooks and pods around it. */
export const MESH_RULES: readonly Rule[] = [policyAdmitsHbone, noCiliumL7InMesh, waypointExists, strictAdmitsOutsiders];

function inMesh(lab: RenderedLab, objects: readonly Manifest[]): Manifest[] {
  return objects.filter(({ metadata }) => lab.isAmbient(metadata.namespace ?? ''));
}

function hasL7Rules(rule: unknown): boolean {
  return list(rule, 'toPorts').some((ports) => at(ports, 'rules') !== undefined);
}
