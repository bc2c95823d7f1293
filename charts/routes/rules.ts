import { pathOfCall } from '../../config/call-path';
import { labDomains } from '../../config/domains';
import { covers } from '../certificates/coverage';
import { listenerFor, takes } from '../gateway/listeners';
import { describe, groupOf, type Manifest } from '../core/manifest';
import { at, list, text, type RenderedLab } from '../core/rendered-lab';
import { backendReferences, routesOf } from '../core/route-backend';
import type { Finding, MissingObject, Rule } from '../core/rule';
import { claimOf, type ClaimedMatch } from './claims';

const GATEWAY_API = 'gateway.networking.k8s.io';

/** The part of a route that binds it to one listener of one Gateway. */
interface Attachment {
  readonly route: Manifest;
  readonly parent: unknown;
  /** @default - the lab has no such Gateway */
  readonly gateway?: Manifest;
  /** The listeners the attachment names, or all of the Gateway without a sectionName. */
  readonly listeners: readonly unknown[];
}

/** A route whose parent is missing is never accepted, and nothing else says so. */
const routeAttaches: Rule = {
  name: 'route-attaches',
  severity: 'error',
  check: (lab) => attachments(lab).flatMap(({ route, parent, gateway, listeners }): Finding[] => {
    if (!gateway) {
      const what = `attaches to Gateway ${text(parent, 'namespace')}/${text(parent, 'name')}, which the lab does not have`;
      const namespace = text(parent, 'namespace') || (route.metadata.namespace ?? '');
      const missing = { group: GATEWAY_API, kind: 'Gateway', namespace };
      return [{ object: route, what, fix: 'name a Gateway of this lab in parentRefs', missing }];
    }
    if (listeners.length === 0) {
      return [{
        object: route, what: `attaches to listener "${text(parent, 'sectionName')}", which ${gateway.metadata.name} does not have`,
        fix: `choose one of ${list(gateway, 'spec', 'listeners').map((listener) => text(listener, 'name')).join(', ')}`,
      }];
    }
    const namespace = route.metadata.namespace ?? '';
    return listeners.filter((listener) => !admits(lab, listener, gateway, namespace)).map((listener) => ({
      object: route, what: `is refused by listener "${text(listener, 'name')}", which does not admit routes of namespace ${namespace}`,
      fix: "widen the listener's allowedRoutes, or move the route",
    }));
  }),
};

/** A host name outside the listener is never served; one outside the certificate is served with a browser warning. */
const routeHostnameCovered: Rule = {
  name: 'route-hostname-covered',
  severity: 'error',
  check: (lab) => attachedTogether(lab).flatMap((attachment) => {
    const names = list(attachment.route, 'spec', 'hostnames').map(String);
    return names.flatMap((hostname) => coverageFindings(lab, attachment, hostname));
  }),
};

/** What binds a route to one Gateway, all its parents there taken as one: each of its host names needs one of the listeners. */
function attachedTogether(lab: RenderedLab): Attachment[] {
  const together = new Map<string, Attachment>();
  for (const each of attachments(lab)) {
    const key = JSON.stringify([describe(each.route), each.gateway && describe(each.gateway)]);
    const other = together.get(key);
    together.set(key, other ? { ...other, listeners: [...other.listeners, ...each.listeners] } : each);
  }
  return [...together.values()];
}

function coverageFindings(lab: RenderedLab, { route, gateway, listeners }: Attachment, hostname: string): Finding[] {
  const taking = listeners.filter((listener) => takes(text(listener, 'hostname'), hostname));
  if (taking.length === 0 && listeners.length > 0) {
    const what = `answers to ${hostname}, which no listener it attaches to takes`;
    return [{ object: route, what, fix: "use a name within the listener's hostname" }];
  }
  const secure = taking.filter((listener) => at(listener, 'tls') !== undefined);
  const [first] = secure;
  if (first === undefined) { return []; }
  const chosen = chosenListener(gateway, first, hostname);
  if (chosen !== undefined && !secure.includes(chosen)) {
    const what = `answers to ${hostname}, whose requests go to listener "${text(chosen, 'name')}", to which it is not attached`;
    return [{ object: route, what, fix: `add a parentRef with sectionName: ${text(chosen, 'name')}` }];
  }
  const names = namesFor(lab, gateway, chosen ?? first);
  return names.length > 0 && !names.some((name) => covers(name, hostname)) ? [{
    object: route, what: `answers to ${hostname}, which the gateway's certificate does not cover, so browsers would warn`,
    fix: `use a name one label below ${labDomains(lab.config).map(({ name }) => name).join(' or ')}`,
  }] : [];
}

/** Of the listeners on the port of one of them, the one that gets the requests to a host name. */
function chosenListener(gateway: Manifest | undefined, one: unknown, hostname: string): unknown {
  const beside = list(gateway, 'spec', 'listeners').filter((each) => at(each, 'tls') !== undefined && at(each, 'port') === at(one, 'port'));
  return listenerFor(beside.map((listener) => ({ listener, name: text(listener, 'name'), hostname: text(listener, 'hostname') })), hostname)
    ?.listener;
}

/** Of two routes with the same match the older wins, so which one serves depends on history. */
const routeClaimsUnique: Rule = {
  name: 'route-claims-unique',
  severity: 'error',
  check: (lab) => {
    const claims = new Map<string, Manifest>();
    return attachments(lab).flatMap(({ route, parent }) => claimedBy(route).flatMap(({ hostname, claim }): Finding[] => {
      const gateway = text(parent, 'namespace') || route.metadata.namespace;
      const key = JSON.stringify([gateway, text(parent, 'name'), text(parent, 'sectionName'), hostname, claim]);
      const owner = claims.get(key);
      if (!owner) { claims.set(key, route); return []; }
      return [{
        object: route,
        what: `claims the same requests to ${hostname ?? 'every host name'} as ${owner.metadata.namespace ?? ''}/${owner.metadata.name}`,
        fix: 'change a host name, a path or a header of one of them',
      }];
    }));
  },
};

/** A reference into another namespace is refused until that namespace grants it; the route then answers 500. */
const referenceGranted: Rule = {
  name: 'reference-granted',
  severity: 'error',
  check: (lab) => [
    ...backends(lab).flatMap(({ route, backend }): Finding[] => {
      const target = text(backend, 'namespace');
      const kind = text(backend, 'kind') || 'Service';
      const wanted = { namespace: target, group: text(backend, 'group'), kind, name: text(backend, 'name') };
      if (target === '' || target === route.metadata.namespace || granted(lab, route, wanted)) { return []; }
      return [{
        object: route, what: `sends to Service ${target}/${wanted.name}, and no ReferenceGrant in ${target} allows it`,
        fix: 'add a ReferenceGrant there, or put the route into that namespace',
        missing: grantIn(target),
      }];
    }),
    ...certificateReferences(lab).flatMap(({ gateway, reference }): Finding[] => {
      const target = text(reference, 'namespace');
      const wanted = { namespace: target, group: '', kind: 'Secret', name: text(reference, 'name') };
      if (target === '' || target === gateway.metadata.namespace || granted(lab, gateway, wanted)) { return []; }
      return [{
        object: gateway, what: `takes its certificate from ${target}/${wanted.name}, and no ReferenceGrant in ${target} allows it`,
        fix: "keep the certificate in the Gateway's namespace",
        missing: grantIn(target),
      }];
    }),
  ],
};

/** A Service reference without a port is accepted as YAML and refused by the API server. */
const backendPortDeclared: Rule = {
  name: 'backend-port-declared',
  severity: 'error',
  check: (lab) => backends(lab).filter(({ backend }) => typeof at(backend, 'port') !== 'number').map(({ route, backend }) => ({
    object: route, what: `sends to Service ${text(backend, 'name')} without a port`, fix: "add the Service's port",
  })),
};

/** Promises between routes and the Gateways, certificates and Services they name. */
export const ROUTE_RULES: readonly Rule[] = [routeAttaches, routeHostnameCovered, routeClaimsUnique, referenceGranted, backendPortDeclared];

function attachments(lab: RenderedLab): Attachment[] {
  const nameOf = ({ metadata }: Manifest): string => `${metadata.namespace ?? ''}/${metadata.name}`;
  const gateways = new Map(lab.ofKind(GATEWAY_API, 'Gateway').map((gateway) => [nameOf(gateway), gateway]));
  return routesOf(lab).flatMap((route) => list(route, 'spec', 'parentRefs').flatMap((parent): Attachment[] => {
    if ((text(parent, 'kind') || 'Gateway') !== 'Gateway') { return []; }
    const gateway = gateways.get(`${text(parent, 'namespace') || (route.metadata.namespace ?? '')}/${text(parent, 'name')}`);
    const section = text(parent, 'sectionName');
    const listeners = list(gateway, 'spec', 'listeners').filter((listener) => section === '' || text(listener, 'name') === section);
    return [{ route, parent, ...gateway ? { gateway } : {}, listeners }];
  }));
}

function backends(lab: RenderedLab): { readonly route: Manifest; readonly backend: unknown }[] {
  return routesOf(lab).flatMap((route) => backendReferences(route).map(({ backend }) => ({ route, backend })));
}

function certificateReferences(lab: RenderedLab): { readonly gateway: Manifest; readonly reference: unknown }[] {
  return lab.ofKind(GATEWAY_API, 'Gateway').flatMap((gateway) => list(gateway, 'spec', 'listeners')
    .flatMap((listener) => list(listener, 'tls', 'certificateRefs').map((reference) => ({ gateway, reference }))));
}

/** What a route claims: host name by host name, match by match. The API fills in a match of every path where a rule has none. */
function claimedBy(route: Manifest): { readonly hostname: string | undefined; readonly claim: string }[] {
  const hostnames = list(route, 'spec', 'hostnames').map(String);
  const matches = list(route, 'spec', 'rules').flatMap((rule) => {
    const given = list(rule, 'matches');
    return given.length > 0 ? given : [{}];
  });
  return (hostnames.length > 0 ? hostnames : [undefined])
    .flatMap((hostname) => matches.map((match) => {
      return { hostname, claim: claimOf(route.kind === 'GRPCRoute' ? callIn(match) : matchIn(match)) };
    }));
}

function matchIn(match: unknown): ClaimedMatch {
  const parts = (key: string): NonNullable<ClaimedMatch['headers']> => list(match, key)
    .map((part) => ({ name: text(part, 'name'), type: text(part, 'type') || undefined, value: text(part, 'value') }));
  return {
    path: { type: text(match, 'path', 'type') || undefined, value: text(match, 'path', 'value') || undefined },
    headers: parts('headers'), queryParams: parts('queryParams'), method: text(match, 'method'),
  };
}

function callIn(match: unknown): ClaimedMatch {
  const part = (key: string): string | undefined => text(match, 'method', key) || undefined;
  const type = part('type') === 'RegularExpression' ? 'RegularExpression' : 'Exact';
  return { ...matchIn(match), path: pathOfCall({ service: part('service'), method: part('method'), type }), method: '' };
}

function admits(lab: RenderedLab, listener: unknown, gateway: Manifest, namespace: string): boolean {
  const from = text(listener, 'allowedRoutes', 'namespaces', 'from') || 'Same';
  if (from === 'All') { return true; }
  if (from === 'Same') { return namespace === gateway.metadata.namespace; }
  const wanted = at(listener, 'allowedRoutes', 'namespaces', 'selector', 'matchLabels') ?? {};
  const labels = { 'kubernetes.io/metadata.name': namespace, ...lab.namespaceLabels(namespace) };
  return Object.entries(wanted).every(([key, value]) => at(labels, key) === value);
}

/** Names of the certificates that this lab makes for a listener. */
function namesFor(lab: RenderedLab, gateway: Manifest | undefined, listener: unknown): string[] {
  const secrets = list(listener, 'tls', 'certificateRefs')
    .map((reference) => `${text(reference, 'namespace') || (gateway?.metadata.namespace ?? '')}/${text(reference, 'name')}`);
  return lab.ofKind('cert-manager.io', 'Certificate')
    .filter((certificate) => secrets.includes(`${certificate.metadata.namespace ?? ''}/${text(certificate, 'spec', 'secretName')}`))
    .flatMap((certificate) => list(certificate, 'spec', 'dnsNames').map(String));
}

/** An object that another namespace has to grant. */
interface Wanted {
  readonly namespace: string;
  readonly group: string;
  readonly kind: string;
  readonly name: string;
}

function grantIn(namespace: string): MissingObject {
  return { group: GATEWAY_API, kind: 'ReferenceGrant', namespace };
}

function granted(lab: RenderedLab, from: Manifest, { namespace, group, kind, name }: Wanted): boolean {
  const isFrom = (each: unknown): boolean => text(each, 'group') === groupOf(from) && text(each, 'kind') === from.kind
    && text(each, 'namespace') === from.metadata.namespace;
  const isTo = (each: unknown): boolean => text(each, 'group') === group && text(each, 'kind') === kind
    && ['', name].includes(text(each, 'name'));
  return lab.ofKind(GATEWAY_API, 'ReferenceGrant').some((grant) => grant.metadata.namespace === namespace
    && list(grant, 'spec', 'from').some(isFrom) && list(grant, 'spec', 'to').some(isTo));
}
