import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { K3S_VERSION } from '../../versions';
import { until } from '../argo/processes';
import { chooseRelease, imageOf, type Image } from './image';
import { Machine, overlay, type Disks } from './machine';
import { startNetwork, type Network } from './network';
import { missingParts, PATH, programPath } from './parts';
import { asInstance, keyPair, seedOf, sha256, writeSeedDisk, writtenFiles, type Seed } from './seed';

/*
 * One node through its life, from the seed that a synth writes: first boot, sleep, restarts, another instance. Each test goes on from where
 * the one before it ended.
 */

const missing = missingParts();
const release = missing.length === 0 ? chooseRelease() : undefined;
const whole = missing.length === 0 ? describe : describe.skip;

/** A threshold of the clock guard that two short sleeps pass together, and neither alone. */
const LAB = `domain: lab.example.org
gitops: { repoURL: "https://github.com/someone/homelab.git" }
tls: { issuer: homelab-ca }
network: { cidr: 10.77.3.0/24 }
nodes: [{ name: node-a }]
host: { sshUser: keeper }
mesh: { clockJumpThreshold: 1m }
`;

const ADDRESS = '10.77.3.10';
const GATEWAY = '10.77.3.1';
const MAC = '02:15:0a:4d:03:0a';

/** The stand-in's notes of what it was asked to change. */
const CALLS = '/var/lib/k3s-stand-in/calls';
const JOURNAL = 'sudo journalctl --no-pager --output cat';
const METRICS = '/var/lib/node_exporter/textfile_collector/homelab_clock_guard.prom';

whole(missing.length === 0 ? `a node of ${release}` : `a node (SKIPPED, not here: ${missing.join(', ')})`, () => {
  const folder = process.env['GUEST_TEST_FOLDER'] ?? mkdtempSync(path.join(tmpdir(), 'homelab-guest-'));
  const file = (name: string): string => path.join(folder, name);
  const k3s = path.join(__dirname, 'k3s.py');
  let image: Image;
  let network: Network | undefined;
  let node: Machine;
  let seed: Seed;
  let disks: Disks;
  let hostKey = '';
  let dataBefore = '';
  let started = 0;

  beforeAll(async () => {
    mkdirSync(folder, { recursive: true });
    image = imageOf(release!);
    report(`image: ${image.seconds.toFixed(0)} s`);
    network = await startNetwork(file('internet'), image, k3s);
    const user = keyPair(file('user'));
    const host = keyPair(file('host'));
    keyPair(file('other'));
    hostKey = host.publicKey;
    writeFileSync(file('known_hosts'), `node ${host.publicKey}\n`);
    seed = seedOf(LAB, { user, host, k3s });
    writeSeedDisk(file('seed.img'), seed);
    makeDataDisk(file('data.img'));
    dataBefore = sha256(readFileSync(file('data.img')));
    disks = { root: overlay(file('root.qcow2'), image, 8), seed: file('seed.img'), data: file('data.img') };
    node = new Machine({
      folder, image, network: network.pid, address: ADDRESS, cidr: '10.77.3.0/24', gateway: GATEWAY, mac: MAC,
      user: { name: 'keeper', key: user },
    });
    start();
  });

  afterAll(async () => {
    await node?.stop();
    network?.stop();
    if (process.env['GUEST_TEST_FOLDER'] === undefined) { rmSync(folder, { recursive: true, force: true }); }
  });

  describe('at its first boot', () => {
    test('lets the user in with the key, and is known by the key that was made before', async () => {
      await node.login();
      report(`login: ${since()} s after power on`);
      // WHEN: nothing is written to known_hosts, so whatever is trusted was trusted before
      expect(readFileSync(file('known_hosts'), 'utf8')).toBe(`node ${hostKey}\n`);
      expect(node.read('cut -d" " -f1,2 /etc/ssh/ssh_host_ed25519_key.pub')).toBe(hostKey);
      expect(node.read('id -un; sudo id -un')).toBe('keeper\nroot');
    });

    test('has no cloud-init that complains', () => {
      const { status } = node.run('cloud-init status --wait');
      report(`cloud-init: done ${since()} s after power on, version ${node.read('cloud-init --version 2>&1')}`);
      expect(status).toBe(0);
      expect(JSON.parse(node.read('cloud-init status --format json'))).toMatchObject({ status: 'done', errors: [] });
      expect(node.run('sudo grep -E " - [a-z_]+\\.py\\[(WARNING|ERROR|CRITICAL)|DEPRECATED" /var/log/cloud-init.log').stdout).toBe('');
      expect(node.read('sudo cloud-init schema --system')).toMatch(/Valid/);
    });

    test('has every file of the seed: its bytes, its mode, and root as its owner', () => {
      const files = writtenFiles(seed);
      const paths = files.map(({ path: each }) => each).join(' ');
      expect(files.length).toBeGreaterThan(30);
      expect(node.read(`sudo stat --format '%n 0%a %U:%G' ${paths}`).split('\n'))
        .toEqual(files.map(({ path: each, permissions }) => `${each} ${permissions} root:root`));
      expect(node.read(`sudo sha256sum ${paths}`).split('\n'))
        .toEqual(files.map(({ path: each, text }) => `${sha256(Buffer.from(text))}  ${each}`));
    });

    test('takes no password, no other key, and not root', () => {
      const refused = { status: 255, stderr: expect.stringContaining('Permission denied (publickey)') as string };
      expect(node.runAnew('true', '-o', 'PreferredAuthentications=password,keyboard-interactive')).toMatchObject(refused);
      expect(node.runAnew('true', '-o', `IdentityAgent=none`, '-l', 'root')).toMatchObject(refused);
      expect(node.runAnew('true', '-o', 'PubkeyAuthentication=no')).toMatchObject(refused);
      expect(node.read('sudo sshd -T | grep -E "^(passwordauthentication|kbdinteractiveauthentication|permitrootlogin) " | sort'))
        .toBe('kbdinteractiveauthentication no\npasswordauthentication no\npermitrootlogin no');
      expect(node.read('sudo passwd --status keeper')).toMatch(/^keeper L/);
      // One host key: any other would be one that nobody pinned.
      expect(node.read('ls /etc/ssh/ssh_host_*_key; sudo stat --format "%a %U" /etc/ssh/ssh_host_ed25519_key'))
        .toBe('/etc/ssh/ssh_host_ed25519_key\n600 root');
    });

    test('has the address, the route and the name servers of homelab.yaml, and no others', () => {
      const adapter = node.read(`ip --brief link | awk '/${MAC}/ { print $1 }'`);
      expect(node.read(`ip --brief -4 address show dev ${adapter}`)).toMatch(new RegExp(`UP +${ADDRESS}/24 *$`));
      expect(node.read('ip route')).toBe(`default via ${GATEWAY} dev ${adapter} proto static \n`
        + `10.77.3.0/24 dev ${adapter} proto kernel scope link src ${ADDRESS}`);
      expect(node.read(`ip -6 address show dev ${adapter} scope global`)).toBe('');
      expect(node.read(`resolvectl dns ${adapter}`)).toMatch(/: 1\.1\.1\.1 9\.9\.9\.9$/);
      expect(node.read('hostname; getent ahostsv4 node-a | head -n 1')).toMatch(/^node-a\n127\.0\.1\.1 /);
    });

    test('becomes ready: packages, clock, K3s with the pinned checksum', async () => {
      await until('the node is ready', 1_200, () => {
        const { status, stdout } = node.run('sudo homelab-status');
        if (status === 1) { throw new Error(`${stdout}\n${node.run('sudo journalctl --no-pager -u homelab-setup').stdout}`); }
        return status === 0;
      }, 3_000);
      report(`ready: ${since()} s after power on`);
      expect(node.read('cat /var/lib/homelab/node-ready')).toBe(K3S_VERSION);
      expect(node.read('systemctl is-active chrony k3s homelab-clock-guard.timer homelab-certificate-exporter.timer'))
        .toBe('active\nactive\nactive\nactive');
      // What Ubuntu's image sets the clock with is gone: two of them would pull at it.
      expect(node.run('systemctl is-active systemd-timesyncd').stdout).not.toBe('active\n');
      expect(node.read('sha256sum < /usr/local/bin/k3s')).toContain(sha256(readFileSync(k3s)));
      expect(node.read('ls -l /usr/local/bin | awk \'/->/ { print $9, $11 }\'')).toBe('crictl k3s\nctr k3s\nkubectl k3s');
      expect(node.read('sudo ls -A /var/lib/homelab/downloads')).toBe('');
      expect(network!.requests().filter((request) => request.startsWith('https GET'))).toEqual([
        `https GET github.com/k3s-io/k3s/releases/download/${K3S_VERSION.replace('+', '%2B')}/k3s`,
        'https GET release-assets.githubusercontent.com/k3s',
      ]);
      expect(node.run(`${JOURNAL} -u homelab-setup | grep -E "^(some kernel|could not|download of|deleting)"`).stdout).toBe('');
    });

    test('has the modules and the settings of the kernel that the seed asks for', () => {
      const modules = writtenLines(seed, '/etc/modules-load.d/homelab.conf');
      expect(node.read(`for each in ${modules.join(' ')}; do { test -d /sys/module/$each || `
        + 'modinfo --field filename $each | grep -q builtin; } && echo $each; done').split('\n')).toEqual(modules);
      const settings = writtenLines(seed, '/etc/sysctl.d/90-homelab.conf');
      expect(node.read(`/sbin/sysctl ${settings.map((line) => line.split(' = ')[0]).join(' ')}`).split('\n')).toEqual(settings);
      expect(node.read('systemctl is-enabled sleep.target suspend.target hibernate.target hybrid-sleep.target || true'))
        .toBe('masked\nmasked\nmasked\nmasked');
      expect(node.read('systemd-analyze cat-config systemd/networkd.conf | grep ^Manage'))
        .toBe('ManageForeignRoutes=no\nManageForeignRoutingPolicyRules=no');
    });

    test('upgrades itself, and restarts neither itself nor the cluster for that', () => {
      const value = (key: string): string => node.read(`eval "$(apt-config shell VALUE ${key})"; echo "$VALUE"`);
      expect([
        'APT::Periodic::Update-Package-Lists', 'APT::Periodic::Unattended-Upgrade', 'Unattended-Upgrade::Automatic-Reboot',
      ].map(value)).toEqual(['1', '1', 'false']);
      expect(node.read('systemctl is-enabled apt-daily.timer apt-daily-upgrade.timer')).toBe('enabled\nenabled');
      // As needrestart reads it: a rule for the name of the unit that says "no".
      expect(node.read(`perl -e 'our %nrconf; do "/etc/needrestart/needrestart.conf"; die $@ if $@; `
        + `for my $rule (keys %{$nrconf{override_rc}}) { print "no" if "k3s.service" =~ $rule && !$nrconf{override_rc}{$rule} }'`))
        .toBe('no');
    });

    test('leaves a second disk as it is: it has a label, a file system and a file', () => {
      expect(node.read('lsblk --noheadings --output FSTYPE,LABEL,MOUNTPOINT "$(sudo blkid --label homelab-data)"').trim())
        .toMatch(/^ext4 +homelab-data$/);
      expect(node.read(READ_DATA)).toBe('kept');
    });
  });

  describe('when it sleeps', () => {
    test('its clock is right, by a server of the network, and the guard has looked at it', async () => {
      await until('the clock guard has run', 120, () => node.run(`test -e ${METRICS}`).status === 0, 3_000);
      expect(node.read('chronyc -c tracking').split(',')[1]).toBe('203.0.113.3');
      expect(Math.abs(clockError())).toBeLessThan(2);
      expect(metrics()).toMatchObject({ jumps_total: 0, restarts_total: 0, pending: 0 });
      // No Hyper-V here: the guard's first layer says so, and falls back on the network.
      expect(node.read(`${JOURNAL} -u chrony | grep "no /dev/ptp_hyperv"`)).toContain('network only');
    });

    test('both its clocks stand still, chrony sets it right, and a short sleep restarts nothing', async () => {
      // GIVEN
      node.read('sudo touch /var/lib/k3s-stand-in/mesh');
      const before = clocks();
      // WHEN
      await node.freeze(40);
      // THEN
      const after = clocks();
      expect(after.wall - before.wall).toBeLessThan(35);
      expect(after.uptime - before.uptime).toBeLessThan(35);
      // Up to five questions at one a minute: until then the answers of before the sleep contradict those of after it.
      const waited = await clockIsRight(480);
      report(`chrony: stepped ${waited.toFixed(0)} s after a sleep of 40 s, by itself`);
      await until('the guard has seen it', 60, () => metrics()['drift_seconds']! >= 38, 2_000);
      expect(metrics()).toMatchObject({ jumps_total: 0, restarts_total: 0, pending: 0 });
    });

    test('with a second one the sum is past the threshold: ztunnel is restarted, then the gateway, once', async () => {
      // WHEN
      await node.freeze(40);
      askForTheTime();
      await clockIsRight(180);
      await until('ztunnel is restarted', 180, () => restarts().length === 2, 2_000);
      // THEN
      expect(restarts()).toEqual([
        '--namespace istio-system rollout restart daemonset/ztunnel',
        '--namespace istio-ingress rollout restart deployment/main-gateway-istio',
      ]);
      await until('the guard is done', 120, () => metrics()['pending'] === 0, 2_000);
      expect(metrics()).toMatchObject({ jumps_total: 1, restarts_total: 1, failures_total: 0 });
      expect(Math.abs(metrics()['drift_seconds']!)).toBeLessThan(3);
    });

    test('a jump while the API is down is not lost', async () => {
      // GIVEN
      node.read('sudo touch /var/lib/k3s-stand-in/api-is-down');
      // WHEN
      await node.freeze(70);
      askForTheTime();
      await clockIsRight(180);
      await until('the guard waits', 120, () => node.read(`${JOURNAL} -u homelab-clock-guard`)
        .split('\n').filter((line) => line === 'waiting for the API').length === 2, 2_000);
      expect(restarts()).toHaveLength(2);
      expect(metrics()).toMatchObject({ jumps_total: 2, restarts_total: 1, pending: 1 });
      node.read('sudo rm /var/lib/k3s-stand-in/api-is-down');
      // THEN
      await until('ztunnel is restarted', 120, () => restarts().length === 4, 2_000);
      await until('the guard is done', 120, () => metrics()['pending'] === 0, 2_000);
      expect(metrics()).toMatchObject({ jumps_total: 2, restarts_total: 2, failures_total: 0 });
    });
  });

  describe('when it is started again', () => {
    const MARK = '/etc/homelab/chronyd.env';

    test('everything comes again, and nothing is set up a second time', async () => {
      // GIVEN a change by hand, which cloud-init would undo if it wrote its files again
      node.read(`echo '# by hand' | sudo tee -a ${MARK}`);
      const boot = node.read('cat /proc/sys/kernel/random/boot_id');
      // WHEN
      started = Date.now();
      node.run('sudo systemctl reboot');
      await until('it has started again', 1_200, () => {
        const { status, stdout } = node.runAnew('cat /proc/sys/kernel/random/boot_id');
        return status === 0 && stdout.trim() !== boot;
      }, 2_000);
      // THEN
      await node.login();
      await comesAgain();
      expect(metrics()).toMatchObject({ jumps_total: 2, restarts_total: 2, pending: 0 });
    });

    test('a seed of another instance on the same disk changes nothing, and the root file system grows with its disk', async () => {
      // GIVEN
      await node.shutDown();
      writeSeedDisk(file('other.img'), asInstance(replaceKey(seed), 'another-instance'));
      execFileSync(programPath('qemu-img'), ['resize', '-q', disks.root, '10G']);
      // WHEN
      start({ ...disks, seed: file('other.img') });
      await node.login();
      // THEN
      await comesAgain();
      expect(node.read('sudo cat /home/keeper/.ssh/authorized_keys | wc -l')).toBe('1');
      expect(Number(node.read('df --output=size --block-size=1M / | tail -n 1'))).toBeGreaterThan(9_400);
    });

    test('it needs no seed disk any more', async () => {
      await node.shutDown();
      start({ ...disks, seed: undefined });
      await node.login();
      await comesAgain();
    });

    async function comesAgain(): Promise<void> {
      node.run('cloud-init status --wait');
      await until('the node is ready', 600, () => node.run('sudo homelab-status').status === 0, 3_000);
      report(`restart: ready ${since()} s after it`);
      expect(node.read(`tail -n 1 ${MARK}`)).toBe('# by hand');
      expect(node.read('cut -d" " -f1,2 /etc/ssh/ssh_host_ed25519_key.pub; ls /etc/ssh/ssh_host_*_key'))
        .toBe(`${hostKey}\n/etc/ssh/ssh_host_ed25519_key`);
      expect(node.read('sudo ls /var/lib/cloud/instances')).toBe('homelab-node-a');
      expect(node.read('systemctl is-active chrony k3s homelab-clock-guard.timer homelab-certificate-exporter.timer'))
        .toBe('active\nactive\nactive\nactive');
      // Set up once: the service has a condition.
      expect(node.run('systemctl is-active homelab-setup').stdout).toBe('inactive\n');
      expect(node.read('systemctl --failed --no-legend --plain')).toBe('');
      expect(node.read('ip -4 -brief address')).toContain(`${ADDRESS}/24`);
      await until('the clock guard has run', 180, () => node.run('test -e /run/homelab/clock-guard/offset').status === 0, 3_000);
    }
  });

  describe('when it is made anew', () => {
    test('the second disk is the same, to the byte', async () => {
      // GIVEN another root disk and another instance, and the data disk of before
      await node.shutDown();
      writeSeedDisk(file('new.img'), asInstance(seed, 'new-instance'));
      start({ root: overlay(file('new.qcow2'), image, 8), seed: file('new.img'), data: disks.data });
      // WHEN
      await node.login();
      const { status } = node.run('cloud-init status --wait');
      // THEN
      expect(status).toBe(0);
      expect(node.read('sudo ls /var/lib/cloud/instances')).toBe('new-instance');
      expect(node.read(READ_DATA)).toBe('kept');
      await node.shutDown();
      expect(sha256(readFileSync(file('data.img')))).toBe(dataBefore);
    });
  });

  /** Switches the node on. */
  function start(with_: Disks = disks): void {
    started = Date.now();
    node.start(with_);
  }

  /** Seconds since the node was last switched on. */
  function since(): string {
    return ((Date.now() - started) / 1_000).toFixed(0);
  }

  /** Seconds of the node's two clocks. */
  function clocks(): { readonly wall: number; readonly uptime: number } {
    const [wall, uptime] = node.read('date +%s.%N; cut -d" " -f1 /proc/uptime').split('\n').map(Number);
    return { wall: wall!, uptime: uptime! };
  }

  /** Seconds by which the node's clock is ahead of the machine's. */
  function clockError(): number {
    return clocks().wall - Date.now() / 1_000;
  }

  /** Makes chrony forget and ask at once, to save the minutes of which the first sleep has shown that they are enough. */
  function askForTheTime(): void {
    node.read('sudo chronyc reset sources && sudo chronyc burst 4/4');
  }

  /** Waits until it is right. Says how many seconds that took. */
  async function clockIsRight(limit: number): Promise<number> {
    const start_ = Date.now();
    await until('the clock is right', limit, () => Math.abs(clockError()) < 4, 2_000);
    return (Date.now() - start_) / 1_000;
  }

  /** The metrics of the clock guard, without the beginning of their names. */
  function metrics(): Record<string, number> {
    const lines = node.read(`cat ${METRICS}`).split('\n').filter((line) => !line.startsWith('#'));
    return Object.fromEntries(lines.map((line) => line.split(' ')).map(([name, value]) => (
      [name!.replace('homelab_clock_guard_', ''), Number(value)]
    )));
  }

  /** What was restarted in the cluster, in order. */
  function restarts(): string[] {
    const calls = node.read(`sudo cat ${CALLS}`).split('\n').map((line) => line.replace(/^\d+ /, ''));
    return calls.filter((call) => call.includes('rollout restart'));
  }

  /** The same seed for another user key. */
  function replaceKey(from: Seed): Seed {
    const mine = readFileSync(file('user.pub'), 'utf8').split(' ')[1]!;
    const other = readFileSync(file('other.pub'), 'utf8').split(' ')[1]!;
    return new Map([...from].map(([name, text]) => [name, text.replaceAll(mine, other)]));
  }

  function report(line: string): void {
    process.stderr.write(`  ${line}\n`);
  }
});

/** Reads the file of the second disk, which is attached without being mounted, and leaves no trace. */
const READ_DATA = 'sudo sh -c "mkdir -p /run/look && mount -o ro,noload LABEL=homelab-data /run/look && cat /run/look/file '
  + '&& umount /run/look"';

/** A disk with a label, a file system, and a file. */
function makeDataDisk(disk: string): void {
  const tree = mkdtempSync(path.join(tmpdir(), 'data-'));
  try {
    writeFileSync(path.join(tree, 'file'), 'kept\n');
    writeFileSync(disk, '');
    truncateSync(disk, 32 * 1_048_576);
    execFileSync(programPath('mke2fs'), ['-q', '-t', 'ext4', '-L', 'homelab-data', '-d', tree, disk], { env: { ...process.env, PATH } });
  } finally {
    rmSync(tree, { recursive: true });
  }
}

/** Lines of a file that a seed writes, without comments. */
function writtenLines(seed: Seed, file: string): string[] {
  const text = writtenFiles(seed).find(({ path: each }) => each === file)?.text ?? '';
  return text.split('\n').filter((line) => /^\w/.test(line));
}
