import { groupOf, type Manifest } from '../core/manifest';
import type { Finding, Rule } from '../core/rule';
import { at, list, text, type Tree } from '../core/rendered-lab';

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
  check: (tree) => attachments(tree).flatMap(({ route, parent, gateway, listeners }): Finding[] => {
    if (!gateway) { return [{ object: route, what: `attaches to Gateway ${text(parent, 'namespace')}/${text(parent, 'name')}, which the lab does not have`, fix: 'name a Gateway of this lab in parentRefs' }]; }
    if (listeners.length === 0) { return [{ object: route, what: `attaches to listener "${text(parent, 'sectionName')}", which ${gateway.metadata.name} does not have`, fix: `choose one of ${list(gateway, 'spec', 'listeners').map((listener) => text(listener, 'name')).join(', ')}` }]; }
    const refused = listeners.filter((listener) => !admits(tree, listener, gateway, route.metadata.namespace ?? ''));
    return refused.map((listener) => ({ object: route, what: `is refused by listener "${text(listener, 'name')}", which does not admit routes of namespace ${route.metadata.namespace ?? ''}`, fix: "widen the listener's allowedRoutes, or move the route" }));
  }),
};

/** A host name outside the listener is never served; one outside the certificate is served with a browser warning. */
const routeHostnameCovered: Rule = {
  name: 'route-hostname-covered',
  severity: 'error',
  check: (tree) => attachments(tree).flatMap(({ route, gateway, listeners }) => list(route, 'spec', 'hostnames').flatMap((each): Finding[] => {
    const hostname = String(each);
    const tls = listeners.filter((listener) => at(listener, 'tls') !== undefined);
    const outside = listeners.filter((listener) => text(listener, 'hostname') !== '' && !covers(text(listener, 'hostname'), hostname));
    if (outside.length > 0 && outside.length === listeners.length) {
      return [{ object: route, what: `answers to ${hostname}, which no listener it attaches to takes`, fix: "use a name within the listener's hostname" }];
    }
    const uncovered = tls.some((listener) => {
      const names = certificateNames(tree, gateway, listener);
      return names.length > 0 && !names.some((name) => covers(name, hostname));
    });
    return uncovered ? [{ object: route, what: `answers to ${hostname}, which the gateway's certificate does not cover, so browsers would warn`, fix: `use a name one label below ${tree.config.domain}` }] : [];
  })),
};

/** Of two routes with the same match the older wins, so which one serves depends on history. */
const routeClaimsUnique: Rule = {
  name: 'route-claims-unique',
  severity: 'error',
  check: (tree) => {
    const claims = new Map<string, Manifest>();
    return attachments(tree).flatMap(({ route, parent }) => list(route, 'spec', 'hostnames').flatMap((hostname) => list(route, 'spec', 'rules').flatMap((rule) => list(rule, 'matches').flatMap((match): Finding[] => {
      const key = JSON.stringify([text(parent, 'namespace'), text(parent, 'name'), text(parent, 'sectionName'), hostname, canonicalMatch(match)]);
      const owner = claims.get(key);
      if (!owner) { claims.set(key, route); return []; }
      return [{ object: route, what: `claims the same requests to ${String(hostname)} as ${owner.metadata.namespace ?? ''}/${owner.metadata.name}`, fix: 'change a host name, a path or a header of one of them' }];
    }))));
  },
};

/** A reference into another namespace is refused until that namespace grants it; the route then answers 500. */
const referenceGranted: Rule = {
  name: 'reference-granted',
  severity: 'error',
  check: (tree) => [
    ...tree.ofKind(GATEWAY_API, 'HTTPRoute').flatMap((route) => list(route, 'spec', 'rules').flatMap((rule) => list(rule, 'backendRefs').flatMap((backend): Finding[] => {
      const target = text(backend, 'namespace');
      if (target === '' || target === route.metadata.namespace || granted(tree, route, target, text(backend, 'group'), text(backend, 'kind') || 'Service', text(backend, 'name'))) { return []; }
      return [{ object: route, what: `sends to Service ${target}/${text(backend, 'name')}, and no ReferenceGrant in ${target} allows it`, fix: 'add a ReferenceGrant there, or put the route into that namespace' }];
    }))),
    ...tree.ofKind(GATEWAY_API, 'Gateway').flatMap((gateway) => list(gateway, 'spec', 'listeners').flatMap((listener) => list(listener, 'tls', 'certificateRefs').flatMap((reference): Finding[] => {
      const target = text(reference, 'namespace');
      if (target === '' || target === gateway.metadata.namespace || granted(tree, gateway, target, '', 'Secret', text(reference, 'name'))) { return []; }
      return [{ object: gateway, what: `takes its certificate from ${target}/${text(reference, 'name')}, and no ReferenceGrant in ${target} allows it`, fix: "keep the certificate in the Gateway's namespace" }];
    }))),
  ],
};

/** A Service reference without a port is accepted as YAML and refused by the API server. */
const backendPortDeclared: Rule = {
  name: 'backend-port-declared',
  severity: 'error',
  check: (tree) => tree.ofKind(GATEWAY_API, 'HTTPRoute').flatMap((route) => list(route, 'spec', 'rules').flatMap((rule) => list(rule, 'backendRefs').flatMap((backend): Finding[] =>
    typeof at(backend, 'port') === 'number' ? [] : [{ object: route, what: `sends to Service ${text(backend, 'name')} without a port`, fix: "add the Service's port" }]))),
};

export const ROUTE_RULES: readonly Rule[] = [routeAttaches, routeHostnameCovered, routeClaimsUnique, referenceGranted, backendPortDeclared];

function attachments(tree: Tree): Attachment[] {
  const gateways = new Map(tree.ofKind(GATEWAY_API, 'Gateway').map((gateway) => [`${gateway.metadata.namespace ?? ''}/${gateway.metadata.name}`, gateway]));
  return tree.ofKind(GATEWAY_API, 'HTTPRoute').flatMap((route) => list(route, 'spec', 'parentRefs').flatMap((parent): Attachment[] => {
    if ((text(parent, 'kind') || 'Gateway') !== 'Gateway') { return []; }
    const gateway = gateways.get(`${text(parent, 'namespace') || (route.metadata.namespace ?? '')}/${text(parent, 'name')}`);
    const section = text(parent, 'sectionName');
    const listeners = list(gateway, 'spec', 'listeners').filter((listener) => section === '' || text(listener, 'name') === section);
    return [{ route, parent, ...gateway ? { gateway } : {}, listeners }];
  }));
}

function admits(tree: Tree, listener: unknown, gateway: Manifest, namespace: string): boolean {
  const from = text(listener, 'allowedRoutes', 'namespaces', 'from') || 'Same';
  if (from === 'All') { return true; }
  if (from === 'Same') { return namespace === gateway.metadata.namespace; }
  const wanted = at(listener, 'allowedRoutes', 'namespaces', 'selector', 'matchLabels') ?? {};
  const labels = { 'kubernetes.io/metadata.name': namespace, ...tree.namespaceLabels(namespace) };
  return Object.entries(wanted).every(([key, value]) => at(labels, key) === value);
}

/** Names of the certificates that this lab makes for a listener. */
function certificateNames(tree: Tree, gateway: Manifest | undefined, listener: unknown): string[] {
  const secrets = list(listener, 'tls', 'certificateRefs').map((reference) => `${text(reference, 'namespace') || (gateway?.metadata.namespace ?? '')}/${text(reference, 'name')}`);
  return tree.ofKind('cert-manager.io', 'Certificate')
    .filter((certificate) => secrets.includes(`${certificate.metadata.namespace ?? ''}/${text(certificate, 'spec', 'secretName')}`))
    .flatMap((certificate) => list(certificate, 'spec', 'dnsNames').map(String));
}

/** TLS wildcards cover exactly one label (RFC 6125). */
function covers(pattern: string, hostname: string): boolean {
  if (!pattern.startsWith('*.')) { return pattern === hostname; }
  return hostname.slice(hostname.indexOf('.')) === pattern.slice(1) && hostname.indexOf('.') > 0;
}

function canonicalMatch(match: unknown): unknown {
  const headers = list(match, 'headers').map((header) => [text(header, 'name').toLowerCase(), text(header, 'type') || 'Exact', text(header, 'value')].join(' ')).sort();
  return [text(match, 'path', 'type') || 'PathPrefix', text(match, 'path', 'value') || '/', headers, text(match, 'method'), at(match, 'queryParams') ?? []];
}

function granted(tree: Tree, from: Manifest, namespace: string, group: string, kind: string, name: string): boolean {
  return tree.ofKind(GATEWAY_API, 'ReferenceGrant').some((grant) => grant.metadata.namespace === namespace
    && list(grant, 'spec', 'from').some((each) => text(each, 'group') === groupOf(from) && text(each, 'kind') === from.kind && text(each, 'namespace') === from.metadata.namespace)
    && list(grant, 'spec', 'to').some((each) => text(each, 'group') === group && text(each, 'kind') === kind && ['', name].includes(text(each, 'name'))));
}
