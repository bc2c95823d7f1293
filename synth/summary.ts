import path from 'node:path';
import type { Component } from '../charts/component';
import type { Homelab } from '../charts/homelab';
import type { RequiredSecret } from '../charts/layer';
import type { LabLocation } from '../config/location';
import { platformInterfaces, serviceHostname } from '../config/platform';
import { placeholders } from '../config/placeholders';
import { formatPath } from '../config/problem';
import { table } from '../verify/table';
import type { Synthesis } from './synthesise';
import type { Written } from './write';

/** What a person wants to know after a synth: what was made, where it answers, what is still missing, what to do next. */
export function summarise(synthesis: Synthesis, written: readonly Written[], { file, folder }: LabLocation): string {
  const { lab, verdict } = synthesis;
  const { name } = path.parse(file);
  const scripts = folder === path.dirname(file) ? 'scripts' : `${name}\\scripts`;
  return [
    ...written.map(changes),
    ...list('Removed', written.flatMap((tree) => tree.removed.map((each) => `${tree.folder}/${each}`))),
    '',
    table([['Wave', 'Application', 'Namespace', 'Objects or chart'], ...applications(synthesis).map(({ wave, ...rest }) => [String(wave), ...Object.values(rest)])]),
    '',
    addresses(lab),
    ...section('Secrets to create before the first sync', required(lab).map((secret) =>
      `${secret.namespace}/${secret.name} (${secret.keys.map(({ key }) => key).join(', ')}): ${secret.purpose}`)),
    ...section('Warnings', verdict.warnings),
    ...section('Broken rules that allowUnsafe allows', verdict.allowed),
    ...section(`Placeholders still in ${path.basename(file)}`, placeholders(lab.config).map(({ path: key, what }) => `${formatPath(key)}: ${what}`)),
    ...list('Not from homelab.yaml, so left alone; Argo CD applies manifests among them all the same',
      written.flatMap((tree) => tree.foreign.map((each) => `${tree.folder}/${each}`))),
    '',
    `Next: git add -A && git commit && git push, then ${scripts}\\up.ps1 in an elevated PowerShell`,
    '',
  ].join('\n');
}

/** The same for a program. */
export function summaryData(synthesis: Synthesis, written: readonly Written[]): object {
  const { lab, verdict } = synthesis;
  return {
    folders: written,
    applications: applications(synthesis),
    nodes: lab.config.nodes.map(({ name, address }) => ({ name, address })),
    gateway: { address: lab.config.gateway.address, dns: `*.${lab.config.domain}` },
    hostnames: hostnames(lab),
    secrets: required(lab).map(({ namespace, name, keys, purpose }) => ({ namespace, name, keys: keys.map(({ key }) => key), purpose })),
    warnings: verdict.warnings,
    allowed: verdict.allowed,
    placeholders: placeholders(lab.config).map(({ path: key, what, fix }) => ({ key: formatPath(key), what, fix })),
  };
}

function required(lab: Homelab): RequiredSecret[] {
  return lab.requiredSecrets.filter((secret) => secret.required ?? true);
}

function changes({ folder, files, added, changed, removed }: Written): string {
  const counts = [[added.length, 'new'], [changed.length, 'changed'], [removed.length, 'removed']] as const;
  const said = counts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`).join(', ');
  return `${files} files in ${folder}/ (${said === '' ? 'unchanged' : said})`;
}

interface ApplicationRow {
  readonly wave: number;
  readonly application: string;
  readonly namespace: string;
  /** Number of objects in its folder, or the chart or upstream folder with its version. */
  readonly source: string;
}

function applications({ lab: { waves }, files }: Synthesis): ApplicationRow[] {
  const objectsIn = (component: Component): string => {
    const { source } = component.props;
    switch (source.kind) {
      case 'own': return String([...files.keys()].filter((file) => file.startsWith(`${source.folder}/`)).length);
      case 'helm': return `${source.pin.chart} ${source.pin.version}`;
      case 'upstream': return `${source.path} ${source.revision}`;
    }
  };
  return [...waves].sort(([, a], [, b]) => a - b)
    .map(([component, wave]) => ({ wave, application: component.name, namespace: component.props.namespace, source: objectsIn(component) }));
}

function hostnames({ config }: Homelab): string[] {
  const names = [...platformInterfaces(config).map(({ hostname }) => hostname), ...config.services.map((service) => serviceHostname(config, service))];
  return [...new Set(names)];
}

function addresses(lab: Homelab): string {
  const { config } = lab;
  const shown = hostnames(lab);
  const more = shown.length > 12 ? [['', `... and ${shown.length - 12} more`]] : [];
  return table([
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

