import { Duration } from 'cdk8s';
import { isAlert } from '../charts/core/alert-rule';
import { at, text, type RenderedLab } from '../charts/core/rendered-lab';
import type { Homelab } from '../charts/homelab';
import { secondsOf } from '../charts/monitoring/amounts';
import { quantityOf } from '../check/core/quantities';
import { volumesOf } from '../check/node-capacity';
import { defaultReceiver } from '../config/alerting';
import { PROMETHEUS_DURATION } from '../config/units';
import type { PageInput } from '../draw/page-input';
import { closedNamespaces } from '../draw/egress';
import { askedWaypoints, policyTable } from '../draw/policies';
import { recordedDemands, total } from '../render/recorded-demands';
import { renderedLab } from '../synth/render';

/** Matters of degree, which no rule can call right or wrong: a line each. */
export function degrees({ lab, manifests }: Pick<PageInput, 'lab' | 'manifests'>): readonly (readonly [what: string, how: string])[] {
  const rendered = renderedLab(lab, manifests);
  return [...room(lab, rendered), ...meshMembers(lab, rendered), ...policies(lab), ['Alerts', alertDelay(lab, rendered)]];
}

/** What the platform asks for against what the nodes have. What `values` change is not in the numbers of the charts, which are recorded. */
function room({ config: { nodes, values } }: Homelab, rendered: RenderedLab): [string, string][] {
  const { milliCpu, mebibytes } = total(recordedDemands(rendered));
  const changed = Object.entries(values).filter(([, each]) => changesDemands(each)).map(([chart]) => chart).sort();
  const beside = changed.length === 0 ? '' : `; what values of ${changed.join(', ')} change of it is not counted: homelab render counts it`;
  const every = (amount: (node: typeof nodes[number]) => number, unit: string): string =>
    `${nodes.reduce((sum, node) => sum + amount(node), 0)} ${unit}`;
  return [
    ['Memory',
      `the platform asks for ${gib(mebibytes / 1024)} GiB, K3s for about 1 beside, of ${
        every(({ memoryGiB }) => memoryGiB, 'GiB')}${beside}`],
    ['CPU', `the platform asks for ${(milliCpu / 1000).toFixed(1)} of ${every(({ cpus }) => cpus, 'CPUs')}${beside}`],
    ['Disk', `volumes ask for ${gib(volumes(rendered))} GiB of ${every(({ diskGiB }) => diskGiB, 'GiB')}, beside system and images`],
  ];
}

/** Keys of charts that say what pods ask for, or how many there are: `resources`, `replicas`, `replicaCount` and their like. */
const DEMANDS = /^(?:.*[rR]esources|.*[rR]eplicas?|replicaCount)$/;

/** True if values of a chart hold such a key anywhere. */
function changesDemands(values: unknown): boolean {
  if (typeof values !== 'object' || values === null) { return false; }
  return Object.entries(values).some(([key, child]) => DEMANDS.test(key) || changesDemands(child));
}

/** Volumes of the charts, and claims among the lab's own objects, in GiB. */
function volumes(rendered: RenderedLab): number {
  const claims = rendered.ofKind('', 'PersistentVolumeClaim')
    .map((claim) => quantityOf(at(claim, 'spec', 'resources', 'requests', 'storage')) ?? 0);
  return sum(claims) / 2 ** 30 + sum(volumesOf(rendered).map(({ gibibytes }) => gibibytes));
}

function sum(numbers: readonly number[]): number { return numbers.reduce((total, each) => total + each, 0); }

function meshMembers({ config: { mesh, namespaces } }: Homelab, rendered: RenderedLab): [string, string][] {
  if (!mesh.enabled) { return [['In the mesh', 'nothing: mesh.enabled is false, and Istio is the gateway alone']]; }
  const own = new Map(namespaces.map((each) => [each.name, each]));
  const all = rendered.ofKind('', 'Namespace').map(({ metadata: { name } }) => name).sort();
  const inside = all.filter((name) => rendered.isAmbient(name));
  const modes = inside.map((name) => {
    const mode = own.get(name)?.mtls ?? mesh.mtls;
    return mode === mesh.mtls ? name : `${name} (${mode})`;
  });
  return [
    ['In the mesh', inside.length === 0 ? 'no namespace' : `${modes.join(', ')}; mTLS is ${mesh.mtls}`],
    ['Not in it', all.filter((name) => !inside.includes(name)).join(', ')],
  ];
}

/** What the keys of services make of the mesh without saying so. */
function policies({ config }: Homelab): [string, string][] {
  const table = policyTable(config);
  const closed = closedNamespaces(config);
  return [
    ...askedWaypoints(config).map(({ namespace, keys }): [string, string] =>
      ['Waypoint', `${namespace} has one because of ${keys.join(' and ')}; what the gateway sends there passes it, too`]),
    ...table === '' ? [] : [['Policies', 'LAB.md lists whom each lets in, and the labels by which it finds its pods'] as [string, string]],
    ...closed.length === 0 ? []
      : [['Egress', `pods of ${closed.join(', ')} call only what LAB.md lists; everybody else's call what they like`] as [string, string]],
  ];
}

/** The longest time until somebody is told of what the quickest critical alert is about. */
function alertDelay({ config: { monitoring }, layers, alertmanagerConfig }: Homelab, rendered: RenderedLab): string {
  if (!monitoring.enabled) { return 'none: monitoring is off'; }
  const { alerting } = monitoring;
  const rest = defaultReceiver(alerting);
  if (alertmanagerConfig === undefined) { return 'nobody is told: no Alertmanager has the configuration of homelab.yaml'; }
  if (rest === undefined) { return 'nobody is told: there is no receiver, so they are only shown in Grafana and Alertmanager'; }
  const rules = layers.flatMap(({ contributions }) => contributions.alerts).flatMap(({ rules: each }) => each.filter(isAlert))
    .filter(({ severity }) => severity === 'critical');
  const quickest = rules.map((rule) => ({ rule, wait: secondsOf(rule.for ?? '0s') })).sort((a, b) => a.wait - b.wait)[0];
  if (quickest === undefined) { return 'none is critical'; }
  const spec = at(rendered.helmValues('kube-prometheus-stack'), 'prometheus', 'prometheusSpec');
  const [scrape, evaluation] = ['scrapeInterval', 'evaluationInterval'].map((key) => text(spec, key));
  const group = text(alertmanagerConfig, 'route', 'group_wait');
  const parts = [
    [scrape, 'until it is scraped'], [evaluation, 'until rules look'], [quickest.rule.for, 'of waiting'], [group, 'to group'],
  ] as const;
  const known = parts.filter(([time]) => !Number.isNaN(secondsOf(time)));
  const delay = Math.ceil(sum(known.map(([time]) => secondsOf(time))));
  const { rule: { alert, layer } } = quickest;
  const receiver = alerting.routes.find((route) =>
    (route.severity?.includes('critical') ?? true) && (route.layer?.includes(layer) ?? true))?.receiver ?? rest;
  return `${receiver} is told of a critical one after ${inWords(delay)} at most (${alert}, the quickest: ${
    known.map(([time, why]) => `${time!} ${why}`).join(', ')})`;
}

function inWords(seconds: number): string {
  return PROMETHEUS_DURATION.format(Duration.seconds(seconds));
}

function gib(amount: number): string {
  return amount.toFixed(1).replace(/\.0$/, '');
}
