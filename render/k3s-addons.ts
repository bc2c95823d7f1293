import type { MadeByOthers } from './known-objects';
import type { Requests } from './requests';

/** What K3s brings by itself: what pods of it ask for, and what can be chosen and reached. */
interface AddOn extends MadeByOthers {
  /** Its Deployment; empty for what runs outside of pods. */
  readonly name: string;
  /** What its pod asks for. @default - nothing */
  readonly requests?: Requests;
}

const KUBE_SYSTEM = 'kube-system';
const REQUESTS: Requests = { milliCpu: 100, mebibytes: 70 };
const DNS = [{ name: 'dns', port: 53 }, { name: 'dns-tcp', port: 53 }, { name: 'metrics', port: 9153 }];

/** From the manifests of its release: https://github.com/k3s-io/k3s/tree/v1.36.4%2Bk3s1/manifests. */
export const K3S_ADD_ONS: readonly AddOn[] = [
  {
    name: 'coredns',
    requests: REQUESTS,
    pods: [{ from: 'the add-on coredns of K3s', namespace: KUBE_SYSTEM, labels: { 'k8s-app': 'kube-dns' }, ports: DNS }],
    services: [{
      namespace: KUBE_SYSTEM, name: 'kube-dns', labels: { 'k8s-app': 'kube-dns', 'kubernetes.io/name': 'CoreDNS' }, ports: DNS,
    }],
  },
  {
    name: 'metrics-server',
    requests: REQUESTS,
    pods: [{
      from: 'the add-on metrics-server of K3s', namespace: KUBE_SYSTEM, labels: { 'k8s-app': 'metrics-server' },
      ports: [{ name: 'https', port: 10250 }],
    }],
    services: [{
      namespace: KUBE_SYSTEM, name: 'metrics-server', labels: { 'kubernetes.io/name': 'Metrics-server' },
      ports: [{ name: 'https', port: 443 }],
    }],
  },
  {
    name: 'local-path-provisioner',
    pods: [{ from: 'the add-on local-storage of K3s', namespace: KUBE_SYSTEM, labels: { app: 'local-path-provisioner' }, ports: [] }],
    services: [],
  },
  {
    name: '',
    pods: [],
    services: [{
      namespace: 'default', name: 'kubernetes', labels: { component: 'apiserver', provider: 'kubernetes' },
      ports: [{ name: 'https', port: 443 }],
    }],
  },
];
