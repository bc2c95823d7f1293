import { compareLabs } from '../../../diff/compare-labs';
import type { LabFiles } from '../../../diff/lab-files';
import { diffOf, outsideOf, stateOf, withFile } from '../../diff/states';

const ANEW = 'make the node anew: lab.cmd down, lab.cmd up; lost with it are volumes, Secrets, certificates and the lab\'s own CA';
const fixed = (settings: string): string =>
  `danger: ${settings}: a node keeps this for its life, and lab.cmd up refuses another value: ${ANEW}`;
const AGAIN = 'caution: takes effect when the scripts are run again: lab.cmd up';
const node = (rest: string): string => `nodes: [{ name: homelab, address: 192.168.100.10, ${rest} }]`;

test('the same configuration is the same lab', () => {
  expect(diffOf('', '')).toEqual({ applications: [], outside: [], notCompared: [] });
});

test('networks inside the cluster are fixed once it is up, although no manifest names them', () => {
  // WHEN
  const found = diffOf('', 'network: { podCIDR: 10.52.0.0/16, serviceCIDR: 10.53.0.0/16 }');
  // THEN
  expect(outsideOf(found)).toEqual({
    'changed node homelab': {
      fields: [['network.podCIDR', '10.42.0.0/16', '10.52.0.0/16'], ['network.serviceCIDR', '10.43.0.0/16', '10.53.0.0/16']],
      said: [fixed('network.podCIDR, network.serviceCIDR')],
    },
  });
});

test('a node that gets another address is cut off', () => {
  expect(outsideOf(diffOf('', 'nodes: [{ name: homelab, address: 192.168.100.11 }]'))).toEqual({
    'changed node homelab': {
      fields: [['address', '192.168.100.10', '192.168.100.11']],
      said: [fixed('address')],
    },
  });
});

test('a node that gets another name is another VM', () => {
  expect(outsideOf(diffOf('', 'nodes: [{ name: lab, address: 192.168.100.10 }]'))).toEqual({
    'removed node homelab': {
      said: [`danger: its VM runs on, and lab.cmd up refuses everything else as long as it is there: ${ANEW}`],
    },
    'added node lab': {
      said: ['danger: has the address of homelab: lab.cmd up renames no node, and makes this one when homelab is gone'],
    },
  });
});

test('processors, memory and a larger disk wait for a stop', () => {
  expect(outsideOf(diffOf(node('cpus: 4'), node('cpus: 6, memoryGiB: 16, diskGiB: 120')))).toEqual({
    'changed node homelab': {
      fields: [['cpus', 4, 6], ['diskGiB', 80, 120], ['memoryGiB', 12, 16]],
      said: [
        'caution: cpus, memoryGiB: Hyper-V changes it only while the VM is off: lab.cmd stop, then lab.cmd up',
        'caution: diskGiB: lab.cmd up grows the disk, and the node sees it after its next start: lab.cmd stop, lab.cmd start',
      ],
    },
  });
});

test('a disk is never made smaller', () => {
  expect(outsideOf(diffOf('', node('diskGiB: 60')))['changed node homelab']?.said)
    .toEqual([`danger: diskGiB: a disk is never made smaller: lab.cmd up warns and leaves it; ${ANEW}`]);
});

describe('K3s', () => {
  const k3s = (version: string): LabFiles =>
    withFile(stateOf(''), 'scripts', 'seed/homelab/user-data', (text) => text.replace(/K3S_VERSION='[^']*'/, `K3S_VERSION='${version}'`));
  const said = (before: string, after: string): unknown => outsideOf(compareLabs(k3s(before), k3s(after)));

  test('does not go back', () => {
    expect(said('v1.37.1+k3s10', 'v1.37.1+k3s2')).toEqual({
      'changed node homelab': {
        fields: [['K3s', 'v1.37.1+k3s10', 'v1.37.1+k3s2']],
        said: ['danger: downgrade of K3s from v1.37.1+k3s10 to v1.37.1+k3s2: an older release does not read the store of a newer one; '
          + 'an existing node keeps the newer one'],
      },
    });
  });

  test('is raised on a node by hand', () => {
    expect(said('v1.37.1+k3s2', 'v1.37.1+k3s10')).toMatchObject({
      'changed node homelab': {
        said: ['caution: an existing node keeps its K3s until you upgrade it there, one minor version at a time (docs/day-2.md)'],
      },
    });
  });
});

test('what the node was made with stays as it is', () => {
  // GIVEN a script of the node, and a name server, that change
  const before = withFile(stateOf(''), 'scripts', 'seed/homelab/user-data',
    (text) => text.replace('# One line on how far', '# A line on how far'));
  // WHEN
  const found = compareLabs(before, stateOf('network: { dnsServers: [9.9.9.9] }'));
  // THEN
  const kept = (what: string): string =>
    `caution: ${what} it was made with; change it there too, or make the node anew (docs/day-2.md)`;
  expect(outsideOf(found)).toEqual({
    'changed node homelab': {
      fields: [['network.dnsServers', ['1.1.1.1', '9.9.9.9'], ['9.9.9.9']]],
      said: [kept('network.dnsServers: an existing node keeps what')],
    },
    'changed file /usr/local/bin/homelab-status of node homelab': { said: [kept('an existing node keeps the file')] },
  });
});

test('settings of the Windows host are named as in homelab.yaml', () => {
  // WHEN
  const found = diffOf('',
    'host: { switchName: lab, folder: D:\\Lab, sshUser: me, kubeContext: home, secureBoot: false, loopback: { https: 8443 } }');
  // THEN
  expect(outsideOf(found)).toMatchObject({
    'changed settings of the scripts': {
      fields: [
        ['host.folder', 'C:\\Homelab', 'D:\\Lab'], ['host.kubeContext', 'homelab', 'home'], ['host.loopback.https', 443, 8443],
        ['host.secureBoot', true, false], ['host.sshUser', 'homelab', 'me'], ['host.switchName', 'homelab', 'lab'],
      ],
      said: [
        'danger: host.folder: lab.cmd up looks for disks, keys and records in the new folder: '
          + 'lab.cmd down -KeepDisk and move the old one there before the synth (docs/day-2.md)',
        'caution: host.secureBoot: Hyper-V changes it only while the VM is off: lab.cmd stop, then lab.cmd up',
        fixed('host.sshUser'),
        'caution: host.switchName: the switch keeps what it was made with: lab.cmd down -KeepDisk, then lab.cmd up; disks stay',
        'caution: lab.cmd up adds another context to your kubeconfig; the old one stays',
        'caution: lab.cmd up refuses the new name as long as there is a switch of the old one',
        AGAIN,
      ],
    },
  });
});

test('another network cuts the nodes off', () => {
  const lab = (third: number): string => `network: { cidr: 192.168.${third}.0/24, hostAddress: 192.168.${third}.1, `
    + `loadBalancerRange: 192.168.${third}.200-192.168.${third}.220 }\n`
    + `gateway: { address: 192.168.${third}.200 }\nnodes: [{ address: 192.168.${third}.10 }]`;
  const { 'changed settings of the scripts': settings } = outsideOf(diffOf(lab(100), lab(77)));
  expect(settings?.said).toEqual([fixed('network.cidr, network.hostAddress'), AGAIN]);
});

test('scripts that change are run again', () => {
  const before = withFile(stateOf(''), 'scripts', 'up.ps1', (text) => text.replace('Brings the lab up', 'Brings up the lab'));
  expect(outsideOf(compareLabs(before, stateOf('')))).toEqual({ 'changed file scripts/up.ps1': { said: [AGAIN] } });
});

test('line ends and the words of the notice do not count, because git and a newer version change them', () => {
  const state = stateOf('');
  const edited = new Map([...state].map(([tree, files]) => [tree, new Map([...files].map(([file, text]) => [
    file, text.replaceAll('\r\n', '\n').replace(/(Generated from homelab\.yaml) by [^;]*;/, '$1 by another program;'),
  ]))]));
  expect(edited).not.toEqual(state);
  expect(compareLabs(edited, state)).toEqual({ applications: [], outside: [], notCompared: [] });
});

test('secrets to create are named, and their purpose is no difference', () => {
  const secrets = (yaml: string): string[] => Object.keys(outsideOf(diffOf('', yaml))).filter((name) => name.includes('secret'));
  expect(secrets('monitoring: { alerting: { receivers: [{ name: phone, type: ntfy }] } }'))
    .toEqual(['added secret monitoring/alerting-phone to create']);
  expect(secrets('gitops: { repoURL: https://github.com/me/lab.git }')).toEqual([]);
  expect(secrets('gitops: { repoURL: git@github.com:me/lab.git }')).toEqual(['changed secret argocd/gitops-repository to create']);
});

test('plain copies of the rules are compared file by file', () => {
  const before = withFile(stateOf(''), 'monitoring', 'rules/node.yaml', (text) => text.replace('for: ', 'for:  '));
  expect(outsideOf(compareLabs(before, stateOf('')))).toEqual({ 'changed file monitoring/rules/node.yaml': {} });
});

test('what the earlier state does not hold is not compared, and that is said', () => {
  const state = stateOf('');
  const { outside, notCompared } = compareLabs(new Map([['dist', state.get('dist')!]]), state);
  expect({ outside, notCompared }).toEqual({ outside: [], notCompared: ['monitoring', 'scripts'] });
});

test.each<[string, (text: string) => string]>([
  ['settings that no version wrote', (text) => text.replace("Domain = 'homelab.example.com'", 'Domain = (Get-Date)')],
  ['a script without settings', () => '# Generated from homelab.yaml by hand\n'],
])('%s are a file like any other', (_, edit) => {
  const before = withFile(stateOf(''), 'scripts', 'lib/Config.ps1', edit);
  expect(outsideOf(compareLabs(before, stateOf('')))).toEqual({ 'changed file scripts/lib/Config.ps1': { said: [AGAIN] } });
});

test('a seed that no version wrote is compared file by file', () => {
  const before = withFile(stateOf(''), 'scripts', 'seed/homelab/user-data',
    () => '#cloud-config\n# Generated from homelab.yaml by hand\n: [');
  expect(Object.keys(outsideOf(compareLabs(before, stateOf(''))))).toEqual(['changed file scripts/seed/homelab/user-data']);
});
