import type { Finding, Rule } from '../charts/core/rule';
import type { Manifest } from '../charts/core/manifest';
import { at, type RenderedLab } from '../charts/core/rendered-lab';
import { isOnNas, NODE_CLASS } from '../config/addons/nfs';
import { valueAt, type ConfigPath } from '../config/problem';
import { CHART_NAMES, type ChartName } from '../config/schema';
import { quantityOf } from './core/quantities';

const GIBIBYTE = 2 ** 30;
/** What Ubuntu, K3s and the images of the platform take of a disk, in GiB; an estimate, rounded down. */
const OF_THE_SYSTEM = 8;

/** A volume of a chart: where its size stands in the chart's values, and what turns it off. */
interface Volume {
  readonly chart: ChartName;
  readonly size: readonly string[];
  /** Where its class stands. */
  readonly storageClass: readonly string[];
  /** Switches of it and of what has it: one that is false leaves it out. */
  readonly switches: readonly (readonly string[])[];
  /** Key of homelab.yaml that sets the size, where it is not one below `values`. @default - none */
  readonly key?: ConfigPath;
}

const SPEC = ['volumeClaimTemplate', 'spec'];
const SIZE = [...SPEC, 'resources', 'requests', 'storage'];
const CLASS = [...SPEC, 'storageClassName'];

/** The volumes that the platform's charts claim on the node: K3s makes them as folders of its disk. */
const VOLUMES: readonly Volume[] = [
  {
    chart: 'kube-prometheus-stack', size: ['prometheus', 'prometheusSpec', 'storageSpec', ...SIZE],
    storageClass: ['prometheus', 'prometheusSpec', 'storageSpec', ...CLASS],
    switches: [['prometheus', 'enabled']], key: ['monitoring', 'storage'],
  },
  {
    chart: 'kube-prometheus-stack', size: ['alertmanager', 'alertmanagerSpec', 'storage', ...SIZE],
    storageClass: ['alertmanager', 'alertmanagerSpec', 'storage', ...CLASS],
    switches: [['alertmanager', 'enabled']],
  },
  {
    chart: 'kube-prometheus-stack', size: ['grafana', 'persistence', 'size'],
    storageClass: ['grafana', 'persistence', 'storageClassName'],
    switches: [['grafana', 'enabled'], ['grafana', 'persistence', 'enabled']],
  },
  {
    chart: 'loki', size: ['singleBinary', 'persistence', 'size'], storageClass: ['singleBinary', 'persistence', 'storageClass'],
    switches: [['singleBinary', 'persistence', 'enabled']],
  },
  {
    chart: 'tempo', size: ['persistence', 'size'], storageClass: ['persistence', 'storageClassName'],
    switches: [['persistence', 'enabled']],
  },
];

/** The volumes that a lab's charts claim on the disks of nodes, with their sizes as they are merged. */
export function volumesOf(lab: RenderedLab): readonly (Volume & { readonly gibibytes: number })[] {
  return VOLUMES.flatMap((volume) => {
    const values = lab.helmValues(volume.chart);
    const bytes = quantityOf(at(values, ...volume.size));
    const isOff = volume.switches.some((path) => at(values, ...path) === false);
    const isElsewhere = isOnNas(lab.config, at(values, ...volume.storageClass));
    return isOff || isElsewhere || bytes === undefined ? [] : [{ ...volume, gibibytes: bytes / GIBIBYTE }];
  });
}

/** A claim among the lab's own objects. */
interface Claim {
  readonly object: Manifest;
  readonly gibibytes: number;
}

/** Claims among the lab's own objects that are folders of a node. Where other classes have their room is not known. */
function claimsOf(lab: RenderedLab): readonly Claim[] {
  return lab.ofKind('', 'PersistentVolumeClaim').flatMap((object) => {
    const bytes = quantityOf(at(object, 'spec', 'resources', 'requests', 'storage'));
    const storageClass = at(object, 'spec', 'storageClassName');
    const isHere = storageClass === undefined ? !isOnNas(lab.config, undefined) : storageClass === NODE_CLASS;
    return bytes === undefined || !isHere ? [] : [{ object, gibibytes: bytes / GIBIBYTE }];
  });
}

const volumesFit: Rule = {
  name: 'volumes-fit-disk',
  severity: 'error',
  check: (lab) => {
    const volumes = [...volumesOf(lab), ...claimsOf(lab)];
    const sum = volumes.reduce((total, { gibibytes }) => total + gibibytes, 0);
    const disk = Math.max(...lab.config.nodes.map(({ diskGiB }) => diskGiB));
    if (sum + OF_THE_SYSTEM <= disk) { return []; }
    const room = `a disk of ${disk} GiB, of which the system takes some ${OF_THE_SYSTEM}`;
    const largest = volumes.reduce((most, each) => each.gibibytes > most.gibibytes ? each : most);
    return [{
      ...'object' in largest
        ? { object: largest.object, what: `is the largest of the volumes of ${whole(sum)} GiB that are claimed on ${room}` }
        : { path: blamed(lab, largest), what: `volumes of ${whole(sum)} GiB are claimed on ${room}` },
      fix: `set nodes[0].diskGiB to ${Math.ceil(sum + OF_THE_SYSTEM)} or more, or claim less`,
    }];
  },
};

/** The key that says the size: an override, a key of its own, or the disk that is too small. */
function blamed({ config }: RenderedLab, { chart, size, key }: Volume): ConfigPath {
  const override = ['values', chart, ...size];
  if (valueAt(config, override) !== undefined) { return override; }
  return key ?? ['nodes', 0, 'diskGiB'];
}

/** A request of a container, with its place in the values of a chart. */
interface Request {
  readonly chart: ChartName;
  readonly at: readonly (string | number)[];
  readonly amount: number;
  readonly text: string;
}

const RESOURCES = {
  memory: { of: (node: { readonly memoryGiB: number }) => node.memoryGiB * GIBIBYTE, key: 'memoryGiB', unit: 'GiB of memory' },
  cpu: { of: (node: { readonly cpus: number }) => node.cpus, key: 'cpus', unit: 'CPUs' },
} as const;

const requestsFit: Rule = {
  name: 'requests-fit-node',
  severity: 'error',
  check: (lab) => (['memory', 'cpu'] as const).flatMap((name): Finding[] => {
    const { of, key, unit } = RESOURCES[name];
    const most = Math.max(...lab.config.nodes.map(of));
    const has = Math.max(...lab.config.nodes.map((node) => node[key]));
    const requests = CHART_NAMES.flatMap((chart) => requestsIn(chart, lab.helmValues(chart), name));
    const tooLarge = requests.filter(({ amount }) => amount > most);
    if (tooLarge.length > 0) {
      return tooLarge.map(({ chart, at: place, text }) => ({
        path: ['values', chart, ...place],
        what: `asks for ${text} for one pod, and no node has more than ${has} ${unit}: the pod would wait for ever`,
        fix: `ask for less, or raise nodes[0].${key}`,
      }));
    }
    const sum = requests.reduce((total, { amount }) => total + amount, 0);
    if (sum <= lab.config.nodes.reduce((total, node) => total + of(node), 0)) { return []; }
    const largest = requests.reduce((before, each) => each.amount > before.amount ? each : before);
    return [{
      path: ['values', largest.chart, ...largest.at],
      what: `asks for ${largest.text}, and with all others that is more than the ${has} ${unit} of the node: some pods would wait for ever`,
      fix: `ask for less, or raise nodes[0].${key}`,
    }];
  }),
};

/**
 * Every request of a resource in the values of a chart, but for parts that are turned off. It is less than what the pods ask for: what the
 * charts say by themselves is counted by the summary, and by `homelab render`.
 */
function requestsIn(chart: ChartName, values: unknown, resource: 'memory' | 'cpu', place: readonly (string | number)[] = []): Request[] {
  if (typeof values !== 'object' || values === null || at(values, 'enabled') === false) { return []; }
  const children = Array.isArray(values) ? values.entries() : Object.entries(values);
  return [...children].flatMap(([key, child]: [string | number, unknown]): Request[] => {
    const here = [...place, key];
    if (key !== 'resources') { return requestsIn(chart, child, resource, here); }
    const written = at(child, 'requests', resource);
    const amount = quantityOf(written);
    return amount === undefined ? [] : [{ chart, at: [...here, 'requests', resource], amount, text: String(written) }];
  });
}

function whole(number: number): number {
  return Math.round(number * 10) / 10;
}

/** What is asked of the nodes is there. */
export const NODE_CAPACITY_RULES: readonly Rule[] = [volumesFit, requestsFit];
