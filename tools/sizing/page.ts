import { App } from 'cdk8s';
import { Homelab } from '../../charts/homelab';
import { parseConfig } from '../../charts/load-config';
import { demands, total, type Demand } from './sizing';

const homelab = (yaml: string): Homelab => new Homelab(new App(), 'homelab', parseConfig(yaml));
const gib = (mebibytes: number): string => (mebibytes / 1024).toFixed(1);

/** docs/sizing.md: what a lab asks of its node. */
export function sizingPage(): string {
  const standard = demands(homelab(''));
  const { milliCpu, mebibytes } = total(standard);
  const difference = (yaml: string): string => {
    const other = total(demands(homelab(yaml)));
    const by = (amount: number): string => `${amount < 0 ? '-' : '+'}${Math.abs(amount)}`;
    return `${by(other.milliCpu - milliCpu)}m CPU, ${by(other.mebibytes - mebibytes)} MiB`;
  };
  return [
    '# Sizing',
    '',
    'What the platform asks of the node with the default homelab.yaml, before any workload of your own. The table is made by `npm run '
      + 'sizing` out of the values that are synthesised; a test keeps it current, and the total under 6 GiB and 3 CPUs.',
    '',
    '| component | CPU | memory | containers |',
    '|---|---:|---:|---:|',
    ...standard.map(
      ({ component, milliCpu: cpu, mebibytes: memory, count }: Demand) => `| ${component} | ${cpu}m | ${memory} MiB | ${count} |`,
    ),
    `| **total** | **${milliCpu}m** | **${mebibytes} MiB (${gib(mebibytes)} GiB)** | |`,
    '',
    'K3s itself runs outside of pods; count on another GiB for it (an estimate, not a measurement). The default VM of 12 GiB leaves '
      + 'about half for you.',
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
    'A waypoint asks for what `global.waypoint.resources` of istiod says: 50m CPU and 96 MiB.',
    '',
    '## Disk',
    '',
    'Prometheus keeps to four fifths of `monitoring.storage` (20 GiB by default), Alertmanager and Grafana have '
      + '1 GiB each. Loki adds 10 GiB, Tempo 5 GiB. '
      + 'The class of K3s makes volumes as folders of the node and enforces none of these sizes; programs have to keep to them, and these '
      + 'do.',
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
