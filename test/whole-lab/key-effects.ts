import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { isWithin, type ConfigPath } from '../../config/problem';
import { LOGIN_KEYS } from './login-keys';
import { ADDON_OTHERS, FULL_ADDONS } from './addon-key-effects';

/* What a key of homelab.yaml changes: a lab is made with it and without it, and every file is compared. */

/** A lab in which every part is on, and every list has an item. */
export const FULL = `
gitops: { repoURL: https://github.com/frank/lab.git }
domain: lab.frank.dev
network:
  cidr: 192.168.100.0/24
  addressPools: [{ name: cameras, addresses: 192.168.100.230/32 }]
  proxy: { https: "http://old.frank.dev:3128" }
nodes: [{ name: homelab }]
registries:
  - { name: docker.io, endpoints: ["https://mirror.frank.dev"], rewrites: [{ match: "^(.*)$", replace: hub/$1 }] }
gateway: {}
gateways: [{ name: public, address: 192.168.100.201 }]
tls: { issuer: letsencrypt-prod, email: frank@frank.dev, route53: { hostedZoneID: Z0123456789 } }
mesh: {}
namespaces:
  - { name: my-app, ambient: true, waypoint: true }
  - { name: guarded, denyByDefault: true, egress: [my-app, internet] }
  - { name: sky }
services:
  - name: shop
    namespace: my-app
    backends: [{ name: one, port: 80 }, { name: two, port: 80 }]
    matches:
      - { path: { value: /shop }, headers: [{ name: X-Canary, value: "yes" }], method: GET }
    timeouts: { request: 20s, backendRequest: 5s }
  - { name: blog, namespace: my-app, port: 8080 }
  - name: wiki
    namespace: my-app
    port: 80
    matches: [{ path: { value: /wiki }, queryParams: [{ name: v, value: "1" }] }]
    canary: { name: wiki-next, port: 81, weight: 10, header: { name: X-Tester, value: "yes" } }
    rewrite: { prefix: /, hostname: wiki.local }
    requestHeaders: { set: { X-A: a }, add: { X-B: b }, remove: [X-C] }
    responseHeaders: { set: { X-A: a }, add: { X-B: b }, remove: [X-C] }
    mirror: [{ name: copy, port: 80, percent: 5 }]
    cors: { origins: ["https://a.frank.dev"], methods: [PUT], headers: [X-A], exposeHeaders: [X-B], maxAge: 10s }
  - name: old
    namespace: my-app
    hostnames: [old.lab.frank.dev, older.lab.frank.dev]
    matches: [{ path: { value: /old } }]
    redirect: { scheme: https, hostname: new.frank.dev, port: 8443, prefix: /new, statusCode: 301 }
  - { name: moved, namespace: my-app, redirect: { hostname: new.frank.dev, path: /moved } }
  - { name: parts, namespace: my-app, rules: [{ port: 80 }] }
  - { name: calls, namespace: my-app, protocol: grpc, port: 9000, matches: [{ service: shop.Orders, method: Get }] }
  - { name: any, namespace: my-app, port: 9000, gateway: public }
  - { name: nas, external: { address: 192.168.1.20, port: 5001 }, tls: { hostname: nas } }
  - name: cloud
    namespace: sky
    backends:
      - { external: { host: old.frank.dev, port: 80 } }
      - { name: cloud, port: 443, tls: { hostname: cloud, caConfigMap: ca } }
      - { external: { address: 192.168.1.22, port: 80 } }
      - { name: rain, port: 443, tls: { hostname: rain } }
  - { name: hub, external: { host: hub.frank.dev, port: 80 } }
  - name: stock
    namespace: my-app
    port: 9001
    selector: { app: stock }
    allowFrom: [gateway]
    allowRequests: [{ from: guarded, methods: [GET], paths: [/a] }]
    jwt: { issuer: "https://id.frank.dev", jwksUri: "https://id.frank.dev/keys", audiences: [a] }
    metricsPort: 9100
    metricsPath: /m
    metricsInterval: 1m
  - { name: keyed, namespace: my-app, port: 9002, jwt: { issuer: lab, jwks: '{"keys":[{"kty":"OKP"}]}' } }
  - { name: mqtt, namespace: my-app, protocol: tcp, port: 1883, targetPort: 1884, address: 192.168.100.215 }
  - { name: game, namespace: my-app, ports: [{ port: 2456, protocol: udp, targetPort: 2457 }] }
interfaces: {}
monitoring:
  logs: loki
  traces: tempo
  alerting:
    receivers:
      - { name: phone, type: ntfy }
      - { name: chat, type: discord }
      - { name: team, type: slack }
      - { name: group, type: telegram, chatID: -1 }
      - { name: watch, type: pushover, device: pager }
      - { name: post, type: email, to: to@frank.dev, from: from@frank.dev, smarthost: "mail.frank.dev:587", username: frank }
      - { name: pulse, type: webhook }
    receiver: phone
    routes:
      - { severity: [critical], layer: [node], receiver: chat }
      - { layer: [mesh], receiver: team }
      - { layer: [cni], receiver: group }
      - { layer: [edge], receiver: post }
      - { layer: [gitops], receiver: watch }
    quietHours: { from: "22:00", to: "07:00" }
    deadMan: { receiver: pulse }
applications:
  - { name: chart, namespace: my-app, repoURL: https://charts.frank.dev, chart: thing, targetRevision: 1.2.3 }
  - { name: folder, namespace: my-app, repoURL: https://github.com/frank/other.git, path: deploy, targetRevision: main }
login:
  { issuer: "https://id.frank.dev", clientID: lab, provider: pocket-id, emails: [frank@frank.net], emailDomains: [frank.dev] }
host: { network: nat }
dns: { provider: k8s-gateway }
${FULL_ADDONS}
`;

/** For each key another value than by default or in FULL; in lists for an item that has the key. Undefined where none works. */
export const OTHERS: Readonly<Record<string, unknown>> = {
  'domain': 'other.frank.dev',
  'gitops.repoURL': 'https://github.com/frank/another.git',
  'gitops.revision': 'stable',
  'gitops.path': 'manifests',
  'network.cidr': '192.168.101.0/24',
  // The first place of a node, which makes way for it.
  'network.hostAddress': '192.168.100.10',
  'network.dnsServers': ['8.8.8.8'],
  'network.loadBalancerRange': '192.168.100.210-192.168.100.220',
  'network.addressPools[0].name': 'tv',
  'network.addressPools[0].addresses': ['192.168.100.230/32', '192.168.100.240/29'],
  'network.addressPools[0].autoAssign': true,
  'network.proxy.http': 'http://proxy.frank.dev:3128',
  'network.proxy.https': 'http://proxy.frank.dev:3129',
  'network.proxy.noProxy': ['frank.dev'],
  'network.timeServers': ['time.frank.dev'],
  'network.podCIDR': '10.52.0.0/16',
  'network.serviceCIDR': '10.53.0.0/16',
  'nodes[0].name': 'other',
  'nodes[0].address': '192.168.100.20',
  'nodes[0].cpus': 6,
  'nodes[0].memoryGiB': 20,
  'nodes[0].diskGiB': 200,
  'k3s.version': undefined,
  'k3s.sha256': undefined,
  'k3s.serverArgs': ['kubelet-arg=max-pods=200'],
  'registries[0].name': 'ghcr.io',
  'registries[0].endpoints': ['https://other.frank.dev'],
  'registries[0].rewrites[0].match': '^library/(.*)$',
  'registries[0].rewrites[0].replace': 'other/$1',
  'registries[0].caBundle': readFileSync(path.join(__dirname, '../fixtures/authorities/root.crt'), 'utf8'),
  'host.network': undefined,
  'host.switchName': 'other',
  'host.folder': 'D:\\Lab',
  'host.secureBoot': false,
  'host.autostart': false,
  'host.sshUser': 'frank',
  'host.sshAuthorizedKeys': ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDOal6CiJgwzLGrdiRjcr31sbOTZGGB2r7YDRyyXxtOV frank@laptop'],
  'host.kubeContext': 'other',
  'host.image': { url: 'https://images.frank.dev/noble.img', sha256: 'a'.repeat(64) },
  'host.loopback.enabled': false,
  'host.loopback.api': 7443,
  'host.loopback.https': 8443,
  'host.loopback.http': 8080,
  'gateway.name': 'other',
  'gateway.namespace': 'other',
  'gateway.address': '192.168.100.205',
  'gateways[0].name': undefined,
  'gateways[0].address': '192.168.100.206',
  'tls.issuer': 'letsencrypt-staging',
  'tls.email': 'other@frank.dev',
  'tls.acme.server': 'https://acme.other.dev/dir',
  'tls.acme.externalAccountBinding.keyID': 'other',
  'tls.acme.externalAccountBinding.secretName': 'other',
  'tls.acme.caBundle': readFileSync(path.join(__dirname, '../fixtures/authorities/root.crt'), 'utf8'),
  'tls.acme.profile': 'other',
  'tls.acme.preferredChain': 'Other Root',
  'tls.ownCA.secretName': 'other',
  'tls.route53.region': 'eu-west-1',
  'tls.route53.hostedZoneID': 'Z9876543210',
  'tls.route53.credentialsSecretName': 'other',
  'mesh.enabled': false,
  'mesh.mtls': 'PERMISSIVE',
  'mesh.ztunnelRestartSchedule': '0 4 * * 0',
  'mesh.timeZone': 'Europe/London',
  'mesh.workloadCertificateTTL': '700h',
  'mesh.clockJumpThreshold': '20m',
  'namespaces[0].name': undefined,
  'namespaces[0].ambient': undefined,
  'namespaces[0].mtls': 'PERMISSIVE',
  'namespaces[0].waypoint': false,
  'namespaces[0].podSecurity': 'restricted',
  'namespaces[1].denyByDefault': false,
  'namespaces[1].allowSameNamespace': false,
  'namespaces[1].egress': ['my-app', '192.168.1.20:445'],
  'interfaces.argocd.expose': false,
  'interfaces.argocd.host': 'cd',
  'interfaces.grafana.expose': false,
  'interfaces.grafana.host': 'graphs',
  'interfaces.hubble.expose': false,
  'interfaces.hubble.host': 'flows',
  ...LOGIN_KEYS,
  'services[1].login': true,
  'monitoring.enabled': false,
  'monitoring.retention': '20d',
  'monitoring.storage': '30Gi',
  'monitoring.scrapeInterval': '1m',
  'monitoring.grafanaAdminSecretName': 'other',
  'monitoring.dashboards.cilium': false,
  'monitoring.dashboards.hubble': false,
  'monitoring.dashboards.istio': true,
  'monitoring.dashboards.argocd': true,
  'monitoring.logs': 'none',
  'monitoring.traces': 'none',
  'monitoring.alerting.receiver': 'chat',
  'monitoring.alerting.receivers[0].secretName': 'other',
  'monitoring.alerting.receivers[0].bearerToken': true,
  'monitoring.alerting.receivers[1].secretName': 'other',
  'monitoring.alerting.receivers[2].channel': '#lab',
  'monitoring.alerting.receivers[3].chatID': -2,
  'monitoring.alerting.receivers[4].device': 'desk',
  'monitoring.alerting.receivers[5].secretName': 'other',
  'monitoring.alerting.receivers[5].to': 'you@frank.dev',
  'monitoring.alerting.receivers[5].from': 'me@frank.dev',
  'monitoring.alerting.receivers[5].smarthost': 'mail.frank.dev:25',
  'monitoring.alerting.receivers[5].username': 'other',
  'monitoring.alerting.receivers[6].bearerToken': true,
  'monitoring.alerting.routes[0].severity': ['critical', 'warning'],
  'monitoring.alerting.routes[0].layer': ['node', 'cluster'],
  'monitoring.alerting.routes[0].receiver': 'pulse',
  'monitoring.alerting.quietHours.from': '21:00',
  'monitoring.alerting.quietHours.to': '08:00',
  'monitoring.alerting.quietHours.timeZone': 'Europe/London',
  'monitoring.alerting.quietHours.severity': ['info'],
  'monitoring.alerting.deadMan.receiver': 'post',
  'monitoring.alerting.deadMan.every': '10m',
  'services[0].name': 'store',
  'services[0].namespace': 'argocd',
  'services[0].hostname': 'store.lab.frank.dev',
  'services[0].backends[0].name': 'uno',
  'services[0].backends[0].namespace': 'argocd',
  'services[0].backends[0].port': 81,
  'services[0].backends[0].weight': 5,
  'services[0].matches[0].path.type': 'Exact',
  'services[0].matches[0].path.value': '/store',
  'services[0].matches[0].headers[0].name': 'X-Other',
  'services[0].matches[0].headers[0].value': 'no',
  'services[0].matches[0].headers[0].type': 'RegularExpression',
  'services[0].matches[0].method': 'POST',
  'services[0].timeouts.request': '30s',
  'services[0].timeouts.backendRequest': '6s',
  'services[1].port': 8081,
  'services[1].rewrite.path': '/blog',
  'services[7].gateway': 'main-gateway',
  'services[7].listenPort': 8443,
  'services[2].matches[0].queryParams[0].name': 'w',
  'services[2].matches[0].queryParams[0].value': '2',
  'services[2].matches[0].queryParams[0].type': 'RegularExpression',
  'services[2].canary.name': 'wiki-beta',
  'services[2].canary.port': 82,
  'services[2].canary.weight': 20,
  'services[2].canary.mesh': true,
  'services[2].canary.header.name': 'X-Other',
  'services[2].canary.header.value': 'no',
  'services[2].canary.header.type': 'RegularExpression',
  'services[2].rewrite.prefix': '/w',
  'services[2].rewrite.hostname': 'other.local',
  'services[2].requestHeaders.set': { 'X-A': 'z' },
  'services[2].requestHeaders.add': { 'X-B': 'z' },
  'services[2].requestHeaders.remove': ['X-D'],
  'services[2].responseHeaders.set': { 'X-A': 'z' },
  'services[2].responseHeaders.add': { 'X-B': 'z' },
  'services[2].responseHeaders.remove': ['X-D'],
  'services[2].mirror[0].name': 'other',
  'services[2].mirror[0].namespace': 'argocd',
  'services[2].mirror[0].port': 81,
  'services[2].mirror[0].percent': 6,
  'services[2].cors.origins': ['https://b.frank.dev'],
  'services[2].cors.methods': ['DELETE'],
  'services[2].cors.headers': ['X-Other'],
  'services[2].cors.exposeHeaders': ['X-Other'],
  'services[2].cors.credentials': true,
  'services[2].cors.maxAge': '20s',
  'services[3].hostnames': ['oldest.lab.frank.dev'],
  'services[3].redirect.scheme': 'http',
  'services[3].redirect.hostname': 'other.frank.dev',
  'services[3].redirect.port': 8444,
  'services[3].redirect.prefix': '/newer',
  'services[3].redirect.statusCode': 308,
  'services[4].redirect.path': '/other',
  'services[5].rules[0].port': 81,
  'services[6].matches[0].service': 'shop.Stock',
  'services[6].matches[0].method': 'Put',
  'services[6].matches[0].type': 'RegularExpression',
  'services[7].protocol': 'tls',
  'services[8].external.address': '192.168.1.21',
  'services[8].external.port': 5002,
  'services[8].tls.hostname': 'disk',
  'services[8].tls.ca': readFileSync(path.join(__dirname, '../fixtures/machines/authority.crt'), 'utf8'),
  'services[8].tls.caConfigMap': 'other',
  'services[9].backends[0].external.host': 'older.frank.dev',
  'services[9].backends[2].external.address': '192.168.1.23',
  'services[9].backends[2].external.port': 81,
  'services[9].backends[3].tls.ca': readFileSync(path.join(__dirname, '../fixtures/machines/authority.crt'), 'utf8'),
  'services[10].external.host': 'spoke.frank.dev',
  'services[9].backends[1].tls.hostname': 'other',
  'services[9].backends[1].tls.caConfigMap': 'other',
  // What it names lies on the disk: test/slow/charts/app-folders.test.ts.
  'appsFolder': undefined,
  'services[11].selector': { app: 'other' },
  'services[11].allowFrom': ['gateway', 'guarded/app'],
  'services[11].allowRequests[0].from': 'guarded/worker',
  'services[11].allowRequests[0].methods': ['POST'],
  'services[11].allowRequests[0].paths': ['/b'],
  'services[11].jwt.issuer': 'https://other.frank.dev',
  'services[11].jwt.jwksUri': 'https://other.frank.dev/keys',
  'services[11].jwt.audiences': ['b'],
  'services[11].jwt.forwardOriginalToken': true,
  'services[11].metricsPort': 9101,
  'services[11].metricsPath': '/n',
  'services[11].metricsInterval': '2m',
  'services[12].jwt.jwks': '{"keys":[{"kty":"RSA"}]}',
  'services[13].targetPort': 1885,
  'services[13].address': '192.168.100.216',
  'services[14].ports[0].port': 2458,
  'services[14].ports[0].protocol': 'tcp',
  'services[14].ports[0].targetPort': 2459,
  'applications[0].name': 'other',
  'applications[0].namespace': undefined,
  'applications[0].namespaces': ['kube-system'],
  'applications[0].clusterKinds': ['ClusterRole'],
  'applications[0].prune': false,
  'applications[0].dependsOn': ['folder'],
  'applications[0].remove': 'delete',
  'applications[0].repoURL': 'https://helm.frank.dev',
  'applications[0].chart': 'other',
  'applications[0].targetRevision': '1.2.4',
  'applications[0].values': { a: 1 },
  'applications[1].path': 'other',
  'applications[1].namespaces': ['kube-system'],
  'applications[1].clusterKinds': ['ClusterRole'],
  'applications[1].prune': false,
  'applications[1].dependsOn': ['chart'],
  'applications[1].recurse': true,
  'applications[1].include': '*.yaml',
  'applications[1].exclude': 'test/*',
  'applications[1].helm.values': { a: 1 },
  'applications[1].kustomize.namePrefix': 'home-',
  'applications[1].kustomize.nameSuffix': '-home',
  'applications[1].kustomize.images': ['app=ghcr.io/frank/app:1.2.3'],
  'applications[1].kustomize.patches': [{ target: { kind: 'Deployment' }, patch: 'spec: { replicas: 2 }' }],
  ...Object.fromEntries(Object.entries({
    'helm.releaseName': 'other', 'helm.valueFiles': ['values/home.yaml'], 'helm.ignoreMissingValueFiles': true, 'helm.skipCrds': true,
    'helm.parameters': [{ name: 'a.b', value: 'c' }],
  }).flatMap(([key, value]) => [[`applications[0].${key}`, value], [`applications[1].${key}`, value]])),
  'applications[1].kustomize.components': ['../backup'],
  'applications[1].kustomize.ignoreMissingComponents': true,
  'applications[1].kustomize.replicas': [{ name: 'app', count: 2 }],
  'applications[1].kustomize.commonLabels': { a: 'b' },
  'applications[1].kustomize.labelWithoutSelector': true,
  'applications[1].kustomize.labelIncludeTemplates': true,
  'applications[1].kustomize.forceCommonLabels': true,
  'applications[1].kustomize.commonAnnotations': { a: 'b' },
  'applications[1].kustomize.forceCommonAnnotations': true,
  'applications[1].remove': 'delete',
  'dns.provider': undefined,
  'dns.address': '192.168.100.219',
  'dns.ttl': 90,
  'dns.pods': false,
  ...ADDON_OTHERS,
  'values.cilium': { ipam: { operator: { clusterPoolIPv4MaskSize: 25 } } },
  'values.argocd': { server: { replicas: 2 } },
  'values.istio-base': { defaultRevision: 'other' },
  'values.istiod': { replicaCount: 2 },
  'values.istio-cni': { logLevel: 'debug' },
  'values.ztunnel': { logLevel: 'debug' },
  'values.metallb': { speaker: { logLevel: 'debug' } },
  'values.cert-manager': { replicaCount: 2 },
  'values.kube-prometheus-stack': { prometheus: { prometheusSpec: { replicas: 2 } } },
  'values.loki': { loki: { analytics: { reporting_enabled: false, x: 1 } } },
  'values.alloy': { alloy: { stabilityLevel: 'experimental' } },
  'values.tempo': { replicas: 2 },
  'values.k8s-gateway': { replicaCount: 2 },
  'values.external-dns': { logLevel: 'debug' },
  'values.oauth2-proxy': { revisionHistoryLimit: 3 },
  'values.reloader': { reloader: { logLevel: 'debug' } },
  'values.sealed-secrets': { logFormat: 'json' },
  'values.external-secrets': { concurrent: 2 },
  'values.nfs': { controller: { replicas: 2 } },
  'values.cloudnative-pg': { replicaCount: 2 },
};

/** A key as a path: `a.b[0]` becomes keys and indexes. */
export function pathOf(key: string): ConfigPath {
  return [...key.matchAll(/[^.[\]]+/g)].map(([part]) => /^\d+$/.test(part) ? Number(part) : part);
}

type Data = Record<string | number, unknown>;

/** Sets a value in plain data, and makes mappings on the way to it. */
export function put(data: unknown, path: ConfigPath, value: unknown): void {
  let here = data as Data;
  for (const part of path.slice(0, -1)) { here = (here[part] ??= {}) as Data; }
  here[path[path.length - 1]!] = value;
}

/** True if one of the paths is that of a key, or of a mapping around it. */
export function names(paths: readonly ConfigPath[], key: ConfigPath): boolean {
  return paths.some((each) => isWithin(key, each));
}

const PARSED: unknown = parse(FULL);

/** The data of FULL with values put into it. */
export function labWith(edits: Readonly<Record<string, unknown>>): unknown {
  const data: unknown = structuredClone(PARSED);
  for (const [key, value] of Object.entries(edits)) { put(data, pathOf(key), value); }
  return data;
}
