import { noMonitors, withNames, withRights } from '../core/chart-parts';
import { off, on, unset, type SafeValues } from '../core/safe-values';

/** Values of MetalLB without which no address answers, or that cost without use. */
export const METALLB_SAFE_VALUES: SafeValues = {
  metallb: [
    { path: ['frrk8s', 'enabled'], safe: [false], why: 'FRR starts for BGP that nobody speaks here, and takes the memory of three pods' },
    off('speaker.frr.enabled', 'FRR starts for BGP that nobody speaks here, and takes the memory of three containers'),
    off('frrk8s.external', 'it waits for a frr-k8s that nobody installs'),
    on('speaker.enabled', 'nobody would answer for the addresses, and nothing of the lab could be reached'),
    on('controller.enabled', 'nobody would hand out addresses, and nothing of the lab could be reached'),
    on('crds.enabled', 'nobody would bring its definitions, and the pools of the lab would be refused'),
    {
      path: ['crds', 'validationFailurePolicy'], safe: ['Fail', undefined],
      why: 'pools that MetalLB cannot use would be taken without a word',
    },
    {
      path: ['controller', 'webhookMode'], safe: ['enabled', undefined],
      why: 'pools that MetalLB cannot use would be taken without a word, or never',
    },
    unset('loadBalancerClass', "MetalLB would leave Services without that class alone, the gateway's among them"),
    unset('configInline', 'the chart refuses it; addresses are network.loadBalancerRange'),
    {
      path: ['speaker', 'memberlist', 'enabled'], safe: [true], warns: true,
      why: 'nobody would notice for minutes that the node which answers for an address is gone',
    },
    {
      path: ['prometheus', 'metricsPort'], safe: [9120, undefined],
      why: 'Prometheus reads its metrics there, and the alerts about it would stay silent',
    },
    ...noMonitors('prometheus.serviceMonitor.enabled', 'prometheus.podMonitor.enabled', 'prometheus.prometheusRule.enabled'),
    ...withRights('rbac.create', 'controller.serviceAccount.create', 'speaker.serviceAccount.create'),
    ...withNames('fullnameOverride', 'nameOverride'),
  ],
};
