import type { AlertCase } from '../../alerts/case';
import { series } from '../../alerts/series';

const cases: readonly AlertCase[] = [
  {
    alert: 'GatewayDown',
    on: 'no ready pod',
    at: '10m',
    series: {
      'kube_deployment_status_replicas_available{namespace="istio-ingress",deployment="main-gateway-istio"}': '0x20',
    },
    fires: [
      {
        labels: { deployment: 'main-gateway-istio', namespace: 'istio-ingress' },
        description: 'Deployment istio-ingress/main-gateway-istio has no ready pod. Nothing in the lab can be reached from outside.',
      },
    ],
  },
  {
    alert: 'GatewayDown',
    on: 'no Deployment at all',
    at: '10m',
    series: {
      'kube_deployment_status_replicas_available{namespace="istio-ingress",deployment="other"}': '1x20',
    },
    fires: [
      {
        labels: { deployment: 'main-gateway-istio', namespace: 'istio-ingress' },
        description: 'Deployment istio-ingress/main-gateway-istio has no ready pod. Nothing in the lab can be reached from outside.',
      },
    ],
  },
  {
    alert: 'GatewayDown',
    on: 'one ready pod',
    at: '10m',
    series: {
      'kube_deployment_status_replicas_available{namespace="istio-ingress",deployment="main-gateway-istio"}': '1x20',
    },
  },
  {
    alert: 'GatewayAddressNotAnnounced',
    on: 'another address than the pinned one',
    at: '10m',
    series: {
      'metallb_speaker_announced{ip="192.168.100.205",node="homelab",protocol="layer2",service="istio-ingress/main-gateway-istio"}': '1x20',
    },
    fires: [{ labels: {}, description: 'MetalLB announces 192.168.100.200 from no node. Nothing in the lab can be reached from outside.' }],
  },
  {
    alert: 'GatewayAddressNotAnnounced',
    on: 'the pinned address',
    at: '10m',
    series: {
      'metallb_speaker_announced{ip="192.168.100.200",node="homelab",protocol="layer2",service="istio-ingress/main-gateway-istio"}': '1x20',
    },
  },
  {
    alert: 'GatewayErrors',
    on: 'one request in ten',
    at: '20m',
    series: {
      [series('istio_requests_total', {
        gateway: 'main-gateway', reporter: 'source', destination_service_namespace: 'my-app', destination_service_name: 'shop',
        response_code: '200',
      })]:
        '0+54x30',
      [series('istio_requests_total', {
        gateway: 'main-gateway', reporter: 'source', destination_service_namespace: 'my-app', destination_service_name: 'shop',
        response_code: '503',
      })]:
        '0+6x30',
    },
    fires: [
      {
        labels: { destination_service_name: 'shop', destination_service_namespace: 'my-app' },
        description: '10% of the requests to my-app/shop have ended in a 5xx for 10 minutes.',
      },
    ],
  },
  {
    alert: 'GatewayErrors',
    on: 'one in ninety, and pages that are not there',
    at: '20m',
    series: {
      [series('istio_requests_total', {
        gateway: 'main-gateway', reporter: 'source', destination_service_namespace: 'my-app', destination_service_name: 'shop',
        response_code: '200',
      })]:
        '0+60x30',
      [series('istio_requests_total', {
        gateway: 'main-gateway', reporter: 'source', destination_service_namespace: 'my-app', destination_service_name: 'shop',
        response_code: '503',
      })]:
        '0+1x30',
      [series('istio_requests_total', {
        gateway: 'main-gateway', reporter: 'source', destination_service_namespace: 'my-app', destination_service_name: 'shop',
        response_code: '404',
      })]:
        '0+30x30',
    },
  },
  {
    alert: 'ProxyCertificateExpiringSoon',
    on: 'half an hour left',
    at: '10m',
    series: {
      [series('istio_agent_cert_expiry_seconds', {
        namespace: 'istio-ingress', pod: 'main-gateway-istio-x', resource_name: 'default', gateway: 'main-gateway',
      })]:
        '1800x20',
    },
    fires: [
      {
        labels: { namespace: 'istio-ingress', pod: 'main-gateway-istio-x' },
        description:
          'The certificate of istio-ingress/main-gateway-istio-x has 30m 0s left; it should have been renewed at half of its life.',
      },
    ],
  },
  {
    alert: 'ProxyCertificateExpiringSoon',
    on: 'eleven hours left',
    at: '10m',
    series: {
      [series('istio_agent_cert_expiry_seconds', {
        namespace: 'istio-ingress', pod: 'main-gateway-istio-x', resource_name: 'default', gateway: 'main-gateway',
      })]:
        '40000x20',
      'istio_agent_cert_expiry_seconds{app="ztunnel",pod="ztunnel-x"}': '60x20',
    },
  },
];

export default cases;
