import type { Component } from '../charts/component';
import type { Homelab } from '../charts/homelab';
import { platformInterfaces, serviceHostname } from '../config/platform';
import { placeholders } from '../config/placeholders';
import { formatPath } from '../config/problem';
import type { Synthesis } from './synthesise';
import type { Written } from './write';

/** What a person wants to know after a synth: what was made, where it answers, what is still missing, what to do next. */
export function summarise({ lab, files, verdict }: Synthesis, written: readonly Written[]): string {
  return [
    ...written.map(changes),
    '',
    applications(lab, files),
    '',
    addresses(lab),
    ...section('Secrets to create before the first sync', lab.requiredSecrets.filter(({ required = true }) => required).map((secret) =>
      `${secret.namespace}/${secret.name} (${secret.keys.map(({ key }) => key).join(', ')}): ${secret.purpose}`)),
    ...section('Warnings', verdict.warnings),
    ...section('Broken rules that allowUnsafe allows', verdict.allowed),
    ...section('Placeholders still in homelab.yaml', placeholders(lab.config).map(({ path, what }) => `${formatPath(path)}: ${what}`)),
    ...section('Not from homelab.yaml, so left alone; Argo CD applies manifests among them all the same', written.flatMap(({ folder, foreign }) => foreign.map((file) => `${folder}/${file}`))),
    '',
    `Next: git add -A && git commit && git push, then scripts\\up.ps1 in an elevated PowerShell`,
    '',
  ].join('\n');
}

function changes({ folder, files, added, changed, removed }: Written): string {
  const counts = [[added.length, 'new'], [changed.length, 'changed'], [removed.length, 'removed']] as const;
  const said = counts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`).join(', ');
  return `${files} files in ${folder}/ (${said === '' ? 'unchanged' : said})`;
}

function applications({ waves }: Homelab, files: ReadonlyMap<string, string>): string {
  const objectsIn = (component: Component): string => {
    const { source } = component.props;
    switch (source.kind) {
      case 'own': return String([...files.keys()].filter((file) => file.startsWith(`${source.folder}/`)).length);
      case 'helm': return `${source.pin.chart} ${source.pin.version}`;
      case 'upstream': return `${source.path} ${source.revision}`;
    }
  };
  const rows = [...waves].sort(([, a], [, b]) => a - b).map(([component, wave]) => [String(wave), component.name, component.props.namespace, objectsIn(component)]);
  return table([['Wave', 'Application', 'Namespace', 'Objects or chart'], ...rows]);
}

function addresses({ config }: Homelab): string {
  const hostnames = [...platformInterfaces(config).map(({ hostname }) => hostname), ...config.services.map((service) => serviceHostname(config, service))];
  const shown = [...new Set(hostnames)];
  const more = shown.length > 12 ? [['', `... and ${shown.length - 12} more`]] : [];
  return table([
    ['Node', config.nodes.map(({ name, address }) => `${name} ${address}`).join(', ')],
    ['Gateway', `${config.gateway.address}  (DNS: *.${config.domain} -> ${config.gateway.address})`],
    ...shown.slice(0, 12).map((hostname, index) => [index === 0 ? 'Hosts' : '', `https://${hostname}`]),
    ...more,
  ]);
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', `${title}:`, ...lines.map((line) => `  - ${line}`)];
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd()).join('\n');
}
