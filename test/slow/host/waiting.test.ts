import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describeWithPwsh } from '../../host/pwsh';
import { DOWN, play, QUICK, said, SECRET, UP, worldOf, type Run, type Scenario } from '../../host/small-windows';

/** PowerShell that runs these statements. */
const all = (...statements: readonly string[]): string => statements.join('; ');
const quoted = (text: string): string => `'${text.replaceAll('\'', '\'\'')}'`;

/** The root Application with the status that a real Argo CD gave to another one. */
function root(recorded: string): string {
  const { items } = JSON.parse(readFileSync(path.join(__dirname, '../../fixtures/waiting/applications.json'), 'utf8')) as {
    items: { metadata: { name: string } }[];
  };
  const found = items.find(({ metadata }) => metadata.name === recorded);
  if (!found) { throw new Error(`no ${recorded} in the recording`); }
  return JSON.stringify({ ...found, metadata: { name: 'root', namespace: 'argocd' } });
}
/** From now on Argo CD shows the root Application alone, in that state. */
const stuck = (recorded: string): string => all(
  "$World.Without = @('root', 'mesh')", `$World.Cluster = @{ applications = @(${quoted(root(recorded))}) }`,
);
const WELL = '$World.Without = @(); $World.Cluster = @{}';
const POD = JSON.stringify({
  kind: 'Pod', metadata: { name: 'cilium-1', namespace: 'kube-system' },
  status: { containerStatuses: [{ name: 'agent', image: 'quay.io/cilium/cilium:v1', state: { waiting: { reason: 'ErrImagePull',
    message: 'i/o timeout' } } }] },
});
const CERTIFICATE = JSON.stringify({
  kind: 'Certificate', metadata: { name: 'tls', namespace: 'istio-ingress' },
  status: { conditions: [{ type: 'Ready', status: 'False',
    message: 'AccessDenied: not authorized to perform: route53:ChangeResourceRecordSets' }] },
});
const SLEEPY = all(
  '$World.Power.STANDBYIDLE = @(1800, 600)', '$World.Power.HIBERNATEIDLE = @(10800, 3600)', '$World.Battery = $true',
  "$World.Registry['SYSTEM\\CurrentControlSet\\Control\\Power HibernateEnabled'] = 1",
  "$World.Registry['SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Power HiberbootEnabled'] = 1",
);
const BLOCK = "$World.Excluded = @(, @(6391, 6490, ''))";
const KEPT = "$World.Excluded = @(@(6391, 6490, ''), @(6443, 6443, '     *'))";
const RUNNING = `${SECRET}; ${QUICK}`;

const SCENARIOS: readonly Scenario[] = [
  { name: 'refused', world: `${RUNNING}; ${stuck('auth-wrong')}`, runs: [UP, { verb: 'status' }, { verb: 'up', before: WELL }] },
  { name: 'not permitted', world: `${RUNNING}; ${stuck('not-permitted')}`, runs: [UP] },
  { name: 'not pushed', world: `${RUNNING}; ${stuck('no-path')}`, runs: [UP] },
  {
    name: 'comes and goes',
    world: all(RUNNING, `$World.OnLook = { if ($World.Looks % 3 -eq 0 -or $World.Looks -gt 20) { ${WELL} } else { ${stuck('no-branch')} }; `
      + '$World.Healthy = $World.Looks -gt 20 }'),
    runs: [UP],
  },
  { name: 'no name', world: `${RUNNING}; ${stuck('dns')}`, runs: [UP] },
  {
    name: 'no node', world: all(
      SECRET, "foreach ($poll in 'ssh', 'cloud-init', 'setup', 'api') { $World.Polls[$poll] = 1 }",
      `$World.OnLook = { $World.Polls.Remove('nodes') }; $World.Cluster = @{ core = @(${quoted(POD)}) }`,
    ),
    runs: [UP],
  },
  {
    name: 'no certificate', world: `${RUNNING}; $World.Cluster = @{ certificates = @(${quoted(CERTIFICATE)}) }`,
    runs: [UP, { verb: 'status' }],
  },
  {
    name: 'another host key', world: RUNNING,
    runs: [
      UP, { verb: 'start', before: "$World.SshError = '@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @'" }, { verb: 'status' },
      { verb: 'start', before: "$World.SshError = 'kex_exchange_identification: read: Connection reset'" },
    ],
  },
  {
    name: 'awake', world: RUNNING,
    runs: [
      { verb: 'up', arguments: { WhatIf: true } }, UP, { verb: 'start' }, { verb: 'start', arguments: { NoWait: true } },
      { verb: 'start', before: '$World.MayStayAwake = $false' }, { verb: 'status' },
    ],
  },
  { name: 'awake, error', world: `${RUNNING}; $World.Curl = 'corrupt'`, runs: [UP] },
  { name: 'awake, stopped', world: RUNNING, runs: [{ ...UP, StopAt: 5, FailMode: 'before' }] },
  {
    name: 'sleep', world: `${RUNNING}; ${SLEEPY}`,
    runs: [
      { verb: 'doctor' }, { verb: 'power' }, { verb: 'power', arguments: { StayAwake: true, NoHibernation: true, WhatIf: true } },
      { verb: 'power', arguments: { StayAwake: true } }, { verb: 'power', arguments: { StayAwake: true } }, { verb: 'power' },
      { verb: 'power', arguments: { Restore: true } }, { verb: 'power', arguments: { Restore: true } },
      { verb: 'power', arguments: { Restore: true, StayAwake: true } },
    ],
  },
  {
    name: 'hibernation', world: `${RUNNING}; ${SLEEPY}; $World.Administrator = $false`,
    runs: [
      { verb: 'power', arguments: { NoHibernation: true } },
      { verb: 'power', arguments: { NoHibernation: true }, before: '$World.Administrator = $true' }, { verb: 'doctor' },
      { verb: 'power', arguments: { Restore: true } },
    ],
  },
  {
    name: 'sleep, down', world: `${RUNNING}; ${SLEEPY}`,
    runs: [UP, { verb: 'power', arguments: { StayAwake: true } }, { verb: 'down', arguments: { Force: true, KeepDisk: true } },
      { verb: 'down', before: '$World.Power.HIBERNATEIDLE[0] = 7200', arguments: { Force: true } }],
  },
  {
    name: 'sleep, asked', world: `${RUNNING}; ${SLEEPY}; $World.Interactive = $true`,
    runs: [UP, { verb: 'power', arguments: { StayAwake: true } },
      { verb: 'down', before: "[void]$World.Answers.Add('homelab'); [void]$World.Answers.Add('n')" }],
  },
  {
    name: 'sleep, refused', world: `${RUNNING}; ${SLEEPY}`,
    runs: [UP, { verb: 'power', arguments: { StayAwake: true } }, { ...DOWN, before: "$World.Powercfg = 'policy'" },
      { ...DOWN, before: "$World.Powercfg = 'gone'" }],
  },
  { name: 'no powercfg', world: `${RUNNING}; $World.Powercfg = 'denied'`, runs: [{ verb: 'doctor' }] },
  {
    name: 'block', world: `${RUNNING}; ${BLOCK}`,
    runs: [{ verb: 'doctor' }, UP, { verb: 'status' }, { verb: 'up', before: KEPT }, { verb: 'status' }],
  },
  {
    name: 'no listener', world: RUNNING,
    runs: [
      { verb: 'up', before: '$World.Deaf = @(443)' }, { verb: 'status' }, { verb: 'status', before: `${BLOCK}; $World.Deaf = @(6443)` },
      { verb: 'status', before: '$World.Deaf = @(); $World.Excluded = @()' },
    ],
  },
  {
    name: 'console', world: RUNNING,
    runs: [
      UP,
      { verb: 'diagnostics' },
      { verb: 'diagnostics',
        before: "$World.Deaf = @(22); $World.Pipes['homelab-homelab'] = 'Ubuntu homelab ttyS0 password: hunter2 login:'" },
      { verb: 'diagnostics', before: "$World.Deaf = @(); $World.SshError = 'Permission denied (publickey).'; $World.Pipes.Clear()" },
      { verb: 'up', before: "$World.SshError = ''; $World.Machines[0]['ComPort'] = ''" }, DOWN,
    ],
  },
];

let results: ReadonlyMap<string, readonly Run[]> = new Map();
function run(scenario: string, index = 0): Run {
  const found = results.get(scenario)?.[index];
  if (!found) { throw new Error(`no run ${index} of ${scenario}`); }
  return found;
}
const calls = (one: Run): string => one.calls.join('\n');
/** Minutes and seconds that a failed wait has lasted, by its last line that says so. */
const waited = (one: Run): number => Math.max(...[...said(one).matchAll(/\((?:(\d+) min )?(\d+) s of at most/g)]
  .map(([, minutes, seconds]) => Number(minutes ?? 0) * 60 + Number(seconds)));

describeWithPwsh('waiting, in a small Windows', () => {
  beforeAll(() => { results = play(SCENARIOS); }, 600_000);

  test('a repository that Argo CD may not read ends the wait after a minute, with the reason and the next step', () => {
    // GIVEN status.conditions as a real Argo CD wrote them WHEN up waits
    const up = run('refused');
    // THEN it ends with 1 long before the 45 minutes of its limit
    expect(up.exit).toBe(1);
    expect(waited(up)).toBeGreaterThan(25);
    expect(waited(up)).toBeLessThan(180);
    expect(said(up))
      .toMatch(/why: Application root: the repository https:\/\/git\.example\.org\/someone\/wrong\.git cannot be read without a login/);
    expect(said(up))
      .toMatch(/FAILED {2}No waiting mends this: Application root: [^\n]*authentication required[^\n]*\n {2}next: run lab\.cmd secrets/);
    expect(said(up)).toContain('next: then run lab.cmd up again: it continues where it stopped');
    // AND Argo CD was asked once to look again, since its word may be older than a push
    expect(up.calls.filter((call) => call.includes('refresh=hard'))).toHaveLength(1);
    // AND the same is said once, not at each look
    expect(said(up).match(/why: Application root/g)).toHaveLength(1);
  });

  test('status says the same, and the next up goes on', () => {
    expect(run('refused', 1).exit).toBe(1);
    expect(said(run('refused', 1))).toMatch(/why {3}Application root: the repository .*\n {2}next: run lab\.cmd secrets/);
    expect(run('refused', 2).exit).toBe(0);
  });

  test('a project that does not allow it may be on its way: that takes five minutes', () => {
    expect(run('not permitted').exit).toBe(1);
    expect(waited(run('not permitted'))).toBeGreaterThan(240);
    expect(waited(run('not permitted'))).toBeLessThan(420);
  });

  test('a folder that was not pushed ends it too', () => {
    expect(run('not pushed').exit).toBe(1);
    expect(said(run('not pushed')))
      .toMatch(/the folder dist\/nope is not in https[^\n]*\n {2}next: run "npm run synth", commit dist\/nope and push it/);
  });

  test('a condition that comes and goes ends nothing', () => {
    expect(run('comes and goes').exit).toBe(0);
    expect(said(run('comes and goes'))).toContain('"nope" does not exist in');
  });

  test('what a network may mend is waited for to the end, and told', () => {
    expect(run('no name').exit).toBe(3);
    expect(said(run('no name'))).toMatch(/Waited 45 min[^\n]*brought no other yet\n {2}next: a VPN, a proxy/);
    expect(said(run('no name'))).toMatch(/why: Application root: the name in https:\/\/nowhere\.invalid\/someone\/x\.git is not resolved/);
  });

  test('a node that does not become Ready is told with the image that cannot be pulled', () => {
    expect(run('no node').exit).toBe(3);
    expect(said(run('no node'))).toMatch(/why: node homelab: not Ready: it has no network for pods yet; Cilium brings it/);
    expect(said(run('no node')))
      .toMatch(/why: pod kube-system\/cilium-1: the image quay\.io\/cilium\/cilium:v1 cannot be pulled \(ErrImagePull: i\/o timeout\)/);
  });

  test('what holds nobody up is a warning at the end, and no failure', () => {
    expect(run('no certificate').exit).toBe(0);
    expect(said(run('no certificate')))
      .toMatch(/warn {4}certificate istio-ingress\/tls: not delivered: AccessDenied[^\n]*\n {8}next: the DNS provider refuses/);
    expect(said(run('no certificate', 1))).toMatch(/why {3}certificate istio-ingress\/tls/);
  });

  test('another host key is not waited for, a connection that breaks off is', () => {
    expect(run('another host key', 1).exit).toBe(1);
    expect(said(run('another host key', 1)))
      .toMatch(/No waiting mends this: SSH to homelab: the node has another host key[^\n]*\n {2}next: another machine may have/);
    expect(said(run('another host key', 2))).toMatch(/fail {2}SSH to homelab: the node has another host key/);
    expect(run('another host key', 3).exit).toBe(3);
    expect(said(run('another host key', 3))).toContain('the login is not yet: the node closes the connection');
  });

  test('Windows is kept awake while up and start wait, and may sleep again afterwards', () => {
    expect([0, 1, 2, 3, 5].map((index) => run('awake', index).awake)).toEqual([[], [true, false], [true, false], [], []]);
    // AND where it cannot be asked the run goes on
    expect([run('awake', 4).exit, run('awake', 4).awake]).toEqual([0, [true]]);
  });

  test('it may sleep again after an error and after Ctrl+C as well', () => {
    expect([run('awake, error').exit, run('awake, error').awake]).toEqual([1, [true, false]]);
    expect(said(run('awake, stopped'))).toContain('reached True');
    expect(run('awake, stopped').awake).toEqual([true, false]);
  });

  test('doctor reads when Windows sleeps out of texts in any language', () => {
    expect(said(run('sleep')))
      .toMatch(/warn {2}Sleep {12}on mains power Windows sleeps after 30 min and hibernates after 180 min; [^\n]*on battery/);
    expect(said(run('sleep'))).toMatch(/warn {2}Fast startup {5}on: after "Shut down" Windows continues where it was/);
    expect(said(run('no powercfg'))).toMatch(/ok {4}Sleep {12}not known to Windows/);
  });

  test('lab.cmd power only shows, and with -WhatIf changes nothing', () => {
    expect([1, 2].map((index) => [run('sleep', index).exit, run('sleep', index).mutations])).toEqual([[0, 0], [0, 0]]);
  });

  test('-StayAwake sets both to never and -Restore sets them back, each once', () => {
    expect(calls(run('sleep', 3))).toMatch(/setacvalueindex 381b4222-f694-41f0-9685-ff5bb260df2e SUB_SLEEP STANDBYIDLE 0/);
    expect(calls(run('sleep', 3))).toMatch(/SUB_SLEEP HIBERNATEIDLE 0/);
    expect([run('sleep', 4).exit, run('sleep', 4).mutations]).toEqual([0, 0]);
    expect(said(run('sleep', 5)))
      .toMatch(/ok {4}Sleep[\s\S]*info {2}hibernate-ac was changed here; -Restore sets it back\ninfo {2}standby-ac/);
    expect(calls(run('sleep', 6))).toMatch(/HIBERNATEIDLE 10800[\s\S]*STANDBYIDLE 1800/);
    expect([run('sleep', 7).exit, run('sleep', 7).mutations, run('sleep', 8).exit]).toEqual([0, 0, 2]);
  });

  test('hibernation is switched in an elevated PowerShell only', () => {
    expect([run('hibernation').exit, run('hibernation').mutations]).toEqual([2, 0]);
    expect(calls(run('hibernation', 1))).toContain('powercfg.exe /hibernate off');
    expect(said(run('hibernation', 2))).toMatch(/ok {4}Fast startup/);
    expect(calls(run('hibernation', 3))).toContain('powercfg.exe /hibernate on');
  });

  test('down sets sleep back as it was, but neither with -KeepDisk nor what somebody has changed since', () => {
    expect(calls(run('sleep, down', 2))).not.toContain('powercfg');
    expect(calls(run('sleep, down', 3))).toContain('STANDBYIDLE 1800');
    expect(calls(run('sleep, down', 3))).not.toContain('HIBERNATEIDLE 10800');
    expect(said(run('sleep, down', 3))).toContain('skip    hibernate-ac was changed by somebody else since');
    expect(run('sleep, down', 3).world).not.toContain('state.json');
  });

  test('a policy that keeps down from setting it back does not keep the lab', () => {
    expect([run('sleep, refused', 2).exit, worldOf(run('sleep, refused', 2)).machines]).toEqual([1, []]);
    expect(said(run('sleep, refused', 2))).toMatch(/warn {4}powercfg did not change/);
    // AND it stays on record, also where nobody says what is set now
    expect(said(run('sleep, refused', 3))).toMatch(/warn {4}powercfg does not say what standby-ac is now; it stays on record/);
    expect(run('sleep, refused', 3).world).toContain('power/standby-ac');
  });

  test('down asks before it sets sleep back, and a no leaves it', () => {
    expect(run('sleep, asked', 2).questions?.at(-1))
      .toBe('Sleep - Set sleep and hibernation of Windows back as they were before the lab (hibernate-ac, standby-ac)?');
    expect([run('sleep, asked', 2).exit, calls(run('sleep, asked', 2)).includes('powercfg')]).toEqual([0, false]);
  });

  test('a port that Windows keeps for itself is named with the way out, by doctor, up and status', () => {
    const way = 'net stop winnat; netsh int ipv4 add excludedportrange protocol=tcp startport=6443 numberofports=1 store=persistent; '
      + 'net start winnat';
    for (const index of [0, 1, 2]) {
      expect(said(run('block', index))).toContain('Windows keeps the ports 6391-6490 for itself');
      expect(said(run('block', index))).toContain(way);
    }
    // AND the lab comes up without it
    expect([run('block', 1).exit, calls(run('block', 1)).includes('listenport=6443')]).toEqual([0, false]);
    // AND once it is set aside it is used
    expect(calls(run('block', 3))).toContain('listenport=6443');
    expect(said(run('block', 4))).toMatch(/ok {4}127\.0\.0\.1:6443/);
  });

  test('a port proxy without a listener is found by a connection, and not called missing', () => {
    expect(run('no listener').exit).toBe(0);
    for (const index of [0, 1]) {
      expect(said(run('no listener', index)))
        .toMatch(/127\.0\.0\.1:443 .*nobody listens for it\n +next: in an elevated PowerShell: Restart-Service iphlpsvc/);
    }
    expect(said(run('no listener', 2))).toMatch(/127\.0\.0\.1:6443 .*does not answer: Windows keeps the ports 6391-6490 for itself/);
    expect(said(run('no listener', 3))).not.toMatch(/warn.*127\.0\.0\.1/);
  });

  test('diagnostics ask for logs of what is not well, of Argo CD, of the jobs of K3s, and for certificates', () => {
    expect(Object.keys(run('console', 1).archive ?? {})).toEqual(expect.arrayContaining(
      ['unwell', 'argocd-log', 'helm', 'certificates'].map((name) => `nodes/homelab/${name}.txt`),
    ));
    expect(Object.keys(run('console', 1).archive ?? {})).toEqual(expect.arrayContaining(['windows/ports.txt', 'windows/power.txt']));
  });

  test('of a guest that lets nobody in they bring what Hyper-V sees and what its console says, without secrets', () => {
    const archive = run('console', 2).archive ?? {};
    expect(archive['nodes/homelab.txt']).toBe('does not answer on SSH');
    expect(archive['nodes/homelab/console.txt']).toBe('Ubuntu homelab ttyS0 password: [redacted] login:');
    expect(archive['nodes/homelab/hyper-v.txt']).toMatch(/Running[\s\S]*Heartbeat[\s\S]*homelab-homelab/);
    // AND a console that nobody offers is said to be silent
    expect(run('console', 3).archive?.['nodes/homelab.txt']).toMatch(/no login: the node does not accept the key yet/);
    expect(run('console', 3).archive?.['nodes/homelab/console.txt']).toBe('could not be read: there is no such pipe');
  });

  test('a VM that runs without a serial console is left alone', () => {
    expect([run('console', 4).exit, run('console', 4).mutations]).toEqual([0, 0]);
    expect(said(run('console', 4))).not.toContain('serial');
  });
});
