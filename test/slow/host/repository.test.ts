import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { callFunctionsBeside, type FunctionAnswer, type FunctionCall } from '../../host/call-functions';
import { git, makeRepository, write } from '../../host/git-repository';
import { startGitServer, type GitServer } from '../../host/git-server';
import { describeWithPwsh } from '../../host/pwsh';

interface State { readonly Kind: string; readonly Seen: string; readonly Fix: string; readonly Commit: string }
interface Served { readonly Folder: string; readonly Problem: string }
interface Finding { readonly Name: string; readonly State: string; readonly Seen: string; readonly Fix: string }

const USER = 'me';
/** A password with what curl's configuration, a shell and HTTP could misread. */
const PASSWORD = 'p"a\\s\'s $HOME `x` %41#&:w\u00f6rd';

/**
 * The real curl and the real git ask a real git server, over HTTP and over an ssh that is a script: it runs the command that a server would
 * run, if the right key is named.
 */
describeWithPwsh('the repository of the lab, asked by the scripts', () => {
  let folder = '';
  let open: GitServer;
  let closed: GitServer;
  let unfiltered: GitServer;
  let work = '';
  let environment: Record<string, string> = {};
  let answers: FunctionAnswer<State & Finding & Served>[] = [];
  const calls: { readonly name: string; readonly call: FunctionCall }[] = [];
  const ask = (name: string, url: string, given: Record<string, string> | null = null, lab: Record<string, unknown> = {}): void => {
    const call = { call: 'Test-Call', with: { Url: url, Given: given ?? {}, Do: 'state' } };
    calls.push({ name, call: { ...call, lab: { Revision: 'main', ...lab } } });
  };
  const pushed = (
    name: string, url: string, given: Record<string, string> | null, lab: Record<string, unknown>, Checkout = '',
  ): void => {
    const call = { call: 'Test-Call', with: { Url: url, Given: given ?? {}, Do: 'pushed', Checkout } };
    calls.push({ name, call: { ...call, lab: { Revision: 'main', RepoPath: 'dist', ...lab } } });
  };
  const answer = (name: string): State & Finding & Served => {
    const found = answers[calls.findIndex((each) => each.name === name)];
    if (!found?.value) { throw new Error(found?.error ?? `no answer ${name}`); }
    return found.value;
  };

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'homelab-repository-'));
    const repositories = path.join(folder, 'repositories');
    mkdirSync(repositories);
    const made = makeRepository(repositories, {
      'dist/root/a.yaml': 'a: 1\n', 'dist/b.yaml': 'b: 1\n', 'README.md': '', 'dist/gr\u00f6\u00dfe/a.yaml': '',
    });
    work = made.work;
    git(work, 'tag', '--annotate', 'v1.0', '--message', 'one');
    git(work, 'push', '--quiet', made.bare, 'v1.0');
    git(repositories, 'init', '--quiet', '--bare', 'empty.git');
    git(repositories, 'init', '--quiet', '--bare', '--object-format=sha256', 'sha256.git');
    const long = path.join(folder, 'long');
    mkdirSync(long);
    git(long, 'init', '--quiet', '--object-format=sha256');
    git(long, 'commit', '--quiet', '--allow-empty', '--message', 'x');
    git(long, 'push', '--quiet', path.join(repositories, 'sha256.git'), 'main');
    open = await startGitServer({
      root: repositories,
      before: (request, response) => {
        const { pathname } = new URL(request.url ?? '/', 'http://x');
        if (pathname.startsWith('/portal/')) {
          response.writeHead(200, { 'content-type': 'text/html' }).end('<html>log in</html>');
          return true;
        }
        if (pathname.startsWith('/moved/')) {
          response.writeHead(301, { location: (request.url ?? '').replace('/moved/', '/') }).end();
          return true;
        }
        if (pathname.startsWith('/elsewhere/')) {
          response.writeHead(302, { location: `${closed.url}${(request.url ?? '').replace('/elsewhere/', '/')}` }).end();
          return true;
        }
        if (pathname.startsWith('/file/')) { response.writeHead(302, { location: 'file:///etc/passwd' }).end(); return true; }
        if (pathname.startsWith('/dumb/')) {
          response.writeHead(200, { 'content-type': 'text/plain' }).end(`${'a'.repeat(40)}\trefs/heads/main\n`);
          return true;
        }
        return false;
      },
    });
    closed = await startGitServer({ root: repositories, login: `${USER}:${PASSWORD}` });
    unfiltered = await startGitServer({ root: repositories, filter: false });
    const bin = path.join(folder, 'bin');
    mkdirSync(bin);
    for (const program of ['curl', 'git']) {
      symlinkSync(execFileSync('sh', ['-c', `command -v ${program}`], { encoding: 'utf8' }).trim(), path.join(bin, `${program}.exe`));
    }
    // Takes the options of ssh, and lets in who brings the key named "right key".
    writeFileSync(path.join(bin, 'ssh.exe'), [
      '#!/bin/sh', 'for each; do last=$each; done', 'case "$*" in', '*"right key"*) ;;',
      '*open*) echo "Permissions 0644 are too open: WARNING: UNPROTECTED PRIVATE KEY FILE!" >&2; exit 255;;',
      '*) echo "git@host: Permission denied (publickey)." >&2; exit 255;;', 'esac', 'exec sh -c "$last"', '',
    ].join('\n'));
    chmodSync(path.join(bin, 'ssh.exe'), 0o755);
    environment = { PATH: `${bin}:${process.env['PATH'] ?? ''}`, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', HOME: folder };

    const login = { username: USER, password: PASSWORD };
    const repository = (server: GitServer): string => `${server.url}/lab.git`;
    ask('public', repository(open));
    ask('moved', `${open.url}/moved/lab.git`);
    ask('missing', `${open.url}/nothing.git`);
    ask('portal', `${open.url}/portal/lab.git`);
    ask('dumb', `${open.url}/dumb/lab.git`);
    ask('file', `${open.url}/file/lab.git`);
    ask('empty', `${open.url}/empty.git`);
    ask('sha256', `${open.url}/sha256.git`);
    ask('no revision', repository(open), null, { Revision: 'mian' });
    ask('tag', repository(open), null, { Revision: 'v1.0' });
    ask('commit', repository(open), null, { Revision: 'c'.repeat(40) });
    ask('private', repository(closed));
    ask('refused', repository(closed), { ...login, password: 'wrong' });
    ask('login', repository(closed), login);
    ask('elsewhere', `${open.url}/elsewhere/lab.git`, login);
    ask('no tls', repository(open).replace('http:', 'https:'));
    ask('no name', 'https://no-such-host.invalid/lab.git');
    ask('nobody', 'http://127.0.0.1:9/lab.git');
    const ssh = `ssh://git@host${made.bare}`;
    ask('ssh', ssh, { 'sshPrivateKey file': '/keys/the right key' });
    ask('ssh refused', ssh, { 'sshPrivateKey file': "/keys/it's another" });
    ask('ssh open', ssh, { 'sshPrivateKey file': '/keys/open' });
    ask('ssh missing', ssh.replace('lab.git', 'nothing.git'), { 'sshPrivateKey file': '/keys/the right key' });
    ask('ssh without a key', ssh);

    const root = (of: string): Record<string, unknown> => ({ Argo: { Path: of } });
    // GIVEN no checkout, THEN a shallow clone tells
    pushed('cloned', repository(closed), login, root('dist/root'));
    pushed('cloned, absent', repository(closed), login, root('dist/other'));
    pushed('cloned over ssh', ssh, { 'sshPrivateKey file': '/keys/the right key' }, root('dist/root'));

    // GIVEN a checkout around the scripts, in each state that it can be in
    const checkout = (name: string, change: (at: string) => void): void => {
      const at = path.join(folder, name.replaceAll(' ', '-'));
      git(folder, 'clone', '--quiet', made.bare, at);
      git(at, 'remote', 'set-url', 'origin', repository(open).replace('.git', '/').replace('http:', 'ssh:').replace('//', '//git@'));
      change(at);
      pushed(name, repository(open), null, root('dist/root'), at);
    };
    const commit = (at: string, file: string): void => {
      write(at, { [file]: '' });
      git(at, 'add', '--all');
      git(at, 'commit', '--quiet', '--message', file);
    };
    checkout('pushed', (at) => { commit(at, 'src/only-here.ts'); });
    checkout('uncommitted', (at) => { write(at, { 'dist/new.yaml': '' }); });
    checkout('unpushed', (at) => { commit(at, 'dist/new.yaml'); });
    checkout('gone astray', (at) => {
      git(at, 'checkout', '--quiet', '--orphan', 'other');
      commit(at, 'dist/new.yaml');
    });
    const fresh = path.join(folder, 'fresh');
    mkdirSync(fresh);
    git(fresh, 'init', '--quiet');
    git(fresh, 'remote', 'add', 'origin', repository(open));
    commit(fresh, 'dist/root/a.yaml');
    pushed('behind', repository(open), null, root('dist/root'), fresh);
    checkout('other repository', (at) => { git(at, 'remote', 'set-url', 'origin', 'git@github.com:somebody/else.git'); });
    const head = git(work, 'rev-parse', 'HEAD').trim();
    const served = (name: string, Url: string, Path: string, given = { User: '', Password: '' }, Commit = head): void => {
      calls.push({ name, call: { call: 'Get-LabServedFolder', with: { Url, Path, Commit, Login: { KeyFile: '', ...given } } } });
    };
    served('served', repository(open), 'dist/root');
    served('served, with a slash', `${repository(open)}/`, './dist/');
    served('served, moved', `${open.url}/moved/lab.git`, 'dist/root');
    served('served, other letters', repository(open), 'dist/gr\u00f6\u00dfe');
    served('served, with a login', repository(closed), 'dist/root', { User: USER, Password: PASSWORD });
    served('served, absent', repository(open), 'dist/other');
    served('served, a file', repository(open), 'dist/b.yaml');
    served('served, too deep', repository(open), 'dist/root/a.yaml/b');
    served('not served, without a login', repository(closed), 'dist/root');
    served('not served, without the filter', repository(unfiltered), 'dist/root');
    served('not served, no such commit', repository(open), 'dist/root', undefined, 'c'.repeat(40));
    served('not served, a tree for a commit', repository(open), 'dist/root', undefined, git(work, 'rev-parse', 'HEAD^{tree}').trim());
    served('not served, portal', `${open.url}/portal/lab.git`, 'dist/root');
    served('not served, nobody', 'http://127.0.0.1:9/lab.git', 'dist/root');
    answers = await callFunctionsBeside(path.join(folder, 'scripts'), calls.map(({ call }) => call), environment);
  }, 240_000);
  afterAll(async () => {
    await Promise.all([open.close(), closed.close(), unfiltered.close()]);
    rmSync(folder, { recursive: true, force: true });
  });

  test('is read with the commit that Argo CD would take', () => {
    const commit = git(work, 'rev-parse', 'HEAD').trim();
    expect(answer('public')).toMatchObject({ Kind: 'ok', Seen: `can be read, main is ${commit.slice(0, 10)}`, Commit: commit });
    expect([answer('moved'), answer('tag')].map(({ Kind, Commit }) => [Kind, Commit])).toEqual([['ok', commit], ['ok', commit]]);
    expect(answer('commit')).toMatchObject({ Kind: 'ok', Commit: '' });
    expect(answer('commit').Seen).toContain('only a clone would show');
  });

  test.each([
    ['missing', 'missing', 'does not exist, or is private on a host that hides it'],
    ['portal', 'foreign', 'answers with a web page and not as a git repository'],
    ['dumb', 'foreign', 'does not speak the protocol that Argo CD needs'],
    ['file', 'foreign', 'leads elsewhere'],
    ['empty', 'revision', 'the repository is empty'],
    ['sha256', 'foreign', 'names its commits in sha256'],
    ['no revision', 'revision', 'there is no branch and no tag "mian"'],
    ['private', 'login', 'needs a login, or does not exist'],
    ['refused', 'refused', 'the host refuses this login'],
    ['no tls', 'unreachable', 'no trusted connection to 127.0.0.1'],
    ['no name', 'unreachable', 'the name no-such-host.invalid cannot be found'],
    ['nobody', 'unreachable', '127.0.0.1:9 does not answer'],
    ['ssh refused', 'refused', 'the host refuses this key'],
    ['ssh open', 'unchecked', 'ssh does not use a key that other accounts may read'],
    ['ssh missing', 'missing', 'does not exist, or this key may not see it'],
    ['ssh without a key', 'login', 'needs the deploy key as a file'],
  ])('%s: %s, %s', (name, kind, seen) => {
    expect(answer(name).Kind).toBe(kind);
    expect(answer(name).Seen).toContain(seen);
    expect(answer(name).Fix).not.toBe('');
  });

  test('names the branch that was meant', () => {
    expect(answer('no revision').Fix).toBe('push the lab first: git push -u origin mian; or set gitops.revision: there are main, v1.0');
  });

  test('is read with a login, which reaches the server as it was given', () => {
    expect(answer('login').Kind).toBe('ok');
    const sent = closed.requests.map(({ authorization = '' }) => Buffer.from(authorization.replace('Basic ', ''), 'base64').toString());
    expect(sent).toContain(`${USER}:${PASSWORD}`);
    expect(answer('ssh').Kind).toBe('ok');
  });

  test('does not hand the login on to another server', () => {
    expect(answer('elsewhere').Kind).toBe('refused');
    expect(open.requests.some(({ path: each, authorization }) => each.startsWith('/elsewhere/') && authorization !== undefined)).toBe(true);
  });

  test.each([
    ['cloned', 'ok', 'dist/root is in the repository', ''],
    ['cloned over ssh', 'ok', 'dist/root is in the repository', ''],
    ['cloned, absent', 'fail', 'has no folder dist/other on main', 'run "npm run synth", commit and push'],
    ['pushed', 'ok', 'dist/root is in the repository, as it is here', ''],
    ['uncommitted', 'warn', 'not what is in this folder', '1 file(s) in dist/ differ from the last commit: git add, git commit, git push'],
    ['unpushed', 'warn', 'not what is in this folder', 'dist/ has commits that are not pushed to main: git push'],
    ['gone astray', 'warn', 'not what is in this folder', 'dist/ here and on main differ: git pull, or push the branch that is meant'],
    ['behind', 'warn', 'not what is in this folder', 'the repository has commits that this folder lacks: git pull'],
    ['other repository', 'ok', 'dist/root is in the repository', ''],
  ])('what was pushed, %s: %s', (name, state, seen, fix) => {
    expect(answer(name).State).toBe(state);
    expect(answer(name).Seen).toContain(seen);
    expect(answer(name).Fix).toContain(fix);
  });

  test.each([
    ['served', 'present', ''], ['served, with a slash', 'present', ''], ['served, moved', 'present', ''],
    ['served, other letters', 'present', ''], ['served, with a login', 'present', ''], ['served, absent', 'absent', ''],
    ['served, a file', 'absent', ''], ['served, too deep', 'absent', ''],
    ['not served, without a login', '', 'HTTP 401'], ['not served, without the filter', '', 'holds no object'],
    ['not served, no such commit', '', 'not our ref'], ['not served, a tree for a commit', '', 'the commit cannot be read'],
    ['not served, portal', '', 'is not that of a git server'], ['not served, nobody', '', 'could not be asked'],
  ])('without git, %s: "%s" %s', (name, folder, problem) => {
    const { Folder, Problem } = answer(name);
    expect(Folder).toBe(folder);
    expect(Problem === '').toBe(problem === '');
    expect(Problem).toContain(problem);
  });

  test('leaves no clone behind', () => {
    expect(execFileSync('sh', ['-c', `ls -d ${tmpdir()}/homelab-[0-9a-f]* 2>/dev/null | grep -c '/homelab-[0-9a-f]\\{32\\}$' || true`], {
      encoding: 'utf8',
    }).trim()).toBe('0');
  });
});
