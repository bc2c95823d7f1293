import path from 'node:path';
import { RUNBOOKS_FOLDER, type Homelab } from '../charts/homelab';
import { defaultReceiver } from '../config/alerting';
import { distFolder, type LabLocation } from '../config/location';
import { placeholders } from '../config/placeholders';
import { formatPath } from '../config/problem';
import type { HomelabConfig } from '../config/schema';
import { packageInfo } from '../package-info';
import { ARGOCD_VERSION, K3S_VERSION, NODE_IMAGE } from '../versions';
import type { Manifest } from '../charts/core/manifest';
import { code, escapeMarkdown, fileLink } from './markdown';
import { applicationRows, pages, secretsToCreate } from './overview';
import type { PageInput } from './page-input';
import { RUNBOOK_INDEX } from './runbooks';
import { markdownTable } from './table';

/** Name of the page about the lab, in the lab's folder. */
export const LAB_PAGE = 'LAB.md';

/** What LAB.md is made from: a finished lab, and where its files are. */
export interface LabPageProps extends PageInput {
  /** Where the lab's files are. */
  readonly location: LabLocation;
  /** The lab's own code, absolute. @default - none */
  readonly code?: string;
}

/** LAB.md: what this lab is, for the person who owns it. Its links begin at the lab's folder. */
export function renderLabPage(props: LabPageProps): string {
  const { lab, verdict, location } = props;
  const { config } = lab;
  return [
    `# The lab ${config.domain}`,
    '',
    `What ${configLink(location)} describes. Change it there, run \`homelab synth\` and commit; Argo CD does the rest.`,
    '',
    ...section('Where things are', places(props)),
    ...section('Addresses', addresses(config)),
    ...section('Pages', pageList(lab)),
    ...section('Applications', applications(props)),
    ...section('Secrets', secrets(lab)),
    ...section('Who is told of alerts', alerting(config)),
    ...section('What is unsafe', unsafe(props)),
    ...section('Warnings', bullets(verdict.warnings.map(finding))),
    ...section('Still to be replaced', bullets(placeholders(config)
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

/** What a rule says, with its name in brackets. */
function finding(text: string): string {
  return text.split(/\[([a-z0-9-]+)\]/).map((part, index) => index % 2 === 1 ? code(part) : escapeMarkdown(part)).join('');
}

/** Path of a file from a folder, with "/". */
function below(folder: string, file: string): string {
  return path.relative(folder, file).split(path.sep).join('/');
}

function places({ lab: { config }, location, code: ownCode }: LabPageProps): string {
  const dist = distFolder(config.gitops.path, location);
  const { repoURL, revision, path: folder } = config.gitops;
  return markdownTable([
    ['what', ''],
    [configLink(location), 'what this lab is'],
    ...ownCode === undefined ? [] : [[fileLink(path.basename(ownCode), below(location.folder, ownCode)), 'layers and patches of its own']],
    [
      fileLink(`${path.posix.basename(dist)}/`, `${dist}/`),
      `what Argo CD applies; it reads ${code(folder)} of ${code(repoURL)} at ${code(revision)}`,
    ],
    [fileLink('scripts/', 'scripts/'), 'PowerShell for the Windows host: `up.ps1`, `status.ps1`, `down.ps1` and others'],
    ...config.monitoring.enabled ? [
      [fileLink(`${RUNBOOKS_FOLDER}/`, `${RUNBOOKS_FOLDER}/${RUNBOOK_INDEX}`), 'what to do about each alert'],
      [fileLink('monitoring/', 'monitoring/'), 'alert rules and routing as plain files, for `promtool` and `amtool`'],
    ] : [],
    [code(config.host.folder), 'on the Windows host: disks, keys and state of the nodes'],
  ]);
}

function addresses({ domain, network, nodes, gateway, host }: HomelabConfig): string {
  return markdownTable([
    ['what', 'address', ''],
    ['Gateway', gateway.address, `DNS: ${code(`*.${domain}`)} leads here`],
    ...nodes.map(({ name, address, cpus, memoryGiB, diskGiB }) => [
      `Node ${name}`, address, `${cpus} CPUs, ${memoryGiB} GiB of memory, ${diskGiB} GiB of disk; user ${code(host.sshUser)}`,
    ]),
    ['Windows host', network.hostAddress, host.network === 'nat' ? 'NAT: the nodes\' way out' : ''],
    ...host.router === undefined ? [] : [['Router', host.router, 'the nodes\' way out']],
    ['Name servers', network.dnsServers.join(', '), ''],
    ['Network', network.cidr, ''],
    ['Load balancers', network.loadBalancerRange, 'what MetalLB gives to Services'],
    ['Pods', network.podCIDR, 'inside the cluster'],
    ['Services', network.serviceCIDR, 'inside the cluster'],
  ]);
}

function pageList(lab: Homelab): string {
  return bullets(pages(lab).map(({ hostname, behind }) => `[${hostname}](https://${hostname}): ${behind.map(code).join(', ')}`));
}

function applications(props: LabPageProps): string {
  return [
    'In the order in which they are synced; what stands in one wave is synced at once. A number counts the objects of its folder.',
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
    'No value of a Secret is in this repository. `scripts\\secrets.ps1` asks for what is missing.',
    '',
    markdownTable([
      ['Secret', 'keys', 'what for'],
      ...needed.map(({ namespace, name, keys, purpose }) => [
        code(`${namespace}/${name}`), keys.map(({ key }) => code(key)).join(', '), escapeMarkdown(purpose),
      ]),
    ]),
  ].join('\n');
}

function alerting({ monitoring }: HomelabConfig): string {
  const { receivers, routes, quietHours, deadMan } = monitoring.alerting;
  if (!monitoring.enabled) { return 'Monitoring is off, so there are no alerts.'; }
  if (receivers.length === 0) { return 'Nobody. Alerts are only shown in Grafana and Alertmanager.'; }
  const rest = defaultReceiver(monitoring.alerting);
  const told = (name: string): string => [
    ...routes.filter(({ receiver }) => receiver === name)
      .map(({ severity, layer }) => `${severity?.join(', ') ?? 'all'}${layer === undefined ? '' : ` of ${layer.join(', ')}`}`),
    ...name === rest ? [routes.length === 0 ? 'everything' : 'what nobody else is told'] : [],
    ...name === deadMan?.receiver ? [`every ${deadMan.every} that alerting works`] : [],
  ].join('; ');
  return [
    markdownTable([
      ['receiver', 'type', 'is told'],
      ...receivers.map(({ name, type }) => [name, type, told(name) === '' ? 'nothing' : told(name)]),
    ]),
    ...routes.length > 1 ? ['', 'The first line of `routes` that fits an alert counts.'] : [],
    ...quietHours === undefined ? [] : [
      '', `From ${quietHours.from} to ${quietHours.to} (${quietHours.timeZone}) these wait: ${quietHours.severity.join(', ')}.`,
    ],
  ].join('\n');
}

function unsafe({ lab: { config }, verdict }: LabPageProps): string {
  if (config.allowUnsafe.length === 0) { return 'Nothing: no rule is switched off.'; }
  const kept = config.allowUnsafe.filter((rule) => !verdict.allowed.some((each) => each.includes(`[${rule}]`)));
  return [
    '`allowUnsafe` lets these rules be broken:',
    '',
    bullets([...verdict.allowed.map((each) => `${finding(each)}.`), ...kept.map((rule) => `${code(rule)}: nothing breaks it now.`)]),
  ].join('\n');
}

function versions({ lab: { config }, manifests }: LabPageProps): string {
  const { name, version } = packageInfo();
  return [
    'What the table of Applications does not say:',
    '',
    markdownTable([
      ['what', 'version', ''],
      [name, version, 'makes the files of this lab'],
      ['K3s', K3S_VERSION, 'Kubernetes on the nodes'],
      ['Ubuntu image', config.host.image.url === undefined ? NODE_IMAGE.release : code(config.host.image.url), 'what nodes are made from'],
      ['Argo CD', ARGOCD_VERSION, ''],
      ...[...manifests.values()].flat().flatMap(releaseRow),
    ]),
  ].join('\n');
}

/** A chart that K3s installs by itself. */
function releaseRow({ kind, metadata, spec }: Manifest): string[][] {
  if (kind !== 'HelmChart') { return []; }
  const { chart, version } = spec as { readonly chart: string; readonly version: string };
  return [[`chart ${chart}`, version, `installed by K3s as ${code(metadata.name)}`]];
}
