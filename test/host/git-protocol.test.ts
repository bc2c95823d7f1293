import { callFunctions, type FunctionAnswer, type FunctionCall } from './call-functions';
import { git, makeRepository } from './git-repository';
import { describeWithPwsh, withFolder } from './pwsh';

interface Advertisement {
  readonly Problem: string;
  readonly Head: string;
  readonly Format: string;
  /** Names, each with its id. */
  readonly Refs: readonly (readonly [string, string])[];
}
interface Resolved { readonly Commit: string; readonly Problem: string; readonly Near: readonly string[] }
interface Verdict { readonly Kind: string; readonly Seen: string; readonly Fix: string }

const ID = 'a'.repeat(40);
const OTHER = 'b'.repeat(40);
const SERVICE = '# service=git-upload-pack\n';
/** A line of git's protocol; the length counts bytes. */
const line = (text: string): string => (text.length + 4).toString(16).padStart(4, '0') + text;
/** A whole answer with these lines of references. */
const answer = (...lines: readonly string[]): string => `${line(SERVICE)}0000${lines.map(line).join('')}0000`;

/** What real git says of a repository with an annotated tag and a branch outside ASCII. */
const recorded = withFolder((folder) => {
  const { work, bare } = makeRepository(folder, { 'dist/root/a.yaml': 'a: 1\n' });
  git(work, 'tag', '--annotate', 'v1.0', '--message', 'one');
  git(work, 'branch', 'gr\u00fcn');
  git(work, 'push', '--quiet', bare, '--all');
  git(work, 'push', '--quiet', bare, '--tags');
  const text = line(SERVICE) + '0000' + git(folder, 'upload-pack', '--stateless-rpc', '--http-backend-info-refs', bare);
  const rows = git(bare, 'for-each-ref', '--format=%(refname) %(objectname) %(*objectname)').trim().split('\n');
  const refs = rows.map((row) => row.split(' '));
  return { text, refs, head: git(bare, 'rev-parse', 'HEAD').trim() };
});

/** What a server, or something that is none, may answer, and what the scripts say to it. */
const HOSTILE: readonly [what: string, text: string, problem: string][] = [
  ['nothing', '', 'the answer is empty'],
  ['a web page', '<!DOCTYPE html><html>', 'the answer is not that of a git server'],
  ['a length that is no number', 'zzzz# service=git-upload-pack\n', 'the answer is not that of a git server'],
  ['a length with a sign', '-01e# service=git-upload-pack\n', 'the answer is not that of a git server'],
  ['a length below four', `${line(SERVICE)}0000${line(`${ID} HEAD\n`)}00030000`, 'the answer is not that of a git server'],
  ['a length beyond the end', `${line(SERVICE)}0000fff0${ID} HEAD\n`, 'the answer breaks off'],
  ['a length beyond what git allows', `${line(SERVICE)}0000ffff${ID}`, 'the answer is not that of a git server'],
  ['half a length', `${line(SERVICE)}000`, 'the answer breaks off'],
  [
    'an end in the middle', answer(`${ID} HEAD\0symref=HEAD:refs/heads/main\n`, `${ID} refs/heads/main\n`).slice(0, -30),
    'the answer breaks off',
  ],
  ['no end', answer(`${ID} HEAD\n`).slice(0, -4), 'the answer breaks off'],
  ['another service', `${line('# service=git-receive-pack\n')}00000000`, 'the answer is not that of a git server'],
  ['no word about the service', `0000${line(`${ID} HEAD\n`)}0000`, ''],
  ['references without a word about the service', `${line(`${ID} HEAD\n`)}0000`, 'the answer is not that of a git server'],
  ['an error of the server', answer('ERR access denied\u001b[2J\nor not exported'), 'the server says: access denied or not exported'],
  ['a second version of the protocol', answer('version 2\n', 'ls-refs\n'), 'the server speaks version 2 although nobody asked for it'],
  ['an id that is too short', answer(`${ID.slice(1)} HEAD\n`), 'the list of branches cannot be read'],
  ['an id in capitals', answer(`${'A'.repeat(40)} HEAD\n`), 'the list of branches cannot be read'],
  ['a name with a blank', answer(`${ID} refs/heads/a b\n`), 'the list of branches cannot be read'],
  ['an empty line', `${line(SERVICE)}000000040000`, 'the list of branches cannot be read'],
];
const REFS: Advertisement['Refs'] = [
  ['HEAD', ID], ['refs/heads/main', ID], ['refs/heads/Main', OTHER], ['refs/tags/v1.0', ID], ['refs/tags/v1.0^{}', OTHER],
  ['refs/heads/renovate/x', ID],
];
const REVISIONS: readonly [revision: string, commit: string, problem: string, near: readonly string[]][] = [
  ['main', ID, '', []],
  ['Main', OTHER, '', []],
  ['HEAD', ID, '', []],
  ['v1.0', OTHER, '', []],
  ['refs/heads/main', ID, '', []],
  [ID, ID, '', []],
  ['aaaaaaa', ID, '', []],
  ['c'.repeat(40), '', '', []],
  ['mian', '', 'there is no branch and no tag "mian"', ['main', 'Main', 'v1.0', 'renovate/x']],
  ['V1.0', '', 'there is no branch and no tag "V1.0"', ['main', 'v1.0', 'Main', 'renovate/x']],
];
const HTTP: readonly [what: string, code: number, type: string, body: string, login: boolean, kind: string, seen: string][] = [
  ['401 without a login', 401, 'text/plain', '', false, 'login', 'needs a login, or does not exist'],
  ['401 with one', 401, 'text/plain', '', true, 'refused', 'the host refuses this login'],
  ['403 with one', 403, 'text/plain', '', true, 'refused', 'does not let it read'],
  ['404', 404, 'text/html', '', false, 'missing', 'does not exist, or is private'],
  ['404 with a login', 404, 'text/html', '', true, 'missing', 'this login may not see it'],
  ['a proxy with a login', 407, '', '', false, 'unreachable', 'the proxy wants a login'],
  ['an outage', 503, 'text/html', '', false, 'unchecked', 'HTTP 503'],
  ['too many questions', 429, 'text/html', '', false, 'unchecked', 'HTTP 429'],
  ['a web page', 200, 'text/html;', '<html>', false, 'foreign', 'answers with a web page'],
  ['files over HTTP', 200, 'text/plain', `${ID}\trefs/heads/main\n`, false, 'foreign', 'hands out files'],
  ['something else', 200, 'application/json', '{}', false, 'foreign', 'does not answer as a git repository'],
  ['a git server', 200, 'application/x-git-upload-pack-advertisement', answer(`${ID} HEAD\n`), false, 'ok', 'can be read'],
];

describeWithPwsh('the list of branches of a git server', () => {
  const read = (text: string): FunctionCall => ({ call: 'Read-LabGitAdvertisement', with: { Text: text } });
  const calls: FunctionCall[] = [
    read(recorded.text),
    ...HOSTILE.map(([, text]) => read(text)),
    ...REVISIONS.map(([Revision]) => (
      { call: 'Resolve-LabRevision', with: { Revision, Answer: { Refs: REFS, Head: 'refs/heads/main' } } })),
    ...HTTP.map(([, Code, Type, Body, HasLogin]) => ({ call: 'Get-LabHttpVerdict', with: { Code, Type, Body, HasLogin } })),
    read(answer(`${'0'.repeat(40)} capabilities^{}\0agent=git/2\n`)),
    { call: 'Resolve-LabRevision', with: { Revision: 'main', Answer: { Refs: [], Head: '' } } },
    read(answer(`${'a'.repeat(64)} HEAD\0object-format=sha256 symref=HEAD:refs/heads/main\n`)),
    read(answer('version 1\n', `${ID} HEAD\0a\n`, `shallow ${OTHER}\n`)),
    {
      call: 'Read-LabGitList',
      with: { Text: `ref: refs/heads/main\tHEAD\r\n${ID}\tHEAD\r\n${ID}\trefs/heads/main\r\nwarning: something\r\n` },
    },
  ];
  let answers: FunctionAnswer<unknown>[] = [];
  beforeAll(() => { answers = callFunctions(calls); }, 120_000);
  const value = <Value>(index: number): Value => {
    const found = answers[index];
    if (found?.value === undefined) { throw new Error(found?.error ?? `no answer ${index}`); }
    return found.value as Value;
  };
  const after = 1 + HOSTILE.length + REVISIONS.length + HTTP.length;

  test('is read as git wrote it: every reference, the commit of a tag, names in UTF-8, and where HEAD leads', () => {
    const advertisement = value<Advertisement>(0);
    expect([advertisement.Problem, advertisement.Head, advertisement.Format]).toEqual(['', 'refs/heads/main', 'sha1']);
    const expected = [
      ['HEAD', recorded.head],
      ...recorded.refs.flatMap(([name = '', id = '', peeled = '']) => {
        const decoded = Buffer.from(name, 'latin1').toString();
        return [[decoded, id], ...peeled === '' ? [] : [[`${decoded}^{}`, peeled]]];
      }),
    ];
    expect(advertisement.Refs).toEqual(expected);
    expect(expected.map(([name]) => name)).toEqual(expect.arrayContaining(['refs/heads/gr\u00fcn', 'refs/tags/v1.0^{}']));
  });

  test.each(HOSTILE.map(([what, , problem], index): [string, string, number] => [what, problem, index]))(
    'that is %s', (_what, problem, index) => { expect(value<Advertisement>(1 + index).Problem).toBe(problem); },
  );

  test.each(REVISIONS.map(([revision, commit, problem, near], index) => ({ revision, commit, problem, near, index })))(
    'says what $revision is, or what comes near', ({ commit, problem, near, index }) => {
      expect(value<Resolved>(1 + HOSTILE.length + index)).toEqual({ Commit: commit, Problem: problem, Near: near });
    },
  );

  test.each(HTTP.map(([what, , , , , kind, seen], index) => ({ what, kind, seen, index })))(
    'as HTTP: $what is $kind', ({ kind, seen, index }) => {
      const verdict = value<Verdict>(1 + HOSTILE.length + REVISIONS.length + index);
      expect(verdict.Kind).toBe(kind);
      expect(verdict.Seen).toContain(seen);
      expect(verdict.Fix === '').toBe(kind === 'ok');
    },
  );

  test('of an empty repository holds no branch, and that is said', () => {
    expect([value<Advertisement>(after).Problem, value<Advertisement>(after).Refs]).toEqual(['', []]);
    expect(value<Resolved>(after + 1).Problem).toBe('the repository is empty');
  });

  test('tells a repository whose commits Argo CD cannot name', () => {
    expect(value<Advertisement>(after + 2).Format).toBe('sha256');
  });

  test('may begin with a version and hold the limits of a shallow repository', () => {
    expect([value<Advertisement>(after + 3).Problem, value<Advertisement>(after + 3).Refs]).toEqual(['', [['HEAD', ID]]]);
  });

  test('is the same when git ls-remote prints it', () => {
    expect(value<Advertisement>(after + 4))
      .toEqual({ Problem: '', Head: 'refs/heads/main', Format: 'sha1', Refs: [['HEAD', ID], ['refs/heads/main', ID]] });
  });
});
