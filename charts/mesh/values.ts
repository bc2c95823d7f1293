import type { Duration } from 'cdk8s';
import { GO_DURATION } from '../../config/units';
import type { HelmValues } from '../core/helm-values';
import type { TraceCollector } from '../traces/trace-collector';
import { loginProvider, type LoginService } from './login-provider';

/** What the values of Istio's charts depend on. */
export interface IstioSettings {
  /** Life of workload certificates. istiod signs 2160 hours at most and refuses longer requests (security/pkg/pki/ca/ca.go). */
  readonly workloadCertificateTTL: Duration;
  /** Where gateways and waypoints send traces. @default - nowhere */
  readonly traces?: TraceCollector;
  /** What is asked who somebody is, for policies of the action CUSTOM. @default - nobody can be asked */
  readonly login?: LoginService;
  /** Environment variables that say how istiod gets out, which fetches the keys of issuers of tokens. @default - directly */
  readonly outgoing?: Readonly<Record<string, string>>;
}

/** Name of the tracing provider, which Telemetry refers to. */
export const TRACES = 'traces';

/** No role for istiods of other clusters: it may read every Secret. */
const NO_READER = { enableReaderRBAC: false };

/** Values of the chart istio-base. */
export function baseValues(): HelmValues {
  return {
    profile: 'ambient',
    // Charts that are only rendered, as Argo CD does, get Ignore on each sync and istiod puts back Fail, for ever.
    // https://istio.io/latest/docs/ambient/install/helm/
    base: { validationFailurePolicy: 'Fail' },
    global: NO_READER,
  };
}

/** Values of the chart istiod. */
export function istiodValues({ workloadCertificateTTL, traces, login, outgoing }: IstioSettings): HelmValues {
  return {
    ...baseValues(),
    // istio: pilot/pkg/model/jwks_resolver.go takes the proxy of the environment.
    ...outgoing ? { env: outgoing } : {},
    // One is enough at home: proxies go on with their last configuration while it restarts.
    autoscaleEnabled: false,
    replicaCount: 1,
    // A pod that asks for a sidecar leaves its redirection to istio-cni, and needs no privileged init container
    // (istio: manifests/charts/istio-control/istio-discovery/files/injection-template.yaml).
    cni: { enabled: true },
    // The chart asks for 2 GiB; istiod needs some 100 MiB for a mesh of dozens of pods.
    resources: { requests: { cpu: '50m', memory: '256Mi' } },
    meshConfig: {
      // Gateways and waypoints renew late by the time the node slept, once (istio: security/pkg/nodeagent/cache/secretcache.go); a long
      // life is the margin.
      defaultConfig: { proxyMetadata: { SECRET_TTL: GO_DURATION.format(workloadCertificateTTL) } },
      // https://istio.io/latest/docs/tasks/observability/distributed-tracing/opentelemetry/
      ...traces ? { enableTracing: true } : {},
      ...traces ?? login ? {
        extensionProviders: [
          ...traces ? [{ name: TRACES, opentelemetry: { service: traces.service, port: traces.port } }] : [],
          ...login ? [loginProvider(login)] : [],
        ],
      } : {},
    },
    global: {
      ...NO_READER,
      proxy: { resources: { requests: { cpu: '50m', memory: '96Mi' } } },
      waypoint: { resources: { requests: { cpu: '50m', memory: '96Mi' } } },
    },
    // Without it a waypoint is refused in a namespace with Pod Security "restricted".
    gateways: { seccompProfile: { type: 'RuntimeDefault' } },
  };
}

/** Values of the chart ztunnel. */
export function ztunnelValues({ workloadCertificateTTL }: IstioSettings): HelmValues {
  return {
    profile: 'ambient',
    // ztunnel renews at half of the life, on a clock that stops while the node sleeps, and stays late for ever (istio/ztunnel#1481).
    // So half of the life is the total sleep it survives before a restart.
    env: { SECRET_TTL: GO_DURATION.format(workloadCertificateTTL) },
    // The chart asks for 512 MiB, enough for 200 000 pods.
    resources: { requests: { cpu: '50m', memory: '64Mi' } },
  };
}
