import type { Objection } from './objection';

/** The port of a gateway that browsers ask, and services that name none are at. */
export const HTTPS_PORT = 443;

/** The port of a gateway that sends browsers to the other one. */
export const HTTP_PORT = 80;

/**
 * Ports that are taken in the pod of a gateway: Envoy's own interface, istiod's, metrics, readiness and Envoy's metrics. They are in
 * pilot/cmd/pilot-agent/app/request.go and pilot/cmd/pilot-agent/options/options.go of istio/istio, release-1.30. Its Service has 15021,
 * too (`extractServicePorts` in pilot/pkg/config/kube/gatewaycommon/deploymentcontroller.go).
 */
const TAKEN: readonly number[] = [15000, 15004, 15020, 15021, 15090];

/** What speaks against a port of a gateway for a service, if anything. */
export function listenPortObjection(port: number): Objection | undefined {
  if (port === HTTP_PORT) {
    return {
      what: `is where the gateway sends everybody to https (${port}); nothing is answered in clear`,
      fix: 'remove it, or choose another port; clients speak TLS there',
    };
  }
  return TAKEN.includes(port) ? {
    what: `is a port of Istio's own in every gateway (${port})`, fix: 'choose another port',
  } : undefined;
}

/** The port of a gateway that a service is at. */
export function listenPortOf({ listenPort = HTTPS_PORT }: { readonly listenPort?: number | undefined }): number {
  return listenPort;
}
