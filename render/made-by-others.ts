import { INSTANCE_LABELS } from '../config/addons/databases';
import type { HomelabConfig } from '../config/schema';
import { describe, type Manifest } from '../charts/core/manifest';
import { MONITORING } from '../charts/core/monitor';
import { at, list, text } from '../charts/core/rendered-lab';
import { K3S_ADD_ONS } from './k3s-addons';
import type { MadeByOthers } from './known-objects';
import type { RenderedCharts } from './rendered-charts';

/** Pods and Services that appear in a lab without standing in any manifest. */
export function madeByOthers({ all }: RenderedCharts): MadeByOthers {
  const made = [
    ...K3S_ADD_ONS,
    ...all.ofKind(MONITORING, 'Prometheus').map((object) => ofPrometheus(object)),
    ...all.ofKind(MONITORING, 'Alertmanager').map((object) => ofAlertmanager(object)),
    ...all.ofKind('gateway.networking.k8s.io', 'Gateway').map((object) => ofGateway(object)),
    ...all.ofKind('apps', 'Deployment').flatMap((object) => ofPrometheusOperator(object)),
    ofDatabases(all.config),
  ];
  return { pods: made.flatMap(({ pods }) => pods), services: made.flatMap(({ services }) => services) };
}

/** As prometheus-operator labels them (pkg/prometheus/server/statefulset.go). */
function ofPrometheus(object: Manifest): MadeByOthers {
  const { name, namespace = 'default' } = object.metadata;
  const labels = {
    'app.kubernetes.io/name': 'prometheus', 'app.kubernetes.io/instance': name, 'app.kubernetes.io/managed-by': 'prometheus-operator',
    'operator.prometheus.io/name': name, 'operator.prometheus.io/shard': '0', prometheus: name, ...podLabels(object),
  };
  const ports = [{ name: text(object, 'spec', 'portName') || 'web', port: 9090 }, { name: 'reloader-web', port: 8080 }];
  return {
    pods: [{ from: describe(object), namespace, labels, ports }],
    services: [{ namespace, name: 'prometheus-operated', labels: { 'operated-prometheus': 'true' }, ports: ports.slice(0, 1) }],
  };
}

/** As prometheus-operator labels them (pkg/alertmanager/statefulset.go). */
function ofAlertmanager(object: Manifest): MadeByOthers {
  const { name, namespace = 'default' } = object.metadata;
  const labels = {
    'app.kubernetes.io/name': 'alertmanager', 'app.kubernetes.io/instance': name, 'app.kubernetes.io/managed-by': 'prometheus-operator',
    alertmanager: name, ...podLabels(object),
  };
  const ports = [
    { name: text(object, 'spec', 'portName') || 'web', port: 9093 }, { name: 'mesh-tcp', port: 9094 }, { name: 'mesh-udp', port: 9094 },
    { name: 'reloader-web', port: 8080 },
  ];
  return {
    pods: [{ from: describe(object), namespace, labels, ports }],
    services: [{ namespace, name: 'alertmanager-operated', labels: { 'operated-alertmanager': 'true' }, ports: ports.slice(0, 3) }],
  };
}

/**
 * istiod runs a Deployment and a Service for each Gateway of its class, called after both; a waypoint's have its own name. Labels and ports
 * are those of the chart istiod (files/kube-gateway.yaml and files/waypoint.yaml, release-1.30).
 */
function ofGateway(object: Manifest): MadeByOthers {
  const { name, namespace = 'default' } = object.metadata;
  const gatewayClass = text(object, 'spec', 'gatewayClassName');
  const own = `${name}-${gatewayClass}`;
  const waypoint = gatewayClass === 'istio-waypoint';
  const shared = {
    ...(at(object, 'spec', 'infrastructure', 'labels') ?? {}) as Record<string, string>,
    'gateway.networking.k8s.io/gateway-name': name,
    'gateway.networking.k8s.io/gateway-class-name': gatewayClass,
  };
  const labels = { ...shared, 'gateway.istio.io/managed': waypoint ? 'istio.io-mesh-controller' : 'istio.io-gateway-controller' };
  const listeners = list(object, 'spec', 'listeners').map((each) => ({ name: text(each, 'name'), port: Number(at(each, 'port')) }));
  const ports = [{ name: 'metrics', port: 15020 }, { name: 'status-port', port: 15021 }, { name: 'http-envoy-prom', port: 15090 }];
  const service = waypoint ? name : own;
  return {
    pods: [{ from: describe(object), namespace, labels, ports }],
    services: [{ namespace, name: service, labels: shared, ports: [{ name: 'status-port', port: 15021 }, ...listeners] }],
  };
}

/** The Service of all kubelets, whose name an argument of the operator gives (pkg/kubelet/controller.go). */
function ofPrometheusOperator(object: Manifest): MadeByOthers[] {
  const spec = JSON.stringify(at(object, 'spec', 'template', 'spec') ?? '');
  const [, namespace, name] = /"--kubelet-service=([^/"]+)\/([^"]+)"/.exec(spec) ?? [];
  if (namespace === undefined || name === undefined) { return []; }
  return [{
    pods: [],
    services: [{
      namespace,
      name,
      labels: { 'k8s-app': 'kubelet', 'app.kubernetes.io/name': 'kubelet', 'app.kubernetes.io/managed-by': 'prometheus-operator' },
      ports: [{ name: 'https-metrics', port: 10250 }, { name: 'http-metrics', port: 10255 }, { name: 'cadvisor', port: 4194 }],
    }],
  }];
}

function podLabels(object: Manifest): Record<string, string> {
  return (at(object, 'spec', 'podMetadata', 'labels') ?? {}) as Record<string, string>;
}

/** Databases that CloudNativePG may be asked for, in any namespace of one's own (pkg/specs/pods.go, v1.30.0). */
function ofDatabases({ addons, namespaces }: HomelabConfig): MadeByOthers {
  if (!addons['cloudnative-pg'].enabled) { return { pods: [], services: [] }; }
  const ports = [{ name: 'postgresql', port: 5432 }, { name: 'metrics', port: 9187 }, { name: 'status', port: 8000 }];
  return {
    pods: namespaces.map(({ name }) => ({ from: 'a Cluster of CloudNativePG', namespace: name, labels: INSTANCE_LABELS, ports })),
    services: [],
  };
}
