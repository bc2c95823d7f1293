import { DOWN, QUICK, SECRET, UP, type RunSpec, type Scenario } from './small-windows';

/** PowerShell that runs these statements. */
export const all = (...statements: readonly string[]): string => statements.join('; ');

/** PowerShell that writes a file of the small Windows. */
export const write = (file: string, text: string): string =>
  `[System.IO.File]::WriteAllText((Join-Path $World.Root '${file}'), ${text})`;

/** PowerShell that makes a folder of the small Windows. */
export const makeFolder = (folder: string): string =>
  `[void](New-Item -ItemType Directory -Force -Path (Join-Path $World.Root '${folder}'))`;

/** PowerShell that makes a VM which nobody but a person has made. */
const foreignMachine = (name: string, switchName: string): string => `[void]$World.Machines.Add(@{ ${all(
  `Name = '${name}'`, "Notes = ''", "State = 'Off'", 'Drives = @()', 'ProcessorCount = 1', 'MemoryStartup = 1',
  'DynamicMemoryEnabled = $true', "CheckpointType = 'Production'", 'AutomaticCheckpointsEnabled = $true',
  "AutomaticStopAction = 'Save'", "AutomaticStartAction = 'Nothing'", `SwitchName = '${switchName}'`, "Mac = '0'", 'DynamicMac = $true',
)} })`;

/** What homelab-status answers from now on. */
const answer = (exitCode: number, output: string): string =>
  `$World.Setup = @{ ExitCode = ${exitCode}; Output = '${output}'; ErrorText = '' }`;

/** Another process has the lock. */
export const LOCKED = `if ($null -eq $World.Held) { ${all(
  "$World.Held = [System.IO.File]::Open((Join-Path $World.Root 'lab/lock'), 'OpenOrCreate', 'ReadWrite', 'None')",
  write('lab/lock.txt', "'lab.cmd up, process 4711, since 07:31:00'"),
)} }`;

/** What the user types at the prompts. */
const type = (...texts: readonly string[]): string =>
  `$World.Answers.Clear(); foreach ($text in ${texts.map((text) => `'${text}'`).join(', ')}) { [void]$World.Answers.Add($text) }`;
const UP_ASKING: RunSpec = { verb: 'up', before: type('', '') };
/** The environment variables of the DNS credentials. */
const KEY_ID = '$env:HOMELAB_SECRET_CERT_MANAGER_ROUTE53_CREDENTIALS_ACCESS_KEY_ID';
const KEY = '$env:HOMELAB_SECRET_CERT_MANAGER_ROUTE53_CREDENTIALS_SECRET_ACCESS_KEY';
/** A relative path means the folder the user is in, which a script cannot see from .NET. */
const OUT_FILE = 'Set-Location -LiteralPath $World.Root';
const EXTERNAL = 'host: { network: external, adapter: Ethernet, router: 192.168.100.254 }';
const OWN = 'domain: lab.kestrel.dev\ngitops: { repoURL: "https://github.com/kestrel/lab.git" }\ntls: { issuer: homelab-ca }';

/** A kubeconfig of another cluster. */
export const KUBECONFIG = [
  'apiVersion: v1', 'clusters:', '- cluster:', '    server: https://work:6443', '  name: work', 'contexts:', '- context:',
  '    cluster: work', '    user: me', '  name: work', 'current-context: work', 'kind: Config', 'users:', '- name: me', '  user:',
  '    token: t', '',
].join('\n');

/** What is played, by the verbs that are run one after the other. behaviour.test.ts says what has to come of each. */
export const SCENARIOS: readonly Scenario[] = [
  { name: 'clean', world: SECRET, runs: [UP, UP, { verb: 'status' }, { verb: 'doctor' }, DOWN] },
  { name: 'with -File', world: SECRET, runs: [{ ...UP, way: 'file' }, { ...DOWN, way: 'file' }] },
  { name: 'what if', world: SECRET, runs: [{ verb: 'up', arguments: { WhatIf: true } }] },
  {
    name: 'what if, made', world: `${SECRET}; ${QUICK}`,
    runs: [
      UP, { verb: 'up', arguments: { WhatIf: true } }, { verb: 'down', arguments: { WhatIf: true, Force: true } },
      { verb: 'stop', arguments: { WhatIf: true } }, { verb: 'kubeconfig', arguments: { WhatIf: true } },
      { verb: 'secrets', arguments: { WhatIf: true, Replace: true, NoPrompt: true } },
      { verb: 'diagnostics', arguments: { WhatIf: true } }, { verb: 'wsl', arguments: { WhatIf: true, Mode: 'mirrored', Write: true } },
    ],
  },
  {
    name: 'foreign switch', world: "[void]$World.Switches.Add(@{ Name = 'homelab'; SwitchType = 'Internal'; Notes = 'mine' })",
    runs: [UP, DOWN],
  },
  { name: 'foreign vm', world: foreignMachine('homelab', 'x'), runs: [UP, { verb: 'stop' }, DOWN] },
  {
    name: 'foreign nat', world: "[void]$World.Nats.Add(@{ Name = 'homelab'; InternalIPInterfaceAddressPrefix = '10.9.0.0/24' })",
    runs: [UP, DOWN],
  },
  {
    name: 'foreign disk',
    world: all(makeFolder('lab/nodes/homelab'), write('lab/nodes/homelab/disk.vhdx', "'precious'")),
    runs: [UP, DOWN],
  },
  {
    name: 'foreign proxy',
    world: all(
      SECRET, QUICK, "[void]$World.Proxies.Add(@{ ListenAddress = '0.0.0.0'; Listen = 443; Address = '10.0.0.9'; Port = 443 })",
      '$World.Listeners = @(80)',
    ),
    runs: [UP, DOWN],
  },
  {
    name: 'marker of another lab', world: `${SECRET}; ${QUICK}`,
    runs: [
      UP,
      {
        verb: 'down', arguments: { Force: true },
        before: "$World.Machines[0].Notes = 'Made by up.ps1 for lab 00000000-0000-0000-0000-000000000000. Keep'",
      },
    ],
  },
  {
    name: 'address taken',
    world: "[void]$World.Addresses.Add(@{ InterfaceAlias = 'Docker'; IPAddress = '192.168.100.77'; PrefixLength = 24 })",
    runs: [UP, { verb: 'doctor' }],
  },
  { name: 'vpn route', world: "[void]$World.Routes.Add(@{ DestinationPrefix = '192.168.100.0/25'; InterfaceAlias = 'VPN' })", runs: [UP] },
  {
    name: 'wide vpn route',
    world: `${SECRET}; ${QUICK}; [void]$World.Routes.Add(@{ DestinationPrefix = '192.168.0.0/16'; InterfaceAlias = 'VPN' })`,
    runs: [UP],
  },
  { name: 'not elevated', world: '$World.Administrator = $false', runs: [UP, DOWN] },
  { name: 'corrupt', world: `${SECRET}; ${QUICK}; $World.Curl = 'corrupt'`, runs: [UP, { verb: 'up', before: "$World.Curl = ''" }] },
  {
    name: 'interrupted', world: `${SECRET}; ${QUICK}; $World.Curl = 'interrupted'`,
    runs: [UP, { verb: 'up', before: "$World.Curl = ''" }],
  },
  {
    name: 'no qemu-img', world: `${SECRET}; ${QUICK}; $World.Programs = @($World.Programs | Where-Object { $_ -ne 'qemu-img.exe' })`,
    runs: [
      UP,
      {
        verb: 'up',
        before: all("$World.Programs += 'winget.exe'", write('programs/winget.exe', "''")),
      },
    ],
  },
  { name: 'degraded', world: `${SECRET}; $World.CloudInit = 'degraded'`, runs: [UP] },
  {
    name: 'setup failed', world: `${SECRET}; $World.CloudInit = 'error'`,
    runs: [
      {
        verb: 'up',
        before: answer(1, 'failed: names resolve, but https://github.com cannot be reached'),
      },
      { verb: 'up', before: "$World.Setup = ''" },
    ],
  },
  {
    name: 'setup hangs', world: SECRET,
    runs: [
      { verb: 'up', before: answer(2, 'working: installing packages') },
      { verb: 'up', before: "$World.Setup = ''" },
    ],
  },
  {
    name: 'empty node', world: SECRET,
    runs: [{
      verb: 'up',
      before: "$World.Setup = @{ ExitCode = 1; Output = ''; ErrorText = 'sudo: /usr/local/bin/homelab-status: command not found' }",
    }],
  },
  { name: 'never healthy', world: `${SECRET}; $World.Healthy = $false`, runs: [UP, { verb: 'status' }] },
  {
    name: 'secrets missing', world: QUICK,
    runs: [
      { verb: 'up', arguments: { NoPrompt: true } }, { verb: 'up', arguments: { NoWait: true } },
      { verb: 'secrets', arguments: { NoPrompt: true } },
      { verb: 'secrets', arguments: { NoPrompt: true }, before: all(`${KEY_ID} = 'AKIDTOPSECRET'`, `${KEY} = 'sk\`"''$(x)'`) },
      { verb: 'secrets', arguments: { List: true }, before: all(`${KEY_ID} = $null`, `${KEY} = $null`) },
      UP,
    ],
  },
  {
    name: 'drift', world: `${SECRET}; ${QUICK}`,
    runs: [
      UP, { verb: 'up', before: "$World.Machines[0].ProcessorCount = 2; $World.Machines[0].CheckpointType = 'Standard'" },
      { verb: 'stop' }, UP,
    ],
  },
  {
    name: 'boot order', world: `${SECRET}; ${QUICK}`,
    runs: [UP, { ...UP, before: "$World.Machines[0].FirstBoot = 'network'" }, { verb: 'stop' }, UP],
  },
  {
    name: 'hanging guest', world: `${SECRET}; ${QUICK}; $World.GuestShutsDown = $false`,
    runs: [UP, { verb: 'stop' }, { verb: 'stop', arguments: { TurnOff: true } }, { verb: 'start' }, DOWN],
  },
  { name: 'keep disk', world: `${SECRET}; ${QUICK}`, runs: [UP, { verb: 'down', arguments: { Force: true, KeepDisk: true } }, UP] },
  {
    name: 'seed disk that stays', world: `${SECRET}; $World.DiskStays = $true`,
    runs: [UP, { ...UP, before: '$World.DiskStays = $false' }],
  },
  {
    name: 'disk made anew', world: SECRET,
    runs: [UP, {
      ...UP,
      before: all(
        "$World.Machines[0].State = 'Off'; $World.Machines[0].Drives = @(); $World.Polls.Clear()",
        "[System.IO.File]::Delete((Join-Path $World.Root 'lab/nodes/homelab/disk.vhdx'))",
      ),
    }],
  },
  {
    name: 'switch in use', world: `${SECRET}; ${QUICK}`,
    runs: [UP, { verb: 'down', arguments: { Force: true }, before: foreignMachine('other', 'homelab') }],
  },
  { name: 'nobody to ask', world: `${SECRET}; ${QUICK}`, runs: [UP, { verb: 'down' }] },
  {
    name: 'edited state', world: `${SECRET}; ${QUICK}`,
    runs: [UP, {
      verb: 'down', arguments: { Force: true },
      before: all(
        write('victim.txt', "'keep'"),
        "$state = [System.IO.File]::ReadAllText((Join-Path $World.Root 'lab/state.json')) | ConvertFrom-Json",
        "$state.owned += @{ name = 'file/../victim.txt'; detail = '' }",
        write('lab/state.json', '(ConvertTo-Json -Depth 4 $state)'),
      ),
    }],
  },
  {
    name: 'kubeconfig kept',
    world: all(SECRET, QUICK, makeFolder('profile/.kube'), write('profile/.kube/config', `"${KUBECONFIG.replaceAll('\n', '`n')}"`)),
    runs: [UP, DOWN],
  },
  {
    name: 'locked', world: `${SECRET}; ${QUICK}`,
    runs: [
      UP,
      ...['up', 'down', 'stop', 'start'].map((verb) => ({ verb, arguments: verb === 'down' ? { Force: true } : {}, before: LOCKED })),
      { verb: 'status' }, { verb: 'up', arguments: { WhatIf: true } }, { verb: 'stop', before: '$World.Held.Dispose()' },
    ],
  },
  {
    name: 'asked', world: `${SECRET}; ${QUICK}`,
    runs: [
      UP, { verb: 'down', before: "$World.Interactive = $true; [void]$World.Answers.Add('n')" },
      { verb: 'down', before: "[void]$World.Answers.Add('n')", arguments: { KeepDisk: true } },
      { verb: 'down', before: "[void]$World.Answers.Add('homelab')" }, { verb: 'down' },
    ],
  },
  {
    name: 'typed secrets', world: `${QUICK}; $World.Interactive = $true`,
    runs: [
      UP_ASKING, { verb: 'up', arguments: { NoWait: true } }, { verb: 'secrets', before: type('AKIDTYPED', '') },
      { verb: 'secrets', before: type('AKIDTYPED', 'ty`"$(p)ed') },
      { verb: 'secrets', before: type('AKIDNEWER', 'newer', 'me', 'ghp_token'), arguments: { Replace: true } }, { verb: 'secrets' },
    ],
  },
  { name: 'external', yaml: EXTERNAL, world: `${SECRET}; ${QUICK}`, runs: [UP, UP, { verb: 'doctor' }, DOWN] },
  { name: 'external, no adapter', yaml: EXTERNAL.replace('Ethernet', 'Ethernet 7'), world: `${SECRET}; ${QUICK}`, runs: [UP, DOWN] },
  {
    name: 'kubeconfig in a file', world: `${SECRET}; ${QUICK}`,
    runs: [
      UP, { verb: 'kubeconfig', before: OUT_FILE, arguments: { OutFile: 'mine/lab.yaml' } },
      { verb: 'kubeconfig', arguments: { OutFile: 'mine/lab.yaml', Loopback: true } },
    ],
  },
  {
    name: 'diagnostics', world: `${SECRET}; ${QUICK}`,
    runs: [
      UP, { verb: 'diagnostics' },
      { verb: 'diagnostics', before: "$World.Machines[0].State = 'Off'", arguments: { OutFile: 'off.zip' } },
    ],
  },
  {
    name: 'looking closer', world: `${SECRET}; ${QUICK}`,
    runs: [
      UP,
      { verb: 'status', before: "$World.Polls.Remove('argo')" },
      {
        verb: 'diagnostics', arguments: { OutFile: 'taken.zip' },
        before: all(OUT_FILE, write('taken.zip', "'mine'"), '$World.NoZip = $true'),
      },
      { verb: 'status', before: '$World.Machines.Clear()' },
      { verb: 'status', before: "$World.HyperV = 'You do not have the required permission to complete this task.'" },
    ],
  },
  { name: 'placeholders', placeholders: true, runs: [{ verb: 'doctor' }] },
  { name: 'no placeholders', yaml: OWN, runs: [{ verb: 'doctor' }] },
  {
    name: 'half a vm', world: `${SECRET}; ${QUICK}`,
    runs: [
      { ...UP, FailAt: 0 },
      { verb: 'up', before: "$World.Machines[0].Drives = @(); $World.Machines[0].State = 'Off'; $World.Machines[0].DynamicMac = $true" },
    ],
  },
  {
    name: 'autocrlf',
    world: all(
      SECRET, QUICK, "$seed = Join-Path $World.Root 'scripts/seed/homelab/user-data'",
      '[System.IO.File]::WriteAllText($seed, [System.IO.File]::ReadAllText($seed).Replace("`n", "`r`n"))',
    ),
    // Without waiting for the first boot, after which the seed disk is gone.
    runs: [{ verb: 'up', arguments: { NoWait: true } }],
  },
];
