import { isDeepStrictEqual } from 'node:util';
import { goDuration } from '../../config/go-duration';
import { isMapping } from '../../config/kinds';
import { LOGIN_PORT, LOGIN_PROVIDER, LOGIN_PROXY, PLATFORM_NAMESPACES } from '../../config/platform';
import type { ChartName } from '../../config/schema';
import { withNames, withRights } from '../core/chart-parts';
import { selectorTakes } from '../core/label-selector';
import { at, list, type RenderedLab } from '../core/rendered-lab';
import {
  below, isTruthy, off, on, running, unset, type SafeSetting, type SafeSettings, type SafeValue, type SafeValues,
} from '../core/safe-values';
import { loginProvider } from './login-provider';
import { TRACES } from './values';

/** Name that istiod and ztunnel give the cluster unless values say otherwise; a token is only taken for the cluster of its issuer. */
const CLUSTER = 'Kubernetes';

/** The variable by which istiod serves ambient. */
const AMBIENT = 'PILOT_ENABLE_AMBIENT';

/** istiod sets the field itself, to what the charts call Fail. */
const FAILURE_POLICY: SafeValue = {
  path: ['base', 'validationFailurePolicy'], safe: ['Fail'],
  why: 'istiod changes the default itself, and Argo CD would show drift for ever',
};

/** What holds for each of the charts (templates/zzz_profile.yaml of every one). */
const EVERY_CHART: readonly SafeValue[] = [
  unset('_internal_defaults_do_not_set',
    "these are the chart's own defaults, which count less than its profile; every rule of the lab reads the "
    + 'values beside it', { wanted: 'nothing, and write its contents beside it' }),
  unset('defaults', 'the chart refuses it'),
  unset('compatibilityVersion', 'istiod, istio-cni and ztunnel would behave like different versions', { warns: true }),
  { path: ['global', 'istioNamespace'], safe: [PLATFORM_NAMESPACES.istio, undefined], why: 'nobody would find istiod there' },
  { path: ['global', 'resourceScope'], safe: ['all', undefined], why: 'a part of what the chart makes would be left out' },
  {
    path: ['image'], wanted: 'an image with a tag or a digest', why: 'a whole image is taken as it is, and this one names no exact version',
    safe: (value) => typeof value !== 'string' || !value.includes('/') || /(@sha256:|:v?\d)/.test(value.slice(value.lastIndexOf('/'))),
  },
  unset('revision', 'gateways, waypoints and ztunnel look for istiod without a revision, and would not find it'),
];

/**
 * The profile by its name at the top, which counts first. Each chart reads it before it looks below `global` or its old key.
 *
 * @param old - that key, where the chart has one
 */
function profile(why: string, old?: string): SafeValue[] {
  const idle = 'it changes nothing: the chart reads its profile at the top';
  return [
    { path: ['profile'], safe: ['ambient'], why },
    { path: ['global', 'profile'], safe: ['ambient', undefined], why: idle, warns: true },
    ...old === undefined ? [] : [unset(`${old}.profile`, idle, { warns: true })],
  ];
}

/** Platforms whose folders, ports or networks are others than those of K3s without flannel. */
const PLATFORMS: readonly SafeValue[] = ['platform', 'global.platform'].map((path) => ({
  path: path.split('.'), safe: [undefined, null, ''], why: 'it is for another kind of cluster than K3s without its own network',
}));

const ISTIOD: readonly SafeValue[] = [
  FAILURE_POLICY,
  ...PLATFORMS,
  off(
    'sidecarInjectorWebhook.enableNamespacesByDefault', 'pods of every namespace would get a sidecar, and ambient takes none that has one',
  ),
  off('istiodRemote.enabled', 'no istiod would run in this cluster'),
  off('global.externalIstiod', 'istiod would wait for other clusters to use it'),
  unset('global.remotePilotAddress', 'proxies would ask an istiod outside this cluster'),
  unset('global.caAddress', 'proxies would ask another authority for certificates than ztunnel does'),
  { path: ['global', 'pilotCertProvider'], safe: ['istiod', undefined], why: 'nobody would sign the certificates of the mesh' },
  on('global.configValidation', 'wrong objects of Istio would be taken without a word, and have no effect'),
  off('global.operatorManageWebhooks', 'nobody would make its webhooks, and wrong objects of Istio would be taken without a word'),
  { path: ['global', 'enableReaderRBAC'], safe: [false], why: 'an account that nobody uses would be allowed to read every Secret' },
  { path: ['global', 'proxy', 'clusterDomain'], safe: ['cluster.local', undefined],
    why: "K3s' names of Services end in cluster.local, and no host of the mesh would be found" },
  {
    path: ['global', 'multiCluster', 'clusterName'], wanted: `nothing, or the same as multiCluster.clusterName of ztunnel`,
    safe: (value, { lab }) => (value ?? '') === '' || clusterOf(lab, 'ztunnel') === value
      || (value === CLUSTER && clusterOf(lab, 'ztunnel') === undefined),
    why: 'istiod would refuse the tokens of ztunnel, which gives another name, and no pod of the mesh would get a certificate',
  },
  {
    path: ['global', 'network'], wanted: 'nothing, or the same as network of ztunnel',
    safe: (value, { lab }) => (value ?? '') === (at(lab.helmValues('ztunnel'), 'network') ?? ''),
    why: 'ztunnel would take every pod for one of another network, which it reaches through a gateway that is not there',
  },
  {
    path: ['global', 'trustBundleName'],
    safe: (value, { lab }) =>
        (value ?? 'istio-ca-root-cert') === (at(lab.helmValues('ztunnel'), 'trustBundleName') ?? 'istio-ca-root-cert'),
    wanted: 'nothing', why: 'ztunnel reads the root certificate from another ConfigMap, and would not start',
  },
  unset('global.sds.token.aud', 'ztunnel asks for tokens for istio-ca alone', { safe: ['istio-ca', undefined], wanted: 'istio-ca' }),
  { path: ['trustedZtunnelNamespace'], safe: [PLATFORM_NAMESPACES.istio, undefined, ''],
    why: 'istiod would sign nothing that ztunnel asks for' },
  { path: ['trustedZtunnelName'], safe: ['ztunnel', undefined, ''], why: 'istiod would sign nothing that ztunnel asks for' },
  running('replicaCount', 'no proxy would be configured, and no certificate signed'),
  on('configMap', "istiod would go without the lab's mesh configuration, tracing among it"),
  off('taint.enabled', 'istiod would wait for a taint on nodes that K3s does not set', { warns: true }),
  ...['telemetry.enabled', 'telemetry.v2.enabled', 'telemetry.v2.prometheus.enabled'].map((path) =>
    on(path, 'gateways and waypoints would count no requests, and the alerts about them would stay silent')),
  {
    path: ['gateways', 'seccompProfile', 'type'], safe: ['RuntimeDefault'],
    why: 'Pod Security would refuse a waypoint in a namespace that is "restricted"',
  },
  ...['ipFamilyPolicy'].map((path): SafeValue => ({
    path: [path], safe: ['SingleStack', 'PreferDualStack', '', undefined, null],
    why: 'the cluster has IPv4 alone, and the API server would refuse the Service',
  })),
  // The mesh configuration.
  {
    path: ['meshConfig', 'rootNamespace'], safe: [PLATFORM_NAMESPACES.istio, undefined],
    why: 'mesh.mtls is a PeerAuthentication in istio-system, which would count for that namespace alone',
  },
  {
    path: ['meshConfig', 'discoverySelectors'], wanted: 'nothing, or selectors that take each namespace of the mesh and of the gateway',
    safe: (value, { lab }) => !Array.isArray(value) || value.length === 0
      || served(lab).every((labels) => value.some((each) => selectorTakes(each, labels))),
    why: 'istiod would not look at a namespace of the lab: its services would be unknown, and its pods out of the mesh',
  },
  {
    path: ['meshConfig', 'trustDomain'], safe: ['cluster.local', undefined],
    why: 'ztunnel checks identities under cluster.local, so every connection inside the mesh would be refused',
  },
  {
    path: ['meshConfig', 'enableTracing'], wanted: 'true', why: 'monitoring.traces is tempo, and nobody would send it anything',
    safe: (value, { lab }) => !hasTraces(lab) || isTruthy(value),
  },
  {
    path: ['meshConfig', 'extensionProviders'], wanted: `a list that has the provider "${TRACES}" of the lab too`,
    safe: (value, { lab }) => !hasTraces(lab)
      || (Array.isArray(value) && value.some((each: unknown) => isMapping(each) && each['name'] === TRACES)),
    why: 'a list replaces the generated one, and the Telemetry of the lab sends traces to a provider that would be missing',
  },
  {
    path: ['meshConfig', 'extensionProviders'], wanted: `a list that has the provider "${LOGIN_PROVIDER}" of the lab too, as it is`,
    safe: (value, { lab }) => lab.config.login === undefined
      || (Array.isArray(value) && value.some((each: unknown) => isLoginProvider(each))),
    why: 'a list replaces the generated one, and the pages behind the login would refuse everybody, or let everybody in',
  },
  {
    path: ['meshConfig', 'defaultConfig', 'proxyMetadata', 'ISTIO_META_ENABLE_HBONE'], safe: ['true', true, undefined],
    why: 'gateways and sidecars would talk past ztunnel in plain text, which STRICT refuses',
  },
  {
    path: ['meshConfig', 'defaultConfig', 'discoveryAddress'], safe: [undefined, 'istiod.istio-system.svc:15012'],
    why: 'gateways and waypoints would look for istiod where it is not',
  },
  {
    path: ['cni', 'enabled'], safe: [true, undefined], warns: true,
    why: 'sidecars would need a privileged init container, which Pod Security refuses',
  },
  ...withRights('serviceAccount.create'),
];

const ZTUNNEL: readonly SafeValue[] = [
  ...PLATFORMS,
  { path: ['istioNamespace'], safe: [PLATFORM_NAMESPACES.istio, undefined], why: 'ztunnel would look for istiod where it is not' },
  { path: ['resourceScope'], safe: ['all', 'namespace', undefined], why: 'ztunnel would be left out' },
  unset('caAddress', 'ztunnel would ask somebody else than istiod for certificates'),
  unset('xdsAddress', 'ztunnel would ask somebody else than istiod what is in the mesh'),
  { path: ['resourceName'], safe: ['ztunnel', undefined, ''],
    why: 'istiod signs certificates for the account "ztunnel" alone, and the restart and the alerts look for that DaemonSet' },
  {
    path: ['multiCluster', 'clusterName'], wanted: 'nothing, or the same as global.multiCluster.clusterName of istiod',
    safe: (value, { lab }) => (value ?? '') === ''
      || (value === (at(lab.helmValues('istiod'), 'global', 'multiCluster', 'clusterName') ?? CLUSTER)),
    why: 'istiod would refuse its tokens, and no pod of the mesh would get a certificate',
  },
  {
    path: ['network'], wanted: 'nothing, or the same as global.network of istiod',
    safe: (value, { lab }) => (value ?? '') === (at(lab.helmValues('istiod'), 'global', 'network') ?? ''),
    why: 'ztunnel would take every pod for one of another network, which it reaches through a gateway that is not there',
  },
  unset('trustBundleName', 'istiod writes the root certificate to istio-ca-root-cert, and ztunnel would not start',
    { safe: ['istio-ca-root-cert', undefined, ''], wanted: 'istio-ca-root-cert' }),
  {
    path: ['updateStrategy', 'type'], safe: ['RollingUpdate', undefined], warns: true,
    why: 'ztunnel would go on with the version it has until somebody deletes each pod',
  },
];

const BASE: readonly SafeValue[] = [
  FAILURE_POLICY,
  ...profile('its charts would not agree on what they are for'),
  ...['base.enableCRDTemplates', 'enableCRDTemplates', 'base.enableIstioConfigCRDs'].map((path) =>
    on(path, "nobody would bring Istio's definitions, and the lab's PeerAuthentication and Telemetry would be refused")),
  ...['base.excludedCRDs', 'excludedCRDs'].map((path) =>
    unset(path, "a definition of Istio would be missing, which istiod or the lab's own objects use")),
  { path: ['global', 'enableReaderRBAC'], safe: [false], why: 'an account that nobody uses would be allowed to read every Secret' },
  { path: ['defaultRevision'], safe: ['default', undefined, ''],
    why: 'a revision that does not run would be asked about every object of Istio' },
  unset('base.validationURL', 'an address outside the cluster would be asked about every object of Istio'),
];

const NOT_CAPTURED = 'pods would not be captured';

const ISTIO_CNI: readonly SafeValue[] = [
  ...profile(NOT_CAPTURED, 'cni'),
  { path: ['cni', 'ambient', 'enabled'], safe: [true, undefined], why: NOT_CAPTURED },
  {
    path: ['ambient', 'enabled'], safe: [true, undefined], warns: true,
    why: 'it changes nothing: the profile ambient says cni.ambient.enabled, which counts first',
  },
];

/** The profile says it below the old key, which the chart puts over the values beside it. */
const AMBIENT_BY_PROFILE: SafeValue = {
  path: ['env', AMBIENT], safe: ['true', true, undefined], warns: true,
  why: `it changes nothing: the profile ambient says pilot.env.${AMBIENT}, which counts first`,
};

/** Values of Istio's charts without which something fails quietly. Those about CNI files are in charts/cni. */
export const MESH_SAFE_VALUES: SafeValues = {
  'istio-base': [...EVERY_CHART, ...BASE],
  'istiod': [
    ...EVERY_CHART, ...profile('istiod would not configure ztunnel', 'pilot'), ...withOld('pilot', ISTIOD), AMBIENT_BY_PROFILE,
    ...withNames('deploymentLabels.app'),
  ],
  'istio-cni': [...EVERY_CHART, ...ISTIO_CNI, ...withNames('nameOverride', 'fullnameOverride')],
  'ztunnel': [...EVERY_CHART, ...profile('the chart would leave out what ambient needs', 'ztunnel'), ...withOld('ztunnel', ZTUNNEL)],
};

/** Values that a chart takes below its old key too (templates/zzy_descope_legacy.yaml). */
function withOld(key: string, values: readonly SafeValue[]): SafeValue[] {
  return values.flatMap((value) => [value, below(key, value)]);
}

/** Variables by which values of istiod would go round others: templates/deployment.yaml writes them after its own. */
const ISTIOD_SETTINGS: readonly (readonly [string, SafeSetting['safe'], string])[] = [
  [AMBIENT, ['true'], 'istiod would not configure ztunnel'],
  ['PILOT_ENABLE_GATEWAY_API', ['true'], 'nobody would serve the Gateway and its routes'],
  ['PILOT_ENABLE_GATEWAY_API_STATUS', ['true'], 'Gateway and routes would never become Ready, and Argo CD would wait for ever'],
  ['PILOT_ENABLE_GATEWAY_API_DEPLOYMENT_CONTROLLER', ['true'], 'nobody would make the pods of the Gateway and of waypoints'],
  ['PILOT_ENABLE_GATEWAY_API_GATEWAYCLASS_CONTROLLER', ['true'], 'the class "istio" would be missing, and nobody would serve the Gateway'],
  ['PILOT_GATEWAY_API_DEFAULT_GATEWAYCLASS_NAME', ['istio'], 'nobody would serve the Gateway, whose class is "istio"'],
  ['PILOT_GATEWAY_API_CONTROLLER_NAME', ['istio.io/gateway-controller'], 'nobody would serve the Gateway'],
  ['ENABLE_CA_SERVER', ['true'], 'nobody would sign the certificates of the mesh'],
  ['EXTERNAL_CA', [], 'another authority would have to sign what istiod signs here'],
  ['PILOT_CERT_PROVIDER', ['istiod'], 'nobody would sign the certificates of the mesh'],
  ['CLUSTER_ID', [CLUSTER], 'istiod would refuse the tokens of ztunnel, which gives another name'],
  ['CA_TRUSTED_NODE_ACCOUNTS', (value) => value.split(',').includes(`${PLATFORM_NAMESPACES.istio}/ztunnel`),
    'istiod would sign nothing that ztunnel asks for'],
  ['MAX_WORKLOAD_CERT_TTL', (value, { lab }) => milliseconds(value) >= milliseconds(lab.config.mesh.workloadCertificateTTL),
    'istiod would refuse every request of ztunnel, which asks for certificates of mesh.workloadCertificateTTL'],
  ['REVISION', ['default'], 'gateways and ztunnel look for istiod without a revision'],
  ['EXTERNAL_ISTIOD', ['false'], 'istiod would wait for other clusters to use it'],
  ['TRUST_DOMAIN', ['cluster.local'], 'ztunnel checks identities under cluster.local'],
  ['PILOT_CA_CERT_CONFIGMAP', ['istio-ca-root-cert'], 'ztunnel reads the root certificate from istio-ca-root-cert, and would not start'],
  ['ISTIO_WATCH_NAMESPACE', [], 'istiod would look at one namespace alone'],
];

const ZTUNNEL_SETTINGS: readonly (readonly [string, SafeSetting['safe'], string])[] = [
  ['SECRET_TTL', (value, { lab }) => milliseconds(value) === milliseconds(lab.config.mesh.workloadCertificateTTL),
    'the clock guard and the alerts count on mesh.workloadCertificateTTL, which is the key for it'],
  ['CA_ADDRESS', ['istiod.istio-system.svc:15012', 'https://istiod.istio-system.svc:15012'],
    'ztunnel would ask somebody else than istiod for certificates'],
  ['XDS_ADDRESS', ['istiod.istio-system.svc:15012', 'https://istiod.istio-system.svc:15012'],
    'ztunnel would ask somebody else than istiod what is in the mesh'],
  ['ISTIO_META_CLUSTER_ID', [CLUSTER], 'istiod would refuse its tokens, and no pod of the mesh would get a certificate'],
  ['INPOD_ENABLED', ['true'], 'pods would not be captured'],
  ['PROXY_MODE', ['shared'], 'ztunnel would serve one pod alone'],
  ['NETWORK', [''], 'ztunnel would take every pod for one of another network'],
  ['CLUSTER_DOMAIN', ['cluster.local'], "K3s' names of Services end in cluster.local"],
  ['FAKE_CA', ['false'], 'certificates would be signed by nobody'],
  ['CA_ROOT_CA', [], 'ztunnel would trust somebody else than istiod'],
  ['XDS_ROOT_CA', [], 'ztunnel would trust somebody else than istiod'],
];

/** Variables and arguments of Istio's charts that go round values, wherever the charts take them. */
export const MESH_SAFE_SETTINGS: SafeSettings = {
  istiod: [
    ...ISTIOD_SETTINGS.flatMap(([name, safe, why]) => [...name === AMBIENT ? [] : [['env']], ['pilot', 'env'], ['envVarFrom']]
      .map((path) => ({ path, name, ...safe ? { safe } : {}, why }))),
    ...([
      ['domain', 'cluster.local', "K3s' names of Services end in cluster.local"],
      ['clusterID', CLUSTER, 'istiod would refuse the tokens of ztunnel'],
      ['monitoringAddr', ':15014', 'Prometheus reads its metrics at 15014'],
      ['secureGRPCAddr', ':15012', 'ztunnel asks istiod at 15012'],
      ['registries', 'Kubernetes', 'istiod would know no Service of the cluster'],
    ] as const).map(([name, safe, why]): SafeSetting => ({ path: ['extraContainerArgs'], name, safe: [safe], why })),
  ],
  ztunnel: ZTUNNEL_SETTINGS.flatMap(([name, safe, why]) =>
    [['env'], ['ztunnel', 'env'],
      ['meshConfig', 'defaultConfig', 'proxyMetadata']].map((path) => ({ path, name, ...safe ? { safe } : {}, why }))),
};

function clusterOf(lab: RenderedLab, release: ChartName): unknown {
  return at(lab.helmValues(release), 'multiCluster', 'clusterName');
}

function hasTraces(lab: RenderedLab): boolean {
  return lab.ofKind('telemetry.istio.io',
    'Telemetry').some((each) => JSON.stringify(list(each, 'spec', 'tracing')).includes(`"${TRACES}"`));
}

/** Labels of every namespace that istiod has to look at: Kubernetes gives each its name as a label. */
function served(lab: RenderedLab): Readonly<Record<string, string>>[] {
  const { namespace } = lab.config.gateway;
  return lab.ofKind('', 'Namespace')
    .filter(({ metadata: { name } }) => lab.isAmbient(name) || name === namespace || name === PLATFORM_NAMESPACES.istio)
    .map(({ metadata: { name, labels = {} } }) => ({ 'kubernetes.io/metadata.name': name, ...labels }));
}

function milliseconds(duration: string): number { return goDuration(duration) ?? NaN; }

/** True for the provider as it is generated: one that lets through what it cannot ask about is none. */
function isLoginProvider(each: unknown): boolean {
  const service = { service: `${LOGIN_PROXY}.${LOGIN_PROXY}.svc.cluster.local`, port: LOGIN_PORT };
  return isDeepStrictEqual(each, loginProvider(service));
}
