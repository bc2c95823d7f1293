import path from 'node:path';
import { RUNBOOKS_FOLDER, type Homelab } from '../charts/homelab';
import { defaultReceiver } from '../config/alerting';
import { pocketIdHostname } from '../config/addons/pocket-id';
import { distFolder, type LabLocation } from '../config/location';
import { k3sFile } from '../charts/core/k3s-release';
import { hostWords } from '../config/host-words';
import { loginPages, redirectURIs } from '../config/login-pages';
import { listOf } from '../config/one-or-more';
import { placeholders } from '../config/placeholders';
import { formatPath } from '../config/problem';
import { proxyVariables } from '../config/proxy';
import type { HomelabConfig } from '../config/schema';
import { ownImage } from '../config/windows';
import { isWildcard } from '../config/wildcards';
import { isOnWindows } from '../config/windows-lab';
import { dnsRecords } from '../config/sites';
import { packageInfo } from '../package-info';
import { ARGOCD_VERSION, NODE_IMAGE } from '../versions';
import type { Manifest } from '../charts/core/manifest';
import { code, escapeMarkdown, fileLink } from './markdown';
import {
  applicationRows, configMapsToCreate, lanHint, lanRows, namesHint, pages, secretsToCreate, tailnetHint, tunnelHint,
} from './overview';
import type { PageInput } from './page-input';
import { egressTable } from './egress';
import { policyTable } from './policies';
import { RUNBOOK_INDEX } from './runbooks';
import { markdownTable } from './table';

/** Name of the page about the lab, in the lab's folder. */
export const LAB_PAGE = 'LAB.md';

/** What LAB.md is made from. */
export interface LabPageProps extends PageInput {
  /** Where the lab's files are. */
  readonly location: LabLocation;
  /** Absolute path of the lab's own code (homelab.ts). @default - it has none */
  readonly code?: string;
}

/** Text of LAB.md, which describes the lab to its owner. Its links are relative to the lab's folder. */
export function renderLabPage(props: LabPageProps): string {
  const { lab, warnings, location } = props;
  const { config } = lab;
  return [
    `# The lab ${config.domain}`,
    '',
    `${configLink(location)} describes this lab. Change it there, run \`homelab synth\` and commit; Argo CD does the rest.`,
    '',
    ...section('Files', places(props)),
    ...section('Set up', setUp(config)),
    ...section('Addresses', addresses(lab)),
    ...section('Pages', pageList(lab)),
    ...section('Login', loginText(config)),
    ...section('TCP and UDP', lanTable(lab)),
    ...section('Who may connect', policyTable(config)),
    ...section('What pods may call', egressTable(config)),
    ...section('Applications', applications(props)),
    ...section('Secrets', secrets(lab)),
    ...section('ConfigMaps', configMaps(lab)),
    ...section('Receivers of alerts', alerting(config)),
    ...section('Rules that are switched off', unsafe(props)),
    ...section('Warnings', bullets(warnings.map(finding))),
    ...section('Placeholders to replace', bullets(placeholders(config)
      .map(({ path: key, what, fix }) => `${code(formatPath(key))}: ${escapeMarkdown(what)}; ${escapeMarkdown(fix)}.`))),
    ...section('Versions', versions(props)),
  ].join('\n').replace(/\n+$/, '\n');
}

function section(title: string, text: string): string[] {
  return text === '' ? [] : [`## ${title}`, '', text, ''];
}

function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}

function configLink({ file, folder }: LabLocation): string {
  return fileLink(path.basename(file), below(folder, file));
}

/** A finding of a rule as Markdown; the name of the rule is in brackets in it. */
function finding(text: string): string {
  return text.split(/\[([a-z][a-z0-9-]*)\]/).map((part, index) => index % 2 === 1 ? code(part) : escapeMarkdown(part)).join('');
}

/** Path of a file relative to a folder, with "/". */
function below(folder: string, file: string): string {
  return path.relative(folder, file).split(path.sep).join('/');
}

function places({ lab: { config }, location, code: ownCode }: LabPageProps): string {
  const dist = distFolder(config.gitops.path, location);
  const { repoURL, revision, path: folder } = config.gitops;
  return markdownTable([
    ['what', ''],
    [configLink(location), 'description of this lab'],
    ...ownCode === undefined ? [] : [
      [fileLink(path.basename(ownCode), below(location.folder, ownCode)), 'own layers and patches of this lab'],
    ],
    [
      fileLink(`${path.posix.basename(dist)}/`, `${dist}/`),
      `what Argo CD applies; it reads ${code(folder)} of ${code(repoURL)} at ${code(revision)}`,
    ],
    [fileLink('scripts/', 'scripts/'), hostWords(config).scripts],
    ...config.monitoring.enabled ? [
      [fileLink(`${RUNBOOKS_FOLDER}/`, `${RUNBOOKS_FOLDER}/${RUNBOOK_INDEX}`), 'what to do about each alert'],
      [fileLink('monitoring/', 'monitoring/'), 'alert rules and routing as plain files, for `promtool` and `amtool`'],
    ] : [],
    ...isOnWindows(config) ? [[code(config.host.folder), 'on the Windows host: disks, keys and state of the nodes']] : [],
  ]);
}

function loginText(config: HomelabConfig): string {
  return [...clientText(config), ...accountsText(config)].join('\n');
}

/** Where the accounts of the lab's own provider are. */
function accountsText(config: HomelabConfig): string[] {
  const hostname = pocketIdHostname(config);
  if (hostname === undefined) { return []; }
  return [
    ...config.login === undefined ? [] : [''],
    `Accounts are at ${code(`https://${hostname}`)}. Whoever comes first to ${code(`https://${hostname}/setup`)} is its administrator. `
      + 'Passkeys are for that name alone.',
  ];
}

function clientText(config: HomelabConfig): string[] {
  const { login } = config;
  if (login === undefined) { return []; }
  const behind = [...new Set(loginPages(config).map(({ hostname }) => hostname))];
  return [
    `People log in at ${code(login.issuer)}, where the lab is the client ${code(login.clientID)}. `
      + 'The provider has to know these redirect URIs:',
    '', bullets(redirectURIs(config).map(code)), '',
    behind.length === 0 ? 'No page is behind the login.' : `Behind the login: ${behind.map(code).join(', ')}.`,
  ];
}

function addresses(lab: Homelab): string {
  const { config } = lab;
  const { network, nodes } = config;
  const sshUser = isOnWindows(config) ? `; user ${code(config.host.sshUser)}` : '';
  const proxied = proxyVariables(config);
  const names = namesHint(lab);
  const tunnel = tunnelHint(lab);
  const tailnet = tailnetHint(lab);
  return markdownTable([
    ['what', 'address', ''],
    ...dnsRecords(config).map(({ gateway: { name, address }, records }, index) => [
      index === 0 ? 'Gateway' : `Gateway ${name}`, address,
      records.length === 0 ? '' : `DNS: ${records.map(code).join(', ')} ${records.length === 1 ? 'points' : 'point'} here`,
    ]),
    ...names ? [['Names', names.address, escapeMarkdown(names.hint)]] : [],
    ...tunnel === undefined ? [] : [['Internet', '', escapeMarkdown(tunnel)]],
    ...tailnet === undefined ? [] : [['Tailnet', '', escapeMarkdown(tailnet)]],
    ...nodes.map(({ name, address, cpus, memoryGiB, diskGiB }) => [
      `Node ${name}`, address, `${cpus} CPUs, ${memoryGiB} GiB of memory, ${diskGiB} GiB of disk${sshUser}`,
    ]),
    ...hostRows(config),
    ['Name servers', network.dnsServers.join(', '), ''],
    ...proxied ? [['Proxy', proxied.HTTPS_PROXY, `not for ${code(proxied.NO_PROXY)}`]] : [],
    ['Network', network.cidr, ''],
    ['Load balancers', listOf(network.loadBalancerRange).join(', '), 'addresses that MetalLB gives to Services'],
    ...network.addressPools.map(({ name, addresses: blocks, autoAssign }) => [
      `Pool ${name}`, listOf(blocks).join(', '), autoAssign ? 'more of them' : 'for Services that ask for this pool',
    ]),
    ['Pods', network.podCIDR, 'inside the cluster'],
    ['Services', network.serviceCIDR, 'inside the cluster'],
  ]);
}

/** The machines beside the nodes. */
function hostRows({ host, network }: HomelabConfig): string[][] {
  switch (host.network) {
    case 'nat': return [['Windows host', network.hostAddress, 'NAT: default gateway of the nodes']];
    case 'external': return [['Windows host', network.hostAddress, ''], ['Router', host.router, 'default gateway of the nodes']];
    case 'none': return [];
  }
}

/** What brings the lab to a cluster that is there already; on Windows one command does it all. */
function setUp(config: HomelabConfig): string {
  if (isOnWindows(config)) { return ''; }
  const { version } = k3sFile(config);
  return [
    `1. On the machine, as root, from a checkout of this repository: ${code('bash scripts/prepare-node.sh')}. It lays the files of `
      + `${code('scripts/node/')} and says how to install K3s ${version}.`,
    '2. Push this folder. Argo CD reads it from git, and nothing else.',
    `3. Where ${code('kubectl')} reaches the cluster: ${code('bash scripts/check-cluster.sh')}. It changes nothing, and says all that the `
      + 'lab cannot do with.',
    `4. ${code('bash scripts/secrets.sh')} asks for the Secrets below.`,
    `5. ${code('bash scripts/bootstrap.sh')} brings Cilium, Argo CD and the root Application. Argo CD does the rest.`,
    '',
    `${code("KUBECTL='kubectl --context NAME'")} says which cluster the scripts mean; on the machine itself `
      + `${code("sudo KUBECTL='k3s kubectl' bash scripts/check-cluster.sh")} does.`,
  ].join('\n');
}

function pageList(lab: Homelab): string {
  return bullets(pages(lab).map(({ address, behind, gateways }) => {
    const through = gateways ? `, through ${gateways.map(code).join(' and ')}` : '';
    const shown = address.replace('https://', '');
    // Nobody can open a name that is any.
    return `${shown === address || isWildcard(shown) ? code(shown) : `[${shown}](${address})`}: ${behind.map(code).join(', ')}${through}`;
  }));
}

function lanTable(lab: Homelab): string {
  const rows = lanRows(lab);
  return rows.length === 0 ? '' : [
    `${escapeMarkdown(lanHint(lab))}. \`kubectl -n NAMESPACE get service NAME\` shows an address that MetalLB has chosen.`,
    '',
    markdownTable([
      ['Service', 'address', 'ports'], ...rows.map(({ service, address, ports }) => [code(service), address, ports.join(', ')]),
    ]),
  ].join('\n');
}

function applications(props: LabPageProps): string {
  return [
    'In the order of their sync waves; Applications of the same wave are synced at the same time. '
      + 'The last column shows how many objects a folder has, or which chart or upstream folder is used.',
    '',
    markdownTable([
      ['wave', 'Application', 'namespace', 'objects or chart'],
      ...applicationRows(props)
        .map(({ wave, application, namespace, source }) => [String(wave), application, namespace, escapeMarkdown(source)]),
    ]),
  ].join('\n');
}

function secrets(lab: Homelab): string {
  const needed = secretsToCreate(lab);
  if (needed.length === 0) { return 'The lab needs none.'; }
  return [
    `This repository contains no value of a Secret. ${hostWords(lab.config).secretsHint}`,
    '',
    markdownTable([
      ['Secret', 'keys', 'purpose'],
      ...needed.map(({ namespace, name, keys, purpose }) => [
        code(`${namespace}/${name}`), keys.map(({ key }) => code(key)).join(', '), escapeMarkdown(purpose),
      ]),
    ]),
  ].join('\n');
}

function configMaps(lab: Homelab): string {
  const names = configMapsToCreate(lab);
  return names.length === 0 ? '' : [
    'Services and machines that speak HTTPS get no request before the certificate of their authority is there, as `ca.crt`:', '',
    ...names.map((name) => {
      const [namespace = '', map = ''] = name.split('/');
      return `- ${code(`kubectl -n ${namespace} create configmap ${map} --from-file=ca.crt=FILE`)}`;
    }),
  ].join('\n');
}

function alerting({ monitoring }: HomelabConfig): string {
  const { receivers, routes, quietHours, deadMan } = monitoring.alerting;
  if (!monitoring.enabled) { return 'Monitoring is off, so there are no alerts.'; }
  if (receivers.length === 0) { return 'None. Alerts are only shown in Grafana and Alertmanager.'; }
  const rest = defaultReceiver(monitoring.alerting);
  const told = (name: string): string => [
    ...routes.filter(({ receiver }) => receiver === name)
      .map(({ severity, layer }) => `${severity?.join(', ') ?? 'all'}${layer === undefined ? '' : ` of ${layer.join(', ')}`}`),
    ...name === rest ? [routes.length === 0 ? 'all alerts' : 'all other alerts'] : [],
    ...name === deadMan?.receiver ? [`every ${deadMan.every} that alerting works`] : [],
  ].join('; ');
  return [
    markdownTable([
      ['receiver', 'type', 'gets'],
      ...receivers.map(({ name, type }) => [name, type, told(name) === '' ? 'nothing' : told(name)]),
    ]),
    ...routes.length > 1 ? ['', 'An alert goes to the first line of `routes` that matches it.'] : [],
    ...quietHours === undefined ? [] : [
      '',
      `From ${quietHours.from} to ${quietHours.to} (${quietHours.timeZone}) alerts of these severities are held back: `
        + `${quietHours.severity.join(', ')}.`,
    ],
  ].join('\n');
}

function unsafe({ lab: { config }, verdict }: LabPageProps): string {
  if (config.allowUnsafe.length === 0) { return 'None.'; }
  return [
    '`allowUnsafe` switches these rules off. What they would report:',
    '',
    verdict.allowed.length === 0 ? 'Nothing.' : bullets(verdict.allowed.map((each) => `${finding(each)}.`)),
  ].join('\n');
}

function versions({ lab: { config }, manifests }: LabPageProps): string {
  const { name, version } = packageInfo();
  return [
    'Versions that are not in the table of Applications:',
    '',
    markdownTable([
      ['what', 'version', ''],
      [name, version, 'the tool that makes the files of this lab'],
      ['K3s', k3sFile(config).version, 'Kubernetes on the nodes'],
      ...imageRow(config),
      ['Argo CD', ARGOCD_VERSION, ''],
      ...[...manifests.values()].flat().flatMap(releaseRow),
    ]),
  ].join('\n');
}

/** The row of the disk image; none for a lab that makes no VM. */
function imageRow(config: HomelabConfig): string[][] {
  if (!isOnWindows(config)) { return []; }
  const image = ownImage(config.host.image);
  return [['Ubuntu image', image ? code(image.url) : NODE_IMAGE.release, 'disk image of the nodes']];
}

/** The row of a chart that K3s installs by itself; none for any other object. */
function releaseRow({ kind, metadata, spec }: Manifest): string[][] {
  if (kind !== 'HelmChart') { return []; }
  const { chart, version } = spec as { readonly chart: string; readonly version: string };
  return [[`chart ${chart}`, version, `installed by K3s as ${code(metadata.name)}`]];
}
