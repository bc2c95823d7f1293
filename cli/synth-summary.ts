import path from 'node:path';
import type { Homelab } from '../charts/homelab';
import { hostWords } from '../config/host-words';
import { redirectURIs } from '../config/login-pages';
import { placeholders } from '../config/placeholders';
import { formatPath } from '../config/problem';
import { dnsRecords } from '../config/sites';
import { tailnetRoutes } from '../config/tailnet';
import { LAB_PAGE } from '../draw/lab-page';
import {
  applicationRows, configMapsToCreate, lanHint, lanRows, namesHint, pages, secretsToCreate, tailnetHint, tunnelHint,
} from '../draw/overview';
import type { PageInput } from '../draw/page-input';
import { textTable } from '../draw/table';
import { pathIn, type Written } from '../output/tree';
import type { LoadedLab } from './config-option';
import { decisions } from './summary-defaults';
import { degrees } from './summary-degrees';

/** Longer lists are cut: after a synth nobody reads more lines than these. */
const MAX_LINES = 12;

/** The summary of a synth as text: what was written, addresses, how much of what, what is missing, what to do next. */
export function summarise(synthesis: PageInput, written: readonly Written[], loaded: LoadedLab['loaded']): string {
  const { file, folder } = loaded.location;
  const { lab, verdict } = synthesis;
  const { name } = path.parse(file);
  const scripts = folder === path.dirname(file) ? 'scripts' : `${name}/scripts`;
  return [
    ...written.map(changes),
    ...section('Removed', removedFiles(written)),
    '',
    textTable([
      ['Wave', 'Application', 'Namespace', 'Objects or chart'],
      ...applicationRows(synthesis).map(({ wave, application, namespace, source }) => [String(wave), application, namespace, source]),
    ]),
    '',
    addresses(lab),
    '',
    textTable(degrees(synthesis).map(([what, how]) => [what, how])),
    ...section('Decided by defaults, which docs/homelab.yaml has all of', decisions(loaded)),
    ...section('Secrets to create before the first sync', secretsToCreate(lab).map((secret) =>
      `${secret.namespace}/${secret.name} (${secret.keys.map(({ key }) => key).join(', ')}): ${secret.purpose}`)),
    ...section('Redirect URIs that the provider of logins has to know', redirectURIs(lab.config)),
    ...section('ConfigMaps to create, each with the certificate of an authority as ca.crt', configMapsToCreate(lab)),
    ...section('Broken rules that allowUnsafe allows', verdict.allowed),
    ...section(`Placeholders still in ${path.basename(file)}`, placeholders(lab.config)
      .map(({ path: key, what }) => `${formatPath(key)}: ${what}`)),
    ...list('Files that no synth wrote, so they stay; Argo CD applies manifests among them too',
      written.flatMap((tree) => tree.foreign.map((each) => pathIn(tree.folder, each)))),
    '',
    `Next: git add -A && git commit && git push, then ${hostWords(lab.config).next(scripts)}`,
    '',
  ].join('\n');
}

/** Every file that is gone, because nobody can look at it any more: one line for a folder. */
function removedFiles(written: readonly Written[]): string[] {
  const folders = new Map<string, string[]>();
  for (const file of written.flatMap((tree) => tree.removed.map((each) => pathIn(tree.folder, each)))) {
    const { dir, base } = path.posix.parse(file);
    folders.set(dir, [...folders.get(dir) ?? [], base]);
  }
  return [...folders].map(([folder, names]) => names.length === 1 ? path.posix.join(folder, ...names) : `${folder}/: ${names.join(', ')}`);
}

/** The same as data, for other programs. */
export function summaryData(synthesis: PageInput, written: readonly Written[], loaded: LoadedLab['loaded']): object {
  const { lab, verdict, warnings } = synthesis;
  const lan = lanRows(lab);
  const [first, ...others] = dnsRecords(lab.config);
  return {
    folders: written,
    applications: applicationRows(synthesis),
    nodes: lab.config.nodes.map(({ name, address }) => ({ name, address })),
    gateway: { address: first.gateway.address, dns: first.records.join(', ') },
    ...others.length === 0 ? {} : {
      gateways: others.map(({ gateway: { name, address }, records }) => ({ name, address, dns: records.join(', ') })),
    },
    ...lab.config.dns.provider === 'manual' ? {} : { dns: { provider: lab.config.dns.provider, ...namesHint(lab) } },
    hostnames: [...new Set(pages(lab).map(({ hostname }) => hostname))],
    ...tunnelHint(lab) === undefined ? {} : { internet: lab.config.addons.cloudflared.pages.map(({ hostname }) => hostname) },
    ...tailnetHint(lab) === undefined ? {} : { tailnet: tailnetRoutes(lab.config).map(({ cidr }) => cidr) },
    ...lan.length === 0 ? {} : { lan },
    secrets: secretsToCreate(lab)
      .map(({ namespace, name, keys, purpose }) => ({ namespace, name, keys: keys.map(({ key }) => key), purpose })),
    ...lab.config.login ? { redirectURIs: redirectURIs(lab.config) } : {},
    configMaps: configMapsToCreate(lab),
    degrees: degrees(synthesis).map(([what, how]) => ({ what, how })),
    defaults: decisions(loaded),
    warnings,
    allowed: verdict.allowed,
    placeholders: placeholders(lab.config).map(({ path: key, what, fix }) => ({ key: formatPath(key), what, fix })),
  };
}

function changes({ folder, files, added, changed, removed }: Written): string {
  const counts = [[added.length, 'new'], [changed.length, 'changed'], [removed.length, 'removed']] as const;
  const found = counts.filter(([count]) => count > 0);
  const said = found.map(([count, what]) => folder === '' ? what : `${count} ${what}`).join(', ');
  return `${folder === '' ? LAB_PAGE : `${files} files in ${folder}/`} (${said === '' ? 'unchanged' : said})`;
}

function addresses(lab: Homelab): string {
  const { config } = lab;
  const shown = pages(lab);
  const names = namesHint(lab);
  const lan = lanRows(lab);
  const tunnel = tunnelHint(lab);
  const tailnet = tailnetHint(lab);
  const more = shown.length > MAX_LINES ? [['', `... and ${shown.length - MAX_LINES} more`]] : [];
  return textTable([
    ['Node', config.nodes.map(({ name, address }) => `${name} ${address}`).join(', ')],
    ...dnsRecords(config).map(({ gateway: { name, address }, records }, index) => [
      index === 0 ? 'Gateway' : `Gateway ${name}`,
      `${address}${records.length === 0 ? '' : `  (DNS: ${records.join(', ')} -> ${address})`}`,
    ]),
    ...names ? [['Names', `${names.address === '' ? '' : `${names.address}  `}${names.hint} (docs/dns.md)`]] : [],
    ...shown.slice(0, MAX_LINES).map(({ address, gateways }, index) =>
      [index === 0 ? 'Hosts' : '', `${address}${gateways ? `  (${gateways.join(', ')})` : ''}`]),
    ...more,
    ...tunnel === undefined ? [] : [['Internet', tunnel]],
    ...tailnet === undefined ? [] : [['Tailnet', tailnet]],
    ...lan.slice(0, MAX_LINES).map(({ service, address, ports }, index) =>
      [index === 0 ? 'TCP, UDP' : '', `${service}  ${address}: ${ports.join(', ')}`]),
    ...lan.length > MAX_LINES ? [['', `... and ${lan.length - MAX_LINES} more`]] : [],
    ...lan.length > 0 ? [['', lanHint(lab)]] : [],
  ]);
}

/** A section of so many files at most. */
function list(title: string, files: readonly string[]): string[] {
  return section(title, files.length <= MAX_LINES ? files : [...files.slice(0, MAX_LINES), `... and ${files.length - MAX_LINES} more`]);
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', `${title}:`, ...lines.map((line) => `  - ${line}`)];
}

