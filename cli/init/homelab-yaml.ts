import { Document, isScalar } from 'yaml';
import { parseConfig } from '../../charts/load-config';
import { APPS_FOLDER } from '../../config/app-folder';
import { isThereAlready, NONE, ROUTE53, signsPublicly, type Answers } from './answers';
import { defaultNode } from './proposals';

/** A domain that does not exist in public: ICANN reserves .internal for private networks. */
const PRIVATE_DOMAIN = 'homelab.internal';

const SCHEMA = './node_modules/homelab-synth/schemas/homelab.schema.json';

/** Text of a lab's homelab.yaml: the answers of its owner, without those that are the default. It is not checked here. */
export function homelabYaml(answers: Answers): string {
  const document = new Document(data(answers));
  document.commentBefore = [
    ` yaml-language-server: $schema=${SCHEMA}`,
    ' Your settings. Every other key has its default: node_modules/homelab-synth/docs/homelab.yaml shows them all.',
  ].join('\n');
  const issuer = document.getIn(['tls', 'issuer'], true);
  if (isScalar(issuer) && signsPublicly(answers)) {
    issuer.comment = ' browsers warn; once the certificate is ready: letsencrypt-prod';
  }
  return document.toString({ lineWidth: 0 });
}

function data(answers: Answers): object {
  const { domain, repository, branch, network } = answers;
  const defaults = parseConfig('');
  return omitEmpty({
    domain: domain === undefined || domain === NONE ? PRIVATE_DOMAIN : domain,
    gitops: omitEmpty({
      // The placeholder is there so that it is seen; the summary of a synth names it until it is replaced.
      repoURL: repository ?? defaults.gitops.repoURL,
      revision: branch === defaults.gitops.revision ? undefined : branch,
    }),
    host: isThereAlready(answers) ? NONE : undefined,
    // Of a machine that is there nothing is a default: whoever reads the file is told what it is.
    network: network === undefined || (network === defaults.network.cidr && !isThereAlready(answers)) ? undefined : { cidr: network },
    nodes: nodes(answers),
    tls: tls(answers),
    monitoring: monitoring(answers),
    appsFolder: APPS_FOLDER,
  });
}

function nodes(answers: Answers): object[] | undefined {
  const { node, address, cpus, memory, disk } = answers;
  const isDefault = memory === undefined || asNumber(memory) === defaultNode().memoryGiB;
  if (!isThereAlready(answers)) { return isDefault ? undefined : [{ memoryGiB: asNumber(memory) }]; }
  return [omitEmpty({ name: node, address, cpus: numberOf(cpus), memoryGiB: numberOf(memory), diskGiB: numberOf(disk) })];
}

function tls(answers: Answers): object {
  if (!signsPublicly(answers)) { return { issuer: 'homelab-ca' }; }
  const { email, hostedZone, dns } = answers;
  // Staging first: Let's Encrypt's production limits how often an issuance may fail.
  const account = { issuer: 'letsencrypt-staging', email };
  if (dns !== ROUTE53) { return omitEmpty({ ...account, dns01: { provider: dns } }); }
  return omitEmpty({ ...account, route53: hostedZone === undefined ? undefined : { hostedZoneID: hostedZone } });
}

function monitoring({ alerts, chatId, alertsTo, alertsFrom, smarthost, smarthostUser }: Answers): object | undefined {
  if (alerts === undefined || alerts === NONE) { return undefined; }
  const receiver = omitEmpty({
    name: alerts,
    type: alerts,
    chatID: numberOf(chatId),
    to: alertsTo,
    from: alertsFrom,
    smarthost,
    username: smarthostUser,
  });
  return { alerting: { receivers: [receiver] } };
}

function numberOf(text: string | undefined): number | string | undefined {
  return text === undefined ? undefined : asNumber(text);
}

/** A text as a number; the text itself if it is not a number, so that the schema reports it. */
function asNumber(text: string): number | string {
  return /^-?(0|[1-9]\d{0,14})(\.\d+)?$/.test(text) ? Number(text) : text;
}

function omitEmpty(values: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
