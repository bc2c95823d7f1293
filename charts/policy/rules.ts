import { firstGateway, labGateways } from '../../config/gateways';
import { PLATFORM_NAMESPACES } from '../../config/platform';
import { NAME_LABEL } from '../../config/name-label';
import { reachesPods, servicePods } from '../../config/service-pods';
import { gatewayAccount } from '../gateway/gateway-name';
import { WAYPOINT, waypointAskers } from '../mesh/waypoint';
import { selects } from '../core/label-selector';
import type { Manifest } from '../core/manifest';
import { MONITORING } from '../core/monitor';
import { isStrict } from '../core/mtls-mode';
import { at, list, text, type RenderedLab } from '../core/rendered-lab';
import { routeBackends } from '../core/route-backend';
import type { Finding, Rule } from '../core/rule';
import { AllowPolicies, type Labels } from './allow-policies';
import { accountName } from './sources';

const ISTIO = 'security.istio.io';

/** Outside the mesh nothing looks at a policy: who relies on it is open. */
const policyInMesh: Rule = {
  name: 'policy-in-mesh',
  severity: 'error',
  check: (lab) => ['AuthorizationPolicy', 'RequestAuthentication'].flatMap((kind) => lab.ofKind(ISTIO, kind))
    // Gateways keep policies themselves, and one in Istio's own namespace is for the whole mesh.
    .filter(({ metadata: { namespace } }) => namespace !== lab.config.gateway.namespace && namespace !== PLATFORM_NAMESPACES.istio)
    .filter((policy) => !list(policy, 'spec', 'targetRefs').some((target) => text(target, 'kind') === 'Gateway'))
    .filter(({ metadata: { namespace = '' } }) => declares(lab, namespace) && !lab.isAmbient(namespace))
    .map((policy) => ({
      object: policy, what: `is in ${policy.metadata.namespace ?? ''}, which is outside the mesh, where nothing keeps it`,
      fix: 'take the namespace into the mesh, or remove the policy',
    })),
};

/** An empty list of targets is none, so that the policy is about the whole namespace: a DENY then closes all of it. */
const policyHasTarget: Rule = {
  name: 'policy-has-target',
  severity: 'error',
  check: (lab) => ['AuthorizationPolicy', 'RequestAuthentication'].flatMap((kind) => lab.ofKind(ISTIO, kind))
    .filter((policy) => {
      const targets = at(policy, 'spec', 'targetRefs');
      return Array.isArray(targets) && targets.length === 0;
    })
    .map((policy) => ({
      object: policy, what: 'has an empty list of targets, which Istio takes for the whole namespace',
      fix: 'name a target, or remove targetRefs where the whole namespace is meant',
    })),
};

/** Once a policy lets somebody in to a pod, everybody else is out, the gateway among them: its page then fails. */
const policyAdmitsGateway: Rule = {
  name: 'policy-admits-gateway',
  severity: 'error',
  check: (lab) => {
    const policies = new AllowPolicies(lab);
    const known = knownLabels(lab);
    const seen = new Set<string>();
    const passing = waypointAskers(lab.config);
    return routeBackends(lab).flatMap(({ namespace, name, route }): Finding[] => {
      const fronts = passing.has(namespace) ? [accountName({ namespace, name: WAYPOINT })] : frontsOf(lab, route);
      const unseen = fronts.filter((front) => !seen.has(`${namespace}/${name} ${front}`));
      unseen.forEach((front) => seen.add(`${namespace}/${name} ${front}`));
      const all = known.get(`${namespace}/${name}`) ?? [{ [NAME_LABEL]: name }];
      return unseen.flatMap((front) => all.flatMap((labels): Finding[] => {
        const closing = policies.about(namespace, labels);
        const [first] = closing;
        if (!first || closing.some((policy) => list(policy, 'spec', 'rules').some((rule) => admits(rule, front)))) { return []; }
        return [{
          object: first,
          what: `does not let in ${front}, `
            + `by which requests for ${route.kind} ${route.metadata.namespace ?? ''}/${route.metadata.name} come`,
          fix: `let it in, or take ${name} out of the route`,
        }];
      }));
    });
  },
};

/**
 * The service accounts by which requests for a route come: those of the gateways that it attaches to, or that of the first where it
 * attaches to none of the lab's. A route of Services is kept by their waypoint, and no gateway reads it.
 */
function frontsOf({ config }: RenderedLab, route: Manifest): string[] {
  const { namespace } = config.gateway;
  const all = list(route, 'spec', 'parentRefs');
  if (all.length > 0 && all.every((parent) => text(parent, 'kind') === 'Service')) {
    return [accountName({ namespace: route.metadata.namespace ?? '', name: WAYPOINT })];
  }
  const parents = all.filter((parent) => text(parent, 'namespace') === namespace).map((parent) => text(parent, 'name'));
  const names = labGateways(config).map(({ name }) => name).filter((name) => parents.includes(name));
  return (names.length > 0 ? names : [firstGateway(config).name]).map((name) => accountName({ namespace, name: gatewayAccount(name) }));
}

/** A Prometheus outside the mesh reads in clear: STRICT refuses that, and so does a policy that lets in identities only. */
const policyAdmitsPrometheus: Rule = {
  name: 'policy-admits-prometheus',
  severity: 'error',
  check: (lab) => {
    const policies = new AllowPolicies(lab);
    return lab.ofKind(MONITORING, 'PodMonitor').flatMap((monitor) => scrapesOf(lab, monitor)
      .flatMap((scrape) => scrapeFindings(lab, policies, monitor, scrape)));
  },
};

/** A port of pods that somebody without an identity connects to, in plain text. */
interface PlainPort {
  readonly namespace: string;
  readonly labels: Labels;
  readonly port: number;
}

/** What a monitor reads of pods in the mesh; a port that has a name only is not known. */
function scrapesOf(lab: RenderedLab, monitor: Manifest): PlainPort[] {
  const labels = (at(monitor, 'spec', 'selector', 'matchLabels') ?? {}) as Labels;
  const named = list(monitor, 'spec', 'namespaceSelector', 'matchNames').map(String);
  const ports = list(monitor, 'spec', 'podMetricsEndpoints').map((endpoint) => at(endpoint, 'portNumber'));
  return (named.length > 0 ? named : [monitor.metadata.namespace ?? '']).filter((namespace) => lab.isAmbient(namespace))
    .flatMap((namespace) => ports.flatMap((port) => typeof port === 'number' ? [{ namespace, labels, port }] : []));
}

function scrapeFindings(lab: RenderedLab, policies: AllowPolicies, monitor: Manifest, scrape: PlainPort): Finding[] {
  const { namespace, port } = scrape;
  return [
    ...isOpen(lab, scrape) ? [] : [{
      object: monitor, what: `reads port ${port} of pods in ${namespace} in clear, which they refuse under STRICT`,
      fix: 'open the port with a PeerAuthentication for these pods (portLevelMtls), as metricsPort does',
    }],
    ...isAllowed(policies, scrape) ? [] : [{
      object: monitor, what: `reads port ${port} of pods in ${namespace}, and no policy lets it in without an identity`,
      fix: 'allow that port to everybody, as metricsPort does',
    }],
  ];
}

/** Machines outside the cluster speak plain text and have no identity, either. */
const lanPortsOpen: Rule = {
  name: 'lan-ports-open',
  // Pods of the mesh reach such a Service all the same, so that one of a lab's own code may be meant for them.
  severity: 'warning',
  check: (lab) => {
    const policies = new AllowPolicies(lab);
    return lab.ofKind('', 'Service')
      .filter((service) => text(service, 'spec', 'type') === 'LoadBalancer' && lab.isAmbient(service.metadata.namespace ?? ''))
      .flatMap((service) => plainPortsOf(service).flatMap((each) => lanFindings(lab, policies, service, each)));
  },
};

/** Ports of pods behind a Service; ztunnel leaves UDP alone, and a port that has a name only is not known. */
function plainPortsOf(service: Manifest): PlainPort[] {
  const { namespace = '' } = service.metadata;
  const labels = at(service, 'spec', 'selector') as Labels | undefined;
  if (labels === undefined) { return []; }
  return list(service, 'spec', 'ports').filter((each) => ['', 'TCP'].includes(text(each, 'protocol'))).flatMap((each) => {
    const port = at(each, 'targetPort') ?? at(each, 'port');
    return typeof port === 'number' ? [{ namespace, labels, port }] : [];
  });
}

function lanFindings(lab: RenderedLab, policies: AllowPolicies, service: Manifest, plain: PlainPort): Finding[] {
  const what = `leads machines of the LAN to port ${plain.port} of pods in ${plain.namespace}`;
  return [
    ...isOpen(lab, plain) ? [] : [{
      object: service, what: `${what} in plain text, which they refuse under STRICT`,
      fix: 'open the port with a PeerAuthentication for these pods (portLevelMtls), as protocol: tcp of a service does',
    }],
    ...isAllowed(policies, plain) ? [] : [{
      object: service, what: `${what}, and no policy lets them in without an identity`,
      fix: 'allow that port to everybody, as protocol: tcp of a service does',
    }],
  ];
}

function isOpen(lab: RenderedLab, { namespace, labels, port }: PlainPort): boolean {
  return !isStrict(lab, namespace) || lab.ofKind(ISTIO, 'PeerAuthentication').some((policy) => policy.metadata.namespace === namespace
    && at(policy, 'spec', 'selector') !== undefined && selects(at(policy, 'spec', 'selector', 'matchLabels'), labels)
    && text(policy, 'spec', 'portLevelMtls', String(port), 'mode') === 'PERMISSIVE');
}

function isAllowed(policies: AllowPolicies, { namespace, labels, port }: PlainPort): boolean {
  const closing = policies.about(namespace, labels);
  return closing.length === 0
    || closing.some((policy) => list(policy, 'spec', 'rules').some((rule) => list(rule, 'from').length === 0 && admitsPort(rule, port)));
}

/** Promises between policies and who has to get past them. */
export const POLICY_RULES: readonly Rule[] = [
  policyInMesh, policyHasTarget, policyAdmitsGateway, policyAdmitsPrometheus, lanPortsOpen,
];

/** Labels of the pods behind Kubernetes Services, as far as the lab knows them: by homelab.yaml, or by a Service of the lab itself. */
function knownLabels(lab: RenderedLab): Map<string, readonly Labels[]> {
  const said = lab.config.services.filter(reachesPods).map((service): [string, readonly Labels[]] =>
    [`${service.namespace}/${service.name}`, servicePods(service).map(({ labels }) => labels)]);
  const own = lab.ofKind('', 'Service').flatMap((service): [string, readonly Labels[]][] => {
    const selector = at(service, 'spec', 'selector');
    return selector === undefined ? [] : [[`${service.metadata.namespace ?? ''}/${service.metadata.name}`, [selector as Labels]]];
  });
  return new Map([...said, ...own]);
}

/** True for a rule that lets a service account in, at whatever port. */
function admits(rule: unknown, account: string): boolean {
  const [namespace = '', name = ''] = account.split('/');
  const sources = list(rule, 'from').map((from) => at(from, 'source'));
  const isAnywhere = list(rule, 'to').length === 0;
  return isAnywhere && (sources.length === 0 || sources.some((source) => list(source, 'serviceAccounts').includes(account)
    || list(source, 'namespaces').includes(namespace)
    || list(source, 'principals').some((principal) => String(principal).endsWith(`/ns/${namespace}/sa/${name}`) || principal === '*')));
}

function admitsPort(rule: unknown, port: number): boolean {
  const operations = list(rule, 'to').map((to) => list(to, 'operation', 'ports').map(String));
  return operations.length === 0 || operations.some((ports) => ports.length === 0 || ports.includes(String(port)));
}

function declares(lab: RenderedLab, namespace: string): boolean {
  return lab.ofKind('', 'Namespace').some(({ metadata }) => metadata.name === namespace);
}
