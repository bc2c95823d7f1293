import { App } from 'cdk8s';
import { Homelab } from '../../charts/homelab';
import { parseConfig } from '../../charts/load-config';
import { at, text, type RenderedLab } from '../../charts/core/rendered-lab';
import { quantityOf } from '../../check/core/quantities';
import { recordedDemands, total, type Demand } from '../../render/recorded-demands';
import { renderedLab, toManifests } from '../../synth/render';

const homelab = (yaml: string): Homelab => new Homelab(new App(), 'homelab', parseConfig(yaml));
const demands = (yaml: string): Demand[] => {
  const lab = homelab(yaml);
  return recordedDemands(renderedLab(lab, toManifests(lab)));
};
const gib = (mebibytes: number): string => (mebibytes / 1024).toFixed(1);

function table(demands: readonly Demand[]): string[] {
  return [
    '| component | CPU | memory | pods |',
    '|---|---:|---:|---:|',
    ...demands.map(({ component, milliCpu, mebibytes, count }) => `| ${component} | ${milliCpu}m | ${mebibytes} MiB | ${count} |`),
  ];
}

/** Containers that the scheduler counts as nothing. */
function without(demands: readonly Demand[]): string[] {
  const [jobs, others] = [demands.filter(({ job }) => job), demands.filter(({ job }) => !job)].map((each) => each
    .flatMap(({ component, unset }) => unset.map((container) => `${component} (${container})`)));
  return [
    others?.length === 0 ? 'Every container that runs all the time asks for CPU and memory.'
      : `Without a request of CPU or memory, so not in the sum: ${others?.join(', ') ?? ''}.`,
    ...jobs?.length === 0 ? [] : [`Of those that end, these ask for nothing: ${jobs?.join(', ') ?? ''}.`],
    '',
  ];
}

/** What the page names one by one. */
type Named = 'kept' | 'waypoint' | 'prometheus' | 'alertmanager' | 'grafana' | 'loki' | 'tempo';

/** Sizes of volumes in GiB, and what a waypoint asks for: off the values of the charts. */
function sizes(lab: RenderedLab): Readonly<Record<Named, string>> {
  const inGib = (size: unknown): number => (quantityOf(size) ?? Number.NaN) / 2 ** 30;
  const [monitoring, istiod] = [lab.helmValues('kube-prometheus-stack'), lab.helmValues('istiod')];
  const claim = (spec: unknown): number => inGib(at(spec, 'volumeClaimTemplate', 'spec', 'resources', 'requests', 'storage'));
  const prometheus = at(monitoring, 'prometheus', 'prometheusSpec');
  const storage = claim(at(prometheus, 'storageSpec'));
  const requests = at(istiod, 'global', 'waypoint', 'resources', 'requests');
  // MB of Prometheus are MiB: https://prometheus.io/docs/prometheus/latest/storage/#operational-aspects.
  const kept = Number(/^(\d+)MB$/.exec(text(prometheus, 'retentionSize'))?.[1]) / 1024;
  return {
    prometheus: `${storage} GiB`,
    kept: `${Math.round(kept / storage * 100)} %`,
    alertmanager: `${claim(at(monitoring, 'alertmanager', 'alertmanagerSpec', 'storage'))} GiB`,
    grafana: `${inGib(at(monitoring, 'grafana', 'persistence', 'size'))} GiB`,
    loki: `${inGib(at(lab.helmValues('loki'), 'singleBinary', 'persistence', 'size'))} GiB`,
    tempo: `${inGib(at(lab.helmValues('tempo'), 'persistence', 'size'))} GiB`,
    waypoint: `${text(requests, 'cpu')} CPU and ${inGib(at(requests, 'memory')) * 1024} MiB`,
  };
}

/** docs/sizing.md: what a lab asks of its node. */
export function sizingPage(): string {
  const standard = demands('');
  const whole = homelab('monitoring: { logs: loki, traces: tempo }');
  const size = sizes(renderedLab(whole, toManifests(whole)));
  const [node] = whole.config.nodes;
  const { milliCpu, mebibytes } = total(standard);
  const difference = (yaml: string): string => {
    const other = total(demands(yaml));
    const by = (amount: number): string => `${amount < 0 ? '-' : '+'}${Math.abs(amount)}`;
    return `${by(other.milliCpu - milliCpu)}m CPU, ${by(other.mebibytes - mebibytes)} MiB`;
  };
  return [
    '# Sizing',
    '',
    'What the platform asks of the node with the default homelab.yaml, before any workload of your own. `npm run sizing` adds up what '
      + 'the rendered charts ask for, as `npm run import` records it, and what the lab adds; a test keeps the page current, and the '
      + 'total under 6 GiB and 3 CPUs. [`homelab render`](render.md#chart-requests) says so where a chart asks for something else, and '
      + 'prints the sum for a lab of your own.',
    '',
    ...table(standard.filter(({ job }) => !job)),
    `| **total** | **${milliCpu}m** | **${mebibytes} MiB (${gib(mebibytes)} GiB)** | |`,
    '',
    'A pod counts as the scheduler counts it: its containers together, or the init container that asks for most. Prometheus, Alertmanager '
      + 'and the gateway are those that their controllers make.',
    '',
    'Beside these there are pods that end, and ask only while they run:',
    '',
    ...table(standard.filter(({ job }) => job)),
    '',
    ...without(standard),
    'K3s itself runs outside of pods; count on another GiB for it (an estimate, not a measurement). The default VM of '
      + `${node?.memoryGiB ?? ''} GiB leaves about half for you.`,
    '',
    'These are requests: what the scheduler sets aside, not what is used; `kubectl top` shows that. Where there are limits they are on '
      + 'memory only: a CPU limit would make alerts late and certificates slow, and save nothing.',
    '',
    '## More and less',
    '',
    '| homelab.yaml | changes the total by |',
    '|---|---|',
    `| \`monitoring: { enabled: false }\` | ${difference('monitoring: { enabled: false }')} |`,
    `| \`monitoring: { logs: loki }\` | ${difference('monitoring: { logs: loki }')} |`,
    `| \`monitoring: { traces: tempo }\` | ${difference('monitoring: { traces: tempo }')} |`,
    '',
    `A waypoint asks for what \`global.waypoint.resources\` of istiod says: ${size.waypoint}.`,
    '',
    '## Disk',
    '',
    `Prometheus keeps to ${size.kept} of \`monitoring.storage\` (${size.prometheus} by default), Alertmanager has ${size.alertmanager}, `
      + `Grafana ${size.grafana}. Loki adds ${size.loki}, Tempo ${size.tempo}. The class of K3s makes volumes as folders of the node and `
      + 'enforces none of these sizes; programs have to keep to them, and these do.',
    '',
    '## It does not fit',
    '',
    '```sh',
    'kubectl describe node | sed -n "/Allocated/,/Events/p"   # requests against what there is',
    'kubectl top pods -A --sort-by=memory | head -n 15        # use',
    'kubectl get pods -A --field-selector status.phase=Pending',
    '```',
    '',
    'Ask for less of one component under `values`, for fewer metrics with `monitoring.scrapeInterval: 60s`, or give the VM more with '
      + '`nodes[].memoryGiB`.',
    '',
  ].join('\n');
}
