import type { HelmValues } from '../core/helm-values';

/** While the first fires, the second is not sent. */
function silences(source: readonly string[], target: readonly string[], equal: readonly string[] = []): HelmValues {
  return { source_matchers: [...source], target_matchers: [...target], ...equal.length > 0 ? { equal: [...equal] } : {} };
}

const alert = (...names: string[]): string => names.length === 1 ? `alertname = "${names.join('')}"` : `alertname =~ "${names.join('|')}"`;

/** Everything that is not about nodes themselves. */
const NOT_NODE = 'layer =~ "cluster|cni|edge|gitops|mesh|monitoring"';

/**
 * Consequences that say nothing new once their cause is known.
 *
 * @param singleNode - with one node everything follows from it; with more, only what is labelled with the same node
 */
export function alertInhibitions(singleNode: boolean): HelmValues[] {
  const sameNode = singleNode ? [] : ['node'];
  return [
    // A node that is down, or woke up minutes ago: NodeClockJumped ends by itself after 15 minutes, and then what is still broken is sent.
    silences([alert('NodeNotReady', 'NodeClockJumped')], [NOT_NODE, 'severity != "none"'], sameNode),
    silences([alert('CiliumAgentDown')], ['layer =~ "edge|gitops|mesh"', 'severity != "none"']),
    silences(
      [alert('ZtunnelDown')],
      [alert('MeshTlsFailures', 'ZtunnelProxiesPending', 'IstioCniDisconnected', 'ZtunnelCertificateMetricStale')],
    ),
    silences([alert('ZtunnelCertificateExpired')], [alert('MeshTlsFailures')]),
    silences(
      [alert('ZtunnelCertificateExpired')], [alert('ZtunnelCertificateExpiringSoon', 'ZtunnelCertificateRenewalLate')], ['identity'],
    ),
    silences([alert('ZtunnelCertificateExpiringSoon')], [alert('ZtunnelCertificateRenewalLate')], ['identity']),
    silences([alert('IstiodDown')], [alert('IstiodRefusesCertificates', 'IstioProxiesRejectConfig')]),
    silences([alert('GatewayDown')], [alert('GatewayErrors', 'ProxyCertificateExpiringSoon')]),
    silences([alert('CertificateExpired')], [alert('CertificateRenewalOverdue', 'CertificateNotReady')], ['namespace', 'name']),
    silences([alert('ClusterIssuerNotReady')], [alert('CertificateNotReady')]),
    silences(
      [alert('ArgoCdControllerDown')],
      [alert('ArgoCdApplicationUnhealthy', 'ArgoCdApplicationStuck', 'ArgoCdApplicationOutOfSync')],
    ),
    silences([alert('NodeDiskFull')], [alert('NodeDiskFillingUp')], ['node', 'mountpoint']),
    // As in kube-prometheus-stack: the milder of two about the same thing, and hints without a problem beside them.
    silences(['severity = "critical"'], ['severity =~ "warning|info"'], ['namespace', 'alertname']),
    silences(['severity = "warning"'], ['severity = "info"'], ['namespace', 'alertname']),
    silences([alert('InfoInhibitor')], ['severity = "info"'], ['namespace']),
  ];
}
