/* The public interface of the package: what a lab's own code, or a program that makes labs, may use. */

// A lab as a whole.
export { Homelab, type HomelabOptions } from './charts/homelab';
export { defineLab, type LabCode, type OwnCode } from './synth/own-code';
export { loadConfig, parseConfig, type LoadedConfig } from './charts/load-config';
export type { LoaderDefaults } from './config/derive';
export { ConfigError, type ConfigPath, type Position, type Problem, type WarningName } from './config/problem';
export type { HomelabConfig } from './config/schema';
export type { AppFolder } from './config/app-folder';
export type { LabLocation } from './config/location';
export { synthesise, type Synthesis } from './synth/synthesise';
export type { Verdict } from './check/run';
export { SynthError } from './errors';

// A layer, and what it may ask of others.
export { Layer, type Contributions, type OwnFolderProps } from './charts/core/layer';
export {
  Component, type ChartPin, type ChartSource, type ComponentProps, type ComponentSource, type Dependency, type FilesSource, type GroupKind,
  type HelmOptions, type IgnoredDifference, type KustomizeOptions, type KustomizePatch, type OneSource, type UpstreamFolder,
} from './charts/core/component';
export type { Origin } from './charts/core/origin';
export type { CodePlace } from './charts/core/code-place';
export type { AskedKey, DerivedKey, RequiredSecret } from './charts/core/required-secret';
export type {
  CalledMachines, LabNamespace, MachinePort, NamespaceEgress, NamespaceIngress, PodSecurityLevel,
} from './charts/core/lab-namespace';
export type { BootstrapRelease } from './charts/core/bootstrap-release';
export type { MetricsService, ScrapeTarget } from './charts/core/scrape-target';
export type { Dashboard, DashboardDownload } from './charts/core/dashboard';
export type { AlertLayer, AlertRule, RecordingRule, RuleGroup, Severity, Silence } from './charts/core/alert-rule';
export * as promql from './charts/core/promql';
export type { HelmValues, JsonValue } from './charts/core/helm-values';
export type { ObjectSelector } from './charts/core/patches';
export type { Manifest } from './charts/core/manifest';

// The layers of the platform, each of which can be made alone.
export { Bootstrap, type BootstrapProps } from './charts/gitops/bootstrap';
export { ArgoApplications, type ArgoApplicationsProps, type GitSource } from './charts/gitops/argo-applications';
export type { LabProjects } from './charts/gitops/lab-projects';
export type { ProjectScope } from './charts/gitops/projects';
export { GatewayApiCrds, type CrdFolder, type GatewayApiCrdsProps } from './charts/crds/gateway-api-crds';
export { AmbientNamespaces, type AmbientNamespacesProps } from './charts/namespaces/ambient-namespaces';
export { CniChaining, type CniChainingProps } from './charts/cni/cni-chaining';
export type { CniFiles } from './charts/cni/cni-files';
export type { CiliumSettings } from './charts/cni/values';
export { IstioAmbient, type IstioAmbientProps, type MeshNamespace, type MtlsMode } from './charts/mesh/istio-ambient';
export type { IstioSettings } from './charts/mesh/values';
export type { LoginService } from './charts/mesh/login-provider';
export { ZtunnelRestart, type ZtunnelRestartProps } from './charts/ztunnel/ztunnel-restart';
export { MetalLbPools, type AddressPool, type MetalLbPoolsProps } from './charts/metallb/metallb-pools';
export {
  ClusterIssuers, type AccountBinding, type AcmeAccount, type AcmeIssuers, type BroughtAuthority, type ClusterIssuersProps, type ZoneSolver,
} from './charts/certificates/cluster-issuers';
export type {
  AcmeDnsSolver, AkamaiSolver, AzureDnsSolver, CloudDnsSolver, CommonSolver, Dns01Solver, Rfc2136Solver, Route53Solver, TokenSolver,
  WebhookChart, WebhookSolver,
} from './charts/certificates/dns01-solver';
export { CertificateAuthority, type CertificateAuthorityProps } from './charts/certificates/certificate-authority';
export { GatewayCertificate, type CertificateNames, type GatewayCertificateProps } from './charts/certificates/gateway-certificate';
export { MainGateway, type MainGatewayProps } from './charts/gateway/main-gateway';
export type { GatewayPort, GatewaySite, OneGateway } from './charts/gateway/gateway-spec';
export type { ListenerHost } from './charts/gateway/listeners';
export { HttpRoutes, type HttpRoutesProps, type OtherGateway } from './charts/routes/http-routes';
export type { PortListener } from './charts/routes/route-listeners';
export type { BackendTls } from './charts/routes/backend-tls';
export type { ExternalMachine } from './charts/routes/machine-name';
export type {
  ExternalBackend, Route, RouteBackend, RouteCall, RouteMatch, RouteRule, RouteTimeouts, WaypointRoute,
} from './charts/routes/route';
export type {
  RouteCors, RouteFilters, RouteHeaderChanges, RouteMirror, RouteRedirect, RouteRewrite,
} from './charts/routes/route-filters';
export { ClusterDns, type ClusterDnsProps } from './charts/cluster-dns/cluster-dns';
export type { DnsZones } from './charts/cluster-dns/corefile';
export { LanServices, type LanServiceProps, type LanServicesProps } from './charts/lan/lan-services';
export { ServicePolicies, type RoutedService, type ServicePoliciesProps } from './charts/policy/service-policies';
export type {
  AllowedCaller, LanAccess, PodMetrics, PolicyCaller, PolicyNamespace, PolicyPods, ServicePolicy, TokenIssuer,
} from './charts/policy/service-policy';
export type { Account } from './charts/policy/account';
export { Monitoring, type MonitoringProps } from './charts/monitoring/monitoring';
export type { GrafanaLogin } from './charts/monitoring/grafana-login';
export type { LoginEndpoints } from './config/login-endpoints';
export type { ProxyVariables } from './config/proxy';
export type { GrafanaProps, MonitoringValuesProps, Quantity } from './charts/monitoring/monitoring-values';
export type {
  AlertChannel, AlertProxy, AlertReceiver, AlertRoute, AlertRouting, AlertRoutingProps, QuietHours,
} from './charts/monitoring/alert-routing';
export { PrometheusRules, type PlainRuleGroup, type PrometheusRulesProps } from './charts/monitoring/prometheus-rules';
export { Addon, type AddonProps } from './charts/addons/addon';
export type { AddonCalls } from './charts/addons/definition';
export type { AddonName } from './config/addons/names';
export { Logs, type LogsProps } from './charts/logs/logs';
export { Traces, type TracesProps } from './charts/traces/traces';
export type { TraceCollector } from './charts/traces/trace-collector';
export { OwnApplications, type OwnApplication } from './charts/applications/own-applications';
export { CHARTS, CRD_FOLDERS, IMAGES } from './versions';

// So that a lab's own code needs one import, and meets the copy of cdk8s that this package uses.
export { k8s } from './charts/core/k8s';
export { ApiObject, JsonPatch } from 'cdk8s';
