import { HOSTS, LAST_MILE, LONG_DOMAINS, PASSWORD } from './last-mile.scenarios';
import { K3S_VERSION } from '../../../versions';
import { describeWithPwsh } from '../../host/pwsh';
import { fileOf, play, said, worldOf, type Run } from '../../host/small-windows';

let results: ReadonlyMap<string, readonly Run[]> = new Map();

function run(scenario: string, index = 0): Run {
  const found = results.get(scenario)?.[index];
  if (!found) { throw new Error(`no run ${index} of ${scenario}`); }
  return found;
}

/** The hosts file after a run, a letter for each byte, with a word for the id of the lab. */
function hosts(scenario: string, index = 0): string {
  const text = Buffer.from(run(scenario, index).desktop.hosts, 'base64').toString('latin1');
  return text.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID');
}

const ORIGINAL = HOSTS.replace('\\xe9\\xff', '\u00e9\u00ff');
const NAMES = ['argocd', 'grafana', 'hubble'].map((name) => `192.168.100.200 ${name}.homelab.kestrel.dev\r\n`).join('');
const BLOCK = `# BEGIN homelab ID\r\n# "lab.cmd names" writes these lines and takes them out again.\r\n${NAMES}# END homelab ID\r\n`;
const PEM = /^-----BEGIN CERTIFICATE-----\n[\s\S]*\n-----END CERTIFICATE-----\n$/;
/** Exit codes of all runs of a scenario. */
const exits = (scenario: string): number[] => (results.get(scenario) ?? []).map(({ exit }) => exit);

describeWithPwsh('the way from a browser to the lab, on a small Windows', () => {
  beforeAll(() => { results = play(LAST_MILE); }, 600_000);

  test('up ends with the pages, the logins and the names that do not lead to the gateway yet', () => {
    expect(said(run('names'))).toContain([
      '  https://argocd.homelab.kestrel.dev/  (lab.cmd password argocd)',
      '  https://hubble.homelab.kestrel.dev/  (no login)',
      '  https://grafana.homelab.kestrel.dev/  (lab.cmd password grafana)',
      '  3 of 3 name(s) do not lead to 192.168.100.200 yet: argocd.homelab.kestrel.dev, grafana.homelab.kestrel.dev, '
        + 'hubble.homelab.kestrel.dev',
      '        point *.homelab.kestrel.dev at it in your DNS, or for this machine: lab.cmd names -Write',
    ].join('\n'));
    // AND what is in order is not mentioned, while the lab's own authority is until it is trusted
    expect(said(run('rights', 1))).toContain('name(s) do not lead');
    expect(said(run('trust'))).toContain('The lab signs its own certificates; to make Windows trust them: lab.cmd trust -Write');
    expect(said(run('trust', 5))).not.toContain('trust -Write');
  });

  describe('names', () => {
    test('are asked of Windows, and what leads elsewhere is a failure with the ways out', () => {
      expect([run('names', 1).exit, run('names', 1).mutations]).toEqual([1, 0]);
      expect(run('names', 1).lines).toEqual([
        ...['argocd', 'grafana', 'hubble']
          .map((name) => `fail  ${name}.homelab.kestrel.dev has no address; the gateway is 192.168.100.200`),
        '  next: point *.homelab.kestrel.dev at 192.168.100.200 in your DNS',
        '  next: or, for this machine alone: lab.cmd names -Write',
        '  next: some routers drop answers with private addresses (DNS rebinding protection); allow the domain there',
      ]);
      expect(exits('names by dns')).toEqual([0, 1]);
      expect(said(run('names by dns', 1))).toContain('fail  hubble.homelab.kestrel.dev is 1.2.3.4; the gateway is 192.168.100.200');
    });

    test('go into hosts as one block, once, and every other byte stays', () => {
      expect([run('names', 2).exit, run('names', 2).mutations, hosts('names', 2)]).toEqual([0, 0, ORIGINAL]);
      expect([run('names', 3).exit, hosts('names', 3)]).toEqual([0, ORIGINAL + BLOCK]);
      expect(run('names', 3).lines.slice(1).every((line) => line.startsWith('ok'))).toBe(true);
      expect([run('names', 4).exit, run('names', 4).mutations, hosts('names', 4)]).toEqual([0, 0, ORIGINAL + BLOCK]);
      expect([run('names', 5).exit, run('names', 5).mutations]).toEqual([0, 0]);
      // AND nothing is left beside it
      expect(worldOf(run('names', 3)).files.filter(({ path: file }) => file.startsWith('/windows'))).toHaveLength(1);
    });

    test('come out again by -Remove and by down', () => {
      expect([run('names', 6).exit, hosts('names', 6)]).toEqual([0, ORIGINAL]);
      expect([run('names', 7).exit, run('names', 7).mutations]).toEqual([0, 0]);
      expect([hosts('names', 8), run('names', 9).exit, hosts('names', 9)]).toEqual([ORIGINAL + BLOCK, 0, ORIGINAL]);
      expect(worldOf(run('names', 9)).files.filter(({ path: file }) => file.startsWith('/lab'))).toEqual([]);
    });

    test('are known again by their mark when the record is lost', () => {
      expect(run('names, record lost', 2).exit).toBe(0);
      expect(said(run('names, record lost', 2))).toContain('the names in hosts');
      expect(hosts('names, record lost', 2)).toBe(ORIGINAL);
    });

    test('of another lab stay, and the one that wins is named', () => {
      const other = `${ORIGINAL}# BEGIN homelab other\r\n10.0.0.1 argocd.homelab.kestrel.dev\r\n# END homelab other\r\n`;
      expect([run('other blocks').exit, hosts('other blocks')]).toEqual([1, other + BLOCK]);
      expect(said(run('other blocks'))).toMatch(/warn.*line 6 gives argocd\.homelab\.kestrel\.dev the address 10\.0\.0\.1; it is left/);
      expect(said(run('other blocks'))).toContain('  next: take out what is named above, if nobody needs it');
      expect([run('other blocks', 1).exit, hosts('other blocks', 1)]).toEqual([0, other]);
    });

    test.each([[1, 2, 'BEGIN has no END'], [2, 2, 'END has no BEGIN'], [3, 2, 'BEGIN has no END'], [4, 4, 'BEGIN is there twice']])(
      'in a broken block (run %i) are refused with the number of the line', (index, line, what) => {
        expect([run('broken blocks', index).exit, run('broken blocks', index).mutations]).toEqual([2, 0]);
        expect(said(run('broken blocks', index))).toContain(`hosts, line ${line}: the ${what}`);
      },
    );

    test('in a broken block do not hold down up, but stay on record', () => {
      expect([run('broken blocks', 6).exit, run('broken blocks', 7).exit]).toEqual([0, 1]);
      expect(said(run('broken blocks', 7))).toMatch(/warn {4}the names stay in the hosts file: .*line 1[\s\S]*Done\./);
      expect(run('broken blocks', 8).exit).toBe(2);
    });

    test('wait for whoever holds the file, for a while', () => {
      expect([run('held hosts').exit, hosts('held hosts')]).toEqual([0, `127.0.0.1 localhost\r\n${BLOCK}`]);
      expect(hosts('held hosts', 1)).toBe('127.0.0.1 localhost\r\n');
      expect([run('held hosts', 2).exit, hosts('held hosts', 2)]).toEqual([1, '127.0.0.1 localhost\r\n']);
      expect(said(run('held hosts', 2))).toMatch(/could not be written: .*used by another process[\s\S]*next: a virus scanner/);
      expect(worldOf(run('held hosts', 2)).files.filter(({ path: file }) => file.startsWith('/windows'))).toHaveLength(1);
      // AND a scanner that changes it back is noticed
      expect(run('held hosts', 3).exit).toBe(1);
      expect(said(run('held hosts', 3))).toContain('something has changed it back');
    });

    test('bring back a file that a power cut has left under another name', () => {
      expect([run('odd hosts').exit, hosts('odd hosts')]).toEqual([0, BLOCK]);
      expect([run('odd hosts', 1).exit, hosts('odd hosts', 1)]).toEqual([0, BLOCK]);
      expect(worldOf(run('odd hosts', 1)).files.filter(({ path: file }) => file.startsWith('/windows'))).toHaveLength(1);
    });

    test.each([[2, 'is marked read-only'], [3, 'is a link to another file'], [4, 'is saved as UTF-16']])(
      'leave a file alone that is not like others (run %i)', (index, what) => {
        expect([run('odd hosts', index).exit, run('odd hosts', index).mutations]).toEqual([2, 0]);
        expect(said(run('odd hosts', index))).toContain(what);
        expect(fileOf(run('odd hosts', 3), '/real')).toBe('');
      },
    );

    test('keep the byte order mark and the letters of a file in UTF-8', () => {
      expect([run('odd hosts', 5).exit, hosts('odd hosts', 5)]).toEqual([0, `\u00ef\u00bb\u00bf# k\u00c3\u00a9\r\n${BLOCK}`]);
    });

    test('empty the cache of Windows, which remembers that there was no answer', () => {
      expect(exits('broken cache cmdlet')).toEqual([1, 0]);
      expect(run('broken cache cmdlet', 1).desktop.calls).toEqual(['ipconfig.exe /flushdns']);
    });

    const RULE = '.homelab.kestrel.dev 192.168.100.201 homelab ID';
    const dns = (index: number): Run => run('names by the own dns', index);

    test('are asked of the lab\'s own DNS server, if there is one, in place of lines in hosts', () => {
      // GIVEN lines in hosts from before there was one, THEN -WhatIf changes nothing
      expect([hosts('names by the own dns'), dns(1).mutations, dns(1).desktop.nrpt]).toEqual([ORIGINAL + BLOCK, 0, []]);
      // AND then there is one rule, and the lines are gone
      expect([dns(2).exit, dns(2).desktop.nrpt, hosts('names by the own dns', 2)]).toEqual([0, [RULE], ORIGINAL]);
      expect(dns(2).calls.find((call) => call.startsWith('Add-Dns'))).toMatch(
        new RegExp('^Add-DnsClientNrptRule -Comment:homelab \\S+ -DisplayName:homelab -NameServers:192\\.168\\.100\\.201 '
          + '-Namespace:\\.homelab\\.kestrel\\.dev$'),
      );
      expect(said(dns(2))).toContain('ok    argocd.homelab.kestrel.dev is 192.168.100.200');
      // AND the next run finds it, and one after a move of the server makes it anew
      expect([dns(3).exit, dns(3).mutations, dns(3).desktop.nrpt]).toEqual([0, 0, [RULE]]);
      expect([dns(4).exit, dns(4).desktop.nrpt]).toEqual([0, [RULE.replace('201', '202')]]);
    });

    test('are taken out of Windows again, and somebody else\'s rules are left alone and named', () => {
      expect([dns(5).exit, dns(5).desktop.nrpt]).toEqual([0, []]);
      expect([dns(6).exit, dns(6).mutations]).toEqual([0, 0]);
      expect(said(dns(8))).toMatch(/warn {4}another rule of Windows \(\{0\}\) is for \.homelab\.kestrel\.dev, too; it is left alone/);
      expect([dns(9).exit, dns(9).desktop.nrpt]).toEqual([0, ['.homelab.kestrel.dev 10.0.0.1 homelab', '.work.example 10.0.0.1 ']]);
      expect(said(run('own dns, record lost', 2))).toContain('the rule of Windows for names');
      expect([exits('own dns, record lost'), run('own dns, record lost', 2).desktop.nrpt]).toEqual([[0, 0, 0], []]);
    });

    test('go into hosts where a group policy would make Windows ignore the rule', () => {
      const policy = (index: number): Run => run('names beside a policy', index);
      expect([policy(0).exit, policy(0).desktop.nrpt, hosts('names beside a policy')]).toEqual([0, [], ORIGINAL + BLOCK]);
      expect(said(policy(0))).toContain('a group policy has rules for names');
      expect([policy(1).exit, policy(1).desktop.nrpt, hosts('names beside a policy', 1)]).toEqual([0, [RULE], ORIGINAL]);
      // AND an address that is none is refused
      expect([policy(2).exit, policy(2).mutations]).toEqual([2, 0]);
    });

    test('that are none are not written, wherever they come from', () => {
      expect([run('hostile names').exit, run('hostile names').mutations, hosts('hostile names')]).toEqual([2, 0, ORIGINAL]);
      expect(said(run('hostile names'))).toContain('bank.example.com" in lib\\Config.ps1 is not a host name');
    });
  });

  describe('trust', () => {
    test('shows whose certificate it is, and changes nothing unless told to', () => {
      expect([run('trust', 1).exit, run('trust', 1).mutations]).toEqual([0, 0]);
      expect(said(run('trust', 1))).toMatch(new RegExp([
        'Authority     CN=homelab-ca', 'SHA-256       [0-9A-F]{64}', 'Good until    \\d{4}-\\d\\d-\\d\\d',
        'Good for      lab\\.kestrel\\.dev and every name below, and nothing else', '  next: lab\\.cmd trust -Write for Windows',
      ].join('\\n')));
      expect([run('trust', 2).exit, run('trust', 2).mutations]).toEqual([0, 0]);
    });

    test('goes into Windows and into what runs of WSL, once', () => {
      expect(run('trust', 3)).toMatchObject({ exit: 0, desktop: { roots: ['CN=homelab-ca'], wsl: ['Ubuntu'] } });
      expect(run('trust', 3).desktop.labels).toEqual([expect.stringMatching(/^homelab [0-9a-f-]{36}$/)]);
      expect(run('trust', 3).desktop.calls).toEqual(['wsl.exe --list --running --quiet', 'wsl.exe -d Ubuntu -u root -- sh -s']);
      expect(fileOf(run('trust', 3), '/wsl/homelab-LAB-ID.crt')).toMatch(PEM);
      expect(run('trust', 4)).toMatchObject({ exit: 0, mutations: 0, desktop: { roots: ['CN=homelab-ca'] } });
    });

    test('is taken back by down, from Windows and from WSL', () => {
      expect(run('trust', 6)).toMatchObject({ exit: 0, desktop: { roots: [], wsl: [] } });
      expect(fileOf(run('trust', 6), '/wsl/updates')).toBe('\n\n--fresh\n');
      expect(worldOf(run('trust', 6)).files.filter(({ path: file }) => file.startsWith('/lab'))).toEqual([]);
    });

    test('is taken back exactly: another certificate of the same name, and one that somebody else trusts, stay', () => {
      expect(exits('trust taken back')).toEqual([0, 0, 0, 0, 0]);
      expect(said(run('trust taken back', 1))).toMatch(/remove {2}trust of Windows in CN=homelab-ca[\s\S]*skip {4}WSL Ubuntu is gone/);
      expect([1, 2, 3, 4].map((index) => run('trust taken back', index).desktop.roots.length)).toEqual([1, 1, 2, 2]);
      expect(said(run('trust taken back', 3))).toContain('somebody else has put it there, so lab.cmd down leaves it');
    });

    test.each([
      [0, 1, 'There is no certificate in cert-manager/homelab-ca yet'], [1, 1, 'is not a certificate'],
      [2, 2, 'it is not limited to lab.kestrel.dev'], [3, 2, 'it is not limited to lab.kestrel.dev'],
      [4, 2, 'it is not the certificate of an authority'], [5, 2, 'it is not limited to lab.kestrel.dev'],
      [6, 2, 'it is not limited to lab.kestrel.dev'], [7, 2, 'it has expired'],
    ])('refuses what could pose as any site, and what is none (run %i)', (index, exit, what) => {
      expect(run('trust refused', index)).toMatchObject({ exit, mutations: 0, desktop: { roots: [] } });
      expect(said(run('trust refused', index))).toContain(what);
    });

    test('knows the limit to two domains, and takes none that is limited to one of them', () => {
      expect(said(run('trust in two domains', 0))).toContain('kestrel.dev, kestrel.lan and every name below');
      expect(said(run('trust in two domains', 1))).toContain('not limited to lab.kestrel.dev, kestrel.lan alone');
    });

    test.each(LONG_DOMAINS)('knows the limit to %s', (domain) => {
      expect(run(`trust ${domain.length}`)).toMatchObject({ exit: 0, desktop: { roots: ['CN=homelab-ca'] } });
    });

    test('says what WSL could not do, and starts no distribution', () => {
      expect(run('trust in wsl').exit).toBe(1);
      expect(said(run('trust in wsl'))).toMatch(/WSL Fedora has no update-ca-certificates[\s\S]*WSL Full: no space left on device/);
      expect(run('trust in wsl', 1)).toMatchObject({ exit: 0, mutations: 0 });
      expect(run('trust in wsl', 1).desktop.calls).toEqual(['wsl.exe --list --running --quiet']);
    });

    test('writes a file for a phone, says what to do there, and writes over nothing', () => {
      expect(exits('trust in a file')).toEqual([0, 2]);
      expect(fileOf(run('trust in a file'), '/phone.crt')).toMatch(PEM);
      expect(said(run('trust in a file'))).toMatch(/Android: copy ROOT\/phone\.crt[\s\S]*iPhone:[\s\S]*no other device reaches the lab/);
    });

    test('takes the root of an authority that somebody has brought, if it is limited to the domain', () => {
      expect(exits('trust brought')).toEqual([1, 0, 0, 2, 0]);
      expect(said(run('trust brought')))
        .toMatch(/There is no certificate in cert-manager\/family yet; it is yours[\s\S]*run lab\.cmd secrets/);
      expect(said(run('trust brought', 1))).toContain('Good for      lab.kestrel.dev and every name below, and nothing else');
      expect(run('trust brought', 2).desktop.roots).toEqual(['CN=homelab-ca']);
      expect(said(run('trust brought', 3))).toMatch(/it is not limited to lab\.kestrel\.dev[\s\S]*import that yourself/);
      expect(fileOf(run('trust brought', 4), '/family.crt')).toMatch(PEM);
    });

    test('of another ACME server says whose root is wanted, or that none is', () => {
      expect(exits('trust private')).toEqual([0, 2]);
      expect(said(run('trust private'))).toMatch(/come from the ACME server at ca\.kestrel\.dev:8443, whose root[\s\S]*import its root/);
      expect(exits('trust google')).toEqual([0, 2]);
      expect(said(run('trust google'))).toMatch(/the test service of Google Trust Services\. They are for tests[\s\S]*tls\.acme\.server/);
      expect(said(run('trust zerossl')))
        .toBe('Nothing has to be trusted: the certificates come from ZeroSSL, which every system trusts.');
    });

    test('of public certificates is not needed, and of those for tests refused', () => {
      expect([exits('trust production'), said(run('trust production', 1))])
        .toEqual([[0, 0], "Nothing has to be trusted: the certificates come from Let's Encrypt, which every system trusts."]);
      expect(exits('trust staging')).toEqual([0, 2]);
      expect(run('trust staging', 1).desktop.roots).toEqual([]);
      expect(said(run('trust staging', 1))).toMatch(/They are for tests[\s\S]*next: set tls\.issuer: letsencrypt-prod/);
    });
  });

  describe('password', () => {
    test('names the pages; without somebody to ask it shows nothing', () => {
      expect([run('passwords').exit, run('passwords', 1).exit]).toEqual([0, 4]);
      expect(said(run('passwords'))).toMatch(/argocd +https:\/\/argocd\.homelab\.kestrel\.dev\/\n +grafana/);
    });

    test('is shown if told to, after a question, or goes to the clipboard', () => {
      expect(said(run('passwords', 2))).toBe(`page      https://argocd.homelab.kestrel.dev/\nuser      admin\npassword  ${PASSWORD}`);
      expect(run('passwords', 3)).toMatchObject({ exit: 0, desktop: { clipboard: 'graf' } });
      expect(said(run('passwords', 3))).toMatch(/user {6}me\npassword {2}is in the clipboard/);
      expect(said(run('passwords', 3))).not.toContain('graf\n');
      expect(run('passwords', 4)).toMatchObject({ exit: 4, questions: ['Password of argocd - Show the password on this screen?'] });
      expect(said(run('passwords', 4))).not.toContain(PASSWORD);
      expect(said(run('passwords', 5))).toContain('password  graf');
      // AND none of it is on a command line or in a file
      for (const each of results.get('passwords') ?? []) { expect([...each.calls, each.world].join('\n')).not.toMatch(/graf$|p`"/m); }
    });

    test('of a page without one, or that is gone, is explained', () => {
      expect([6, 7, 8, 9].map((index) => run('passwords', index).exit)).toEqual([2, 2, 1, 1]);
      expect(said(run('passwords', 6))).toContain('Hubble has no login');
      expect(said(run('passwords', 8))).toMatch(/it was deleted after the password was changed[\s\S]*next: .*docs\/gitops\.md/);
      expect(said(run('passwords', 9))).toContain('has no key admin-password');
    });
  });

  describe('ssh and kubectl', () => {
    const KEY = ['-F', 'none', '-i', 'ROOT/lab/ssh/id_ed25519'];
    const words = (index: number): readonly string[] => run('programs', index).desktop.console[0] ?? [];

    test('ssh has the lab\'s key, a terminal, and the command as it was typed', () => {
      expect(words(0).slice(0, 6)).toEqual(['ssh.exe', '-t', ...KEY]);
      expect([words(0).at(-1), words(1).at(-1)]).toEqual(['homelab@192.168.100.10', 'ls | wc']);
      expect(said(run('programs', 2))).toMatch(/no node "nowhere"[\s\S]*its nodes: homelab/);
    });

    test('kubectl of the node gets every argument as it is, without a terminal for a pipe, and its exit code comes back', () => {
      expect(run('programs', 3).exit).toBe(7);
      expect([words(3)[1], words(3).at(-1)])
        .toEqual(['-T', "sudo -n k3s kubectl get pods -o 'jsonpath={.items[*]}' -l 'a='\\''b c'\\''' ''"]);
      expect(words(6).at(-1)).toBe('sudo -n k3s kubectl logs -f pod');
    });

    test('what kubectl of the node would do to the node and not here is refused', () => {
      expect([run('programs', 4).exit, run('programs', 5).exit]).toEqual([2, 2]);
      expect(said(run('programs', 4))).toContain('its "port-forward" would end on the node');
      expect(said(run('programs', 5))).toContain('next: pipe a file in: type "/etc/hostname" | lab.cmd kubectl apply -f -');
    });

    test('kubectl of Windows is taken if the kubeconfig has the context on record, whatever else is called homelab', () => {
      expect(words(7)[0]).toBe('ssh.exe');
      expect(words(8)).toEqual([
        'kubectl.exe', '--kubeconfig', 'ROOT/profile/.kube/config', '--context', 'homelab-2', 'port-forward', 'svc/x', '80', '-WhatIf',
      ]);
    });

    const FETCHED = `kubectl-${K3S_VERSION.replace(/\+.*/, '')}.exe`;
    const kubectl = (index: number): { program?: string; files: readonly string[]; aside: readonly string[] } => {
      const { console: [started], aside } = run('kubectl fetched', index).desktop;
      const files = worldOf(run('kubectl fetched', index)).files.map(({ path: file }) => file).filter((file) => file.includes('/bin/'));
      return { program: started?.[0], files, aside };
    };

    test('kubectl is fetched where there is none, once, and verified', () => {
      // GIVEN a context on record and no kubectl.exe, THEN -WhatIf fetches nothing
      expect([run('kubectl fetched').exit, run('kubectl fetched').mutations, kubectl(0).program]).toEqual([0, 0, undefined]);
      // AND it is fetched, with every word as it was typed
      expect(run('kubectl fetched', 4).desktop.console).toEqual([[
        FETCHED, '--kubeconfig', 'ROOT/profile/.kube/config', '--context', 'homelab-2', 'port-forward', 'svc/x', '80',
      ]]);
      expect(run('kubectl fetched', 4).calls.find((call) => call.startsWith('curl.exe')))
        .toMatch(/--fail --location --proto =https .* https:\/\/dl\.k8s\.io\/release\/v[\d.]+\/bin\/windows\/amd64\/kubectl\.exe$/);
      expect(kubectl(4)).toMatchObject({ files: [`/lab/bin/${FETCHED}`], aside: [expect.stringContaining('is fetched, once')] });
      // AND what is said about it is no part of the output
      expect(said(run('kubectl fetched', 4))).toBe('');
      // AND the next time it is there
      expect([kubectl(5).program, kubectl(5).aside, run('kubectl fetched', 5).mutations]).toEqual([FETCHED, [], 0]);
    });

    test('a kubectl.exe that is not the pinned one is never run', () => {
      expect(run('kubectl fetched', 3).exit).toBe(1);
      expect(said(run('kubectl fetched', 3)))
        .toMatch(/is not the pinned one and was deleted\. Expected SHA-256 [0-9a-f]{64}, got [0-9a-f]{64}/);
      expect(kubectl(3)).toMatchObject({ program: undefined, files: [] });
      // AND one that lost its content since is fetched again
      expect(kubectl(6)).toMatchObject({ program: FETCHED, files: [`/lab/bin/${FETCHED}`], aside: [expect.stringContaining('once')] });
    });

    test('without the internet, and while another run has the lock, it is the kubectl of the node', () => {
      for (const [index, why] of [[1, 'Could not resolve host'], [2, 'Another run is changing this lab']] as const) {
        expect(run('kubectl fetched', index)).toMatchObject({ exit: 0, lines: [] });
        expect(kubectl(index)).toMatchObject({ program: 'ssh.exe', files: [] });
        expect(kubectl(index).aside.join()).toContain(why);
      }
    });

    test('down removes a kubectl.exe that was fetched', () => {
      expect(run('kubectl fetched', 7).exit).toBe(0);
      expect(said(run('kubectl fetched', 7))).toContain(`remove  ROOT/lab/bin/${FETCHED}`);
      expect(kubectl(7).files).toEqual([]);
    });

    test('a node that is off, and a lab that was never made, are said', () => {
      expect([run('programs', 9).exit, ...exits('programs without a lab')]).toEqual([1, 2, 2]);
      expect(said(run('programs', 9))).toContain('does not answer on SSH');
      expect(said(run('programs without a lab'))).toContain('lab.cmd up has not run here');
    });
  });

  describe('the rights of an administrator', () => {
    test('are asked for once, and what the other window says is shown here', () => {
      const up = run('rights');
      // A bare Windows runs no scripts in that window either.
      expect([up.exit, up.desktop.elevations]).toEqual([0, [expect.stringContaining(' -ExecutionPolicy Bypass -File ')]]);
      expect(up.lines[0]).toBe('ask     "lab.cmd up" needs the rights of an administrator; Windows asks for them now.');
      expect(up.lines.slice(2)).toEqual(up.desktop.window);
      // A status line of what a script did not say itself would be lost with the window.
      expect(up.desktop.lost).toEqual([]);
      expect(said(up)).toContain('Argo CD has converged');
      expect(said(run('rights', 1))).toContain('Nothing had to be changed.');
    });

    test('are asked for where they are needed only', () => {
      expect([2, 3, 4, 5, 6, 7].map((index) => [run('rights', index).exit, run('rights', index).desktop.elevations.length]))
        .toEqual([[1, 0], [0, 1], [0, 1], [0, 0], [2, 0], [0, 1]]);
      expect(hosts('rights', 3)).toBe(ORIGINAL + BLOCK);
      expect(worldOf(run('rights', 7)).machines).toEqual([]);
    });

    test('go to the folder and the words of the first window', () => {
      const request = /--elevated (\S+)$/.exec(run('rights').desktop.elevations[0] ?? '')?.[1] ?? '';
      expect(JSON.parse(Buffer.from(request, 'base64').toString())).toEqual({
        words: ['up'], folder: expect.any(String) as string,
        log: expect.stringMatching(/homelab-[0-9a-f]{32}\.log$/) as string,
        user: 'S-1-5-21-1-2-3-1001', name: 'PC\\1001',
      });
    });

    test.each([
      [0, 4, 'answered with No, so nothing was done'], [1, 4, 'Add-LocalGroupMember -SID S-1-5-32-578 -Member "PC\\1001"'],
      [2, 2, 'Windows was answered with the account PC\\500'], [3, 2, 'could not open a window'],
      [4, 4, 'was closed, or left with Ctrl+C, before the verb had ended'], [5, 1, 'ended with the code 3221225477'],
      [6, 2, 'are on a network drive'], [7, 2, 'has no option -Forse'],
    ])('that are not given end it with the reason, and nothing is changed (run %i)', (index, exit, what) => {
      expect([run('rights refused', index).exit, run('rights refused', index).mutations]).toEqual([exit, 0]);
      expect(said(run('rights refused', index))).toContain(what);
    });

    test('that a new window gives would lose the variables of this one, so they are not asked for', () => {
      expect([run('rights with variables').exit, run('rights with variables').desktop.elevations]).toEqual([2, []]);
      expect(said(run('rights with variables'))).toMatch(/ROUTE53_CREDENTIALS_ACCESS_KEY_ID[\s\S]*next: open PowerShell with "Run as/);
    });

    test('are asked for where Windows keeps the variables for every new window', () => {
      const [kept, proxy, keptProxy, changed] = [0, 1, 2, 3].map((index) => run('rights with stored variables', index));
      expect([kept!.exit, kept!.desktop.elevations.length]).toEqual([0, 1]);
      // A proxy that this window alone has may not be needed: it is named, without its value.
      expect([proxy!.exit, proxy!.desktop.elevations.length]).toEqual([0, 1]);
      expect(said(proxy!)).toContain('does not have the variables of this one: HTTPS_PROXY\n');
      expect(said(proxy!)).not.toContain('hunter22');
      expect([keptProxy!.exit, said(keptProxy!).includes('HTTPS_PROXY')]).toEqual([0, false]);
      // Another value than the one that is kept would be lost.
      expect([changed!.exit, changed!.desktop.elevations]).toEqual([2, []]);
      expect(said(changed!)).toMatch(/variables of this one: HOMELAB_SECRET_\w+_ACCESS_KEY_ID\n/);
    });

    test('a typing error and a network drive cost no question', () => {
      expect([6, 7].map((index) => run('rights refused', index).desktop.elevations)).toEqual([[], []]);
    });

    test('what is typed in the other window leaves no trace here', () => {
      const typed = run('secrets typed in the other window');
      expect([typed.exit, typed.questions?.length]).toEqual([0, 2]);
      for (const text of ['AKIDTYPED', Buffer.from('AKIDTYPED').toString('base64'), 'ty`"']) {
        const { lines, calls, desktop, world } = typed;
        expect([...lines, ...calls, ...desktop.window, ...desktop.lost, world].join('\n')).not.toContain(text);
      }
    });
  });

  describe('the words after lab.cmd', () => {
    test('none, or help, list every verb with the first line of its own help', () => {
      expect(run('words').exit).toBe(0);
      expect(said(run('words'))).toMatchSnapshot();
      expect([run('words', 1).exit, run('words', 2).exit, said(run('words', 2))]).toEqual([0, 0, said(run('words', 1))]);
      expect(said(run('words', 1))).toMatch(/^lab\.cmd down: Removes[\s\S]*Exit codes: 0[\s\S]*\n {2}-KeepDisk\n {6}Keeps/);
    });

    test.each([
      [3, 'lab.cmd has no verb "pu".', 'did you mean: lab.cmd up'], [4, 'lab.cmd has no verb "dwon".', 'did you mean: lab.cmd down'],
      [5, 'lab.cmd has no verb "stat.ps1".', 'did you mean: lab.cmd status'],
      [6, 'lab.cmd has no verb "frobnicate".', 'lab.cmd help lists the verbs'],
      [7, '-TimeoutSeconds takes a number, not "12x".', 'lab.cmd help stop'], [8, '-TimeoutSeconds needs a value.', 'lab.cmd help stop'],
      [9, '-TurnOff is given twice.', ''], [10, '-TurnOff takes no value.', 'lab.cmd help stop'],
      [11, '-T can mean -TurnOff or -TimeoutSeconds.', 'lab.cmd help stop'], [12, '-TimeoutSeconds takes a number, not "now".', ''],
      [13, '-Mode takes mirrored, consomme, nat, not "mirored".', 'did you mean: -Mode mirrored'], [15, 'lab.cmd has no verb "".', ''],
      [16, "Cannot validate argument on parameter 'TimeoutSeconds'.", 'lab.cmd help stop'],
      [17, 'lab.cmd down does not take "everything".', 'lab.cmd help down'], [18, 'There is no file a b', ''],
    ])('that cannot be understood (run %i) end with 2 and the nearest that can', (index, what, next) => {
      expect([run('words', index).exit, run('words', index).mutations]).toEqual([2, 0]);
      expect(said(run('words', index))).toContain(`FAILED  ${what}`);
      if (next !== '') { expect(said(run('words', index))).toContain(`  next: ${next}`); }
    });

    test('are taken in any case', () => {
      expect(run('words', 14).exit).toBe(0);
      expect(said(run('words', 14))).toContain('Windows edition');
    });
  });
});
