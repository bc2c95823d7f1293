import { numberOf, textOf } from '../core/plain-data';
import { withNames, withRights } from '../core/chart-parts';
import { at } from '../core/rendered-lab';
import {
  isTruthy, off, on, running, unset, type SafeSettings, type SafeValue, type SafeValues, type ValueScene,
} from '../core/safe-values';

const TENANT = 'Alloy and Grafana name no tenant, and Loki would refuse every line and every question';
const MODES = ['Monolithic', 'SingleBinary'];
const OTHER_TARGETS = ['read', 'write', 'backend', 'ingester', 'distributor', 'querier', 'queryFrontend', 'queryScheduler',
  'indexGateway', 'compactor', 'ruler'];
const TWICE = 'each of them reads the logs of all pods through the API server, so every line would be kept more than once';

/** Replicas of a part that only other modes have. */
const NOT_HERE: readonly SafeValue[] = OTHER_TARGETS.map((target) => ({
  path: [target, 'replicas'], safe: (value) => value === undefined || value === null || numberOf(value) === 0, wanted: '0',
  why: 'the chart refuses it beside singleBinary, which is what runs here',
}));

/** Values of Loki and Alloy without which logs are lost, or grow for ever. Keys: charts/loki/values.yaml at 18.11.0. */
export const LOGS_SAFE_VALUES: SafeValues = {
  loki: [
    { path: ['loki', 'auth_enabled'], safe: [false], why: TENANT },
    { path: ['loki', 'structuredConfig', 'auth_enabled'], safe: [false, undefined], why: TENANT },
    { path: ['deploymentMode'], safe: MODES, why: 'its parts would share files that only one of them can reach' },
    {
      path: ['singleBinary', 'replicas'], wanted: '1', why: 'the chart refuses several of them on a file system',
      safe: (value, { values }) => value === undefined || numberOf(value) <= 1 || at(values, 'loki', 'storage', 'type') !== 'filesystem',
    },
    {
      path: ['singleBinary', 'replicas'], wanted: '1', why: 'it changes nothing: the chart runs one all the same', warns: true,
      safe: (value) => value === undefined || value === null || numberOf(value) !== 0,
    },
    ...NOT_HERE,
    {
      path: ['loki', 'commonConfig', 'replication_factor'], wanted: '1',
      why: 'Loki would wait for copies that nobody keeps, and refuse every line',
      safe: (value, { values }) => numberOf(value) >= 1
        && numberOf(value) <= Math.max(1, numberOf(at(values, 'singleBinary', 'replicas') ?? 1)),
    },
    {
      path: ['loki', 'storage', 'type'], wanted: 'filesystem', why: 'it needs buckets, which loki.storage.bucketNames has to name',
      safe: (value, { values }) => value === 'filesystem' || isTruthy(at(values, 'loki', 'storage', 'bucketNames')),
    },
    {
      path: ['loki', 'schemaConfig'], wanted: 'nothing',
      why: 'a day that logs are kept from must never change: those there are could not be read any more',
      safe: (_value: unknown, { lab }: ValueScene): boolean => {
        const configs = at(lab.config.values.loki, 'loki', 'schemaConfig', 'configs');
        return at(lab.config.values.loki, 'loki', 'schemaConfig') === undefined
          || (Array.isArray(configs)
            && configs.some((each) => at(each, 'from') === '2026-01-01' && at(each, 'object_store') === 'filesystem'));
      },
    },
    unset(
      'loki.config',
      'it takes the place of the generated configuration, and with it of every rule about it; loki.structuredConfig is laid over it',
    ),
    unset('loki.generatedConfigObjectName', 'another configuration than the generated one would be read', { warns: true }),
    off('loki.useTestSchema', 'the chart refuses it beside the schema of the lab'),
    {
      path: ['loki', 'compactor', 'retention_enabled'], safe: [true], warns: true,
      why: 'no log would ever be deleted, until the volume is full',
    },
    {
      path: ['loki', 'limits_config', 'retention_period'], warns: true, wanted: 'a duration such as 168h',
      why: 'no log would ever be deleted, until the volume is full',
      safe: (value) => value !== null && !/^0+[a-z]*$/.test(textOf(value)),
    },
    off('sidecar.rules.enabled', 'it would be allowed to read every Secret of the cluster'),
    { path: ['rbac', 'namespaced'], safe: [true], why: 'it would be allowed to read every Secret of the cluster' },
    {
      path: ['singleBinary', 'persistence', 'enabled'], safe: (value) => value === undefined || isTruthy(value), wanted: 'true',
      warns: true,
      why: 'logs would be lost with the pod',
    },
    ...['chunksCache', 'resultsCache'].map((cache): SafeValue => ({
      path: [cache, 'enabled'], wanted: `false, or give ${cache}.allocatedMemory too`,
      why: 'by default it asks for gigabytes of memory, sized for a cluster',
      safe: (value, { values }) => !isTruthy(value) || numberOf(at(values, cache, 'allocatedMemory')) <= 512,
    })),
    ...withRights('serviceAccount.create'),
    unset('namespaceOverride', 'its project is for the namespace monitoring alone'),
  ],
  alloy: [
    on('alloy.configMap.create', 'Alloy would have no configuration, and send no logs'),
    {
      path: ['alloy', 'configMap', 'content'], wanted: 'a configuration that sends to http://loki.monitoring.svc.cluster.local:3100',
      why: 'no log would reach Loki',
      safe: (value) => typeof value === 'string' && /loki\.write\s+"/.test(value) && value.includes('/loki/api/v1/push'),
    },
    unset('alloy.configMap.name', 'another configuration than the generated one would be read', { warns: true }),
    {
      path: ['controller', 'type'], wanted: 'deployment', why: TWICE,
      safe: (value, { lab, values }) => ['deployment', 'statefulset'].includes(textOf(value)) || lab.config.nodes.length === 1
        || isOwnConfig(lab.config.values.alloy, values),
    },
    running('controller.replicas', 'nobody would collect logs'),
    {
      path: ['controller', 'replicas'], wanted: '1', why: TWICE,
      safe: (value, { lab, values }) => value === undefined || numberOf(value) <= 1 || isOwnConfig(lab.config.values.alloy, values),
    },
    ...withRights('rbac.create', 'serviceAccount.create'),
    ...['rules', 'clusterRules'].map((key): SafeValue => ({
      path: ['rbac', key], wanted: 'a list with something in it', why: 'the chart writes "[]" behind an item of a list, which is no YAML',
      safe: (value) => Array.isArray(value) && value.length > 0,
    })),
    {
      path: ['rbac', 'clusterRules'], wanted: 'a list that admits pods/log', why: 'Alloy would not be allowed to read the logs of pods',
      safe: (value, { values }) =>
        [...Array.isArray(value) ? value as unknown[] : [],
          ...[at(values, 'rbac', 'rules')].flat()].some((each) => JSON.stringify(at(each, 'resources') ?? '').includes('"pods/log"')),
    },
    ...['rules', 'clusterRules'].map((key): SafeValue => ({
      path: ['rbac', key], wanted: 'a list without secrets', why: 'it would be allowed to read every Secret of the cluster',
      safe: (value) => !Array.isArray(value) || !value.some((each) => JSON.stringify(at(each, 'resources') ?? '').includes('"secrets"')),
    })),
    unset('rbac.namespaces', 'it would look at these namespaces alone, and the logs of others would be missing'),
    {
      path: ['alloy', 'listenAddr'], safe: ['0.0.0.0', undefined],
      why: 'its probes would not reach it, and the pod would be restarted for ever',
    },
    ...withNames('namespaceOverride'),
  ],
};

/** Arguments by which Loki's values would be gone round. */
export const LOGS_SAFE_SETTINGS: SafeSettings = {
  loki: [['singleBinary', 'extraArgs'], ['loki', 'extraArgs'], ['global', 'extraArgs'], ['defaults', 'extraArgs']].flatMap((path) => [
    { path, name: 'auth.enabled', safe: ['false'], why: TENANT },
    { path, name: 'config.file', why: 'another configuration than the generated one would be read' },
    { path, name: 'target', safe: ['all'], why: 'a part of Loki alone would run' },
    { path, name: 'server.http-listen-port', safe: ['3100'], why: 'Alloy and Grafana ask Loki at port 3100' },
  ]),
};

/** True if somebody wrote a configuration of their own, which may share the pods out. */
function isOwnConfig(overrides: unknown, values: unknown): boolean {
  return at(overrides, 'alloy', 'configMap', 'content') !== undefined || isTruthy(at(values, 'alloy', 'clustering', 'enabled'));
}
