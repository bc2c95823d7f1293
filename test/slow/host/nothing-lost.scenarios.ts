import { all, KUBECONFIG, LOCKED, makeFolder, write } from '../../host/scenarios';
import { DOWN, QUICK, SECRET, UP, type Scenario } from '../../host/small-windows';

/** The same, under the name that the lab would take. */
const FOREIGN_CONTEXT = `"${KUBECONFIG.replaceAll(/(name|cluster|context): work/g, '$1: homelab').replaceAll('\n', '`n')}"`;

/** The same with the authority of that cluster, as every kubeconfig but that of a proxy has one. */
const FOREIGN_AUTHORITY = FOREIGN_CONTEXT.replace('    server:', `    certificate-authority-data: ${'W'.repeat(40)}\`n    server:`);

/** PowerShell that takes the record and its copies away. */
const LOSE_STATE = "Get-ChildItem -LiteralPath (Join-Path $World.Root 'lab') -File -Filter 'state.json*' | "
  + 'ForEach-Object { [System.IO.File]::Delete($_.FullName) }';

/** PowerShell that changes what synthesis wrote, as another homelab.yaml would. */
const edit = (from: string, to: string): string => all(
  "$config = Join-Path $World.Root 'scripts/lib/Config.ps1'",
  `[System.IO.File]::WriteAllText($config, [System.IO.File]::ReadAllText($config).Replace("${from}", "${to}"))`,
);

/** What is played, by the verbs that are run one after the other. nothing-lost.test.ts beside it says what has to come of each. */
export const NOTHING_LOST: readonly Scenario[] = [
  { name: 'clean', world: SECRET, runs: [UP] },
  {
    name: 'broken state', world: `${SECRET}; ${QUICK}`,
    runs: [UP, { verb: 'up', before: write('lab/state.json', "'{ broken'") }, { verb: 'status' }],
  },
  {
    name: 'lost state', world: `${SECRET}; ${QUICK}`,
    runs: [UP, { verb: 'status', before: LOSE_STATE }, { ...DOWN, before: LOSE_STATE }],
  },
  {
    name: 'state of another lab', world: `${SECRET}; ${QUICK}`,
    runs: [UP, { ...DOWN, before: `${LOSE_STATE}; $World.Machines[0].Drives = @('/elsewhere/nodes/homelab/disk.vhdx')` }],
  },
  {
    name: 'unreadable state', world: all(SECRET, QUICK, makeFolder('lab'), write('lab/state.json', "'{ broken'")), runs: [UP],
  },
  { name: 'scanner', world: `${SECRET}; $World.Scanner = 3`, runs: [UP] },
  { name: 'scanner, for good', world: `${SECRET}; $World.Scanner = 1000`, runs: [UP] },
  ...[['foreign context', FOREIGN_CONTEXT], ['foreign authority', FOREIGN_AUTHORITY]].map(([name = '', text = '']): Scenario => ({
    name, world: all(SECRET, QUICK, makeFolder('profile/.kube'), write('profile/.kube/config', text)), runs: [UP, UP, DOWN],
  })),
  {
    name: 'context replaced', world: `${SECRET}; ${QUICK}`,
    runs: [
      UP, { ...DOWN, before: write('profile/.kube/config', FOREIGN_CONTEXT) },
      { ...UP, before: "[System.IO.File]::Delete((Join-Path $World.Root 'profile/.kube/config'))" },
      { ...DOWN, before: write('profile/.kube/config', FOREIGN_AUTHORITY) },
    ],
  },
  {
    name: 'kubeconfig cut',
    world: all(SECRET, QUICK, makeFolder('profile/.kube'), write('profile/.kube/config.new', `"${KUBECONFIG.replaceAll('\n', '`n')}"`)),
    runs: [UP],
  },
  {
    name: 'wslconfig cut', world: all(makeFolder('lab'), write('profile/.wslconfig.new', "'[wsl2]`nmemory=8GB`n'".replaceAll("'", '"'))),
    runs: [
      { verb: 'wsl', arguments: { Mode: 'mirrored' } },
      { verb: 'wsl', arguments: { Mode: 'mirrored', Write: true }, before: LOCKED },
      { verb: 'wsl', arguments: { Mode: 'mirrored', Write: true }, before: '$World.Held.Dispose()' },
      { verb: 'wsl', arguments: { Mode: 'mirrored', Write: true } },
    ],
  },
  {
    name: 'wslconfig twice', world: all(makeFolder('lab'), write('profile/.wslconfig', '"[wsl2]`nmemory=8GB`n"')),
    runs: ['mirrored', 'nat'].map((Mode) => ({ verb: 'wsl', arguments: { Mode, Write: true } })),
  },
  {
    name: 'kubeconfig read beside a run',
    world: all(SECRET, QUICK, "$World.Programs += 'kubectl.exe'", write('programs/kubectl.exe', "''")),
    runs: [
      UP,
      {
        verb: 'lab', command: ['kubectl', 'get', 'pods'],
        before: all(LOCKED, "[System.IO.File]::Move($World.Root + '/profile/.kube/config', $World.Root + '/profile/.kube/config.new')"),
      },
      { verb: 'kubeconfig' }, { verb: 'kubeconfig', before: '$World.Held.Dispose()' },
    ],
  },
  {
    name: 'renamed', world: `${SECRET}; ${QUICK}`,
    runs: [
      UP, { ...UP, before: edit(" Name = 'homelab'", " Name = 'other'") },
      { ...UP, before: `${edit(" Name = 'other'", " Name = 'homelab'")}; ${edit("SwitchName = 'homelab'", "SwitchName = 'other'")}` },
      {
        ...UP,
        before: `${edit("SwitchName = 'other'", "SwitchName = 'homelab'")}; ${edit("'192.168.100.10'", "'192.168.100.11'")}`,
      },
      { ...UP, before: `${edit("'192.168.100.11'", "'192.168.100.10'")}; ${edit("'1.1.1.1 9.9.9.9'", "'8.8.8.8'")}` },
      {
        ...DOWN,
        // The NAT has the name of the switch.
        before: all(...['Name', 'SwitchName', 'NatName'].map((key) => edit(` ${key} = 'homelab'`, ` ${key} = 'other'`))),
      },
    ],
  },
  {
    name: 'restored', world: `${SECRET}; ${QUICK}`,
    runs: [UP, { verb: 'status', before: '$World.Private.Clear()' }, { verb: 'doctor' }, { verb: 'start' }, { verb: 'status' }],
  },
  {
    // In an archive with its access rights, or on another machine: somebody has rights by name, which an end of inheritance leaves.
    name: 'granted to others', world: `${SECRET}; ${QUICK}`,
    runs: [
      UP,
      {
        verb: 'status',
        before: "foreach ($path in '/lab', '/lab/ssh/id_ed25519') { $World.Granted[$World.Root + $path] = @('S-1-1-0', 'S-1-5-32-545') }",
      },
      { verb: 'doctor' }, UP, { verb: 'status' },
    ],
  },
  {
    name: 'lost network', world: `${SECRET}; ${QUICK}`,
    runs: [
      UP,
      {
        verb: 'status',
        before: "$World.Switches.Clear(); $World.Addresses.Clear(); $World.Nats.Clear(); $World.Machines[0].SwitchName = ''",
      },
      { verb: 'doctor' }, { verb: 'start', before: '$World.Administrator = $false' },
      { verb: 'start', before: '$World.Administrator = $true' },
    ],
  },
  {
    // The setup of the node is asked for after up has given the lock back; another verb puts something on record meanwhile.
    name: 'record of another run', world: `${SECRET}; ${QUICK}`,
    runs: [{
      verb: 'up',
      before: `$World.Setup = New-Object PSObject -Property @{ ExitCode = 0; ErrorText = '' } |
        Add-Member -PassThru -Name Output -MemberType ${all(
          "ScriptProperty -Value { $path = Join-Path $World.Root 'lab/state.json'",
          '$state = [System.IO.File]::ReadAllText($path) | ConvertFrom-Json',
          "$state.owned += @{ name = 'trust/AB12'; detail = '' }",
          '[System.IO.File]::WriteAllText($path, (ConvertTo-Json -Depth 6 $state))', '"ready" }',
      )}`,
    }],
  },
  {
    name: 'own layout', world: `${SECRET}; ${QUICK}`,
    runs: [UP, {
      ...DOWN,
      before: all(
        "$config = Join-Path $World.Root 'profile/.kube/config'",
        "[System.IO.File]::WriteAllText($config, [System.IO.File]::ReadAllText($config).Replace('clusters:', 'clusters: # mine'))",
      ),
    }],
  },
  {
    name: 'renamed, disk kept', world: `${SECRET}; ${QUICK}`,
    runs: [
      UP, { verb: 'down', arguments: { Force: true, KeepDisk: true } },
      { ...UP, before: edit(" Name = 'homelab'", " Name = 'other'") },
    ],
  },
  {
    name: 'not allowed to look', world: `${SECRET}; ${QUICK}`,
    runs: [
      UP, { verb: 'kubeconfig', before: `${LOSE_STATE}; $World.HyperV = 'You do not have the required permission'` },
      { ...UP, before: "$World.HyperV = ''" }, { verb: 'doctor', before: '$World.Administrator = $false' },
      { verb: 'start', before: '$World.Proxies.Clear()' },
    ],
  },
  {
    name: 'known_hosts lost', world: `${SECRET}; ${QUICK}`,
    runs: [
      UP, { verb: 'status', before: "[System.IO.File]::Delete((Join-Path $World.Root 'lab/ssh/known_hosts'))" }, { verb: 'start' },
      { verb: 'status' },
    ],
  },
  {
    name: 'route to a lab that is made', world: `${SECRET}; ${QUICK}`,
    runs: [UP, { ...UP, before: "[void]$World.Routes.Add(@{ DestinationPrefix = '192.168.100.0/25'; InterfaceAlias = 'VPN' })" }],
  },
  { name: 'other host key', world: `${SECRET}; ${QUICK}; $World.HostKey = 'ssh-ed25519 BBBB'`, runs: [UP] },
  {
    name: 'older node', world: `${SECRET}; ${QUICK}`,
    runs: [
      UP,
      {
        verb: 'up',
        before: all(
          "Remove-Item -LiteralPath (Join-Path $World.Root 'lab/nodes/homelab/ssh_host_ed25519_key')",
          "Remove-Item -LiteralPath (Join-Path $World.Root 'lab/nodes/homelab/ssh_host_ed25519_key.pub')",
          "$state = [System.IO.File]::ReadAllText((Join-Path $World.Root 'lab/state.json')) | ConvertFrom-Json",
          "$state.owned = @($state.owned | Where-Object { $_.name -notlike '*ssh_host*' -and $_.name -notlike 'context/*' })",
          "$state.PSObject.Properties.Remove('made')", write('lab/state.json', '(ConvertTo-Json -Depth 6 $state)'),
        ),
      },
      DOWN,
    ],
  },
];
