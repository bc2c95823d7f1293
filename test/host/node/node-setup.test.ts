import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Sandbox, type Run } from './sandbox';
import { needing } from './tools';

const test = needing('bash');

const LIBRARY = 'usr/local/lib/homelab';

/** A node fresh from the image, with the machine and every package in reach. */
class NewNode extends Sandbox {
  constructor() {
    super();
    this.command('uname', 'echo x86_64');
    this.command('getent', '[[ ! -e $SANDBOX/no-names ]]');
    this.command('curl', '[[ ! -e $SANDBOX/no-web ]]');
    this.command('dpkg-query', 'if [[ -e $SANDBOX/packages ]]; then printf "installed\\n%.0s" 1 2 3 4; else echo installed; exit 1; fi');
    this.command('apt-get', '[[ ! -e $SANDBOX/no-archive ]] || exit 100; [[ $* != *install* ]] || : >"$SANDBOX/packages"');
    this.command('systemctl', 'case "$*" in "is-active"*) exit 3 ;; "is-failed"*) [[ -e $SANDBOX/failed ]] ;; esac');
    this.command('sysctl', '');
    this.command('k3s', '[[ ! -e $SANDBOX/no-api ]]');
    this.write('cgroup/cgroup.controllers', '');
    mkdirSync(join(this.folder, 'bpf'));
    // The binary is in place already; its own test is where it is fetched.
    this.write('sbin/k3s', '');
    this.write(
      'node.env',
      this.read('node.env')!.replace(/K3S_SHA256='.*'/, "K3S_SHA256='e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'"),
    );
  }

  public setUp(): Run {
    return this.run(
      `${LIBRARY}/node-setup.sh`,
      {
        NODE_SETUP_CGROUP: `${this.folder}/cgroup`, NODE_SETUP_BPF: `${this.folder}/bpf`, NODE_SETUP_PAUSE: '5', NODE_SETUP_TRIES: '3',
        K3S_INSTALL_BIN: `${this.folder}/sbin`,
      },
    );
  }

  public status(): [number | null, string] {
    const { status, stdout } = this.run('usr/local/bin/homelab-status');
    return [status, stdout.trim()];
  }
}

let node: NewNode;
beforeEach(() => { node = new NewNode(); });
afterEach(() => { node.delete(); });

test('from a fresh Ubuntu to a cluster that answers', () => {
  // GIVEN
  expect(node.status()).toEqual([2, 'working: cloud-init has not come to it yet']);

  // WHEN
  const { status, stderr } = node.setUp();

  // THEN
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(node.takeCalls().filter((call) => !/^(systemctl is-|k3s|getent|curl|dpkg-query|uname)/.test(call))).toEqual([
    'apt-get --quiet --yes -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 update',
    'apt-get --quiet --yes -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 install --no-install-recommends '
      + 'chrony curl jq unattended-upgrades',
    'systemctl restart systemd-modules-load.service',
    'sysctl --quiet --system',
    'systemctl restart systemd-networkd.service',
    'systemctl mask --quiet sleep.target suspend.target hibernate.target hybrid-sleep.target',
    'systemctl daemon-reload',
    'systemctl enable --quiet chrony.service',
    'systemctl restart chrony.service',
    'systemctl enable --now --quiet homelab-clock-guard.timer',
    'systemctl enable --quiet k3s.service',
    'systemctl start --no-block k3s.service',
    'systemctl enable --now --quiet homelab-certificate-exporter.timer homelab-freeze-bootstrap.timer',
  ]);
  expect(node.read('state/node-ready')).toBe('v1.2.3+k3s1\n');
  expect(node.status()).toEqual([0, 'ready']);
});

test('a second run installs nothing', () => {
  node.setUp();
  node.takeCalls();
  expect(node.setUp().status).toBe(0);
  expect(node.takeCalls('apt-get')).toEqual([]);
});

test('a running cluster keeps its routes: the network is not restarted under it', () => {
  node.command('systemctl', '');
  node.setUp();
  expect(node.takeCalls('systemd-networkd')).toEqual([]);
});

test.each<[string, string, string]>([
  ['no name server answers', 'no-names', 'no name server answers; check network.dnsServers'],
  ['the internet is out of reach', 'no-web', 'https://github.com cannot be reached; check NetNat'],
  ['the archive is out of reach', 'no-archive', 'apt could not install chrony curl jq unattended-upgrades'],
  ['the API does not come up', 'no-api', 'its API does not answer; see: journalctl -u k3s'],
])('it gives up within bounds and says why if %s, and a later run completes it', (_, fault, reason) => {
  // GIVEN
  node.write(fault, '');

  // WHEN
  const { status, stderr } = node.setUp();

  // THEN
  expect(status).toBe(1);
  expect(stderr).toContain(reason);
  expect(node.takeCalls('sleep').length).toBeLessThanOrEqual(6);
  expect(node.list('state')).toEqual([]);
  expect(node.status()).toEqual([2, expect.stringContaining(reason)]);
  node.write('failed', '');
  expect(node.status()).toEqual([1, expect.stringContaining(`failed: `)]);

  // WHEN
  node.remove(fault);
  node.remove('failed');

  // THEN
  expect(node.setUp().status).toBe(0);
  expect(node.status()[0]).toBe(0);
});

test.each<[string, () => void, string]>([
  ['another processor', () => { node.command('uname', 'echo aarch64'); }, 'this is aarch64'],
  ['an old cgroup hierarchy', () => { node.remove('cgroup'); }, 'cgroup v2'],
  ['a kernel without bpf', () => { node.remove('bpf'); }, 'bpf file system'],
])('it refuses %s before anything is changed', (_, arrange, reason) => {
  arrange();
  expect(node.setUp()).toMatchObject({ status: 1, stderr: expect.stringContaining(reason) as string });
  expect(node.takeCalls('systemctl')).toEqual([]);
});

test('a kernel that lacks a module or a setting is a warning', () => {
  node.command('sysctl', 'exit 255');
  expect(node.setUp()).toMatchObject({ status: 0, stderr: expect.stringContaining('some kernel settings were refused') as string });
});

test('a k3s that cannot be had is named', () => {
  // GIVEN a copy of the library, in which the installer fails
  const copy = join(node.folder, 'library');
  cpSync(join(__dirname, '../../../host/node/files', LIBRARY), copy, { recursive: true });
  node.write('library/k3s-install.sh', '#!/bin/sh\nexit 1\n');

  // THEN
  expect(node.run(join(copy, 'node-setup.sh'), { NODE_SETUP_CGROUP: `${node.folder}/cgroup`, NODE_SETUP_BPF: `${node.folder}/bpf` }))
    .toMatchObject({ status: 1, stderr: expect.stringContaining('k3s could not be installed') as string });
});

test('while the API restarts, a node that is set up is working again', () => {
  node.setUp();
  node.write('no-api', '');
  expect(node.status()).toEqual([2, 'working: the node is set up; its API does not answer yet']);
});
