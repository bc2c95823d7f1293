import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CLUSTER_NETWORKS } from '../../config/derive';
import { parseConfig } from '../../charts/load-config';

const page = readFileSync(path.resolve(__dirname, '..', '..', 'docs', 'network.md'), 'utf8');

/** The rows of the table with these headings, cell by cell. */
function rows(...headings: readonly string[]): string[][] {
  const [, table = ''] = page.split(`| ${headings.join(' | ')} |\n`);
  return (table.split('\n\n')[0] ?? '').trimEnd().split('\n').slice(1).map((row) => row.split('|').slice(1, -1).map((cell) => cell.trim()));
}

test('the table of networks says what the code derives', () => {
  const table = rows('network', 'host', 'first node', 'pool', 'gateway');
  expect(table.map(([cidr = '']) => cidr.split('/')[1])).toEqual(['16', '22', '24', '25', '26', '27', '28', '29']);
  expect(table).toEqual(table.map(([cidr = '']) => {
    const { network, nodes, gateway } = parseConfig(`network: { cidr: ${cidr} }`);
    return [cidr, network.hostAddress, nodes[0]?.address, network.loadBalancerRange, gateway.address];
  }));
});

test('the table of networks inside the cluster lists those that are tried', () => {
  expect(rows('key', 'in this order'))
    .toEqual(Object.entries(CLUSTER_NETWORKS).map(([key, networks]) => [`\`network.${key}\``, networks.join(', ')]));
});

test('the message it shows is the one that is given', () => {
  const [message] = /^homelab\.yaml:6:12 .*$/m.exec(page) ?? [];
  const text = 'domain: lab.example.org\nnetwork:\n  cidr: 192.168.50.0/24\ngateway:\n  name: main-gateway\n  address: 192.168.50.99';
  expect(() => parseConfig(text)).toThrow(new Error(message));
});
