import { selectorTakes } from '../../charts/core/label-selector';
import { describe, type Manifest } from '../../charts/core/manifest';
import { monitoredNamespaces, MONITORING } from '../../charts/core/monitor';
import { at, list, text } from '../../charts/core/rendered-lab';
import { PLATFORM_NAMESPACES } from '../../config/platform';
import type { Judge, Objection } from '../judge';
import type { NamedPort, Pods } from '../known-objects';
import { podsOf } from '../pods';
import type { RenderedCharts } from '../rendered-charts';

/** A policy that keeps out Prometheus or the API server shuts an eye, or refuses every object that a webhook is asked about. */
export const policyAdmitsCalls: Judge = {
  name: 'policy-admits-calls',
  severity: 'error',
  check: (charts) => {
    const pods = podsOf(charts).filter(({ onHost }) => onHost !== true);
    return [...keptFromPrometheus(charts, pods), ...keptFromApiServer(charts, pods)];
  },
};

/** Labels by which a policy knows Prometheus' namespace. */
const PROMETHEUS = { 'kubernetes.io/metadata.name': PLATFORM_NAMESPACES.monitoring };

function keptFromPrometheus(charts: RenderedCharts, pods: readonly Pods[]): Objection[] {
  return charts.all.ofKind(MONITORING, 'PodMonitor').flatMap((monitor) => {
    const where = monitoredNamespaces(monitor);
    const names = list(monitor, 'spec', 'podMetricsEndpoints').map((endpoint) => text(endpoint, 'port'));
    const read = pods.filter(({ namespace, labels }) => where(namespace) && selectorTakes(at(monitor, 'spec', 'selector'), labels));
    return read.flatMap((each) => each.ports.filter(({ name }) => names.includes(name)).flatMap((port) => {
      const closing = policiesOn(charts, each);
      const [first] = closing;
      if (!first || closing.some((policy) => admits(policy, port, (rule) => isFrom(rule, each, PROMETHEUS)))) { return []; }
      return [{
        object: first,
        what: `does not let Prometheus read port ${port.port} of ${each.from}, which ${describe(monitor)} asks it to`,
        fix: `let the namespace ${PLATFORM_NAMESPACES.monitoring} call that port`,
      }];
    }));
  });
}

function keptFromApiServer(charts: RenderedCharts, pods: readonly Pods[]): Objection[] {
  const kinds = ['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'];
  const asked = kinds.flatMap((kind) => charts.all.ofKind('admissionregistration.k8s.io', kind)
    .flatMap((hook) => list(hook, 'webhooks').map((webhook) => ({ hook, service: at(webhook, 'clientConfig', 'service') }))));
  const seen = new Set<string>();
  return asked.flatMap(({ hook, service }) => {
    const namespace = text(service, 'namespace');
    const found = charts.find('', 'Service', text(service, 'name'), namespace);
    if (!found) { return []; }
    const port = list(found, 'spec', 'ports').find((each) => at(each, 'port') === (at(service, 'port') ?? 443));
    const target = at(port, 'targetPort') ?? at(port, 'port');
    const selector = { matchLabels: at(found, 'spec', 'selector') };
    return pods.filter((each) => each.namespace === namespace && selectorTakes(selector, each.labels)).flatMap((each) => {
      const number = typeof target === 'number' ? target : each.ports.find(({ name }) => name === target)?.port;
      const key = `${each.from} ${number}`;
      if (number === undefined || seen.has(key)) { return []; }
      seen.add(key);
      const [first] = policiesOn(charts, each);
      const isLetIn = policiesOn(charts, each).some((policy) => admits(policy, { name: '', port: number }, isFromAnywhere))
        || entitiesLetIn(charts, each, number);
      return !first || isLetIn ? [] : [{
        object: first,
        what: `does not let the API server call port ${number} of ${each.from}, which ${describe(hook)} asks it to: it would refuse`
          + ' everything that it has to ask about',
        fix: 'let it in with a CiliumNetworkPolicy, fromEntities: [kube-apiserver, host, remote-node]',
      }];
    });
  });
}

/** NetworkPolicies that say who may call some pods: whoever none of them lets in is kept out. */
function policiesOn(charts: RenderedCharts, { namespace, labels }: Pods): Manifest[] {
  return charts.all.ofKind('networking.k8s.io', 'NetworkPolicy').filter((policy) => policy.metadata.namespace === namespace
    && selectorTakes(at(policy, 'spec', 'podSelector'), labels)
    && (at(policy, 'spec', 'policyTypes') === undefined || list(policy, 'spec', 'policyTypes').includes('Ingress')));
}

function admits(policy: Manifest, port: NamedPort, isFor: (rule: unknown) => boolean): boolean {
  return list(policy, 'spec', 'ingress').some((rule) => isFor(rule) && (list(rule, 'ports').length === 0
    || list(rule, 'ports').some((each) => (at(each, 'protocol') ?? 'TCP') === 'TCP' && isPort(each, port))));
}

function isPort(rule: unknown, { name, port }: NamedPort): boolean {
  const first = at(rule, 'port');
  if (typeof first !== 'number') { return first === undefined || first === name; }
  const last = at(rule, 'endPort');
  return first <= port && port <= (typeof last === 'number' ? last : first);
}

/** A rule without senders is about all of them, nodes included; a network never is, since Cilium takes nodes and pods for no address. */
function isFromAnywhere(rule: unknown): boolean {
  return list(rule, 'from').length === 0;
}

function isFrom(rule: unknown, { namespace }: Pods, labels: Readonly<Record<string, string>>): boolean {
  return isFromAnywhere(rule) || list(rule, 'from').some((peer) => at(peer, 'ipBlock') === undefined
    && (at(peer, 'namespaceSelector') === undefined
      ? namespace === PLATFORM_NAMESPACES.monitoring : selectorTakes(at(peer, 'namespaceSelector'), labels)));
}

/** Whether a policy of Cilium lets the API server call a port. */
function entitiesLetIn(charts: RenderedCharts, { namespace, labels }: Pods, number: number): boolean {
  return charts.all.ofKind('cilium.io', 'CiliumNetworkPolicy').some((policy) => policy.metadata.namespace === namespace
    && selectorTakes(at(policy, 'spec', 'endpointSelector'), labels)
    && list(policy, 'spec', 'ingress').some((rule) => ['kube-apiserver', 'all', 'cluster'].some((entity) =>
      list(rule, 'fromEntities').includes(entity)) && (list(rule, 'toPorts').length === 0 || list(rule, 'toPorts').some((ports) =>
      list(ports, 'ports').some((each) => text(each, 'port') === String(number))))));
}
