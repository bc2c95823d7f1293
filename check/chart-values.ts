import type { ChartName } from '../config/schema';
import type { Rule } from '../charts/core/rule';
import { compareValues, type SafeValue } from '../charts/core/safe-values';

/** Values of the other charts without which something fails quietly. */
const REQUIRED: Partial<Record<ChartName, readonly SafeValue[]>> = {
  'argocd': [
    { path: ['configs', 'params', 'server.insecure'], safe: [true, 'true'], why: 'behind the gateway, which ends TLS, every page would redirect to itself for ever' },
    { path: ['crds', 'keep'], safe: [true, undefined], why: 'an uninstall would delete every Application, and with them the lab' },
  ],
  'istio-base': [{ path: ['base', 'validationFailurePolicy'], safe: ['Fail'], why: 'istiod changes the default itself, and Argo CD would show drift for ever' }],
  'istiod': [
    { path: ['base', 'validationFailurePolicy'], safe: ['Fail'], why: 'istiod changes the default itself, and Argo CD would show drift for ever' },
    { path: ['profile'], safe: ['ambient'], why: 'istiod would not configure ztunnel' },
  ],
  'istio-cni': [{ path: ['profile'], safe: ['ambient'], why: 'pods would not be captured' }],
  'metallb': [
    { path: ['frrk8s', 'enabled'], safe: [false], why: 'FRR starts for BGP that nobody speaks here, and takes the memory of three pods' },
  ],
  'cert-manager': [{ path: ['crds', 'enabled'], safe: [true], why: 'no Certificate could be created' }],
  'kube-prometheus-stack': [
    { path: ['crds', 'enabled'], safe: [false], why: 'two Applications would own the same CRDs' },
    { path: ['prometheus', 'prometheusSpec', 'ruleSelectorNilUsesHelmValues'], safe: [false], why: "Prometheus would ignore this lab's alert rules" },
    { path: ['prometheus', 'prometheusSpec', 'serviceMonitorSelectorNilUsesHelmValues'], safe: [false], why: "Prometheus would ignore this lab's ServiceMonitors" },
    { path: ['prometheus', 'prometheusSpec', 'podMonitorSelectorNilUsesHelmValues'], safe: [false], why: "Prometheus would ignore this lab's PodMonitors" },
  ],
};

const chartValuesSafe: Rule = {
  name: 'chart-values-safe',
  severity: 'error',
  check: (tree) => Object.entries(REQUIRED).flatMap(([release, values]) => compareValues(tree, release as ChartName, values)),
};

export const PLATFORM_VALUE_RULES: readonly Rule[] = [chartValuesSafe];
