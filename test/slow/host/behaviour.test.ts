import { describeWithPwsh } from '../../host/pwsh';
import { SCENARIOS } from '../../host/scenarios';
import { fileOf, play, said, worldOf, type Run } from '../../host/small-windows';

let results: ReadonlyMap<string, readonly Run[]> = new Map();

function run(scenario: string, index = 0): Run {
  const found = results.get(scenario)?.[index];
  if (!found) { throw new Error(`no run ${index} of ${scenario}`); }
  return found;
}

describeWithPwsh('the scripts, against a small Windows', () => {
  beforeAll(() => { results = play(SCENARIOS); }, 600_000);

  test('a first run makes everything, in this order', () => {
    expect(run('clean').exit).toBe(0);
    expect(run('clean').calls.filter((call) => !/^(Move-Item|Rename) ROOT\/lab\/state\.json/.test(call))).toMatchSnapshot();
  });

  test('it does the same with powershell -File, where other preferences are global', () => {
    expect([run('with -File').exit, run('with -File', 1).exit]).toEqual([0, 0]);
    expect(run('with -File').calls).toEqual(run('clean').calls);
    expect(run('with -File', 1).calls).toEqual(run('clean', 4).calls);
  });

  test('no run goes on after an error that it has not noticed', () => {
    const unnoticed = [...results].flatMap(([name, runs]) =>
      runs.flatMap(({ lines }) => lines.filter((line) => line.startsWith('unnoticed error')).map((line) => `${name}: ${line}`)));
    expect(unnoticed).toEqual([]);
  });

  test('a second run changes nothing and says so', () => {
    const second = run('clean', 1);
    expect([second.exit, second.mutations]).toEqual([0, 0]);
    expect(said(second)).toContain('Nothing had to be changed.');
    expect(second.world).toBe(run('clean').world);
  });

  test('an entry that the boot loader of the node puts in front at each boot is no reason to warn', () => {
    // GIVEN a node that has booted, WHEN up, status or doctor look at the order
    expect(run('clean').world).toContain('"Booted": true');
    const words = [1, 2, 3].map((index) => run('clean', index).lines.filter((line) => line.includes('starts from its disk')));
    // THEN nobody complains
    expect(words).toEqual([['ok      starts from its disk'], [], []]);
    expect(run('clean', 1).lines.filter((line) => /^(warn|fail)/.test(line))).toEqual([]);
  });

  test('an order in which anything else stands before the disk is set right', () => {
    expect(run('boot order', 1).exit).toBe(0);
    expect(said(run('boot order', 1))).toMatch(/warn {4}starts from its disk differs, and cannot be changed while the VM runs/);
    expect(run('boot order', 3).exit).toBe(0);
    expect(run('boot order', 3).calls.join('\n')).toMatch(/Set-VMFirmware -FirstBootDevice:/);
    expect(run('boot order', 3).world).toBe(run('boot order').world);
  });

  test('the finished lab is what was asked for', () => {
    expect(run('clean').world.replace(/"[A-Za-z0-9+/]{60,}=*"/g, '"..."')).toMatchSnapshot();
  });

  test('status and doctor change nothing', () => {
    expect([run('clean', 2).exit, run('clean', 2).mutations, run('clean', 3).exit, run('clean', 3).mutations]).toEqual([0, 0, 0, 0]);
  });

  test('down leaves nothing of its own behind', () => {
    const down = run('clean', 4);
    expect(down.exit).toBe(0);
    const world = JSON.parse(down.world) as Record<string, unknown[]>;
    expect([world['switches'], world['addresses'], world['nats'], world['machines'], world['proxies'], world['attached']])
      .toEqual([[], [], [], [], [], []]);
    expect((world['files'] as { path: string }[]).filter(({ path: file }) => file.startsWith('/lab'))).toEqual([]);
  });

  test('-WhatIf says what would be made, and makes nothing', () => {
    expect([run('what if').exit, run('what if').mutations]).toEqual([0, 0]);
    const { files } = JSON.parse(run('what if').world) as { files: { path: string }[] };
    expect(files.filter(({ path: file }) => !file.startsWith('/programs'))).toEqual([]);
    expect(said(run('what if'))).toContain('Nothing was changed.');
  });

  test.each([1, 2, 3, 4, 5, 6, 7])('-WhatIf changes nothing of a lab that is there (verb %i)', (index) => {
    expect(run('what if, made', index).mutations).toBe(0);
    expect(run('what if, made', index).world).toBe(run('what if, made').world);
  });

  const FOREIGN = ['foreign switch', 'foreign vm', 'foreign nat', 'foreign disk'];
  test.each(FOREIGN)('a %s of the same name is refused by up and spared by down', (name) => {
    // THEN up refuses and names the way out
    expect(run(name).exit).toBe(2);
    expect(said(run(name))).toMatch(/left alone[\s\S]*next:/);
    // AND what was there is there still after down
    const world = JSON.parse(run(name, (results.get(name)?.length ?? 1) - 1).world) as {
      switches: { Notes: string }[];
      machines: { Notes: string }[];
      nats: unknown[];
      files: { path: string; text: string }[];
    };
    const kept = {
      'foreign switch': world.switches.some(({ Notes }) => Notes === 'mine'), 'foreign vm': world.machines.length === 1,
      'foreign nat': world.nats.length === 1, 'foreign disk': world.files.some(({ text }) => text === 'precious'),
    };
    expect(kept[name as keyof typeof kept]).toBe(true);
  });

  test('stop does not touch a foreign VM', () => {
    expect([run('foreign vm', 1).exit, run('foreign vm', 1).mutations]).toEqual([2, 0]);
  });

  test('a foreign port proxy and a taken port are left alone, and the lab comes up without them', () => {
    expect(run('foreign proxy').exit).toBe(0);
    expect(said(run('foreign proxy'))).toMatch(/127\.0\.0\.1:443[^\n]*left alone[\s\S]*127\.0\.0\.1:80[^\n]*left alone/);
    expect((JSON.parse(run('foreign proxy', 1).world) as { proxies: unknown[] }).proxies)
      .toEqual([{ Address: '10.0.0.9', Listen: 443, ListenAddress: '0.0.0.0', Port: 443 }]);
  });

  test('down spares a VM that carries the mark of another lab', () => {
    expect((JSON.parse(run('marker of another lab', 1).world) as { machines: unknown[] }).machines).toHaveLength(1);
  });

  test.each(['address taken', 'vpn route'])('a network that is in use (%s) is refused before anything is made', (name) => {
    expect([run(name).exit, run(name).mutations]).toEqual([2, 0]);
    expect(said(run(name))).toMatch(/192\.168\.100\.0\/24 is taken/);
  });

  test('doctor finds the conflict too', () => {
    expect(run('address taken', 1).exit).toBe(1);
    expect(said(run('address taken', 1))).toMatch(/fail\s+Network/);
  });

  test('a wider route, which ours beats, is no conflict', () => {
    expect(run('wide vpn route').exit).toBe(0);
  });

  test.each([0, 1])('without elevation nothing is changed (run %i)', (index) => {
    expect([run('not elevated', index).exit, run('not elevated', index).mutations]).toEqual([2, 0]);
  });

  test('an image with a wrong checksum is deleted, and the next run fetches it again', () => {
    expect(run('corrupt').exit).toBe(1);
    expect(said(run('corrupt'))).toContain('was deleted');
    expect(run('corrupt').world).not.toContain('.partial');
    expect(run('corrupt', 1).exit).toBe(0);
  });

  test('an interrupted download is continued', () => {
    expect(run('interrupted').exit).toBe(1);
    expect(run('interrupted').world).toContain('.partial');
    expect(run('interrupted', 1).exit).toBe(0);
    expect(run('interrupted', 1).calls.join('\n')).toContain('--continue-at -');
    expect(run('interrupted', 1).world).not.toContain('.partial');
  });

  test('qemu-img is explained where it cannot be installed, and installed where it can', () => {
    expect(run('no qemu-img').exit).toBe(2);
    expect(said(run('no qemu-img'))).toMatch(/next: install QEMU/);
    expect(run('no qemu-img', 1).exit).toBe(0);
    expect(run('no qemu-img', 1).calls.join('\n')).toContain('winget.exe install');
  });

  test('errors that cloud-init recovered from are a warning', () => {
    expect(run('degraded').exit).toBe(0);
    expect(said(run('degraded'))).toMatch(/warn.*deprecated key/);
  });

  test('a setup that is at work is waited for, step by step', () => {
    expect(said(run('clean')))
      .toMatch(/wait\s+homelab is set up[^\n]*: installing packages \([^\n]*of at most 25 min\)\nok\s+homelab is set up/);
  });

  test('a setup that failed ends the waiting with its reason and what to do, and one that succeeds later is only a warning', () => {
    expect(run('setup failed').exit).toBe(1);
    const text = said(run('setup failed'));
    expect(text).toContain('FAILED  The setup of homelab has used up its tries. Its last step: names resolve, but https://github.com');
    expect(text).toMatch(/next: see why: lab\.cmd ssh[^\n]*journalctl -u homelab-setup/);
    expect(text).toMatch(/next: let it try again: lab\.cmd ssh[^\n]*reset-failed homelab-setup; sudo systemctl start/);
    expect(run('setup failed', 1).exit).toBe(0);
    expect(said(run('setup failed', 1))).toMatch(/warn.*k3s did not start/);
  });

  test('a setup that does not end is waited for 25 minutes, and the next run goes on', () => {
    expect(run('setup hangs').exit).toBe(3);
    expect(said(run('setup hangs'))).toMatch(/Waited 25 min .*Last seen: installing packages[\s\S]*run lab\.cmd up again/);
    expect(run('setup hangs', 1).exit).toBe(0);
  });

  test('a node that has not read its seed is not waited for', () => {
    expect(run('empty node').exit).toBe(1);
    expect(said(run('empty node'))).toMatch(/none of the files of its seed[\s\S]*lab\.cmd down and lab\.cmd up/);
  });

  test('a wait that is too long ends with what was last seen and the next step', () => {
    expect(run('never healthy').exit).toBe(3);
    expect(said(run('never healthy'))).toMatch(/Waited 45 min.*still: mesh[\s\S]*next: run lab\.cmd status/);
    expect(run('never healthy', 1).exit).toBe(1);
  });

  test('missing secrets are named, and created from the environment without leaving a trace', () => {
    expect([run('secrets missing').exit, run('secrets missing').mutations]).toEqual([2, 0]);
    expect(said(run('secrets missing'))).toContain('cert-manager/route53-credentials');
    expect([run('secrets missing', 1).exit, run('secrets missing', 2).exit]).toEqual([0, 3]);
    const created = run('secrets missing', 3);
    expect(created.exit).toBe(0);
    // The value is in the input of ssh, as base64, and nowhere else.
    expect(created.inputs.join('')).toContain(Buffer.from('AKIDTOPSECRET').toString('base64'));
    expect(created.inputs.join('')).toContain(Buffer.from('sk`"\'$(x)').toString('base64'));
    for (const text of ['AKIDTOPSECRET', Buffer.from('AKIDTOPSECRET').toString('base64')]) {
      expect([...created.lines, ...created.calls, created.world].join('\n')).not.toContain(text);
    }
    expect(created.calls.join('\n')).toContain('apply --server-side');
    expect(said(run('secrets missing', 4))).toContain('HOMELAB_SECRET_CERT_MANAGER_ROUTE53_CREDENTIALS_ACCESS_KEY_ID');
    expect(run('secrets missing', 5).exit).toBe(0);
  });

  test('a drift is mended where Hyper-V allows it, and reported where the VM must be off', () => {
    expect(said(run('drift', 1))).toMatch(/warn.*4 processors.*lab\.cmd stop/);
    expect(run('drift', 1).calls.join('\n')).toContain('-CheckpointType:Disabled');
    expect(run('drift', 3).calls.join('\n')).toContain('-ProcessorCount:4');
    expect(run('drift', 3).world).toBe(run('drift').world);
  });

  test('a guest that hangs is waited for within a limit, and turned off only if told to', () => {
    expect(run('hanging guest', 1).exit).toBe(3);
    expect(said(run('hanging guest', 1))).toContain('lab.cmd stop -TurnOff');
    expect(run('hanging guest', 2).exit).toBe(0);
    expect(run('hanging guest', 3).exit).toBe(0);
    expect((JSON.parse(run('hanging guest', 4).world) as { machines: unknown[] }).machines).toEqual([]);
  });

  test('the seed disk is looked into without a drive letter, and goes after the first boot, and the private host key with it', () => {
    const calls = run('clean').calls.join('\n');
    expect(calls).toMatch(/Mount-VHD -NoDriveLetter:True [\s\S]*New-Partition -DiskNumber:7 -UseMaximumSize:True\n/);
    expect(calls).toMatch(/Add-PartitionAccessPath [\s\S]*Remove-PartitionAccessPath [\s\S]*Dismount-VHD/);
    expect(calls).toMatch(/Start-VM [\s\S]*Remove-VMHardDiskDrive [\s\S]*Remove-Item ROOT\/lab\/nodes\/homelab\/seed\.vhdx\n/);
    expect(run('clean').world).not.toContain(Buffer.from('H'.repeat(60)).toString('base64').slice(4, 60));
    expect(worldOf(run('clean')).files.map(({ path: file }) => file).filter((file) => file.startsWith('/lab/nodes/'))).toEqual([
      '/lab/nodes/homelab/disk.vhdx', '/lab/nodes/homelab/seed.read', '/lab/nodes/homelab/ssh_host_ed25519_key.pub',
    ]);
  });

  test('a seed disk that Hyper-V does not give back is a warning, and goes the next time', () => {
    expect(run('seed disk that stays').exit).toBe(0);
    expect(said(run('seed disk that stays'))).toMatch(/warn {4}the seed disk of homelab, with its private host key, is still there/);
    expect(run('seed disk that stays').world).toContain('/lab/nodes/homelab/seed.vhdx');
    expect([run('seed disk that stays', 1).exit, run('seed disk that stays', 1).world]).toEqual([0, run('clean').world]);
  });

  test('a disk that is made anew gets a seed and a host key of its own', () => {
    expect(run('disk made anew', 1).exit).toBe(0);
    expect(run('disk made anew', 1).calls.join('\n')).toMatch(/qemu-img[\s\S]*ssh-keygen[\s\S]*New-VHD[\s\S]*Remove-VMHardDiskDrive/);
    expect(run('disk made anew', 1).world).toBe(run('clean').world);
  });

  test('-KeepDisk keeps disks and key, and the next up uses them again', () => {
    const kept = (JSON.parse(run('keep disk', 1).world) as { files: { path: string }[] }).files.map(({ path: file }) => file);
    expect(kept)
      .toEqual(expect.arrayContaining([
        '/lab/nodes/homelab/disk.vhdx', '/lab/nodes/homelab/seed.read', '/lab/ssh/id_ed25519', '/lab/state.json',
      ]));
    expect(run('keep disk', 2).exit).toBe(0);
    expect(run('keep disk', 2).calls.some((call) => /qemu-img|New-VHD|ssh-keygen/.test(call))).toBe(false);
  });

  test('a switch that another VM uses stays', () => {
    expect((JSON.parse(run('switch in use', 1).world) as { switches: unknown[] }).switches).toHaveLength(1);
    expect(said(run('switch in use', 1))).toContain('other VMs use it: other');
  });

  test('without somebody to ask, down removes nothing', () => {
    expect([run('nobody to ask', 1).exit, run('nobody to ask', 1).mutations]).toEqual([4, 0]);
  });

  test('a record that somebody edited does not lead out of the folder', () => {
    expect(run('edited state', 1).world).toContain('victim.txt');
    expect(said(run('edited state', 1))).toMatch(/warn.*victim\.txt is not inside/);
  });

  test('other entries of a kubeconfig stay, and the current context too', () => {
    const config = (index: number): string =>
      (JSON.parse(run('kubeconfig kept', index).world) as { files: { path: string; text: string }[] }).files
        .find(({ path: file }) => file === '/profile/.kube/config')?.text ?? '';
    expect(config(0)).toMatch(/name: work[\s\S]*name: homelab[\s\S]*current-context: work/);
    expect(config(1)).toContain('name: work');
    expect(config(1)).not.toContain('homelab');
  });

  test.each([
    [1, 'up'], [2, 'down'], [3, 'stop'], [4, 'start'],
  ])('while another run is changing the lab (run %i), %s refuses and names it', (index) => {
    expect([run('locked', index).exit, run('locked', index).mutations]).toEqual([2, 0]);
    expect(said(run('locked', index)))
      .toMatch(/Another run is changing this lab: lab\.cmd up, process 4711, since 07:31:00[\s\S]*next: wait until it has ended/);
  });

  test('what only looks needs no lock, and a lock that was given back is no hindrance', () => {
    expect([5, 6, 7].map((index) => run('locked', index).exit)).toEqual([0, 0, 0]);
  });

  test('down asks, and without a yes it changes nothing', () => {
    for (const index of [1, 2]) {
      expect([run('asked', index).exit, run('asked', index).mutations, run('asked', index).world]).toEqual([4, 0, run('asked').world]);
      expect(said(run('asked', index))).toMatch(/the VM "homelab"\n[\s\S]*Cancelled; nothing was changed\.$/);
    }
    expect(run('asked', 1).questions).toEqual(['Type the name of the lab, homelab, to remove it WITH ALL ITS DATA']);
    expect(run('asked', 2).questions).toEqual(['Lab in ROOT/lab - Remove it, and keep the disks and keys?']);
    // AND what goes is named, the data first
    expect(said(run('asked', 1))).toMatch(
      /^This removes, as recorded in ROOT\/lab\/state\.json:\n {2}the disk ROOT\/lab\/nodes\/homelab\/disk\.vhdx \(0\.0 GiB\), with every/);
    expect(said(run('asked', 2))).not.toContain('disk.vhdx');
    expect([run('asked', 3).exit, worldOf(run('asked', 3)).machines]).toEqual([0, []]);
    // AND where there is nothing to remove nobody is asked
    expect([run('asked', 4).exit, run('asked', 4).questions]).toEqual([0, []]);
  });

  test('secrets are asked for by name, key by key; Enter leaves one out, and what is typed leaves no trace', () => {
    // GIVEN nothing typed, THEN up refuses before it changes anything
    expect([run('typed secrets').exit, run('typed secrets').mutations]).toEqual([2, 0]);
    expect(run('typed secrets').questions?.[0]).toMatch(/access-key-id - id of the key \(Enter to leave the whole secret out\)/);
    // AND half a secret is none
    expect([run('typed secrets', 2).exit, run('typed secrets', 2).mutations]).toEqual([3, 0]);
    expect(said(run('typed secrets', 2))).toMatch(new RegExp([
      /ask\s+secret cert-manager\/route53-credentials: DNS-01/, /skip\s+secret argocd\/repository/,
      /Still missing: secret cert-manager\/route53-credentials/,
    ].map(({ source }) => source).join('[\\s\\S]*')));
    // AND a whole one is created
    const created = run('typed secrets', 3);
    expect([created.exit, created.mutations]).toEqual([0, 1]);
    expect(created.inputs.join('')).toContain(Buffer.from('ty`"$(p)ed').toString('base64'));
    for (const text of ['AKIDTYPED', Buffer.from('AKIDTYPED').toString('base64'), 'ty`"']) {
      expect([...created.lines, ...created.calls, created.world].join('\n')).not.toContain(text);
    }
    // AND -Replace asks again, with the labels of the secret
    expect([run('typed secrets', 4).exit, run('typed secrets', 4).mutations]).toEqual([0, 2]);
    expect(run('typed secrets', 4).inputs.join('')).toContain('"argocd.argoproj.io/secret-type":"repository"');
    // AND what is there is not asked for
    expect([run('typed secrets', 5).exit, run('typed secrets', 5).questions]).toEqual([0, []]);
  });

  test('an external switch takes the adapter, and needs no address and no NAT', () => {
    expect(run('external').exit).toBe(0);
    expect(worldOf(run('external')).switches)
      .toEqual([expect.objectContaining({ SwitchType: 'External', Adapter: 'Ethernet', AllowManagementOS: true })]);
    expect(worldOf(run('external')).nats).toEqual([]);
    expect(run('external').calls.filter((call) => /NetIP|NetNat/.test(call))).toEqual([]);
    expect(said(run('external'))).toContain('the network of this machine pauses');
    expect([run('external', 1).exit, run('external', 1).mutations]).toEqual([0, 0]);
    expect(said(run('external', 2))).toContain('external, on the adapter "Ethernet"');
    expect([run('external', 3).exit, worldOf(run('external', 3)).switches, worldOf(run('external', 3)).machines]).toEqual([0, [], []]);
  });

  test('an adapter that does not exist is refused with the way to find its name', () => {
    expect(run('external, no adapter').exit).toBe(2);
    expect(said(run('external, no adapter'))).toMatch(/no network adapter named "Ethernet 7"[\s\S]*Get-NetAdapter -Physical/);
    expect(run('external, no adapter', 1).exit).toBe(0);
  });

  test('a kubeconfig of its own is written where the user says, private, and the other one stays', () => {
    expect([run('kubeconfig in a file', 1).exit, run('kubeconfig in a file', 2).exit]).toEqual([0, 0]);
    expect(fileOf(run('kubeconfig in a file', 1), '/mine/lab.yaml')).toContain('server: https://192.168.100.10:6443');
    expect(fileOf(run('kubeconfig in a file', 2), '/mine/lab.yaml')).toContain('server: https://127.0.0.1:6443');
    expect(fileOf(run('kubeconfig in a file', 2), '/mine/lab.yaml')).toContain('current-context: homelab');
    expect(run('kubeconfig in a file', 1).calls.join('\n')).toMatch(/icacls\.exe ROOT\/mine\/lab\.yaml/);
    expect(fileOf(run('kubeconfig in a file', 2), '/profile/.kube/config'))
      .toBe(fileOf(run('kubeconfig in a file'), '/profile/.kube/config'));
  });

  test('diagnostics collect Windows and the nodes into one archive, without secrets', () => {
    expect(run('diagnostics', 1).exit).toBe(0);
    const archive = run('diagnostics', 1).archive ?? {};
    expect(Object.keys(archive))
      .toEqual(expect.arrayContaining([
        'windows/vm.txt', 'windows/network.txt', 'windows/doctor.txt', 'lab/state.json', 'lab/Config.ps1', 'nodes/homelab/setup.txt',
        'nodes/homelab/k3s.txt', 'nodes/homelab/argocd.txt',
      ]));
    expect(archive['nodes/homelab/setup.txt']).toContain('journal of the setup');
    expect(archive['windows/doctor.txt']).toMatch(/ok\s+Windows edition/);
    expect(Object.values(archive).join('\n')).not.toContain('hunter2');
    expect(archive['nodes/homelab/k3s.txt']).toContain('password: [redacted]');
    // AND a node that is off is said to be, and hinders nothing
    expect(run('diagnostics', 2).exit).toBe(0);
    expect(run('diagnostics', 2).archive?.['nodes/homelab.txt']).toBe('does not answer on SSH');
  });

  test('doctor names the placeholders that are left in the configuration', () => {
    const text = said(run('placeholders'));
    expect(text).toMatch(/warn {2}homelab\.yaml .*domain homelab\.example\.com; .*tls\.route53\.hostedZoneID YOUR_ZONE_ID/);
    expect(text).toMatch(/YOUR_ZONE_ID.*\n\s+fix: write your own values/);
    expect(said(run('no placeholders'))).toMatch(/ok {4}homelab\.yaml .*no placeholder is left/);
  });

  test('status counts an Argo CD without Applications as a gap', () => {
    expect(run('looking closer', 1).exit).toBe(1);
    expect(said(run('looking closer', 1))).toMatch(/fail {2}Argo CD: no Application is there\n {2}next: lab\.cmd up/);
  });

  test('diagnostics write over nothing', () => {
    expect([run('looking closer', 2).exit, fileOf(run('looking closer', 2), '/taken.zip')]).toEqual([2, 'mine']);
  });

  test('a VM that Hyper-V does not show is no reason to make another, and a refusal says what to do', () => {
    expect(said(run('looking closer', 3)))
      .toMatch(/on record, but Hyper-V shows none to you\n {2}next: run lab\.cmd status in a window opened as administrator/);
    expect(run('looking closer', 4).exit).toBe(2);
    expect(said(run('looking closer', 4)))
      .toMatch(/required permission[\s\S]*next: run this in an elevated PowerShell, or as a member of Hyper-V Administrators/);
  });

  test('a half-made VM is completed', () => {
    expect(run('half a vm', 1).exit).toBe(0);
    expect(run('half a vm', 1).world).toBe(run('half a vm').world);
  });

  test('line ends a checkout has rewritten do not reach the seed disk', () => {
    const files = (JSON.parse(run('autocrlf').world) as { files: { path: string; text: string }[] }).files
      .find(({ path: file }) => file.endsWith('seed.vhdx'));
    const seed = JSON.parse(files?.text ?? '{}') as { label: string; files: Record<string, string> };
    expect(seed.label).toBe('CIDATA');
    expect(Buffer.from(seed.files['user-data'] ?? '', 'base64').toString())
      .toBe([
        '#cloud-config', `ssh_authorized_keys: ["ssh-ed25519 ${'A'.repeat(68)} homelab"]`,
        `ssh_keys: { ed25519_private: "-----BEGIN OPENSSH PRIVATE KEY-----\\n${'H'.repeat(70)}\\n-----END OPENSSH PRIVATE KEY-----\\n" }`,
        '',
      ].join('\n'));
  });
});
