import { describeWithPwsh } from '../../host/pwsh';
import { DOWN, play, QUICK, said, SECRET, UP, worldOf, type Run, type RunSpec, type Scenario } from '../../host/small-windows';

/* What a Windows can be like besides the usual one: another language, other accounts, states of a VM that nobody plans for. */

/** PowerShell that runs these statements. */
const all = (...statements: readonly string[]): string => statements.join('; ');
const READY = all(SECRET, QUICK);
const after = (before: string, run: RunSpec): RunSpec => ({ ...run, before });
const verb = (name: string, ...switches: readonly string[]): RunSpec => (
  { verb: name, arguments: Object.fromEntries(switches.map((each) => [each, true])) });
const START = verb('start', 'NoWait');
const lab = (...command: readonly string[]): RunSpec => ({ verb: 'lab', command });
const state = (name: string): string => `$World.Machines[0].State = '${name}'`;
/** Nobody is an administrator, and somebody is there to answer. */
const USER = '$World.Administrator = $false; $World.Interactive = $true';
/** What the window that asked has set does not reach the one with the rights. */
const NO_VARIABLES = 'Get-ChildItem env:HOMELAB_SECRET_* | Microsoft.PowerShell.Management\\Remove-Item';
const STILL_TURKISH = "if ([cultureinfo]::CurrentCulture.Name -ne 'tr-TR') { throw 'the session has another language now' }";

const SCENARIOS: readonly Scenario[] = [
  {
    name: 'Turkish', world: all(READY, "[cultureinfo]::CurrentCulture = 'tr-TR'",
      "[System.IO.File]::WriteAllText($World.Root + '/profile/.wslconfig', '# CLIENT_SECRET=hunter3')"),
    runs: [
      UP, after(STILL_TURKISH, verb('diagnostics')), after(STILL_TURKISH, verb('stop')), after(STILL_TURKISH, verb('doctor')),
      after(all(STILL_TURKISH, "[cultureinfo]::CurrentCulture = ''"), START),
    ],
  },
  {
    name: 'another name', world: all(READY, "$World.Aliases['homelab'] = 'vEthernet (homelab) 2'"),
    runs: [
      UP, UP,
      after(
        "$World.Aliases['homelab'] = 'Lab'; foreach ($each in $World.Addresses) { $each.InterfaceAlias = 'Lab' }", verb('status')),
      after(all(USER, "$World.HyperV = 'You do not have the required permission'"), verb('doctor')),
      after("$World.Administrator = $true; $World.HyperV = ''", DOWN),
    ],
  },
  { name: 'an address that goes', world: all(READY, '$World.AddressGoes = $true'), runs: [UP, UP] },
  { name: 'an adapter that has just come up', world: all(READY, '$World.AddressRefused = 2'), runs: [UP, UP] },
  { name: 'an adapter that takes no address', world: all(READY, '$World.AddressRefused = 3'), runs: [UP, UP] },
  {
    name: 'one NAT', world: all(READY, '$World.OneNat = $true',
      "[void]$World.Nats.Add(@{ Name = 'nat'; InternalIPInterfaceAddressPrefix = '172.28.16.0/20' })"),
    runs: [UP, after('$World.Nats.Clear()', UP)],
  },
  {
    name: 'saved', world: READY,
    runs: [
      UP, after(state('Saved'), verb('stop')), verb('stop', 'TurnOff'), START, after(state('Saved'), START), after(state('Saved'), DOWN),
    ],
  },
  {
    name: 'paused', world: READY,
    runs: [
      UP, after(state('Paused'), verb('stop')), START,
      after(all('$World.FreeDisk = 0', state('PausedCritical')), START), after('$World.FreeDisk = 9GB', START),
      after(all('$World.FreeDisk = 0', state('PausedCritical')), verb('stop', 'TurnOff')),
      after(state('PausedCritical'), DOWN),
    ],
  },
  {
    name: 'held', world: READY,
    runs: [UP, after('$World.HeldDisk = 3; $World.Proxies.RemoveAt(0)', DOWN)],
  },
  {
    name: 'a proxy that stays', world: all(READY, '$World.ProxyStays = $true'),
    runs: [UP, DOWN, after('$World.ProxyStays = $false', DOWN)],
  },
  {
    name: 'ANSI', world: "[System.IO.File]::WriteAllBytes($World.Root + '/profile/.wslconfig', [byte[]](35, 32, 74, 246, 114, 103, 10))",
    runs: [{ verb: 'wsl', arguments: { Mode: 'mirrored', Write: true } }],
  },
  {
    name: 'another kubeconfig', world: READY,
    runs: [
      after("$env:KUBECONFIG = 'C:\\work.yaml'", UP), after("$env:KUBECONFIG += ';' + $World.Root + '/profile/.kube/config'", UP),
      after('$env:KUBECONFIG = $null', UP),
    ],
  },
  {
    name: 'no WSL',
    world: all(READY, "$World.Programs += 'wsl.exe'", "[System.IO.File]::WriteAllText($World.Root + '/programs/wsl.exe', '')"),
    runs: [UP, verb('status'), verb('wsl')],
  },
  {
    name: 'server', world: "$World.Cim.Win32_OperatingSystem.ProductType = 3; $World.Services.vmms = 'Stopped'",
    runs: [verb('doctor'), after('$World.Cim.Win32_OperatingSystem.ProductType = 1', verb('doctor'))],
  },
  {
    name: 'protected', world: all(READY, "$World.AdminProtection = 'on'"),
    runs: [
      UP, { verb: 'up', arguments: { SkipCheck: ['Accounts'], NoWait: true } },
      after(all(NO_VARIABLES, USER), lab('up', '-NoWait')), lab('status'), after('$World.HyperVAdministrator = $true', lab('status')),
      lab('doctor'), after("$World.AdminProtection = 'set'", lab('up', '-NoWait')),
    ],
  },
];

let results: ReadonlyMap<string, readonly Run[]> = new Map();
function run(scenario: string, index = 0): Run {
  const found = results.get(scenario)?.[index];
  if (!found) { throw new Error(`no run ${index} of ${scenario}`); }
  return found;
}
const exits = (scenario: string): number[] => (results.get(scenario) ?? []).map(({ exit }) => exit);
const stateOf = (scenario: string, index: number): unknown =>
  (worldOf(run(scenario, index)).machines[0] as { readonly State: string } | undefined)?.State;

describeWithPwsh('a Windows that is not the usual one', () => {
  beforeAll(() => { results = play(SCENARIOS); }, 600_000);

  test('in Turkish, where "I" is no capital of "i", secrets are blacked out, and the session keeps its language', () => {
    expect(exits('Turkish')).toEqual([0, 0, 0, 0, 0]);
    expect(Object.values(run('Turkish', 1).archive ?? {}).join('\n')).not.toContain('hunter3');
    expect(said(run('Turkish', 3))).toMatch(/^ok {4}Memory {11}16\.0 of 32\.0 GiB/m);
  });

  test('the adapter of the switch is known by its id, whatever its name is', () => {
    expect(exits('another name')).toEqual([0, 0, 0, 0, 0]);
    expect(said(run('another name', 1))).toContain('Nothing had to be changed.');
    expect(run('another name').calls).toContain(
      'New-NetIPAddress -InterfaceAlias:vEthernet (homelab) 2 -IPAddress:192.168.100.1 -PrefixLength:24');
    expect(run('another name', 2).lines.filter((line) => /^(fail|warn)/.test(line))).toEqual([]);
  });

  test('an address that Windows takes away by itself meanwhile is no failure', () => {
    expect(exits('an address that goes')).toEqual([0, 0]);
  });

  test('an address that Windows refuses for a moment is tried again', () => {
    expect(exits('an adapter that has just come up')).toEqual([0, 0]);
    expect(run('an adapter that has just come up').calls.filter((call) => call.startsWith('New-NetIPAddress'))).toHaveLength(1);
    expect(run('an adapter that has just come up', 1).mutations).toBe(0);
  });

  test('an address that Windows goes on refusing ends the run with the words of Windows', () => {
    expect(exits('an adapter that takes no address')).toEqual([1, 0]);
    expect(said(run('an adapter that takes no address'))).toContain('FAILED  Inconsistent parameters PolicyStore PersistentStore');
    expect(said(run('an adapter that takes no address'))).not.toContain('Windows reported no error');
  });

  test('a Windows that has one NAT only says which one it is, and what to do', () => {
    expect(exits('one NAT')).toEqual([1, 0]);
    expect(said(run('one NAT'))).toMatch(
      /FAILED {2}Windows refuses a NAT beside "nat": The parameter is incorrect\.\n {2}next: older versions of Windows have one NAT only/);
  });

  test('a VM that is saved is not waited for: it can go on, or its memory is thrown away', () => {
    expect(exits('saved')).toEqual([0, 2, 0, 0, 0, 1]);
    expect(said(run('saved', 1))).toMatch(/FAILED {2}The VM "homelab" is saved[\s\S]*next: lab\.cmd start lets it go on/);
    expect(run('saved', 1).mutations).toBe(0);
    expect([2, 3, 4, 5].map((index) => stateOf('saved', index))).toEqual(['Off', 'Running', 'Running', undefined]);
    expect(said(run('saved', 5))).toMatch(/warn {4}the guest could not be shut down and is turned off: The VM "homelab" is saved/);
  });

  test('a VM that is paused goes on before it is shut down, and one whose drive is full says so', () => {
    expect(exits('paused')).toEqual([0, 0, 0, 1, 0, 0, 1]);
    expect(stateOf('paused', 1)).toBe('Off');
    expect(said(run('paused', 3))).toMatch(
      /The VM "homelab" is PausedCritical and did not go on:[^\n]*\n {2}next: is the drive of ROOT\/lab full\? Free some space there/);
    expect([4, 5, 6].map((index) => stateOf('paused', index))).toEqual(['Running', 'Off', undefined]);
  });

  test('down waits for whoever looks at a disk, and does not miss a port proxy that is gone already', () => {
    expect(exits('held')).toEqual([0, 0]);
    expect(said(run('held', 1))).not.toContain('warn');
    expect(worldOf(run('held', 1)).files.filter(({ path: file }) => file.startsWith('/lab'))).toEqual([]);
  });

  test('a port proxy that could not be removed stays on record, so that the next down removes it', () => {
    expect(exits('a proxy that stays')).toEqual([0, 1, 0]);
    expect(said(run('a proxy that stays', 1)))
      .toMatch(/warn {4}the port proxy on 127\.0\.0\.1:6443 could not be removed: Zugriff verweigert/);
    expect(worldOf(run('a proxy that stays', 2)).proxies).toEqual([]);
  });

  test('a .wslconfig in another encoding is not written back with holes in it', () => {
    expect(run('ANSI')).toMatchObject({ exit: 2, mutations: 0 });
    expect(said(run('ANSI'))).toMatch(/\.wslconfig is not saved as UTF-8[\s\S]*next: save it as UTF-8 in Notepad/);
  });

  test('whoever has a KUBECONFIG of his own is told that kubectl does not read the file with the context', () => {
    expect(exits('another kubeconfig')).toEqual([0, 0, 0]);
    expect([0, 1, 2].map((index) => said(run('another kubeconfig', index)).includes('the variable KUBECONFIG is set')))
      .toEqual([true, false, false]);
  });

  test('wsl.exe is not asked where nobody has WSL: it would ask whether to install it', () => {
    expect(exits('no WSL')).toEqual([0, 0, 0]);
    for (const index of [0, 1, 2]) {
      expect(run('no WSL', index).desktop.calls).toEqual([]);
      expect(said(run('no WSL', index))).toContain('WSL is not installed, or you have no distribution of it');
    }
  });

  test('a server installs Hyper-V under its own name', () => {
    expect(said(run('server'))).toMatch(/fail {2}Hyper-V[^\n]*\n *fix: in an elevated PowerShell: Install-WindowsFeature -Name Hyper-V/);
    expect(said(run('server', 1))).toMatch(/fail {2}Hyper-V[^\n]*\n *fix: in an elevated PowerShell: Enable-WindowsOptionalFeature/);
  });

  test('Administrator protection, where it is in force, stops all that would be done by its hidden account', () => {
    expect(exits('protected')).toEqual([2, 0, 2, 2, 0, 0, 0]);
    expect(run('protected').mutations).toBe(0);
    expect(said(run('protected'))).toMatch(/fail {4}Accounts: Administrator protection is on/);
    for (const index of [2, 3]) {
      expect([run('protected', index).desktop.elevations.length, run('protected', index).mutations]).toEqual([1, 0]);
      expect(said(run('protected', index))).toMatch(
        /FAILED {2}Administrator protection of Windows is on: [^\n]* account PC\\ADMIN_1001[^\n]*\n {2}next: switch it off/);
    }
    expect(said(run('protected', 2))).not.toContain('S-1-5-32-578');
    expect(said(run('protected', 3))).toContain('Add-LocalGroupMember -SID S-1-5-32-578 -Member "PC\\1001"');
    expect(said(run('protected', 5))).toMatch(/^warn {2}Accounts {9}Administrator protection is set/m);
  });
});
