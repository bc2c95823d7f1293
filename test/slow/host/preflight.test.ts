import { describeWithPwsh } from '../../host/pwsh';
import { play, QUICK, said, SECRET, UP, worldOf, type Run, type RunSpec, type Scenario } from '../../host/small-windows';

/** PowerShell that runs these statements. */
const all = (...statements: readonly string[]): string => statements.join('; ');
const READY = all(SECRET, QUICK);
const DOCTOR: RunSpec = { verb: 'doctor' };
const KEY_ID = '$env:HOMELAB_SECRET_CERT_MANAGER_ROUTE53_CREDENTIALS_ACCESS_KEY_ID';
const KEY = '$env:HOMELAB_SECRET_CERT_MANAGER_ROUTE53_CREDENTIALS_SECRET_ACCESS_KEY';
const TOKEN = '$env:HOMELAB_SECRET_ARGOCD_REPOSITORY_PASSWORD';
const USER = '$env:HOMELAB_SECRET_ARGOCD_REPOSITORY_USERNAME';
const NO_KEYS = all(`${KEY_ID} = $null`, `${KEY} = $null`);
/** What the user types at the prompts. */
const type = (...texts: readonly string[]): string => all(
  '$World.Interactive = $true', '$World.Answers.Clear()',
  `foreach ($text in @(${texts.map((text) => `"${text}"`).join(', ')})) { [void]$World.Answers.Add($text) }`,
);
/** So much memory in GiB. */
const memory = (total: number, free: number): string => all(
  `$World.Cim.Win32_ComputerSystem.TotalPhysicalMemory = ${total} * 1GB`,
  `$World.Cim.Win32_OperatingSystem.FreePhysicalMemory = ${free} * 1MB`,
);
/** A VM of somebody else that runs, with so many GiB. */
const otherMachine = (gib: number): string => '[void]$World.Machines.Add(@{ '
  + `Name = 'build'; Notes = ''; State = 'Running'; Drives = @(); ProcessorCount = 1; MemoryStartup = ${gib} * 1GB; `
  + "DynamicMemoryEnabled = $false; CheckpointType = 'Production'; AutomaticCheckpointsEnabled = $true; AutomaticStopAction = 'Save'; "
  + "AutomaticStartAction = 'Nothing'; SwitchName = 'x'; Mac = '0'; DynamicMac = $true })";
const adapter = (description: string, status: string): string =>
  `$World.Adapters += @{ Name = 'VPN'; InterfaceDescription = '${description}'; Status = '${status}' }`;

/** host.folder is on a drive that is not there. */
const NO_DRIVE = all(
  "$config = $World.Root + '/scripts/lib/Config.ps1'",
  '$text = [System.IO.File]::ReadAllText($config)',
  "[System.IO.File]::WriteAllText($config, ($text -replace \"Folder = '[^']*'\", \"Folder = 'Q:\\Homelab'\"))",
);

/** What lab.cmd up refuses, with what it says and what it proposes. Nothing is changed. */
const REFUSED: readonly [what: string, world: string, seen: RegExp, next: RegExp][] = [
  ['ARM64', '$World.Cim.Win32_Processor.Architecture = 12', /fail {4}Architecture: ARM64: its Hyper-V runs no x64 guest/, /Intel or AMD/],
  [
    'a processor that is not x64', '$World.Cim.Win32_Processor.Architecture = 0',
    /fail {4}Architecture: processor architecture 0 is not x64/, /64-bit Windows/,
  ],
  ['a 32-bit PowerShell', '$World.Wide = $false', /fail {4}Architecture: this is a 32-bit PowerShell/, /not the one called "\(x86\)"/],
  [
    '16 GiB and the default 12 for the VM (B4)', memory(15.8, 11.4),
    /fail {4}Memory: 11\.4 of 15\.8 GiB are free, 12 GiB for the lab take 12\.1: the VM could not start/,
    /write nodes\[\]\.memoryGiB: 10 into homelab\.yaml, which would start now \(6 is the least\)[^\n]*; close programs and try again/,
  ],
  ['8 GiB', memory(7.8, 4.5), /fail {4}Memory: 4\.5 of 7\.8 GiB/, /needs 6 GiB at least and Windows 2 beside it/],
  [
    '32 GiB with little free', memory(31.8, 5), /fail {4}Memory: 5\.0 of 31\.8 GiB/,
    /free 1\.6 GiB for the least the lab needs \(6 GiB\); close programs/,
  ],
  [
    'a machine that has little more than the VM wants', memory(13.6, 13),
    /fail {4}Memory: 13\.0 of 13\.6 GiB are free, 12 GiB for the lab take 12\.1: the VM could not start/,
    /write nodes\[\]\.memoryGiB: 11 into homelab\.yaml, which would start now \(6 is the least\), and run "npm run synth"\n/,
  ],
  [
    'a VM that holds the memory', all(memory(31.8, 8), otherMachine(16)),
    /fail {4}Memory: [^\n]*running VMs: build 16\.0 GiB/, /memoryGiB: 7 [^\n]*or stop the other VMs/,
  ],
  [
    'two processors', '$World.Cim.Win32_ComputerSystem.NumberOfLogicalProcessors = 2',
    /fail {4}Processors: 2 logical/, /nodes\[\]\.cpus: 2/,
  ],
  ['a full drive', '$World.FreeDisk = 10GB', /fail {4}Disk space: 10 GiB free/, /free at least 20 GiB/],
  [
    'FAT32', "$World.Drive = @{ Kind = 'Fixed'; Format = 'FAT32' }",
    /fail {4}Folder: [^\n]*FAT32, which keeps no access rights/, /local NTFS/,
  ],
  ['a stick', "$World.Drive = @{ Kind = 'Removable'; Format = 'NTFS' }", /fail {4}Folder: [^\n]*kind Removable/, /local NTFS/],
  ['a drive that this machine does not have', NO_DRIVE, /fail {4}Folder: this machine has no drive for Q:\\Homelab/, /connect or unlock/],
  [
    'a drive that is locked', "$World.Drive = @{ Kind = 'Fixed'; Format = '' }",
    /fail {4}Folder: the drive of [^\n]* cannot be read; is it locked by BitLocker/, /connect or unlock/,
  ],
  ['a network drive', "$World.Drive = @{ Kind = 'Network'; Format = 'NTFS' }", /fail {4}Folder: [^\n]*kind Network/, /local NTFS/],
  ['a compressed folder', "$World.Attributes = 'Directory, Compressed'", /fail {4}Folder: [^\n]*is compressed/, /compact \/u/],
  ['an encrypted folder', "$World.Attributes = 'Directory, Encrypted'", /fail {4}Folder: [^\n]*encrypted \(EFS\)/, /cipher \/d/],
  ['OneDrive', '$World.CloudFolders = @($World.Root)', /fail {4}Folder: [^\n]*lies in OneDrive/, /local NTFS/],
  [
    'a network that is taken', all(
      "[void]$World.Addresses.Add(@{ InterfaceAlias = 'Docker'; IPAddress = '192.168.100.77'; PrefixLength = 24 })",
      "[void]$World.Routes.Add(@{ DestinationPrefix = '192.168.101.0/25'; InterfaceAlias = 'VPN' })",
      "[void]$World.Nats.Add(@{ Name = 'other'; InternalIPInterfaceAddressPrefix = '192.168.102.0/24' })",
    ),
    /fail {4}Network: 192\.168\.100\.0\/24 is taken: the adapter "Docker"/,
    /192\.168\.103\.0\/24 is free: write "network: \{ cidr: 192\.168\.103\.0\/24 \}"/,
  ],
  [
    'several objects of others', all(
      "[void]$World.Switches.Add(@{ Name = 'homelab'; SwitchType = 'Internal'; Notes = 'mine' })", otherMachine(1),
      "$World.Machines[0].Name = 'homelab'; $World.Machines[0].State = 'Off'",
    ),
    /fail {4}Own objects: a switch named "homelab", a VM named "homelab": not made by these scripts; left alone/,
    /choose another host\.switchName; choose another name for the node/,
  ],
  [
    'a network that needs a login', "$World.ImageHost.Length = 2000; $World.ImageHost.Type = 'text/html'",
    /fail {4}Image: something else answers/, /hotel/,
  ],
  [
    'an image that is gone', '$World.ImageHost.Code = 404',
    /fail {4}Image: https:\/\/example\.com\/release\/node\.img does not exist/, /host\.image/,
  ],
  ['an image that cannot be reached', '$World.ImageHost.Error = 6', /fail {4}Image: [^\n]*the name example\.com cannot be found/, /DNS/],
  [
    'an image that is another one', "$World.ImageHost.Sums = ('a' * 64) + ' *node.img'",
    /fail {4}Image: SHA256SUMS beside release\/node\.img names another checksum \(aaaaaaaaaaaa\.\.\.\)/, /before you know why/,
  ],
  [
    'a repository that is not there', '$World.Git.Code = 404',
    /fail {4}Repository: https:\/\/github\.com\/kestrel\/homelab\.git does not exist/, /gitops\.repoURL/,
  ],
  ['a host that is not found', '$World.Git.Error = 6', /fail {4}Repository: [^\n]*the name github\.com cannot be found/, /DNS/],
  ['a host nobody trusts', '$World.Git.Error = 60', /fail {4}Repository: [^\n]*no trusted connection to github\.com/, /clock/],
  [
    'a branch that is not there', "$World.Git.Refs = @('master', 'dev')",
    /fail {4}Repository: [^\n]*no branch and no tag "main"/, /there are master, dev/,
  ],
  ['an empty repository', '$World.Git.Refs = @()', /fail {4}Repository: [^\n]*the repository is empty/, /push the lab first/],
  [
    'a folder that was not pushed, without git', "$World.Git.Folder = 'docs'",
    /fail {4}Pushed: https:\/\/github\.com\/kestrel\/homelab\.git has no folder dist on main/, /gitops\.path must name the folder/,
  ],
];
/** What lab.cmd up only warns of. */
const WARNED: readonly [what: string, world: string, seen: RegExp][] = [
  ['less than 4 GiB for Windows', memory(15.8, 13.5), /warn {4}Memory: [^\n]*Windows is left with less than 4 GiB/],
  [
    'a VPN', adapter('Cisco AnyConnect Secure Mobility Client Virtual Miniport Adapter for Windows x64', 'Up'),
    /warn {4}VPN: connected: VPN \(Cisco/,
  ],
  ['Windows in a VM', "$World.Cim.Win32_ComputerSystem.Model = 'VMware7,1'", /warn {4}Nesting: [^\n]*VMware7,1/],
  ['a host that is out of order', '$World.Git.Code = 503', /warn {4}Repository: [^\n]*HTTP 503/],
  [
    'a folder that nobody could look for', "$World.Git.Folder = ''",
    /warn {4}Pushed: whether [^\n]* has the folder dist on main was not checked: the server says: no filter, and there is no git\.exe/,
  ],
  ['an image whose host is out of order', '$World.ImageHost.Code = 500', /warn {4}Image: [^\n]*HTTP 500/],
  ['a check that cannot be made', "$World.Cim.Remove('Win32_Processor')", /warn {4}Architecture: could not be checked/],
];
/** Checksum of the image of the small Windows. */
const PINNED = '([BitConverter]::ToString([System.Security.Cryptography.SHA256]::Create().ComputeHash('
  + "[System.Text.Encoding]::UTF8.GetBytes($World.Image))).Replace('-', '').ToLowerInvariant())";
/** What is nothing to talk about. */
const QUIET: readonly [what: string, world: string][] = [
  ['6 GiB free for a VM of 6 beside another one', all(memory(31.8, 7), otherMachine(16))],
  ['a VPN that is not connected', adapter('Check Point Virtual Network Adapter For Endpoint VPN Client', 'Disconnected')],
  ['checksums that are the pinned ones', `$World.ImageHost.Sums = ('0' * 64) + " *other.img\`n" + ${PINNED} + ' *node.img'`],
  ['a host that does not tell the size', "$World.ImageHost.Length = ''"],
];
/** Everything that would stop a first run. */
const HOPELESS = all(
  memory(15.8, 1), '$World.Cim.Win32_ComputerSystem.NumberOfLogicalProcessors = 1; $World.Git.Code = 404; $World.ImageHost.Error = 6',
  "$World.Drive = @{ Kind = 'Fixed'; Format = 'FAT32' }", adapter('PANGP Virtual Ethernet Adapter', 'Up'),
);
const SCENARIOS: readonly Scenario[] = [
  ...REFUSED.map(([name, world]): Scenario => ({ name, world: all(READY, world), runs: [UP, DOCTOR] })),
  ...[...WARNED, ...QUIET].map(([name, world]): Scenario => ({
    name, world: all(READY, world), runs: [{ verb: 'up', arguments: { NoWait: true } }],
    ...name.startsWith('6 GiB') ? { yaml: 'nodes: [{ memoryGiB: 6 }]' } : {},
  })),
  {
    name: 'placeholders', placeholders: true, world: READY,
    runs: [UP, { verb: 'up', arguments: { SkipCheck: ['homelab.yaml'], NoWait: true } }],
  },
  {
    name: 'skipped', world: all(READY, memory(15.8, 11.4), '$World.Cim.Win32_ComputerSystem.NumberOfLogicalProcessors = 2'),
    runs: [
      { verb: 'up', arguments: { SkipCheck: ['memory'] } }, { verb: 'up', arguments: { SkipCheck: ['speed'] } },
      { verb: 'up', arguments: { SkipCheck: ['memory,Processors'] } },
    ],
  },
  {
    name: 'finished', world: READY,
    runs: [UP, { verb: 'up', before: all(HOPELESS, NO_KEYS) }, { verb: 'stop' }, { verb: 'up', before: '$World.Git.Code = 0' }],
  },
  {
    name: 'a drive that is gone', world: READY,
    runs: [UP, { verb: 'start', before: NO_DRIVE }, { verb: 'status' }, { verb: 'names', arguments: { Write: true } }],
  },
  {
    name: 'stopped', world: READY,
    runs: [UP, { verb: 'stop' }, { verb: 'up', before: NO_KEYS }],
  },
  {
    name: 'asked first', world: all(QUICK, type('\u0016', ' AKIDTYPED', 'AKIDTYPED', 'typed')),
    runs: [UP, { verb: 'up', before: type() }],
  },
  {
    name: 'nobody to ask', world: QUICK,
    runs: [
      { verb: 'secrets', arguments: { List: true } }, UP, { verb: 'up', arguments: { WhatIf: true } },
      { verb: 'up', before: all("[System.IO.File]::WriteAllText((Join-Path $World.Root 'key'), \"AKIDFILE`n\")",
        `${KEY_ID}_FILE = (Join-Path $World.Root 'key')`, `${KEY} = 'sk'`) },
    ],
  },
  { name: 'garbage in a variable', world: all(QUICK, `${KEY_ID} = ' AKIDBAD'`, `${KEY} = 'sk'`), runs: [UP] },
  {
    name: 'private repository', world: all(READY, "$World.Git.Login = 'me:right'"),
    runs: [
      UP, { verb: 'up', before: type('me', 'wrong', 'me', 'right') },
      { verb: 'up', before: all(type(), "$World.Git.Login = 'me:changed'") },
    ],
  },
  {
    name: 'private repository, given', world: all(READY, "$World.Git.Login = 'me:right'", `${USER} = 'me'`),
    runs: [{ verb: 'up', before: `${TOKEN} = 'wrong'` }, { verb: 'up', before: `${TOKEN} = 'right'` }],
  },
  {
    name: 'private repository, refused three times',
    world: all(READY, "$World.Git.Login = 'me:right'", type('me', 'a', 'me', 'b', 'me', 'c')), runs: [UP],
  },
  {
    name: 'half a secret', world: READY,
    runs: [
      UP, { verb: 'status', before: "$World.Secrets['cert-manager/route53-credentials'] = @('access-key-id')" },
      { verb: 'up', before: NO_KEYS }, { verb: 'secrets', arguments: { List: true } },
      { verb: 'secrets', before: type('AKIDTYPED', 'typed') },
      { verb: 'status' },
    ],
  },
];

let results: ReadonlyMap<string, readonly Run[]> = new Map();
function run(scenario: string, index = 0): Run {
  const found = results.get(scenario)?.[index];
  if (!found) { throw new Error(`no run ${index} of ${scenario}`); }
  return found;
}

describeWithPwsh('before the first change', () => {
  beforeAll(() => { results = play(SCENARIOS); }, 600_000);

  const refused = REFUSED.map(([what, , seen, next]) => ({ what, seen, next }));
  test.each(refused)('up refuses $what, and says what to do', ({ what, seen, next }) => {
    const { exit, mutations } = run(what);
    expect([exit, mutations]).toEqual([2, 0]);
    expect(said(run(what))).toMatch(seen);
    expect(said(run(what))).toMatch(new RegExp(`\\n {8}next: [^\\n]*${next.source}`));
    expect(said(run(what))).toMatch(/FAILED {2}1 check\(s\) failed; nothing was changed\.\n {2}next: repair/);
    expect(said(run(what))).toMatch(/\n {2}next: if a check is wrong[^\n]*-SkipCheck "/);
    // AND nothing is left of it, and doctor says the same
    expect(worldOf(run(what)).files.filter(({ path: file }) => !file.startsWith('/programs'))).toEqual([]);
    expect(run(what, 1).exit).toBe(1);
    expect(said(run(what, 1))).toMatch(/^fail {2}/m);
  });

  test.each(WARNED.map(([what, , seen]) => ({ what, seen })))('up warns of $what, and goes on', ({ what, seen }) => {
    expect(run(what).exit).toBe(0);
    expect(said(run(what))).toMatch(seen);
    expect(run(what).mutations).toBeGreaterThan(30);
  });

  test.each(QUIET.map(([what]) => what))('up says nothing of %s', (what) => {
    expect(run(what).exit).toBe(0);
    expect(run(what).lines.filter((line) => /^(warn|fail)/.test(line))).toEqual([]);
    expect(said(run(what))).toMatch(/^ok {6}\d\d check\(s\), which lab\.cmd doctor shows one by one$/m);
  });

  test('placeholders stop up, although doctor only warns: such a lab never converges', () => {
    expect([run('placeholders').exit, run('placeholders').mutations]).toEqual([2, 0]);
    expect(said(run('placeholders'))).toMatch(/fail {4}homelab\.yaml: placeholders are left: .*domain homelab\.example\.com/);
    expect(run('placeholders', 1).exit).toBe(0);
  });

  test('a check that is wrong about this machine can be skipped by its name, others still count', () => {
    expect([run('skipped').exit, said(run('skipped'))]).toEqual([2, expect.not.stringContaining('Memory')]);
    expect(said(run('skipped'))).toContain('fail    Processors');
    expect(run('skipped', 1).exit).toBe(2);
    expect(said(run('skipped', 1))).toMatch(/no check named "speed"[\s\S]*next: the checks are: Architecture, .*homelab\.yaml/);
    expect(run('skipped', 2).exit).toBe(0);
  });

  test('a lab that is finished is asked nothing that only matters before it is made', () => {
    const second = run('finished', 1);
    expect([second.exit, second.mutations]).toEqual([0, 0]);
    expect(second.lines.filter((line) => /^(warn|fail)/.test(line))).toEqual([]);
    expect(said(second)).toContain('Nothing had to be changed.');
    // AND once it is stopped, what would keep it from starting is known again
    expect([run('finished', 3).exit, run('finished', 3).mutations]).toEqual([2, 0]);
    expect(said(run('finished', 3))).toMatch(/fail {4}Memory/);
    expect(said(run('finished', 3))).not.toMatch(/fail {4}Image/);
  });

  test('a lab on a drive that is gone is not begun anew', () => {
    expect(run('a drive that is gone').exit).toBe(0);
    for (const index of [1, 3]) {
      expect([run('a drive that is gone', index).exit, run('a drive that is gone', index).mutations]).toEqual([2, 0]);
      expect(said(run('a drive that is gone', index))).toMatch(
        /FAILED {2}This machine has no drive for Q:\\Homelab\. Nothing was changed\.\n {2}next: connect or unlock the drive/);
    }
    expect(run('a drive that is gone', 2).exit).toBe(1);
    expect(said(run('a drive that is gone', 2))).not.toContain('Cannot find drive');
  });

  test('secrets of a lab that is stopped are in it, so nobody has to give them again', () => {
    expect([run('stopped', 2).exit, run('stopped', 2).questions]).toEqual([0, []]);
  });

  test('secrets are asked for once, before anything is made, until what was typed can be one (B12)', () => {
    const { exit, lines, questions, inputs, calls, world } = run('asked first');
    expect(exit).toBe(0);
    expect(questions).toEqual([
      ...[1, 2, 3].map(() => '  access-key-id - id of the key (Enter to leave the whole secret out)'),
      '  secret-access-key - the key (Enter to leave the whole secret out)',
    ]);
    const text = lines.join('\n');
    expect(text).toMatch(/ask {5}secret cert-manager\/route53-credentials: DNS-01\n {8}not taken: it holds a control character/);
    expect(text).toMatch(/not taken: it begins or ends with a blank\n {8}9 characters\n {8}5 characters\n/);
    expect(text.indexOf('5 characters')).toBeLessThan(text.search(/^make/m));
    // THEN it is made when the API is there, and leaves no trace
    expect(text).toMatch(/make {4}secret cert-manager\/route53-credentials/);
    expect(inputs.join('')).toContain(Buffer.from('AKIDTYPED').toString('base64'));
    expect([...lines, ...calls, world].join('\n')).not.toMatch(/AKIDTYPED|QUtJRFRZUEVE/);
    // AND the next run asks nobody
    expect([run('asked first', 1).exit, run('asked first', 1).questions]).toEqual([0, []]);
  });

  test('without somebody to ask, what is missing is named before there is a cluster', () => {
    const list = said(run('nobody to ask'));
    expect(run('nobody to ask').exit).toBe(0);
    expect(list).toMatch(/No cluster answers[^\n]*\nneeded {3}cert-manager\/route53-credentials: DNS-01/);
    expect(list).toMatch(/optional argocd\/repository: a private repository\n {8}username/);
    const refused = run('nobody to ask', 1);
    expect([refused.exit, refused.mutations]).toEqual([2, 0]);
    for (const key of ['ACCESS_KEY_ID', 'SECRET_ACCESS_KEY']) {
      expect(said(refused)).toContain(`HOMELAB_SECRET_CERT_MANAGER_ROUTE53_CREDENTIALS_${key} (or `);
    }
    // AND neither the optional one nor what follows from homelab.yaml is asked for
    expect(said(refused)).not.toMatch(/argocd|TYPE/);
    expect([run('nobody to ask', 2).exit, run('nobody to ask', 2).mutations]).toEqual([0, 0]);
    expect(said(run('nobody to ask', 2))).toContain('What if: it would ask for the secret cert-manager/route53-credentials');
    // AND a file is as good as a value
    expect(run('nobody to ask', 3).exit).toBe(0);
    expect(run('nobody to ask', 3).inputs.join('')).toContain(`"${Buffer.from('AKIDFILE').toString('base64')}"`);
  });

  test('a variable that holds what cannot be a value is named, and its value is not', () => {
    const garbage = run('garbage in a variable');
    expect([garbage.exit, garbage.mutations]).toEqual([2, 0]);
    expect(said(garbage)).toContain(`variable ${KEY_ID.replace('$env:', '')} gives cannot be used: it begins or ends with a blank`);
    expect(said(garbage)).not.toContain('AKIDBAD');
  });

  test('a private repository is asked for its login, which is tried before anything is made (B3)', () => {
    const name = 'private repository';
    // GIVEN nobody to ask
    expect([run(name).exit, run(name).mutations]).toEqual([2, 0]);
    expect(said(run(name))).toMatch(/warn {4}Repository: [^\n]*needs a login, or does not exist/);
    expect(said(run(name))).toContain('HOMELAB_SECRET_ARGOCD_REPOSITORY_PASSWORD');
    // GIVEN a login that is refused, and then one that is not
    const typed = run(name, 1);
    expect(typed.exit).toBe(0);
    const text = said(typed);
    expect(text).toMatch(/not taken: the host refuses this login[\s\S]*ok {6}https:\/\/[^\n]*\/homelab\.git can be read, main is a{10}/);
    expect(text.indexOf('can be read')).toBeLessThan(text.search(/^make/m));
    const made = typed.inputs.find((each) => each.includes('"name":"repository"')) ?? '';
    for (const value of ['git', 'me', 'right']) { expect(made).toContain(`"${Buffer.from(value).toString('base64')}"`); }
    expect([...typed.lines, ...typed.calls, typed.world].join('\n')).not.toContain('right');
    // AND the running lab is not asked again: there Argo CD itself says whether it can read
    expect([run(name, 2).exit, run(name, 2).questions]).toEqual([0, []]);
  });

  test('a login from the environment is tried, too', () => {
    const name = 'private repository, given';
    expect([run(name).exit, run(name).mutations]).toEqual([2, 0]);
    expect(said(run(name))).toMatch(/fail {4}Repository: [^\n]*the host refuses this login/);
    expect(run(name, 1).exit).toBe(0);
    expect(said(run(name, 1))).toMatch(/make {4}secret argocd\/repository/);
  });

  test('after three logins that are refused nothing is made', () => {
    const name = 'private repository, refused three times';
    expect([run(name).exit, run(name).mutations, run(name).questions?.length]).toEqual([2, 0, 6]);
  });

  test('a Secret that lacks a key is none (B12)', () => {
    const name = 'half a secret';
    expect(run(name, 1).exit).toBe(1);
    expect(said(run(name, 1))).toMatch(/fail {2}secret cert-manager\/route53-credentials/);
    expect([run(name, 2).exit, run(name, 2).mutations]).toEqual([2, 0]);
    expect(said(run(name, 3)))
      .toMatch(/missing {2}cert-manager\/route53-credentials: DNS-01\n {8}it is there, and lacks secret-access-key/);
    expect(said(run(name, 4))).toMatch(/is there and lacks secret-access-key, so all its keys are written again[\s\S]*make {4}secret/);
    expect([run(name, 4).exit, run(name, 5).exit]).toEqual([0, 0]);
  });
});
