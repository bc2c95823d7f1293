import type { Manifest } from '../../charts/core/manifest';
import { NAMESPACES } from '../../charts/core/platform-release';
import type { ChartName } from '../../config/schema';
import { CHARTS } from '../../versions';

/* Objects of small labs, for the cases of rules. */

export function object(apiVersion: string, kind: string, name: string, namespace?: string, rest: Record<string, unknown> = {}): Manifest {
  const { metadata, ...fields } = rest;
  return { apiVersion, kind, metadata: { name, ...namespace === undefined ? {} : { namespace }, ...metadata as object }, ...fields };
}

export const namespace = (name: string, mode?: string, labels: Record<string, string> = {}): Manifest =>
  object('v1', 'Namespace', name, undefined, {
    metadata: { labels: { ...(mode === undefined ? {} : { 'istio.io/dataplane-mode': mode }), ...labels } },
  });
export const gateway = (
  spec: Record<string, unknown>, gatewayClassName = 'istio', name = 'main-gateway', where = 'istio-ingress',
): Manifest =>
  object('gateway.networking.k8s.io/v1', 'Gateway', name, where, {
    spec: { gatewayClassName, infrastructure: { labels: { a: 'b' }, annotations: { a: 'b' } }, ...spec },
  });
export const https = {
  name: 'https',
  port: 443,
  protocol: 'HTTPS',
  allowedRoutes: { namespaces: { from: 'All' } },
  tls: { certificateRefs: [{ name: 'homelab-tls-cert' }] },
};
export const certificate = object('cert-manager.io/v1', 'Certificate', 'homelab-tls-cert', 'istio-ingress', {
  spec: {
    secretName: 'homelab-tls-cert',
    dnsNames: ['homelab.example.com', '*.homelab.example.com'],
    issuerRef: { kind: 'ClusterIssuer', name: 'homelab-ca' },
  },
});
export const pool = (...addresses: string[]): Manifest =>
  object('metallb.io/v1beta1', 'IPAddressPool', 'homelab-pool', 'metallb-system', { spec: { addresses } });
export const defaultPool = pool('192.168.100.200-192.168.100.220');
/** The Application of one of the platform's charts, as the lab makes it. */
export const helm = (release: ChartName, values: Record<string, unknown>): Manifest => {
  const { repository: repoURL, chart, version: targetRevision } = CHARTS[release];
  return object('argoproj.io/v1alpha1', 'Application', release, 'argocd', {
    spec: { source: { repoURL, chart, targetRevision, helm: { valuesObject: values } }, destination: { namespace: NAMESPACES[release] } },
  });
};
export const application = (
  name: string,
  folder: string,
  wave: number,
  spec: Record<string, unknown> = {},
  metadata: Record<string, unknown> = {},
): Manifest =>
  object('argoproj.io/v1alpha1', 'Application', name, 'argocd', {
    metadata: { annotations: { 'argocd.argoproj.io/sync-wave': String(wave) }, ...metadata },
    spec: {
      project: 'lab',
      destination: { namespace: 'default' },
      source: { repoURL: 'https://github.com/your-name/homelab.git', path: `dist/${folder}` },
      ...spec,
    },
  });
export const ambient = namespace('my-app', 'ambient');
export const configMap = object('v1', 'ConfigMap', 'a', 'default');
