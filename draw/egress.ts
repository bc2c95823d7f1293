import { calleeOf, type Callee } from '../config/egress';
import type { HomelabConfig } from '../config/schema';
import { code } from './markdown';
import { markdownTable } from './table';

/** What pods of namespaces may call; empty where homelab.yaml says nothing of that. */
export function egressTable(config: HomelabConfig): string {
  const closed = config.namespaces.flatMap(({ name, egress }) => egress ? [{ name, egress }] : []);
  if (closed.length === 0) { return ''; }
  const databases = config.addons['cloudnative-pg'].enabled ? ' Databases may call the API server, too.' : '';
  return [
    `Beside what the table says, pods may call those of their own namespace, and ask for names.${databases} Pods on the host's network are `
      + 'not kept from anything.',
    '',
    markdownTable([
      ['pods of', 'may call'],
      ...closed.map(({ name, egress }) => [code(name), egress.length === 0 ? 'nobody else' : egress.map(calleeOf).map(words).join(', ')]),
    ]),
  ].join('\n');
}

/** The namespaces that say what their pods may call. */
export function closedNamespaces({ namespaces }: HomelabConfig): string[] {
  return namespaces.filter(({ egress }) => egress !== undefined).map(({ name }) => name);
}

function words(callee: Callee): string {
  switch (callee.kind) {
    case 'gateway': return 'the pages of the gateway';
    case 'api': return 'the API server';
    case 'namespace': return `pods of ${code(callee.namespace)}`;
    case 'internet': return `the internet${at(callee)}`;
    case 'machines': return `${code(callee.cidr.replace(/\/32$/, ''))}${at(callee)}`;
  }
}

function at({ port }: Extract<Callee, { kind: 'internet' | 'machines' }>): string {
  return port ? ` at ${port.protocol} ${port.port}` : '';
}
