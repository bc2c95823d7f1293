import path from 'node:path';
import { NOTHING_LOST } from './nothing-lost.scenarios';
import { describeWithPwsh } from '../../host/pwsh';
import { fileOf, play, said, worldOf, type Run } from '../../host/small-windows';

let results: ReadonlyMap<string, readonly Run[]> = new Map();

function run(scenario: string, index = 0): Run {
  const found = results.get(scenario)?.[index];
  if (!found) { throw new Error(`no run ${index} of ${scenario}`); }
  return found;
}

describeWithPwsh('nothing of a lab is lost, and nothing of anybody else', () => {
  beforeAll(() => { results = play(NOTHING_LOST); }, 600_000);

  test('each object is on record before it is made, so that no cut leaves one that nobody owns', () => {
    // GIVEN a small Windows that makes nothing which is not on record
    expect([run('clean').exit, said(run('clean')).includes('is made before it is on record')]).toEqual([0, false]);
    // THEN up has made one of each kind
    for (const made of ['New-VMSwitch', 'New-NetNat', 'New-VM ', 'New-VHD', 'ssh-keygen.exe', 'qemu-img.exe', 'netsh.exe interface']) {
      expect([made, run('clean').calls.some((call) => call.startsWith(made))]).toEqual([made, true]);
    }
  });

  test('a record that was cut off in the middle comes from its last copy and from the marks', () => {
    expect([run('broken state', 1).exit, run('broken state', 2).exit]).toEqual([0, 0]);
    expect(said(run('broken state', 1))).toContain(
      'note    state.json was lost or damaged; the record of this lab comes from state.json.bak, the mark on the VM "homelab", the mark on '
      + 'the switch "homelab"');
    expect(worldOf(run('broken state', 1)).files.find(({ path: file }) => file === '/lab/state.json')?.text).toContain('vm/homelab');
    expect(said(run('broken state', 2))).not.toContain('state.json was lost');
  });

  test('a record that is gone is made again from the marks, and everything is removed by it', () => {
    // GIVEN a lab whose state.json and its copies are gone, WHEN status looks, THEN it knows its own
    expect([run('lost state', 1).exit, run('lost state', 1).mutations]).toEqual([0, 0]);
    expect(said(run('lost state', 1))).toContain('comes from the mark on the VM "homelab"');
    // AND down removes all of it
    expect(run('lost state', 2).exit).toBe(0);
    const { switches, nats, machines, proxies, files } = worldOf(run('lost state', 2));
    expect([switches, nats, machines, proxies]).toEqual([[], [], [], []]);
    expect(files.filter(({ path: file }) => file.startsWith('/lab'))).toEqual([]);
  });

  test('the marks of another lab on this machine are not taken for its own', () => {
    expect(run('state of another lab', 1).exit).toBe(0);
    expect(said(run('state of another lab', 1))).toBe('Nothing to remove: lab.cmd up has made nothing here.');
    expect(worldOf(run('state of another lab', 1)).machines).toHaveLength(1);
  });

  test('a record that cannot be read, where nothing carries a mark, stops everything', () => {
    expect([run('unreadable state').exit, run('unreadable state').mutations]).toEqual([2, 0]);
    expect(said(run('unreadable state'))).toMatch(/cannot be read, and nothing on this machine carries a mark[\s\S]*next: restore/);
  });

  test('a scanner that has each new file open for a moment is waited for', () => {
    expect(run('scanner').exit).toBe(0);
    expect(run('scanner').world).toBe(run('clean').world);
    expect(run('scanner, for good').exit).toBe(1);
    expect(said(run('scanner, for good'))).toMatch(/could not be written: .*used by another process[\s\S]*next: close the program/);
  });

  test.each([
    ['foreign context', 'nothing that says which'], ['foreign authority', 'its authority'],
  ])('an entry of another cluster under the same name (%s) with %s is left alone, and the lab takes another name', (name) => {
    const config = (index: number): string => fileOf(run(name, index), '/profile/.kube/config') ?? '';
    // GIVEN a cluster of somebody else named homelab, WHEN up has run, THEN its entries are there still
    expect(run(name).exit).toBe(0);
    expect(config(0)).toMatch(/server: https:\/\/work:6443\n {2}name: homelab\n/);
    expect(config(0)).toMatch(/name: homelab-2\n/);
    expect(said(run(name))).toMatch(/warn.*entry "homelab" of another cluster, which is left alone; this lab is "homelab-2"/);
    expect(said(run(name))).toContain('kubectl --context homelab-2 get nodes');
    // AND a second run changes nothing, and down removes only the lab's own
    expect(run(name, 1).mutations).toBe(0);
    expect(config(2)).toContain('server: https://work:6443');
    expect(config(2)).not.toContain('homelab-2');
    // AND each change has kept what was there before, under a number of its own
    expect(fileOf(run(name, 2), '/profile/.kube/config.before-homelab.1')).not.toContain('homelab-2');
    expect(fileOf(run(name, 2), '/profile/.kube/config.before-homelab.2')).toContain('homelab-2');
  });

  test('an entry that somebody has replaced since is not removed', () => {
    for (const index of [1, 3]) {
      expect(said(run('context replaced', index))).toContain('skip    "homelab" in ROOT/profile/.kube/config is of another cluster by now');
      expect(fileOf(run('context replaced', index), '/profile/.kube/config')).toContain('https://work:6443');
    }
  });

  test('a kubeconfig that a power cut left between two renames is not taken for none', () => {
    expect(run('kubeconfig cut').exit).toBe(0);
    expect(fileOf(run('kubeconfig cut'), '/profile/.kube/config')).toMatch(/name: work[\s\S]*name: homelab\n/);
  });

  test('what a cut left of .wslconfig is shown, and gets its name back by a run that has the lock alone', () => {
    const files = (index: number): string[] => worldOf(run('wslconfig cut', index)).files.map(({ path }) => path)
      .filter((file) => file.includes('.wslconfig')).map((file) => path.posix.basename(file));
    // WHEN somebody only looks THEN the text is the one that was left, and nothing is renamed
    expect(run('wslconfig cut').exit).toBe(0);
    expect(said(run('wslconfig cut'))).toContain('memory=8GB');
    expect(files(0)).toEqual(['.wslconfig.new']);
    // WHEN another run changes the lab THEN nothing is written
    expect([run('wslconfig cut', 1).exit, files(1)]).toEqual([2, ['.wslconfig.new']]);
    expect(said(run('wslconfig cut', 1))).toContain('Another run is changing this lab: lab.cmd up, process 4711');
    // WHEN the lock is free THEN it is written once, what was there is kept, and the lock is given back
    expect([2, 3].map((index) => run('wslconfig cut', index).exit)).toEqual([0, 0]);
    expect(files(3).sort()).toEqual(['.wslconfig', '.wslconfig.before-homelab.1']);
    expect(fileOf(run('wslconfig cut', 3), '/profile/.wslconfig')).toMatch(/memory=8GB\r\nnetworkingMode=mirrored/);
  });

  test('each change of .wslconfig keeps what was there before, under a number of its own', () => {
    expect([0, 1].map((index) => run('wslconfig twice', index).exit)).toEqual([0, 0]);
    const [first, second] = [1, 2].map((number) => fileOf(run('wslconfig twice', 1), `/profile/.wslconfig.before-homelab.${number}`));
    expect(first).toBe('[wsl2]\nmemory=8GB\n');
    expect(second).toContain('networkingMode=mirrored');
    expect(fileOf(run('wslconfig twice', 1), '/profile/.wslconfig')).toContain('networkingMode=nat');
  });

  test('a kubeconfig is read while another run has the lock, and renamed by nobody but the one that has it', () => {
    const files = (index: number): string[] => worldOf(run('kubeconfig read beside a run', index)).files.map(({ path }) => path)
      .filter((file) => /\/\.kube\/config(\.new)?$/.test(file)).map((file) => path.posix.basename(file));
    expect(run('kubeconfig read beside a run', 1).desktop.console[0]?.slice(0, 3))
      .toEqual(['kubectl.exe', '--kubeconfig', 'ROOT/profile/.kube/config.new']);
    expect([files(1), files(2)]).toEqual([['config.new'], ['config.new']]);
    expect(run('kubeconfig read beside a run', 2).exit).toBe(2);
    expect([run('kubeconfig read beside a run', 3).exit, files(3)]).toEqual([0, ['config']]);
  });

  const RENAMED: readonly [what: string, index: number, message: RegExp][] = [
    ['node', 1, /This lab has the node "homelab", which homelab\.yaml no longer names[\s\S]*next: give it its old name/],
    ['switch', 2, /This lab has the switch "homelab", which homelab\.yaml no longer names[\s\S]*lab\.cmd down -KeepDisk/],
    ['address', 3, /made with other values.*nodes\[0\]\.address is 192\.168\.100\.11, was 192\.168\.100\.10[\s\S]*next: put the old/],
  ];
  test.each(RENAMED)('another %s in homelab.yaml is refused before it makes a second lab beside the first', (_what, index, message) => {
    expect([run('renamed', index).exit, run('renamed', index).mutations]).toEqual([2, 0]);
    expect(said(run('renamed', index))).toMatch(message);
  });

  test('a value that a node only keeps is said, and nothing more', () => {
    expect([run('renamed', 4).exit, run('renamed', 4).mutations]).toEqual([0, 0]);
    expect(said(run('renamed', 4))).toContain('homelab keeps network.dnsServers 1.1.1.1 9.9.9.9; homelab.yaml says 8.8.8.8');
  });

  test('down removes what the record says, whatever homelab.yaml says by now', () => {
    expect(run('renamed', 5).exit).toBe(0);
    const { switches, nats, machines, files } = worldOf(run('renamed', 5));
    expect([switches, nats, machines]).toEqual([[], [], []]);
    expect(files.filter(({ path: file }) => file.startsWith('/lab'))).toEqual([]);
  });

  test('a folder that came back from a backup is made private again, and without that ssh ignores its key', () => {
    // GIVEN rights of the parent folder, THEN status and doctor say what is wrong
    expect(run('restored', 1).exit).toBe(1);
    expect(said(run('restored', 2))).toMatch(/fail {2}Access rights {4}other accounts may use ROOT\/lab, ROOT\/lab\/ssh\/id_ed25519/);
    // AND start sets them right, without a change to the disks' own rights
    expect(run('restored', 3).exit).toBe(0);
    expect(run('restored', 3).calls.filter((call) => call.startsWith('icacls')).join('\n')).not.toMatch(/vhdx|\/T|\/reset/);
    expect(run('restored', 4).exit).toBe(0);
  });

  test('rights that somebody has by name on the folder and on the key are taken away by up', () => {
    // GIVEN a key that others may read, THEN ssh ignores it and doctor says whose rights are looked at
    expect(run('granted to others', 1).exit).toBe(1);
    expect(said(run('granted to others', 2))).toMatch(/fail {2}Access rights {4}other accounts may use ROOT\/lab, ROOT\/lab\/ssh\/id_/);
    // WHEN up has run THEN each of them is gone, of the folder and of the key, and nothing else has changed
    expect(run('granted to others', 3).exit).toBe(0);
    expect(run('granted to others', 3).calls.filter((call) => call.includes('/remove:g'))).toEqual(
      ['ROOT/lab', 'ROOT/lab/ssh/id_ed25519'].flatMap((path) => ['S-1-1-0', 'S-1-5-32-545']
        .map((sid) => `icacls.exe ${path} /remove:g *${sid}`)));
    expect(run('granted to others', 3).world).toBe(run('granted to others').world);
    expect(run('granted to others', 4).exit).toBe(0);
  });

  test('a switch, an address and a NAT that Windows lost are named by status and doctor, and start makes them again', () => {
    expect(run('lost network', 1).exit).toBe(1);
    for (const what of ['switch "homelab"', 'address 192.168.100.1/24', 'NAT "homelab"', 'its network adapter on "homelab"']) {
      expect(said(run('lost network', 1))).toContain(`fail  not so any more: ${what}`);
    }
    expect(said(run('lost network', 2))).toMatch(/fail {2}Lab network {6}not so any more: switch "homelab"; address/);
    // AND both have only looked
    expect([1, 2].map((index) => [run('lost network', index).mutations, worldOf(run('lost network', index)).switches]))
      .toEqual([[0, []], [0, []]]);
    // AND without an administrator start says so and changes nothing
    expect([run('lost network', 3).exit, run('lost network', 3).mutations]).toEqual([2, 0]);
    expect(run('lost network', 4).exit).toBe(0);
    expect(run('lost network', 4).world).toBe(run('lost network').world);
  });

  test('what another run puts on record while up waits is kept', () => {
    expect(run('record of another run').exit).toBe(0);
    const state = JSON.parse(fileOf(run('record of another run'), '/lab/state.json') ?? '{}') as { owned: { name: string }[] };
    expect(state.owned.map(({ name }) => name)).toEqual(expect.arrayContaining(['trust/AB12', 'context/homelab', 'vm/homelab']));
  });

  test('a kubeconfig that is laid out otherwise by now is left as it is, and said', () => {
    expect(fileOf(run('own layout', 1), '/profile/.kube/config')).toContain('clusters: # mine\n- cluster:');
    expect(said(run('own layout', 1))).toMatch(/warn {4}.*not laid out as kubectl writes it: take the context "homelab" out by hand/);
  });

  test('a node whose disk alone is left is not made a second time under another name', () => {
    expect([run('renamed, disk kept', 2).exit, run('renamed, disk kept', 2).mutations]).toEqual([2, 0]);
    expect(said(run('renamed, disk kept', 2))).toContain('This lab has the node "homelab", which homelab.yaml no longer names');
  });

  test('who may not see the marks begins no new record beside the disk of an old lab', () => {
    // GIVEN a lost record and a user to whom Hyper-V shows nothing
    const blind = run('not allowed to look', 1);
    expect([blind.exit, blind.mutations]).toEqual([2, 0]);
    expect(said(blind)).toMatch(/disk\.vhdx is the disk of a node, but there is no record[\s\S]*next: run lab\.cmd start/);
    // THEN whoever may look finds the lab as it was
    expect(run('not allowed to look', 2).exit).toBe(0);
    expect(said(run('not allowed to look', 2))).toContain('comes from the mark on the VM "homelab"');
  });

  test('doctor without rights does not call a lab broken that it cannot see, and start does not fail for a port proxy', () => {
    expect(run('not allowed to look', 3).exit).toBe(0);
    expect(said(run('not allowed to look', 3))).toMatch(/warn {2}Lab network {6}not checked: without the rights of an administrator/);
    expect(run('not allowed to look', 4).exit).toBe(0);
    expect(said(run('not allowed to look', 4)))
      .toMatch(/warn {4}not so any more: 127\.0\.0\.1:6443 leads to [^\n]*lab\.cmd up makes it again/);
  });

  test('a lost list of host keys is named as that, and start writes it again', () => {
    expect(said(run('known_hosts lost', 1))).toMatch(/file with the host keys of the nodes is lost/);
    expect([run('known_hosts lost', 2).exit, run('known_hosts lost', 3).exit]).toEqual([0, 0]);
  });

  test('a route of a VPN into the network of a lab that is made is a warning: that network cannot be changed any more', () => {
    expect(run('route to a lab that is made', 1).exit).toBe(0);
    expect(said(run('route to a lab that is made', 1))).toMatch(/warn {4}Network: something else uses 192\.168\.100\.0\/24, too: .*VPN/);
  });

  test('a node that answers with another host key than that of its seed is not trusted', () => {
    expect(run('other host key').exit).toBe(1);
    expect(said(run('other host key'))).toMatch(/FAILED .*host key/);
  });

  test('a node of version 0.2.0, which made its own host key, is used as before', () => {
    expect(run('older node', 1).exit).toBe(0);
    expect(worldOf(run('older node', 1)).files.map(({ path: file }) => file)).not.toContain('/lab/nodes/homelab/ssh_host_ed25519_key');
    // AND its context, which that version did not record, goes with it
    expect(run('older node', 2).exit).toBe(0);
    expect(fileOf(run('older node', 2), '/profile/.kube/config')).not.toContain('name: homelab');
  });
});
