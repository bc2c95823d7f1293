import type { ChartService } from '../../charts/core/chart-objects';
import type { HelmValues } from '../../charts/core/helm-values';
import { selectorTakes, showLabels } from '../../charts/core/label-selector';
import type { Manifest } from '../../charts/core/manifest';
import { monitoredNamespaces, MONITORING } from '../../charts/core/monitor';
import { destinationOf } from '../../charts/core/release-source';
import { at, list, text, type RenderedLab } from '../../charts/core/rendered-lab';
import { routeBackends, type RouteBackend } from '../../charts/core/route-backend';
import type { Finding, Rule } from '../../charts/core/rule';
import { overridden } from '../../charts/core/safe-values';
import { isChildApplication, isOfApplications, reachOf, syncsWrittenFolder } from '../../charts/gitops/lab-applications';
import { PLATFORM_NAMESPACES } from '../../config/platform';
import { formatPath, formatValue } from '../../config/problem';
import { knownObjects, type Foretold, type KnownObjects } from './known';
import { namedServices } from './named-services';
import { isOfCode, type PinnedRelease } from './pinned-releases';
import type { Cause } from './prediction';
import { RUNBOOK_SERVICES } from './runbook-services';

const chartServicesKept: Rule = {
  name: 'chart-services-kept',
  severity: 'error',
  check: (lab) => {
    const known = knownObjects(lab);
    return [...changedBackends(lab, known), ...changedAddresses(lab, known), ...changedTargets(lab, known)];
  },
};

const chartServicesKnown: Rule = {
  name: 'chart-services-known',
  severity: 'error',
  check: (lab) => {
    const known = knownObjects(lab);
    return routeBackends(lab).flatMap((backend) => unknownBackend(lab, known, backend));
  },
};

const runbookServicesKept: Rule = {
  name: 'runbook-services-kept',
  severity: 'warning',
  check: (lab) => {
    const known = knownObjects(lab);
    // Who switches a Service off knows that a command for it fails.
    return RUNBOOK_SERVICES.flatMap(({ page, ...address }) => broken(lab, known, address)
      .filter(({ service }) => service.now.kind === 'there')
      .map((loss) => blamed(lab, loss, {
        what: `runbooks/${page} has a command for ${show(address)}, ${loss.says}; it would fail when it is needed`, fix: '',
      })));
  },
};

/** What charts make, and what of the lab counts on it. Where the recorded data cannot tell, nothing is refused. */
export const CHART_SERVICE_RULES: readonly Rule[] = [chartServicesKept, chartServicesKnown, runbookServicesKept];

type Service = ChartService & { readonly namespace: string };

/** A Service by its address. */
interface Address {
  readonly namespace: string;
  readonly name: string;
  /** @default - any */
  readonly port?: number | undefined;
}

function changedBackends(lab: RenderedLab, known: KnownObjects): Finding[] {
  return routeBackends(lab).flatMap((backend) => broken(lab, known, backend).map((loss) => blamed(lab, loss, {
    object: backend.route,
    what: `sends to ${show(backend)}, ${loss.says}; ${whatHappens(backend)}`,
    fix: otherwise(lab, backend.route, loss.instead),
  })));
}

function whatHappens({ isMirror = false }: RouteBackend): string {
  return isMirror ? 'no copy would arrive' : 'every request would be answered with 500';
}

function changedAddresses(lab: RenderedLab, known: KnownObjects): Finding[] {
  return known.releases.flatMap(({ owner, values }) => namedServices(values).flatMap((address) => broken(lab, known, address)
    .map((loss) => blamed(lab, loss, {
      object: owner,
      what: `has values that name ${show(address)} (${address.text}), ${loss.says}; nothing would answer there`,
      fix: `, or change what names it${loss.instead}`,
    }))));
}

/** What became of a Service that was there with the lab's own values. */
interface Loss {
  readonly service: Foretold<unknown>;
  readonly cause: Cause;
  readonly says: string;
  readonly instead: string;
}

function broken(lab: RenderedLab, { releases, services, own }: KnownObjects, address: Address): Loss[] {
  const service = services.find(({ recorded }) => leadsTo(recorded, address));
  if (!service || service.now.kind === 'unknown') { return []; }
  const all = [...own, ...services.flatMap(({ now }) => now.kind === 'there' ? [now.object] : [])];
  // A Service that may be anywhere may be there as well.
  const hidden = services.some(({ now, release: { namespace } }) => now.kind === 'unknown' && namespace === address.namespace)
    || releases.some((release) => release.namespace === address.namespace && bringsMore(valuesOfOthers(lab, release)))
    || othersIn(lab, releases, address.namespace).length > 0;
  const [cause] = service.now.causes;
  if (!cause || hidden || all.some((each) => leadsTo(each, address))) { return []; }
  const { release: { name }, now } = service;
  const setting = `${cause.change.path.join('.')} = ${formatValue(cause.value)}`;
  if (now.kind === 'gone') { return [{ service, cause, says: `which ${name} does not have with ${setting}`, instead: '' }]; }
  const { object } = now;
  if (object.name !== address.name || object.namespace !== address.namespace) {
    const moved = `${object.namespace}/${object.name}`;
    return [{ service, cause, says: `which ${name} calls ${moved} with ${setting}`, instead: ` to ${moved}` }];
  }
  const ports = showPorts(object);
  return [{ service, cause, says: `which has ${ports} with ${setting}`, instead: ` to ${ports}` }];
}

function changedTargets(lab: RenderedLab, known: KnownObjects): Finding[] {
  const services = known.services.map((each) => ({ ...each, portsOf: ({ ports }: ChartService) => ports.map(({ name }) => name) }));
  const pods = known.pods.map((each) => ({ ...each, portsOf: ({ ports }: { readonly ports: readonly string[] }) => ports }));
  return [
    ...lab.ofKind(MONITORING, 'ServiceMonitor').flatMap((object) => list(object, 'spec', 'endpoints')
      .flatMap((endpoint) => lostTarget(lab, known, object, text(endpoint, 'port'), 'Service', services))),
    ...lab.ofKind(MONITORING, 'PodMonitor').flatMap((object) => list(object, 'spec', 'podMetricsEndpoints')
      .flatMap((endpoint) => lostTarget(lab, known, object, text(endpoint, 'port'), 'pod', pods))),
  ];
}

function lostTarget<T extends { readonly labels: Readonly<Record<string, string>> }>(
  lab: RenderedLab, { releases }: KnownObjects, object: Manifest, port: string, what: string,
  targets: readonly (Foretold<T> & { readonly portsOf: (target: T) => readonly string[] })[],
): Finding[] {
  const where = monitoredNamespaces(object);
  const selector = at(object, 'spec', 'selector');
  const chosen = targets.filter(({ recorded, portsOf }) => {
    return where(recorded.namespace) && selectorTakes(selector, recorded.labels) && portsOf(recorded).includes(port);
  });
  const left = targets.filter(({ now, portsOf }) => now.kind === 'unknown' || (now.kind === 'there'
    && where(now.object.namespace) && selectorTakes(selector, now.object.labels) && portsOf(now.object).includes(port)));
  const [lost] = chosen;
  const cause = lost && lost.now.kind !== 'unknown' ? lost.now.causes[0] : undefined;
  const maybe = left.some(({ now, release }) => now.kind === 'there' || release.namespace === lost?.release.namespace);
  if (!lost || !cause || maybe || othersIn(lab, releases, lost.release.namespace).length > 0) { return []; }
  const setting = `${cause.change.path.join('.')} = ${formatValue(cause.value)}`;
  return [blamed(lab, { service: lost, cause }, {
    object,
    what: `reads the port "${port}" of each ${what} with ${showLabels(at(selector, 'matchLabels'))}, and ${lost.release.name} has none `
      + `with ${setting}; nothing would be measured, and the alerts about it would stay silent`,
    fix: '',
  })];
}

/** A route to where nothing is: not with the lab's own values either. */
function unknownBackend(lab: RenderedLab, known: KnownObjects, backend: RouteBackend): Finding[] {
  const { namespace, name, port, route } = backend;
  const here = known.services.filter(({ recorded }) => recorded.namespace === namespace);
  const own = known.own.filter((each) => each.namespace === namespace);
  const service = here.find(({ recorded }) => recorded.name === name);
  const isOwn = own.some((each) => each.name === name);
  if (isOwn || (service && leadsTo(service.recorded, backend))) { return []; }
  const patch = lab.source(route)?.patch;
  const finding = { object: route, ...patch ? { origin: { place: patch } } : {} };
  if (service) {
    // Ports that stand in a list of a chart's values were not tried.
    if (service.now.kind !== 'there' || leadsTo(service.now.object, backend) || !isUntouched(lab, service.release)) { return []; }
    return [{
      ...finding,
      what: `sends to port ${port} of the Service ${namespace}/${name}, which does not have it; ${whatHappens(backend)}`,
      fix: `use ${showPorts(service.now.object)}`,
    }];
  }
  if (here.length === 0 || !isClosed(lab, known, namespace)) { return []; }
  return [{
    ...finding,
    what: `sends to ${show({ namespace, name })}, which no chart of this lab makes; ${whatHappens(backend)}`,
    fix: `in ${namespace} there is ${[...here.map(({ recorded }) => recorded.name), ...own.map((each) => each.name)].sort().join(', ')}`,
  }];
}

/** True for a namespace of the platform in which everything is recorded: nobody has changed a value, and nobody else writes to it. */
function isClosed(lab: RenderedLab, { releases }: KnownObjects, namespace: string): boolean {
  const platform = Object.values<string>(PLATFORM_NAMESPACES).includes(namespace);
  const declared = lab.config.namespaces.some(({ name }) => name === namespace);
  const gateway = lab.ofKind('gateway.networking.k8s.io', 'Gateway').some(({ metadata }) => metadata.namespace === namespace);
  return platform && !declared && !gateway && othersIn(lab, releases, namespace).length === 0
    && releases.every((release) => release.namespace !== namespace || isUntouched(lab, release));
}

/** What writes to a namespace, and of which nothing is known: neither a recorded chart nor a folder of the lab. */
function othersIn(lab: RenderedLab, releases: readonly PinnedRelease[], namespace: string): Manifest[] {
  return [...lab.ofKind('helm.cattle.io', 'HelmChart'), ...lab.ofKind('argoproj.io', 'Application')].filter((owner) => {
    return (destinationOf(owner) === namespace || mayReach(lab, owner, namespace)) && !syncsWrittenFolder(lab, owner)
      && !releases.some((release) => release.owner === owner);
  });
}

/** True for what is somebody's own, and may name any namespace that its project allows. The platform's folders bring definitions only. */
function mayReach(lab: RenderedLab, owner: Manifest, namespace: string): boolean {
  if (owner.kind === 'Application' && isOfApplications(lab, owner)) { return reachOf(lab, owner).includes(namespace); }
  const isPlatform = isChildApplication(owner) && !isOfCode(lab, owner);
  if (owner.kind !== 'Application' || isPlatform || text(owner, 'spec', 'source', 'chart') !== '') { return false; }
  const project = lab.ofKind('argoproj.io', 'AppProject').find(({ metadata }) => metadata.name === text(owner, 'spec', 'project'));
  return list(project, 'spec', 'destinations').some((destination) => ['*', namespace].includes(text(destination, 'namespace')));
}

/** True for a release with no values but the lab's own. */
function isUntouched(lab: RenderedLab, { name, owner }: PinnedRelease): boolean {
  return Object.keys(lab.config.values[name]).length === 0 && lab.source(owner)?.patch === undefined;
}

/** Values of a release that are not the lab's own, as far as they can be told apart. */
function valuesOfOthers(lab: RenderedLab, { name, owner, values }: PinnedRelease): HelmValues {
  return lab.source(owner)?.patch === undefined ? lab.config.values[name] : values;
}

/** True for values that were not tried and may bring a Service or a port: lists of ports, and manifests, as mappings or as text. */
function bringsMore(value: unknown, key = ''): boolean {
  if (typeof value === 'string') { return /^\s*kind: *["']?(?:Service|List)\b/m.test(value); }
  if (Array.isArray(value)) { return (/port/i.test(key) && value.length > 0) || value.some((each) => bringsMore(each)); }
  if (typeof value !== 'object' || value === null) { return false; }
  return ['Service', 'List'].includes(text(value, 'kind')) || Object.entries(value).some(([below, each]) => bringsMore(each, below));
}

function leadsTo(service: Service, { namespace, name, port }: Address): boolean {
  return service.namespace === namespace && service.name === name
    && (port === undefined || service.ports.some((each) => each.port === port));
}

/** The key of `values` that is to blame, or whatever else set the value. */
function blamed(lab: RenderedLab, { service: { release }, cause }: Pick<Loss, 'service' | 'cause'>, finding: Finding): Finding {
  const values = lab.config.values[release.name];
  // Own code may have set it to something else than homelab.yaml does.
  const override = at(values, ...cause.change.path) === cause.value ? overridden(values, cause.change.path) : undefined;
  const { origin, patch } = lab.source(release.owner) ?? {};
  return {
    ...finding,
    ...override ? { path: ['values', release.name, ...override] } : { origin: patch ? { place: patch } : origin },
    fix: `${override ? 'remove this value' : `do not set ${cause.change.path.join('.')} of ${release.name}`}${finding.fix}`,
  };
}

/** A page of the platform always leads to the same Service; a service leads to the one that it names. */
function otherwise(lab: RenderedLab, route: Manifest, instead: string): string {
  const origin = lab.source(route)?.origin;
  if (!origin || !('key' in origin)) { return `, or change the route${instead}`; }
  return origin.key[0] === 'interfaces' ? `, or set ${formatPath([...origin.key, 'expose'])} to false`
    : `, or change ${formatPath(origin.key)}${instead}`;
}

function show({ namespace, name, port }: Address): string {
  return `${port === undefined ? '' : `port ${port} of `}the Service ${namespace}/${name}`;
}

function showPorts({ ports }: ChartService): string {
  return ports.map(({ name, port }) => `${port}${name === '' ? '' : ` (${name})`}`).join(' or ') || 'no port';
}
