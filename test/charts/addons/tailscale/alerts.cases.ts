import type { AlertCase } from '../../../alerts/case';

const DOWN = 'kube_deployment_status_replicas_available{namespace="tailscale",deployment="tailscale"}';
const ADVERTISED = 'tailscaled_advertised_routes{job="tailscale"}';
const APPROVED = 'tailscaled_approved_routes{job="tailscale"}';

const cases: readonly AlertCase[] = [
  {
    alert: 'TailnetDown',
    on: 'a device that is not in the tailnet',
    at: '10m',
    series: { [DOWN]: '0x20' },
    fires: [{
      labels: { namespace: 'tailscale', deployment: 'tailscale' },
      description: 'No pod of tailscale has been ready for 5 minutes. Devices away from home reach no page; at home all is well.',
    }],
  },
  { alert: 'TailnetDown', on: 'a device that is', at: '10m', series: { [DOWN]: '1x20' } },
  {
    alert: 'TailnetRoutesUnapproved',
    on: 'two of three routes that nobody approves',
    at: '2h',
    series: { [ADVERTISED]: '3x120', [APPROVED]: '1x120' },
    fires: [{
      labels: {},
      description: '2 routes to the lab are not approved in the tailnet, so that devices do not take them.',
    }],
  },
  {
    alert: 'TailnetRoutesUnapproved',
    on: 'routes that are approved within the hour',
    at: '2h',
    series: { [ADVERTISED]: '3x120', [APPROVED]: '0x50 3x70' },
  },
  {
    alert: 'TailnetRoutesUnapproved',
    on: 'a route that is still approved and no longer offered',
    at: '2h',
    series: { [ADVERTISED]: '2x120', [APPROVED]: '3x120' },
  },
];

export default cases;
