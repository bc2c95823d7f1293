import { numberOf, textOf } from '../core/plain-data';
import { noMonitors, withNames, withRights } from '../core/chart-parts';
import { isTruthy, off, on, running, type SafeSettings, type SafeValues } from '../core/safe-values';

const NO_APPROVAL = 'nobody would approve a request, and no certificate would be issued';
const SECOND =
  "a second Certificate would be made of the Gateway's annotations for the Secret of the lab's own, and both would write it in turns";
const ELSEWHERE = 'credentials of issuers are in the namespace cert-manager, and would not be found';

/** Values of cert-manager without which nothing works. */
export const CERTIFICATE_SAFE_VALUES: SafeValues = {
  'cert-manager': [
    { path: ['crds', 'enabled'], safe: [true], why: 'no Certificate could be created' },
    on('crds.keep', 'an uninstall would delete every Certificate and every issuer'),
    off('installCRDs', 'it changes nothing: it is the old name of crds.enabled, which is on', { warns: true }),
    running('replicaCount', 'no certificate would be issued'),
    off('webhook.hostNetwork', 'its namespace enforces the Pod Security level restricted, and admits no such pod'),
    running('webhook.replicaCount', 'the API server asks it about every Certificate, and would take none'),
    on('cainjector.enabled', 'the API server would not trust its webhook, and take no Certificate'),
    running('cainjector.replicaCount', 'the API server would not trust its webhook, and take no Certificate'),
    off('disableAutoApproval', NO_APPROVAL),
    {
      path: ['approveSignerNames'], wanted: 'a list with clusterissuers.cert-manager.io/*', why: NO_APPROVAL,
      safe: (value) => value === undefined
        || (Array.isArray(value) && value.some((each) => textOf(each).startsWith('clusterissuers.cert-manager.io/'))),
    },
    { path: ['maxConcurrentChallenges'], safe: (value) => value === undefined || numberOf(value) > 0, wanted: '60',
      why: 'no challenge would ever begin' },
    { path: ['clusterResourceNamespace'], safe: ['cert-manager', '', undefined], why: ELSEWHERE },
    { path: ['namespace'], safe: ['cert-manager', '', undefined],
      why: 'its project and the credentials of issuers are in the namespace cert-manager' },
    {
      path: ['global', 'leaderElection', 'namespace'], safe: ['cert-manager'], warns: true,
      why: 'the chart would put a Role into that namespace',
    },
    {
      path: ['dns01RecursiveNameserversOnly'], safe: (value) => isTruthy(value), wanted: 'true', warns: true,
      why: 'a router that answers for the domain itself never shows the record of a challenge',
    },
    {
      path: ['dns01RecursiveNameservers'], wanted: 'addresses with ports, such as 1.1.1.1:53,9.9.9.9:53',
      safe: (value) => typeof value === 'string'
        && value.split(',').every((each) => /^(https:\/\/\S+|[A-Za-z0-9.-]+:\d{1,5}|\[[0-9a-f:]+\]:\d{1,5})$/.test(each)),
      why: 'cert-manager would refuse to start: it takes host:port or an https address, with a comma between two',
    },
    off('config.enableGatewayAPI', SECOND), off('config.gatewayAPI.enabled', SECOND),
    off('config.gatewayAPI.enable', SECOND),
    off('enableCertificateOwnerRef', 'removing a Certificate would remove its Secret, and the gateway would lose it', { warns: true }),
    ...noMonitors('prometheus.servicemonitor.enabled', 'prometheus.podmonitor.enabled'),
    ...withRights('global.rbac.create', 'serviceAccount.create', 'webhook.serviceAccount.create', 'cainjector.serviceAccount.create'),
    ...withNames('fullnameOverride', 'nameOverride'),
  ],
};

/** Arguments of cert-manager that go round its values. */
export const CERTIFICATE_SAFE_SETTINGS: SafeSettings = {
  'cert-manager': [
    { path: ['extraArgs'], name: 'enable-gateway-api', safe: ['false'], why: SECOND },
    { path: ['extraArgs'], name: 'dns01-recursive-nameservers-only', safe: ['true'],
      why: 'a router that answers for the domain itself never shows the record of a challenge' },
    { path: ['extraArgs'], name: 'cluster-resource-namespace', safe: ['cert-manager'], why: ELSEWHERE },
    { path: ['extraArgs'], name: 'namespace', why: 'it would look at one namespace alone, and issue nothing for the gateway' },
    {
      path: ['extraArgs'], name: 'controllers', why: 'controllers that are not in the list would not run',
      safe: (value) => value.split(',').includes('*')
        && !value.split(',').some((each) => /^-(certificates|clusterissuers|orders|challenges)/.test(each)),
    },
    { path: ['extraArgs'], name: 'max-concurrent-challenges', safe: (value) => numberOf(value) > 0, why: 'no challenge would ever begin' },
  ],
};
