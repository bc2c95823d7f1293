import { METALLB_ADDRESS } from '../../core/annotations';
import { labDomains } from '../../../config/domains';
import { isMapping } from '../../../config/kinds';
import { numberOf, textOf } from '../../core/plain-data';
import { at } from '../../core/rendered-lab';
import { off, unset, type SafeValue } from '../../core/safe-values';
import { GATEWAY_CLASS } from '../../gateway/gateway-name';

const NEEDED_PLUGINS = ['health', 'ready'];

/** Values that decide what the name server answers, and to whom. Keys: charts/k8s-gateway/values.yaml at k8s-gateway-3.7.2. */
export const ZONE_SAFE_VALUES: readonly SafeValue[] = [
  {
    path: ['domain'], wanted: 'nothing; domain and domains say it',
    why: 'others would get "no such name" for what lies there, or the lab would have no name',
    safe: (value, { lab }) => textOf(value) === labDomains(lab.config).map(({ name }) => name).join(' '),
  },
  {
    path: ['extraZonePlugins'], wanted: 'a list without forward',
    why: 'it would answer every question of everybody who reaches it, and carry questions about the lab outside',
    safe: (value) => !pluginsIn(value).includes('forward'),
  },
  {
    path: ['extraZonePlugins'], wanted: `a list with ${NEEDED_PLUGINS.join(' and ')}`,
    why: 'its probes would find nobody, and its pod would be restarted for ever',
    safe: (value) => NEEDED_PLUGINS.every((plugin) => pluginsIn(value).includes(plugin)),
  },
  {
    path: ['watchedResources'], wanted: 'a list with HTTPRoute', why: 'no page of the lab would have a name',
    safe: (value) => Array.isArray(value) && value.includes('HTTPRoute'),
  },
  {
    path: ['filters', 'gatewayClasses'], wanted: `a list with ${GATEWAY_CLASS}`,
    why: 'the gateway of the lab would be left out, and every name with it',
    safe: (value) => !Array.isArray(value) || value.length === 0 || value.includes(GATEWAY_CLASS),
  },
  { path: ['service', 'type'], safe: ['LoadBalancer', undefined], why: 'nobody outside the cluster could ask it' },
  { path: ['service', 'port'], safe: [53, undefined], why: 'nobody asks a name server at another port' },
  {
    path: ['service', 'annotations', METALLB_ADDRESS], wanted: 'nothing; dns.address says it',
    why: 'scripts, LAB.md and whoever asks it know the address of homelab.yaml',
    safe: (value, { lab }) => lab.config.dns.provider !== 'k8s-gateway' || value === lab.config.dns.address,
  },
  unset('service.loadBalancerIP', 'MetalLB refuses a Service that asks for an address in two ways'),
  unset('service.loadBalancerClass', 'MetalLB would leave the Service alone, and it would have no address'),
  off('dnsChallenge.enabled', 'it would answer for the records of DNS-01 challenges, which are written elsewhere'),
  { path: ['replicaCount'], safe: (value) => value === undefined || numberOf(value) > 0, wanted: '1', why: 'nobody would answer' },
];

function pluginsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter(isMapping).map((plugin) => textOf(at(plugin, 'name'))) : [];
}
