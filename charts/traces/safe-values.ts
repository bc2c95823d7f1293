import { goDuration } from '../../config/go-duration';
import { numberOf, textOf } from '../core/plain-data';
import { withRights } from '../core/chart-parts';
import { at } from '../core/rendered-lab';
import { isTruthy, off, running, unset, type SafeSettings, type SafeValues } from '../core/safe-values';

const TENANT = 'gateways, waypoints and Grafana name no tenant, and Tempo would refuse every trace and every question';

/** Values of Tempo without which traces are lost. Keys: charts/tempo/values.yaml at 2.2.4. */
export const TRACES_SAFE_VALUES: SafeValues = {
  tempo: [
    off('tempo.multitenancyEnabled', TENANT),
    running('replicas', 'nobody would take traces'),
    {
      path: ['tempo', 'storage', 'trace', 'backend'], wanted: 'local, or configure that store in tempo.storage.trace beside it',
      safe: (value, { values }) => value === undefined || value === 'local'
        || isTruthy(at(values, 'tempo', 'storage', 'trace', textOf(value))),
      why: 'Tempo would not start without the settings of that store',
    },
    {
      path: ['replicas'], wanted: '1', why: 'each of them would keep a part of the traces on a volume of its own',
      safe: (value, { values }) => value === undefined || numberOf(value) <= 1 || at(
        values, 'tempo', 'storage', 'trace', 'backend',
      ) !== undefined,
    },
    {
      path: ['tempo', 'receivers', 'otlp', 'protocols', 'grpc', 'endpoint'], safe: ['0.0.0.0:4317', ':4317'],
      why: 'gateways and waypoints send traces there by OpenTelemetry over gRPC, and nobody would take them',
    },
    {
      path: ['tempo', 'server', 'http_listen_port'], safe: [3200, undefined], why: 'Grafana asks Tempo at port 3200',
    },
    {
      path: ['tempo', 'retention'], wanted: 'a duration such as 72h', safe: (value) => (goDuration(textOf(value)) ?? 0) > 0,
      why: 'Tempo takes a duration of Go here, which has no days, and would not start with another',
    },
    {
      path: ['persistence', 'enabled'], safe: (value) =>
        isTruthy(value), wanted: 'true', warns: true, why: 'traces would be lost with the pod',
    },
    unset('config', 'it takes the place of the generated configuration, and with it of every rule about it'),
    ...withRights('serviceAccount.create'),
  ],
};

/** Arguments by which Tempo's values would be gone round. */
export const TRACES_SAFE_SETTINGS: SafeSettings = {
  tempo: [
    { path: ['tempo', 'extraArgs'], name: 'multitenancy.enabled', safe: ['false'], why: TENANT },
    { path: ['tempo', 'extraArgs'], name: 'config.file', why: 'another configuration than the generated one would be read' },
    { path: ['tempo', 'extraArgs'], name: 'server.http-listen-port', safe: ['3200'], why: 'Grafana asks Tempo at port 3200' },
  ],
};
