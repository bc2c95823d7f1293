import { interview, type Asker, type Prompt } from '../../../cli/init/interview';
import type { Answers } from '../../../cli/init/answers';
import type { Facts } from '../../../cli/init/facts';
import { QUESTIONS } from '../../../cli/init/questions';

const REPOSITORY = 'https://github.com/me/lab.git';
const FACTS: Facts = {
  networks: ['192.168.1.0/24'], memory: 32 * 1024 ** 3, remote: REPOSITORY, branch: 'main', email: 'me@example.org',
};
const PROPOSED = {
  repository: REPOSITORY, branch: 'main', domain: 'none', host: 'hyper-v', network: '192.168.100.0/24', memory: '16', alerts: 'none',
};
const THERE = { host: 'none', node: 'nuc', address: '192.168.1.20' };

function flags(given: Answers, { yes = false, facts = FACTS }: { readonly yes?: boolean; readonly facts?: Facts } = {}): Promise<Answers> {
  return interview({ questions: QUESTIONS, given, facts, yes });
}

/** Answers by key; what is not among them is agreed to. */
function person(answers: Answers, seen: Prompt[] = []): Asker {
  return (prompt) => {
    seen.push(prompt);
    return Promise.resolve(answers[prompt.question.key] ?? prompt.proposal ?? '');
  };
}

describe('with --yes', () => {
  test('what is proposed is taken', async () => {
    expect(await flags({}, { yes: true })).toEqual(PROPOSED);
  });

  test('a flag counts more than a proposal', async () => {
    expect(await flags({ memory: '8', repository: 'git@github.com:me/other.git' }, { yes: true }))
      .toEqual({ ...PROPOSED, memory: '8', repository: 'git@github.com:me/other.git' });
  });

  test('a repository that git does not know is left for later', async () => {
    expect(await flags({}, { yes: true, facts: { networks: [], memory: FACTS.memory } }))
      .toEqual({ domain: 'none', host: 'hyper-v', network: '192.168.100.0/24', memory: '16', alerts: 'none' });
  });

  test('of a machine that is there the size is that of a default lab, and the network that of this machine', async () => {
    expect(await flags(THERE, { yes: true }))
      .toEqual({ ...PROPOSED, ...THERE, network: '192.168.1.0/24', cpus: '4', memory: '12', disk: '80' });
  });

  test('name and address of a machine that is there have no proposal, nor its network if this one has several', async () => {
    await expect(flags({ host: 'none' }, { yes: true, facts: { ...FACTS, networks: ['192.168.1.0/24', '10.8.0.0/24'] } }))
      .rejects.toThrow([
        'There are no proposed answers for these options; give them:',
        '  --network <cidr>',
        '  --node <name>',
        '  --address <ip>',
        'homelab init --help explains them.',
      ].join('\n'));
  });

  test('a hosted zone says who serves the DNS', async () => {
    expect(await flags({ domain: 'lab.example.org', hostedZone: 'Z0123' }, { yes: true }))
      .toEqual({ ...PROPOSED, domain: 'lab.example.org', dns: 'route53', hostedZone: 'Z0123', email: 'me@example.org' });
  });

  test('what nothing can be proposed for is missing, all at once', async () => {
    const given = { domain: 'lab.example.org', dns: 'route53', alerts: 'email' };
    await expect(flags(given, { yes: true, facts: { networks: [], memory: 1 } })).rejects.toThrow([
      'There are no proposed answers for these options; give them:',
      '  --hosted-zone <id>',
      '  --email <address>',
      '  --alerts-to <address>',
      '  --alerts-from <address>',
      '  --smarthost <host:port>',
      'homelab init --help explains them.',
    ].join('\n'));
  });
});

describe('without a terminal and without --yes', () => {
  test('the missing flags are named, with what --yes would take', async () => {
    await expect(flags({ domain: 'none', alerts: 'telegram' })).rejects.toThrow([
      'There is no terminal to ask on. Give these options, or --yes to use the proposed answers:',
      '  --network <cidr> (proposed: 192.168.100.0/24)',
      '  --memory <gib> (proposed: 16)',
      '  --chat-id <number>',
      'homelab init --help explains them.',
    ].join('\n'));
  });

  test('enough flags are enough', async () => {
    const given = { domain: 'none', network: '192.168.100.0/24', memory: '16', alerts: 'none' };
    // A lab that says nothing else is one of Windows, as before there was a choice.
    expect(await flags(given)).toEqual({ ...given, host: 'hyper-v', repository: 'https://github.com/me/lab.git', branch: 'main' });
  });
});

describe('a flag', () => {
  test.each<[Answers, RegExp]>([
    [{ repository: 'https://user:hunter2@github.com/me/lab.git' }, /^--repository: carries a user name, password or token(?!.*hunter2)/],
    [{ repository: 'https://github.com/me/lab.git\n--- evil: true' }, /^--repository: is not a repository address \([^\n]*\)[^\n]*$/],
    [{ domain: 'Lab.Example.org' }, /^--domain: is not a host name \("Lab\.Example\.org"\); write it in lower case: lab\.example\.org/],
    [{ domain: 'a.example.org"\nallowUnsafe: [x]' }, /^--domain: is not a host name [^\n]*$/],
    [{ domain: '\u001b[31mred.example.org' }, /^--domain: is not a host name [\x20-\x7e]*$/],
    [{ dns: 'godaddy' }, /^--dns: "godaddy" is not one of the possible answers; choose route53, cloudflare, digitalocean, none\.$/],
    [{ domain: 'a.example.org', dns: 'route53', hostedZone: 'z-1' }, /^--hosted-zone: is not the id of a Route 53 hosted zone \("z-1"\)/],
    [{ domain: 'a.example.org', dns: 'route53', email: 'me' }, /^--email: is not an e-mail address \("me"\)/],
    [{ network: '192.168.100.5/24' }, /^--network: is not a network: it has bits set to the right of the mask/],
    [{ network: '10.42.0.0/33' }, /^--network: /],
    [{ memory: '5' }, /^--memory: is too small \(5\); use 6 or more\.$/],
    [{ memory: '2000' }, /^--memory: is too large \(2000\); use 1024 or less\.$/],
    [{ memory: '12.5' }, /^--memory: must be a whole number \(12\.5\)/],
    [{ memory: '' }, /^--memory: must be a number, not a text \(""\)/],
    [{ memory: '0x10' }, /^--memory: must be a number, not a text \("0x10"\)/],
    [{ alerts: 'pager' }, /^--alerts: "pager" is not one of the possible answers; choose ntfy, discord, .*, none\.$/],
    [{ alerts: 'telegram', chatId: '@me' }, /^--chat-id: must be a number, not a text \("@me"\)/],
    [{ alerts: 'email', smarthost: 'smtp.example.org' }, /^--smarthost: is not a mail server \("smtp\.example\.org"\)/],
    [{ host: 'vmware' }, /^--host: "vmware" is not one of the possible answers; choose hyper-v, none\.$/],
    [{ ...THERE, network: '192.168.2.0/24' }, /^--address: is outside the network 192\.168\.2\.0\/24 \(192\.168\.1\.20\)/],
    [{ ...THERE, network: '192.168.1.5/24' }, /^--network: is not a network: it has bits set to the right of the mask/],
    [{ ...THERE, network: '192.168.1.0/24', node: 'NUC' }, /^--node: /],
    [{ ...THERE, network: '192.168.1.0/24', memory: '4' }, /^--memory: is too small \(4\); use 6 or more\.$/],
    [{ ...THERE, network: '192.168.1.0/24', disk: '10' }, /^--disk: is too small \(10\); use 30 or more\.$/],
    [{ branch: 'a b' }, /^--branch: is not a git revision \("a b"\)/],
  ])('%j is refused in one line, before anything is asked', async (given, message) => {
    const seen: Prompt[] = [];
    await expect(interview({ questions: QUESTIONS, given, facts: FACTS, yes: false, asker: person({}, seen) })).rejects.toThrow(message);
    expect(seen).toEqual([]);
  });

  test.each<[Answers, string]>([
    [{ dns: 'route53' }, '--dns has no effect without --domain; leave it out.'],
    [{ domain: 'a.example.org', dns: 'none', hostedZone: 'Z1' }, '--hosted-zone has no effect without --dns route53; leave it out.'],
    [{ email: 'me@example.org' }, '--email has no effect without a provider as --dns; leave it out.'],
    [{ chatId: '1' }, '--chat-id has no effect without --alerts telegram; leave it out.'],
    [{ node: 'nuc' }, '--node has no effect without --host none; leave it out.'],
    [{ host: 'hyper-v', disk: '80' }, '--disk has no effect without --host none; leave it out.'],
    [{ smarthost: 'smtp.example.org:25' }, '--smarthost has no effect without --alerts email; leave it out.'],
  ])('%j without effect is refused', async (given, message) => {
    await expect(flags(given, { yes: true })).rejects.toThrow(message);
  });
});

describe('a person', () => {
  test('is asked only what means something, each with its proposal', async () => {
    const seen: Prompt[] = [];
    await interview({ questions: QUESTIONS, given: {}, facts: FACTS, yes: false, asker: person({}, seen) });
    expect(seen.map(({ question, proposal }) => [question.key, proposal])).toEqual([
      ['repository', REPOSITORY], ['domain', 'none'], ['host', 'hyper-v'], ['network', '192.168.100.0/24'], ['memory', '16'],
      ['alerts', 'none'],
    ]);
  });

  test('is asked what hangs on the answers before', async () => {
    const seen: Prompt[] = [];
    const answers = { domain: 'lab.example.org', dns: 'route53', hostedZone: 'Z0123', alerts: 'email', smarthost: 'smtp.example.org:587' };
    expect(await interview({ questions: QUESTIONS, given: {}, facts: FACTS, yes: false, asker: person(answers, seen) })).toEqual({
      ...PROPOSED, ...answers, email: 'me@example.org', alertsTo: 'me@example.org', alertsFrom: 'me@example.org',
    });
    expect(seen.map(({ question }) => question.key)).toEqual([
      'repository', 'domain', 'dns', 'hostedZone', 'email', 'host', 'network', 'memory',
      'alerts', 'alertsTo', 'alertsFrom', 'smarthost', 'smarthostUser',
    ]);
  });

  test('is asked about the machine that is there', async () => {
    const seen: Prompt[] = [];
    await interview({ questions: QUESTIONS, given: {}, facts: FACTS, yes: false, asker: person(THERE, seen) });
    expect(seen.map(({ question, proposal }) => [question.key, proposal])).toEqual([
      ['repository', REPOSITORY], ['domain', 'none'], ['host', 'hyper-v'], ['network', '192.168.1.0/24'], ['node', undefined],
      ['address', undefined], ['cpus', '4'], ['memory', '12'], ['disk', '80'], ['alerts', 'none'],
    ]);
  });

  test('is not asked what a flag says', async () => {
    const seen: Prompt[] = [];
    await interview({ questions: QUESTIONS, given: { domain: 'none', alerts: 'ntfy' }, facts: FACTS, yes: false, asker: person({}, seen) });
    expect(seen.map(({ question }) => question.key)).toEqual(['repository', 'host', 'network', 'memory']);
  });

  test('hears at once what is wrong with an answer', async () => {
    const seen: Prompt[] = [];
    await interview({ questions: QUESTIONS, given: {}, facts: FACTS, yes: false, asker: person({}, seen) });
    const objections = Object.fromEntries(seen.map(({ question, objection }) => [question.key, objection]));
    expect(objections['domain']?.('lab')).toBe('is not a host name ("lab"); write the whole name, such as lab.example.com');
    expect(objections['domain']?.('lab.example.org')).toBeUndefined();
    expect(objections['repository']?.('')).toBeUndefined();
    expect(objections['memory']?.('')).toMatch(/^must be a number/);
  });

  test('may leave the repository for later', async () => {
    const facts = { networks: [], memory: FACTS.memory };
    expect(await interview({ questions: QUESTIONS, given: {}, facts, yes: false, asker: person({}) })).not.toHaveProperty('repository');
  });
});

test('a proposal that homelab.yaml would not take is none', async () => {
  const facts: Facts = { ...FACTS, remote: '/srv/git/lab.git', branch: 'a..b' };
  const answers = await flags({}, { yes: true, facts });
  expect(answers).not.toHaveProperty('repository');
  expect(answers).not.toHaveProperty('branch');
});
