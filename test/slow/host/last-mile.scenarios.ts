import { createHash } from 'node:crypto';
import { LOCKED } from '../../host/scenarios';
import { DOWN, QUICK, SECRET, UP, type RunSpec, type Scenario } from '../../host/small-windows';

/** The lab of these scenarios signs its own certificates, and needs no secret but Grafana's. */
export const OWN_YAML = 'domain: lab.kestrel.dev\ngitops: { repoURL: "https://github.com/kestrel/lab.git" }\ntls: { issuer: homelab-ca }'
  + '\ninterfaces: { hubble: { expose: true } }';
/** The lab of those that say none: its pages are three, one of them without a login. */
const PAGES_YAML = 'interfaces: { hubble: { expose: true } }';

/** What Windows has in its hosts file before anybody touches it; the second byte of the comment is one of a code page. */
export const HOSTS = '# Copyright (c) Microsoft\r\n#\tk\\xe9\\xff\r\n127.0.0.1 localhost # mine\r\n10.9.9.9 nas\r\n';

/** PowerShell that runs these statements. */
const all = (...statements: readonly string[]): string => statements.join('; ');
/** PowerShell that writes the hosts file; the text in JavaScript's escapes. */
const hosts = (text: string): string => `Set-StandInHosts ([regex]::Unescape('${text.replaceAll('\r', '\\r').replaceAll('\n', '\\n')}'))`;
/** The id that state.json has for the lab of the small Windows. */
const ID = "(([System.IO.File]::ReadAllText($World.Root + '/lab/state.json') | ConvertFrom-Json).lab)";
const lab = (...command: readonly string[]): RunSpec => ({ verb: 'lab', command });
/** The same after a change of the small Windows. */
const after = (before: string, run: RunSpec): RunSpec => ({ ...run, before });
const elevated = (verb: string, ...switches: readonly string[]): RunSpec => ({
  verb, arguments: Object.fromEntries(switches.map((each) => [each, true])),
});
const WRITE = elevated('names', 'Write');
const REMOVE = elevated('names', 'Remove');
/** Nobody is an administrator, and somebody is there to answer. */
const USER = '$World.Administrator = $false; $World.Interactive = $true';
const WSL = "$World.Programs += 'wsl.exe'; [System.IO.File]::WriteAllText($World.Root + '/programs/wsl.exe', '')";
const KUBECTL = "$World.Programs += 'kubectl.exe'; [System.IO.File]::WriteAllText($World.Root + '/programs/kubectl.exe', '')";
/** What the window that asked has set does not reach the one with the rights. */
const NO_VARIABLES = 'Get-ChildItem env:HOMELAB_SECRET_* | Microsoft.PowerShell.Management\\Remove-Item';
/** A context that lab.cmd made, on record and in the kubeconfig: the authority is recorded as its SHA-256. */
const CONTEXT = all(
  "[void][System.IO.Directory]::CreateDirectory($World.Root + '/profile/.kube')",
  `[System.IO.File]::WriteAllText($World.Root + '/profile/.kube/config', "clusters:\`n- cluster:\`n    certificate-authority-data: ${
    'Q'.repeat(40)}\`n  name: homelab-2\`n")`,
  `[System.IO.File]::WriteAllText($World.Root + '/lab/state.json', (ConvertTo-Json -Depth 4 @{ schema = 1
    lab = [guid]::NewGuid().ToString()
    owned = @(@{ name = 'context/homelab-2'; detail = '${createHash('sha256').update('Q'.repeat(40)).digest('hex')}' }) }))`,
);
/** PowerShell that changes the settings of the scripts. */
const edited = (from: string, to: string): string => {
  const quoted = [from, to].map((text) => `'${text.replaceAll("'", "''")}'`).join(', ');
  return all(
    "$config = $World.Root + '/scripts/lib/Config.ps1'",
    `[System.IO.File]::WriteAllText($config, [System.IO.File]::ReadAllText($config).Replace(${quoted}))`,
  );
};
/** The lab has a DNS server. */
const OWN_DNS = edited("NatName = 'homelab'", "NatName = 'homelab'; DnsAddress = '192.168.100.201'");
const distribution = (name: string, kind: string, isRunning: boolean): string =>
  `$World.Distributions['${name}'] = @{ Kind = '${kind}'; Running = $${String(isRunning)}; Files = @() }`;
const AUTHORITY = "$World.Authority = New-StandInAuthority -Domain 'lab.kestrel.dev'";
/** PowerShell that puts several certificates into the Secret. */
const chain = (...certificates: readonly string[]): string => all(
  `$pems = (${certificates.join(', ')}) | ForEach-Object { '-----BEGIN CERTIFICATE-----{1}{0}{1}-----END CERTIFICATE-----{1}' -f
    [Convert]::ToBase64String($_.RawData), [char]10 }`,
  "$World.Authority = [Convert]::ToBase64String([System.Text.Encoding]::ASCII.GetBytes(($pems -join '')))",
);
const OWN_UP = all(SECRET, QUICK, "$World.Secrets['monitoring/grafana-admin'] = 1");
/** A node that runs, and the key to it, without the long way through up.ps1. */
const RUNS = all(
  QUICK, "[void]$World.Machines.Add(@{ Name = 'homelab'; State = 'Running'; Notes = '' })",
  "[void][System.IO.Directory]::CreateDirectory($World.Root + '/lab/ssh')",
  "[System.IO.File]::WriteAllText($World.Root + '/lab/ssh/id_ed25519', '')", "$World.Private[$World.Root + '/lab'] = $true",
);
const type = (...texts: readonly string[]): string =>
  `$World.Answers.Clear(); foreach ($text in @(${texts.map((text) => `'${text}'`).join(', ')})) { [void]$World.Answers.Add($text) }`;
/** A password with everything that a shell, JSON or PowerShell could stumble over. */
export const PASSWORD = 'p`"$(x)\u00e9%&!;';
const PASSWORDS = all(
  `$World.Login['argocd/argocd-initial-admin-secret'] = @{ password = [regex]::Unescape('p\`"$(x)\\u00e9%&!;') }`,
  "$World.Login['monitoring/grafana-admin'] = @{ 'admin-user' = 'me'; 'admin-password' = 'graf' }",
);

/** Domains whose lengths in a certificate take one byte more, at one place or all, and two more. */
export const LONG_DOMAINS = [124, 200, 250]
  .map((length) => `${`${'a'.repeat(61)}.`.repeat(4).slice(0, length - 4).replace(/\.$/, 'b')}.dev`);

/** What is played for names, trust, rights and the programs of the user. */
export const LAST_MILE: readonly Scenario[] = ([
  {
    name: 'names', world: all(SECRET, QUICK, hosts(HOSTS)),
    runs: [
      UP, lab('names'), { verb: 'names', arguments: { Write: true, WhatIf: true } }, WRITE, WRITE, { verb: 'names' }, REMOVE, REMOVE,
      WRITE, DOWN,
    ],
  },
  {
    name: 'names by dns',
    world: "foreach ($name in 'argocd', 'grafana', 'hubble') { $World.Dns[$name + '.homelab.kestrel.dev'] = '192.168.100.200' }",
    runs: [
      { verb: 'names' },
      after("$World.DnsCache.Clear(); $World.Dns['hubble.homelab.kestrel.dev'] = '1.2.3.4'", { verb: 'names' }),
    ],
  },
  {
    name: 'other blocks',
    world: all(hosts(`${HOSTS}# BEGIN homelab other\r\n10.0.0.1 argocd.homelab.kestrel.dev\r\n# END homelab other\r\n`)),
    runs: [WRITE, DOWN],
  },
  {
    name: 'broken blocks', world: hosts(HOSTS),
    runs: [
      WRITE,
      ...['# BEGIN homelab {0}\\r\\n1.1.1.1 a\\r\\n', '# END homelab {0}\\r\\n',
        '# BEGIN homelab {0}\\n# BEGIN homelab other\\n# END homelab other\\n# END homelab {0}\\n',
        '# BEGIN homelab {0}\\n# END homelab {0}\\n# BEGIN homelab {0}\\n# END homelab {0}\\n']
        .map((text) => after(`Set-StandInHosts ([regex]::Unescape('127.0.0.1 x\\r\\n${text}') -f ${ID})`, WRITE)),
      WRITE, after(all(hosts(HOSTS)), WRITE), after(`Set-StandInHosts ('# BEGIN homelab ' + ${ID})`, DOWN), REMOVE,
    ],
  },
  {
    name: 'held hosts', world: hosts('127.0.0.1 localhost'),
    runs: [
      after('$World.HostsHeld = 3', WRITE), REMOVE, after('$World.HostsHeld = 99', WRITE),
      after('$World.HostsHeld = 0; $World.Defender = $true', WRITE),
    ],
  },
  {
    name: 'odd hosts', world: all(hosts(''), '[System.IO.File]::Delete((Get-StandInHostsPath))'),
    runs: [
      WRITE,
      after(all('[System.IO.File]::Move((Get-StandInHostsPath), (Get-StandInHostsPath) + ".homelab")', '$World.DnsCache.Clear()'), WRITE),
      after('& chmod 444 (Get-StandInHostsPath); $World.DnsCache.Clear()', REMOVE),
      after(all(
        '[System.IO.File]::Delete((Get-StandInHostsPath))', "[System.IO.File]::WriteAllText($World.Root + '/real', '')",
        "[void][System.IO.File]::CreateSymbolicLink((Get-StandInHostsPath), $World.Root + '/real')",
      ), WRITE),
      after(all(
        '[System.IO.File]::Delete((Get-StandInHostsPath))',
        "[System.IO.File]::WriteAllText((Get-StandInHostsPath), '127.0.0.1 x', [System.Text.Encoding]::Unicode)",
      ), WRITE),
      after("[System.IO.File]::WriteAllText((Get-StandInHostsPath), '# k' + [char]0xe9, [System.Text.Encoding]::UTF8)", WRITE),
    ],
  },
  {
    name: 'broken cache cmdlet', world: all(hosts(HOSTS), '$World.NoDnsCmdlet = $true'),
    runs: [{ verb: 'names' }, WRITE],
  },
  { name: 'hostile names', world: all(hosts(HOSTS), [
    "$config = $World.Root + '/scripts/lib/Config.ps1'",
    "$text = [System.IO.File]::ReadAllText($config).Replace('hubble.homelab.kestrel.dev', \"a`n6.6.6.6 bank.example.com\")",
    '[System.IO.File]::WriteAllText($config, $text)',
  ].join('; ')), runs: [WRITE] },
  {
    name: 'trust', yaml: OWN_YAML, world: all(OWN_UP, AUTHORITY, WSL, distribution('Ubuntu', 'debian', true),
      distribution('Idle', 'debian', false), hosts(HOSTS)),
    runs: [
      UP, { verb: 'trust' }, { verb: 'trust', arguments: { Write: true, WhatIf: true } },
      { verb: 'trust', arguments: { Write: true, Wsl: true } }, { verb: 'trust', arguments: { Write: true, Wsl: true } },
      { verb: 'up' }, DOWN,
    ],
  },
  {
    name: 'trust taken back', yaml: OWN_YAML, world: all(RUNS, AUTHORITY, WSL, distribution('Ubuntu', 'debian', true)),
    runs: [
      { verb: 'trust', arguments: { Write: true, Wsl: true } },
      // The authority was renewed, somebody trusts another certificate, and one distribution was deleted.
      after(all(
        AUTHORITY, "[void]$World.Roots.Add((New-StandInAuthority -Domain 'lab.kestrel.dev'))", "$World.Distributions.Remove('Ubuntu')",
      ), elevated('trust', 'Remove')),
      elevated('trust', 'Remove'),
      after('[void]$World.Roots.Add($World.Authority)', elevated('trust', 'Write')), after('$World.Machines.Clear()', DOWN),
    ],
  },
  {
    name: 'trust refused', yaml: OWN_YAML, world: RUNS,
    runs: [
      { verb: 'trust' }, after("$World.Authority = 'bm8gY2VydA=='", { verb: 'trust' }),
      ...['unlimited', 'not critical', 'leaf', 'two domains'].map((kind) => after(
        `$World.Authority = New-StandInAuthority -Domain 'lab.kestrel.dev' -Kind '${kind}'`, elevated('trust', 'Write'),
      )),
      after("$World.Authority = New-StandInAuthority -Domain 'dev'", elevated('trust', 'Write')),
      after("$World.Authority = New-StandInAuthority -Domain 'lab.kestrel.dev' -Years -1", elevated('trust', 'Write', 'Wsl')),
    ],
  },
  ...LONG_DOMAINS.map((domain): Scenario => ({
    name: `trust ${domain.length}`, world: all(RUNS, `$World.Authority = New-StandInAuthority -Domain '${domain}'`),
    yaml: OWN_YAML.replace('lab.kestrel.dev', domain).replace(
      '{ hubble: { expose: true } }', '{ argocd: { host: a }, hubble: { expose: true, host: b }, grafana: { host: c } }'),
    runs: [elevated('trust', 'Write')],
  })),
  {
    name: 'trust in two domains', world: all(RUNS, "$World.Authority = New-StandInAuthority -Domain 'lab.kestrel.dev', 'kestrel.lan'"),
    yaml: `${OWN_YAML}\ndomains: [{ name: kestrel.lan }]\nservices: [{ name: a, namespace: my-app, port: 80, hostname: a.kestrel.lan }]`,
    runs: [{ verb: 'trust' }, after(AUTHORITY, elevated('trust', 'Write')), after('', elevated('names'))],
  },
  {
    name: 'trust in wsl', yaml: OWN_YAML,
    world: all(RUNS, AUTHORITY, WSL, distribution('Fedora', 'fedora', true), distribution('Full', 'broken', true)),
    runs: [
      elevated('trust', 'Wsl'),
      after('foreach ($each in $World.Distributions.Values) { $each.Running = $false }', elevated('trust', 'Wsl')),
    ],
  },
  {
    name: 'trust in a file', yaml: OWN_YAML, world: all(RUNS, AUTHORITY),
    runs: [
      after('Set-Location -LiteralPath $World.Root', { verb: 'trust', arguments: { OutFile: 'phone.crt' } }),
      { verb: 'trust', arguments: { OutFile: 'phone.crt' } },
    ],
  },
  {
    name: 'trust brought', yaml: OWN_YAML.replace('homelab-ca', 'own-ca, ownCA: { secretName: family }'), world: RUNS,
    runs: [
      { verb: 'trust' },
      // The one that signs, and the root above it.
      after(chain("(New-StandInAuthority -Kind 'unlimited')", "(New-StandInAuthority -Domain 'lab.kestrel.dev')"), { verb: 'trust' }),
      elevated('trust', 'Write'),
      after("$World.Authority = New-StandInAuthority -Kind 'unlimited'", elevated('trust', 'Write')),
      { verb: 'trust', arguments: { OutFile: 'family.crt' } },
    ],
  },
  {
    name: 'trust private', yaml: 'tls: { issuer: acme, acme: { server: "https://ca.kestrel.dev:8443/dir" } }',
    runs: [{ verb: 'trust' }, elevated('trust', 'Write')],
  },
  {
    name: 'trust google', runs: [{ verb: 'trust' }, elevated('trust', 'Write')],
    yaml: 'tls: { issuer: acme, acme: { server: "https://dv.acme-v02.test-api.pki.goog/directory", externalAccountBinding: { keyID: a } } '
      + '}',
  },
  {
    name: 'trust zerossl', runs: [{ verb: 'trust' }],
    yaml: 'tls: { issuer: acme, acme: { server: "https://acme.zerossl.com/v2/DV90", externalAccountBinding: { keyID: a } } }',
  },
  { name: 'trust production', runs: [{ verb: 'trust' }, elevated('trust', 'Write')] },
  { name: 'trust staging', yaml: 'tls: { issuer: letsencrypt-staging }', runs: [{ verb: 'trust' }, elevated('trust', 'Write')] },
  {
    name: 'passwords', world: all(RUNS, PASSWORDS),
    runs: [
      lab('password'), lab('password', 'argocd'), lab('password', 'argocd', '-Show'), lab('password', 'grafana', '-Clipboard'),
      after('$World.Interactive = $true; ' + type('n'), lab('password', 'argocd')), after(type('y'), lab('password', 'grafana')),
      lab('password', 'hubble'), lab('password', 'vault'),
      after("$World.Login.Remove('argocd/argocd-initial-admin-secret')", lab('password', 'argocd', '-Show')),
      after("$World.Login['monitoring/grafana-admin'].Remove('admin-password')", lab('password', 'grafana', '-Show')),
    ],
  },
  {
    name: 'programs', world: RUNS,
    runs: [
      lab('ssh'), lab('ssh', '-Node', 'homelab', 'ls', '|', 'wc'), lab('ssh', '-Node', 'nowhere'),
      after(
        '$World.Terminal = $false; $World.ConsoleExit = 7',
        lab('kubectl', 'get', 'pods', '-o', 'jsonpath={.items[*]}', '-l', "a='b c'", ''),
      ),
      lab('kubectl', 'port-forward', 'svc/x', '80'), lab('kubectl', 'apply', '-f', '/etc/hostname'), lab('kubectl', 'logs', '-f', 'pod'),
      after(KUBECTL, lab('kubectl', 'get', 'pods', '-v')),
      after(CONTEXT, lab('kubectl', 'port-forward', 'svc/x', '80', '-WhatIf')),
      after('$World.Machines[0].State = "Off"', lab('ssh')),
    ],
  },
  {
    name: 'kubectl fetched', world: all(RUNS, CONTEXT),
    runs: [
      { verb: 'kubectl', arguments: { Word: ['get', 'pods'], WhatIf: true } },
      after("$World.KubectlHost = 'away'", lab('kubectl', 'get', 'pods')),
      after(LOCKED, lab('kubectl', 'get', 'pods')),
      after("$World.Held.Dispose(); $World.Held = $null; $World.KubectlHost = 'corrupt'", lab('kubectl', 'get', 'pods')),
      after("$World.KubectlHost = ''", lab('kubectl', 'port-forward', 'svc/x', '80')),
      lab('kubectl', 'get', 'pods'),
      after(
        "[System.IO.File]::WriteAllText(@([System.IO.Directory]::GetFiles($World.Root + '/lab/bin'))[0], '')",
        lab('kubectl', 'get', 'pods'),
      ),
      DOWN,
    ],
  },
  { name: 'programs without a lab', runs: [lab('ssh'), lab('kubectl', 'get', 'pods')] },
  {
    name: 'rights', world: all(QUICK, USER, hosts(HOSTS)),
    runs: [
      after(`${NO_VARIABLES}; ${type('AKIDTYPED', 'typed')}`, lab('up')), lab('up'), lab('names'), lab('names', '-Write'), lab('status'),
      after('$World.HyperVAdministrator = $true', lab('status')),
      after('$World.Interactive = $false; $World.HyperVAdministrator = $false', lab('down', '-Force')),
      after('$World.Interactive = $true', lab('down', '-Force')),
    ],
  },
  { name: 'rights with variables', world: all(SECRET, QUICK, USER), runs: [lab('up', '-NoPrompt')] },
  {
    name: 'rights with stored variables', world: all(SECRET, QUICK, USER),
    runs: [
      // Windows keeps them for the user, so that every new window has them.
      after(
        "foreach ($name in @([Environment]::GetEnvironmentVariables().Keys | Where-Object { $_ -like 'HOMELAB_SECRET_*' })) "
        + '{ $World.Stored[$name] = [Environment]::GetEnvironmentVariable($name) }', lab('up', '-NoPrompt'),
      ),
      after("$env:HTTPS_PROXY = 'http://me:hunter22@proxy:3128'", lab('up', '-NoPrompt')),
      after("$World.Stored['HTTPS_PROXY'] = $env:HTTPS_PROXY", lab('up', '-NoPrompt')),
      after(
        "$World.Stored.Remove('HTTPS_PROXY'); Microsoft.PowerShell.Management\\Remove-Item -LiteralPath env:HTTPS_PROXY; "
        + "$env:HOMELAB_SECRET_CERT_MANAGER_ROUTE53_CREDENTIALS_ACCESS_KEY_ID = 'another'", lab('up', '-NoPrompt'),
      ),
    ],
  },
  {
    name: 'names by the own dns', world: all(SECRET, QUICK, hosts(HOSTS)),
    runs: [
      WRITE,
      after(OWN_DNS, { verb: 'names', arguments: { Write: true, WhatIf: true } }), WRITE, WRITE,
      after("$World.LabDns[0] = '192.168.100.202'; " + edited("'192.168.100.201'", "'192.168.100.202'"), WRITE),
      REMOVE, REMOVE, WRITE,
      // Somebody else's rule for the same names, and one for others.
      after(all(
        "[void]$World.Nrpt.Add(@{ Name = '{0}'; Namespace = '.homelab.kestrel.dev'; NameServers = '10.0.0.1'; Comment = 'homelab' })",
        "[void]$World.Nrpt.Add(@{ Name = '{1}'; Namespace = '.work.example'; NameServers = '10.0.0.1'; Comment = '' })",
      ), WRITE),
      DOWN,
    ],
  },
  {
    name: 'names beside a policy', world: all(hosts(HOSTS), OWN_DNS, '$World.DnsPolicy = $true'),
    runs: [WRITE, after('$World.DnsPolicy = $false', WRITE), after(edited("'192.168.100.201'", "'dns'"), WRITE)],
  },
  {
    name: 'own dns, record lost', world: all(SECRET, QUICK, OWN_DNS),
    runs: [UP, WRITE, after(
      "Get-ChildItem -LiteralPath (Join-Path $World.Root 'lab') -File -Filter 'state.json*' | "
      + 'ForEach-Object { [System.IO.File]::Delete($_.FullName) }', DOWN,
    )],
  },
  {
    name: 'names, record lost', world: all(SECRET, QUICK, hosts(HOSTS)),
    runs: [UP, WRITE, after(
      "Get-ChildItem -LiteralPath (Join-Path $World.Root 'lab') -File -Filter 'state.json*' | "
      + 'ForEach-Object { [System.IO.File]::Delete($_.FullName) }', DOWN,
    )],
  },
  {
    name: 'rights refused', world: USER,
    runs: [
      after("$World.Uac = 'no'", lab('up')), lab('status'), after("$World.Uac = 'other'", lab('up')),
      after("$World.Uac = 'broken'", lab('up')),
      after("$World.Uac = 'closed'", lab('up')), after("$World.Uac = 'crashed'", lab('up')),
      after("$World.Uac = 'yes'; $World.NetworkDrive = $true", lab('up')), after('$World.NetworkDrive = $false', lab('up', '-Forse')),
    ],
  },
  {
    name: 'secrets typed in the other window', world: all(QUICK, USER),
    runs: [{ verb: 'lab', command: ['up'], before: type('AKIDTYPED', 'ty`"$(p)ed', '') }],
  },
  {
    name: 'words', world: USER,
    runs: [
      lab(), lab('help', 'down'), lab('down', '--help'), lab('pu'), lab('help', 'dwon'), lab('stat.ps1'), lab('frobnicate'),
      lab('stop', '-TimeoutSecond', '12x'), lab('stop', '-Time'), lab('stop', '-TurnOff', '-turnoff'), lab('stop', '-TurnOff:7'),
      lab('stop', '-T'), lab('stop', 'now'), lab('wsl', '-Mode', 'mirored'), lab('DOCTOR', '-passthru:false'), lab(''),
      lab('stop', '-TimeoutSeconds', '5'), lab('down', 'everything'), lab('up', '-QemuImg:a b'),
    ],
  },
] satisfies Scenario[]).map((scenario) => ({ yaml: PAGES_YAML, ...scenario }));
