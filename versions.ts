/**
 * Every pinned version of the lab, one per line. All of them have been tested together (docs/versions.md); raise them as a set. The custom
 * manager of Renovate reads the comments.
 */

/** Helm charts. `repository` is the address Argo CD and helm-controller fetch from. */
export const CHARTS = {
  // renovate: datasource=helm depName=cilium registryUrl=https://helm.cilium.io/
  'cilium': { repository: 'https://helm.cilium.io/', chart: 'cilium', version: '1.19.6' },
  // renovate: datasource=helm depName=argo-cd registryUrl=https://argoproj.github.io/argo-helm
  'argocd': { repository: 'https://argoproj.github.io/argo-helm', chart: 'argo-cd', version: '10.1.1' },
  // renovate: datasource=helm depName=base registryUrl=https://istio-release.storage.googleapis.com/charts
  'istio-base': { repository: 'https://istio-release.storage.googleapis.com/charts', chart: 'base', version: '1.30.5' },
  // renovate: datasource=helm depName=istiod registryUrl=https://istio-release.storage.googleapis.com/charts
  'istiod': { repository: 'https://istio-release.storage.googleapis.com/charts', chart: 'istiod', version: '1.30.5' },
  // renovate: datasource=helm depName=cni registryUrl=https://istio-release.storage.googleapis.com/charts
  'istio-cni': { repository: 'https://istio-release.storage.googleapis.com/charts', chart: 'cni', version: '1.30.5' },
  // renovate: datasource=helm depName=ztunnel registryUrl=https://istio-release.storage.googleapis.com/charts
  'ztunnel': { repository: 'https://istio-release.storage.googleapis.com/charts', chart: 'ztunnel', version: '1.30.5' },
  // renovate: datasource=helm depName=metallb registryUrl=https://metallb.github.io/metallb
  'metallb': { repository: 'https://metallb.github.io/metallb', chart: 'metallb', version: '0.16.1' },
  // renovate: datasource=docker depName=quay.io/jetstack/charts/cert-manager
  'cert-manager': { repository: 'quay.io/jetstack/charts', chart: 'cert-manager', version: 'v1.21.1' },
  // renovate: datasource=helm depName=loki registryUrl=https://grafana-community.github.io/helm-charts
  'loki': { repository: 'https://grafana-community.github.io/helm-charts', chart: 'loki', version: '18.11.0' },
  // renovate: datasource=helm depName=alloy registryUrl=https://grafana.github.io/helm-charts
  'alloy': { repository: 'https://grafana.github.io/helm-charts', chart: 'alloy', version: '1.11.1' },
  // renovate: datasource=helm depName=tempo registryUrl=https://grafana-community.github.io/helm-charts
  'tempo': { repository: 'https://grafana-community.github.io/helm-charts', chart: 'tempo', version: '2.2.4' },
  // renovate: datasource=docker depName=ghcr.io/prometheus-community/charts/kube-prometheus-stack
  'kube-prometheus-stack': { repository: 'ghcr.io/prometheus-community/charts', chart: 'kube-prometheus-stack', version: '88.5.3' },
  // renovate: datasource=docker depName=ghcr.io/prometheus-community/charts/prometheus-operator-crds
  'prometheus-operator-crds': { repository: 'ghcr.io/prometheus-community/charts', chart: 'prometheus-operator-crds', version: '31.0.1' },
  // renovate: datasource=helm depName=k8s-gateway registryUrl=https://k8s-gateway.kryptonian.kapsi.fi/
  'k8s-gateway': { repository: 'https://k8s-gateway.kryptonian.kapsi.fi/', chart: 'k8s-gateway', version: '3.7.2' },
  // renovate: datasource=helm depName=external-dns registryUrl=https://kubernetes-sigs.github.io/external-dns
  'external-dns': { repository: 'https://kubernetes-sigs.github.io/external-dns', chart: 'external-dns', version: '1.21.1' },
  // renovate: datasource=helm depName=oauth2-proxy registryUrl=https://oauth2-proxy.github.io/manifests
  'oauth2-proxy': { repository: 'https://oauth2-proxy.github.io/manifests', chart: 'oauth2-proxy', version: '10.7.0' },
  // renovate: datasource=helm depName=sealed-secrets registryUrl=https://bitnami-labs.github.io/sealed-secrets
  'sealed-secrets': { repository: 'https://bitnami-labs.github.io/sealed-secrets', chart: 'sealed-secrets', version: '2.18.5' },
  // renovate: datasource=helm depName=reloader registryUrl=https://stakater.github.io/stakater-charts
  'reloader': { repository: 'https://stakater.github.io/stakater-charts', chart: 'reloader', version: '2.2.16' },
  // renovate: datasource=helm depName=external-secrets registryUrl=https://charts.external-secrets.io
  'external-secrets': { repository: 'https://charts.external-secrets.io', chart: 'external-secrets', version: '2.9.0' },
  // renovate: datasource=helm depName=csi-driver-nfs registryUrl=https://kubernetes-csi.github.io/csi-driver-nfs
  'nfs': { repository: 'https://kubernetes-csi.github.io/csi-driver-nfs', chart: 'csi-driver-nfs', version: '4.13.4' },
  // renovate: datasource=helm depName=cloudnative-pg registryUrl=https://cloudnative-pg.github.io/charts
  'cloudnative-pg': { repository: 'https://cloudnative-pg.github.io/charts', chart: 'cloudnative-pg', version: '0.29.0' },
} as const;

/** The Argo CD that the chart above is made for, whose definitions it brings; raise both together. */
// renovate: datasource=custom.argo-helm depName=argo-cd
export const ARGOCD_DEFINITIONS_VERSION = 'v3.4.4';

/**
 * Argo CD itself, in place of the chart's own, and never older than that: the first line that upstream tests with Kubernetes 1.36
 * (docs/versions.md).
 */
// renovate: datasource=docker depName=quay.io/argoproj/argocd
export const ARGOCD_VERSION = 'v3.5.1';

/** Folders of custom resource definitions in upstream repositories, which Argo CD syncs as they are. */
export const CRD_FOLDERS = {
  // renovate: datasource=github-releases depName=kubernetes-sigs/gateway-api
  gatewayApi: { repository: 'https://github.com/kubernetes-sigs/gateway-api.git', path: 'config/crd/standard', revision: 'v1.5.1' },
} as const;

/** Prometheus Operator itself, as kube-prometheus-stack above installs it; raise both, and its definitions, together. */
// renovate: datasource=custom.prometheus-community depName=kube-prometheus-stack
export const PROMETHEUS_OPERATOR_VERSION = 'v0.93.1';

/** Container images that the lab's own manifests name, and one that takes the place of a chart's own. */
export const IMAGES = {
  // renovate: datasource=docker depName=registry.k8s.io/kubectl
  kubectl: 'registry.k8s.io/kubectl:v1.36.4',
  // renovate: datasource=docker depName=ghcr.io/k8s-gateway/k8s_gateway
  k8sGateway: 'ghcr.io/k8s-gateway/k8s_gateway:1.8.2',
  // renovate: datasource=docker depName=docker.io/cloudflare/cloudflared
  cloudflared: 'docker.io/cloudflare/cloudflared:2026.8.2',
  // renovate: datasource=docker depName=ghcr.io/tailscale/tailscale
  tailscale: 'ghcr.io/tailscale/tailscale:v1.102.3',
  // renovate: datasource=docker depName=ghcr.io/pocket-id/pocket-id
  pocketId: 'ghcr.io/pocket-id/pocket-id:v2.14.0-distroless',
  // renovate: datasource=docker depName=ghcr.io/gethomepage/homepage
  homepage: 'ghcr.io/gethomepage/homepage:v1.12.3',
} as const;

/** Kubernetes on the nodes. */
// renovate: datasource=github-releases depName=k3s-io/k3s
export const K3S_VERSION = 'v1.36.4+k3s1';
/** SHA-256 of that release's `k3s` for amd64, as in its sha256sum-amd64.txt. Change it together with the version. */
export const K3S_SHA256 = '835873f37245fc615f547a2fe2af9402a347875f13fa64a1f136de644955ea3f';
/**
 * SHA-256 of kubectl.exe for amd64 of that Kubernetes, which `lab.cmd kubectl` fetches. Published as kubectl.exe.sha256 beside the file;
 * this one was taken from winget's catalogue (Kubernetes.kubectl 1.36.4). Change it together with the version.
 */
export const KUBECTL_SHA256 = '31947857be7583f3e4e6d889a3fb781ca813a45c20f11ccb3ef309714d01a9f3';

/**
 * Disk image of the nodes: Ubuntu Server 24.04 LTS for amd64, by dated folder and checksum, because `release/` moves.
 * Canonical publishes the checksum in SHA256SUMS beside the image; up.ps1 refuses any file that does not match it.
 */
export const NODE_IMAGE = {
  // renovate: datasource=custom.ubuntu-cloud-image depName=noble
  release: '20260926',
  file: 'ubuntu-24.04-server-cloudimg-amd64.img',
  sha256: '6a81c37564db9b1ee84e141922625e1d7c5b389b99bb3c572e0243607d5bb4d2',
} as const;
