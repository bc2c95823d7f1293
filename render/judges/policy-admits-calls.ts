import { selects, selectorTakes } from '../../charts/core/label-selector';
import { describe, type Manifest } from '../../charts/core/manifest';
import { monitoredNamespaces, MONITORING } from '../../charts/core/monitor';
import { at, list, text } from '../../charts/core/rendered-lab';
import { PLATFORM_NAMESPACES } from '../../config/platform';
import { isOnWindows } from '../../config/windows-lab';
import type { Judge, Objection } from '../judge';
import type { NamedPort, Pods } from '../known-objects';
import { podsOf } from '../pods';
import type { RenderedCharts } from '../rendered-charts';

/** A policy that keeps out Prometheus shuts an eye; one that keeps out the API server has every object refused that a webhook is about. */
export const policyAdmitsCalls: Judge = {
  name: 'policy-admits-calls',
  severity: 'error',
  check: (charts) => {
    // Policies add up: what nobody has seen may let in whoever is missing.
    const pods = podsOf(charts).filter(({ onHost, namespace }) => onHost !== true && !charts.mayHoldMore(namespace));
    return [...keptFromPrometheus(charts, pods), ...keptFromApiServer(charts, pods)];
  },
};

/** Labels by which a policy knows Prometheus' namespace. */
const PROMETHEUS = { 'kubernetes.io/metadata.name': PLATFORM_NAMESPACES.monitoring };

/** A port of pods that somebody calls. */
interface Called {
  readonly pods: Pods;
  readonly port: NamedPort;
  /** What says so. */
  readonly by: Manifest;
}

function keptFromPrometheus(charts: RenderedCharts, pods: readonly Pods[]): Objection[] {
  const read = [...readByPods(charts, pods), ...readByServices(charts, pods)];
  return once(read).flatMap(({ pods: each, port, by }) => {
    const closing = policiesOn(charts, each);
    const [first] = closing;
    if (!first || closing.some((policy) => admits(policy, port, (rule) => isFrom(rule, each, PROMETHEUS)))) { return []; }
    return [{
      object: first,
      what: `does not let Prometheus read port ${port.port} of ${each.from}, which ${describe(by)} asks it to`,
      fix: `let the namespace ${PLATFORM_NAMESPACES.monitoring} call that port`,
    }];
  });
}

function readByPods(charts: RenderedCharts, pods: readonly Pods[]): Called[] {
  return charts.all.ofKind(MONITORING, 'PodMonitor').flatMap((by) => {
    const where = monitoredNamespaces(by);
    const names = list(by, 'spec', 'podMetricsEndpoints').map((endpoint) => text(endpoint, 'port'));
    return pods.filter(({ namespace, labels }) => where(namespace) && selectorTakes(at(by, 'spec', 'selector'), labels))
      .flatMap((each) => each.ports.filter(({ name }) => names.includes(name)).map((port) => ({ pods: each, port, by })));
  });
}

function readByServices(charts: RenderedCharts, pods: readonly Pods[]): Called[] {
  return charts.all.ofKind(MONITORING, 'ServiceMonitor').flatMap((by) => {
    const where = monitoredNamespaces(by);
    const names = list(by, 'spec', 'endpoints').map((endpoint) => text(endpoint, 'port'));
    const chosen = charts.all.ofKind('', 'Service').filter(({ metadata: { namespace = 'default', labels = {} } }) =>
      where(namespace) && selectorTakes(at(by, 'spec', 'selector'), labels));
    return chosen.flatMap((service) => names.flatMap((name) =>
      behind(service, (port) => text(port, 'name') === name, pods).map((called) => ({ ...called, by }))));
  });
}

/**
 * Cilium always lets in the node itself, so that nobody is kept out in a lab of one node, as the host scripts make it. A cluster that is
 * there already may have more.
 */
function keptFromApiServer(charts: RenderedCharts, pods: readonly Pods[]): Objection[] {
  if (isOnWindows(charts.lab.config)) { return []; }
  const kinds = ['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'];
  const asked = kinds.flatMap((kind) => charts.all.ofKind('admissionregistration.k8s.io', kind)).flatMap((by) =>
    list(by, 'webhooks').flatMap((webhook) => {
      const service = at(webhook, 'clientConfig', 'service');
      const found = charts.find('', 'Service', text(service, 'name'), text(service, 'namespace'));
      const wanted = at(service, 'port') ?? 443;
      return found ? behind(found, (port) => at(port, 'port') === wanted, pods).map((called) => ({ ...called, by })) : [];
    }));
  return once(asked).flatMap(({ pods: each, port, by }) => {
    const closing = policiesOn(charts, each);
    const [first] = closing;
    const isLetIn = closing.some((policy) => admits(policy, port, isFromAnywhere)) || entitiesLetIn(charts, each, port);
    return !first || isLetIn ? [] : [{
      object: first,
      what: `does not let the API server call port ${port.port} of ${each.from}, which ${describe(by)} asks it to, from another node: it `
        + 'would refuse everything that it has to ask about',
      fix: 'let it in with a CiliumNetworkPolicy, fromEntities: [kube-apiserver, remote-node]',
    }];
  });
}

/** The pods behind a port of a Service, with theirs. */
function behind(service: Manifest, isMeant: (port: unknown) => boolean, pods: readonly Pods[]): Omit<Called, 'by'>[] {
  const port = list(service, 'spec', 'ports').find(isMeant);
  const target = at(port, 'targetPort') ?? at(port, 'port');
  const selector = at(service, 'spec', 'selector');
  if (target === undefined || selector === undefined) { return []; }
  return pods.filter(({ namespace, labels }) => namespace === service.metadata.namespace && selects(selector, labels)).flatMap((each) => {
    const declared = each.ports.find(({ name, port: number }) => name === target || number === target);
    const known = declared ?? (typeof target === 'number' ? { name: '', port: target } : undefined);
    return known ? [{ pods: each, port: known }] : [];
  });
}

/** Each port of pods once, by whoever says it first. */
function once(called: readonly Called[]): Called[] {
  const first = new Map<string, Called>();
  for (const each of called) {
    const key = `${each.pods.from} ${each.port.port}`;
    if (!first.has(key)) { first.set(key, each); }
  }
  return [...first.values()];
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

/** Those that stand for an API server on another node: https://docs.cilium.io/en/stable/security/policy/language/#entities-based */
const API_SERVER = ['kube-apiserver', 'remote-node', 'cluster', 'all'];

function entitiesLetIn(charts: RenderedCharts, { namespace, labels }: Pods, { port }: NamedPort): boolean {
  const isPortOf = (rule: unknown): boolean => list(rule, 'toPorts').length === 0 || list(rule, 'toPorts').some((ports) =>
    list(ports, 'ports').some((each) => text(each, 'port') === String(port)));
  return charts.all.ofKind('cilium.io', 'CiliumNetworkPolicy').some((policy) => policy.metadata.namespace === namespace
    && selectorTakes(at(policy, 'spec', 'endpointSelector'), labels)
    && list(policy, 'spec', 'ingress').some((rule) => API_SERVER.some((entity) => list(rule, 'fromEntities').includes(entity))
      && isPortOf(rule)));
}
