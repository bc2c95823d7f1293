import path from 'node:path';
import type { Homelab } from '../charts/homelab';
import type { LabLocation } from '../config/location';
import { placeholders } from '../config/placeholders';
import { formatPath } from '../config/problem';
import { LAB_PAGE } from '../draw/lab-page';
import { applicationRows, pages, secretsToCreate } from '../draw/overview';
import type { PageInput } from '../draw/page-input';
import { textTable } from '../draw/table';
import { pathIn, type Written } from '../output/tree';

/** What a person wants to know after a synth: what was made, where it answers, what is still missing, what to do next. */
export function summarise(synthesis: PageInput, written: readonly Written[], { file, folder }: LabLocation): string {
  const { lab, verdict } = synthesis;
  const { name } = path.parse(file);
  const scripts = folder === path.dirname(file) ? 'scripts' : `${name}\\scripts`;
  return [
    ...written.map(changes),
    ...list('Removed', written.flatMap((tree) => tree.removed.map((each) => pathIn(tree.folder, each)))),
    '',
    textTable([
      ['Wave', 'Application', 'Namespace', 'Objects or chart'],
      ...applicationRows(synthesis).map(({ wave, ...rest }) => [String(wave), ...Object.values(rest)]),
    ]),
    '',
    addresses(lab),
    ...section('Secrets to create before the first sync', secretsToCreate(lab).map((secret) =>
      `${secret.namespace}/${secret.name} (${secret.keys.map(({ key }) => key).join(', ')}): ${secret.purpose}`)),
    ...section('Warnings', verdict.warnings),
    ...section('Broken rules that allowUnsafe allows', verdict.allowed),
    ...section(`Placeholders still in ${path.basename(file)}`, placeholders(lab.config).map(({ path: key, what }) => `${formatPath(key)}: ${what}`)),
    ...list('Not from homelab.yaml, so left alone; Argo CD applies manifests among them all the same',
      written.flatMap((tree) => tree.foreign.map((each) => pathIn(tree.folder, each)))),
    '',
    `Next: git add -A && git commit && git push, then ${scripts}\\up.ps1 in an elevated PowerShell`,
    '',
  ].join('\n');
}

/** The same for a program. */
export function summaryData(synthesis: PageInput, written: readonly Written[]): object {
  const { lab, verdict } = synthesis;
  return {
    folders: written,
    applications: applicationRows(synthesis),
    nodes: lab.config.nodes.map(({ name, address }) => ({ name, address })),
    gateway: { address: lab.config.gateway.address, dns: `*.${lab.config.domain}` },
    hostnames: pages(lab).map(({ hostname }) => hostname),
    secrets: secretsToCreate(lab).map(({ namespace, name, keys, purpose }) => ({ namespace, name, keys: keys.map(({ key }) => key), purpose })),
    warnings: verdict.warnings,
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
  const shown = pages(lab).map(({ hostname }) => hostname);
  const more = shown.length > 12 ? [['', `... and ${shown.length - 12} more`]] : [];
  return textTable([
    ['Node', config.nodes.map(({ name, address }) => `${name} ${address}`).join(', ')],
    ['Gateway', `${config.gateway.address}  (DNS: *.${config.domain} -> ${config.gateway.address})`],
    ...shown.slice(0, 12).map((hostname, index) => [index === 0 ? 'Hosts' : '', `https://${hostname}`]),
    ...more,
  ]);
}

/** A section of at most twelve files. */
function list(title: string, files: readonly string[]): string[] {
  return section(title, files.length <= 12 ? files : [...files.slice(0, 12), `... and ${files.length - 12} more`]);
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', `${title}:`, ...lines.map((line) => `  - ${line}`)];
}

