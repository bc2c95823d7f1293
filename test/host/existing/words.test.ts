import { readConfig } from '../../../charts/load-config';
import { summarise } from '../../../cli/synth-summary';
import { synthesise } from '../../../synth/synthesise';

/* A lab on a machine that is there already tells nobody to do something on Windows. */

const MACHINE = `
gitops: { repoURL: https://github.com/frank/lab.git }
host: none
network: { cidr: 192.168.1.0/24 }
nodes: [{ name: nuc, address: 192.168.1.20, cpus: 8, memoryGiB: 32, diskGiB: 300 }]
domain: lab.frank.dev
`;

const LABS: Readonly<Record<string, string>> = {
  'with an authority of its own and a hosts file': 'tls: { issuer: homelab-ca }\ndns: hosts-file\n',
  'without monitoring, with an authority that somebody brings': 'tls: { issuer: own-ca }\nmonitoring: { enabled: false }\n',
  'with logs, traces, login and add-ons': `
tls: { email: frank@frank.dev, dns01: { provider: cloudflare } }
login: { issuer: "https://id.frank.net", clientID: lab, provider: pocket-id, emails: [frank@frank.net] }
monitoring: { logs: loki, traces: tempo }
dns: k8s-gateway
addons: { reloader: true }
`,
};

/** What there is only with a Windows host. */
const OF_WINDOWS = /lab\.cmd|hyper-?v\b|powershell|windows|\.ps1|Get-VM|\\ssh\\/i;

/** What check-cluster.sh says of a K3s in WSL, which does run on Windows. */
const OF_WSL = 'runs in WSL';

/** Lines that speak of Windows, each with its file. */
function linesOf(files: Iterable<readonly [string, string]>): string[] {
  return [...files].flatMap(([file, text]) =>
    text.split('\n').filter((line) => OF_WINDOWS.test(line) && !line.includes(OF_WSL)).map((line) => `${file}: ${line.trim()}`));
}

test.each(Object.entries(LABS))('no file of a lab %s speaks of a Windows host', (_, yaml) => {
  // GIVEN
  const loaded = readConfig(MACHINE + yaml, 'homelab.yaml');
  const location = { file: '/lab/homelab.yaml', folder: '/lab', repository: '/lab', path: '', gitopsPath: '' };
  // WHEN
  const synthesis = synthesise(loaded);
  const summary = summarise(synthesis, [], { ...loaded, location });
  // THEN
  expect(linesOf([
    ['LAB.md', synthesis.labPage], ['the summary', summary], ...synthesis.scripts, ...synthesis.runbooks, ...synthesis.monitoring,
    ...synthesis.warnings.map((line) => ['a warning', line] as const),
  ])).toEqual([]);
});
