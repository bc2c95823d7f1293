import { RECEIVER_TYPES } from '../../config/alerting';
import { NONE, ROUTE53, signsPublicly, type AnswerKey, type Answers } from './answers';
import type { Facts } from './facts';
import { proposeEmail, proposeMemory, proposeNetwork, proposeRepository } from './proposals';

/** One of the possible answers to a question. */
export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** Something only the lab's owner knows. Flags, prompts and messages are made from it. */
export interface Question {
  readonly key: AnswerKey;
  /** Where homelab.yaml has the answer, as its messages say it. @default - in no single place */
  readonly path?: string;
  /** As commander takes it. */
  readonly flag: string;
  /** What the help says of the flag. */
  readonly help: string;
  /** What is asked on a terminal. @default - it is not asked; without the flag the proposal counts */
  readonly message?: string;
  /** An example, shown while nothing is typed. @default - none */
  readonly example?: string;
  /** Every possible answer. @default - any text that homelab.yaml takes there */
  readonly choices?: readonly Choice[];
  /** Whether it may stay unanswered. @default false */
  readonly optional?: boolean;
  /** When it means something, and what to say of the flag otherwise. @default - always */
  readonly condition?: { readonly holds: (answers: Answers) => boolean; readonly words: string };
  /** The answer that the facts suggest. @default - none */
  readonly propose?: (facts: Facts, answers: Answers) => string | undefined;
}

const RECEIVER = 'monitoring.alerting.receivers[0]';

const LETS_ENCRYPT = { holds: signsPublicly, words: `without --dns ${ROUTE53}` };
const BY_MAIL = { holds: ({ alerts }: Answers): boolean => alerts === 'email', words: 'without --alerts email' };

const RECEIVER_LABELS: Readonly<Record<typeof RECEIVER_TYPES[number], string>> = {
  ntfy: 'ntfy: a push message to your phone',
  discord: 'Discord',
  slack: 'Slack',
  telegram: 'Telegram',
  email: 'E-mail',
  webhook: 'Webhook: anything that takes a POST',
};

/** All questions, in the order in which they are asked: what one means may hang on the answers before it. */
export const QUESTIONS: readonly Question[] = [
  {
    key: 'repository',
    path: 'gitops.repoURL',
    flag: '--repository <url>',
    help: 'git repository that the lab is pushed to and Argo CD reads: https if it is public, ssh if it is private',
    message: 'Which git repository is it pushed to? Empty: say it later.',
    example: 'https://github.com/your-name/homelab.git',
    optional: true,
    propose: ({ remote }) => proposeRepository(remote),
  },
  {
    key: 'branch',
    path: 'gitops.revision',
    flag: '--branch <name>',
    help: 'branch that Argo CD follows (default: the one of the repository, or main)',
    optional: true,
    propose: ({ branch }) => branch,
  },
  {
    key: 'domain',
    path: 'domain',
    flag: '--domain <name>',
    help: `domain of the lab, or ${NONE}`,
    message: `Which domain is the lab's? One you own, or its sub-domain; or ${NONE}.`,
    example: 'lab.example.com',
    propose: () => NONE,
  },
  {
    key: 'dns',
    flag: '--dns <provider>',
    help: `who serves the domain's DNS: ${ROUTE53} (then Let's Encrypt signs) or ${NONE} (then the lab's own authority does)`,
    message: "Where is the domain's DNS? Let's Encrypt looks there before it signs.",
    choices: [
      { value: ROUTE53, label: 'AWS Route 53' },
      { value: NONE, label: "Elsewhere or nowhere: the lab's own authority signs for now" },
    ],
    condition: { holds: ({ domain }) => domain !== undefined && domain !== NONE, words: 'without --domain' },
    propose: (_, { hostedZone }) => hostedZone === undefined ? NONE : ROUTE53,
  },
  {
    key: 'hostedZone',
    path: 'tls.route53.hostedZoneID',
    flag: '--hosted-zone <id>',
    help: "Route 53: id of the domain's public hosted zone",
    message: 'Which id has its public hosted zone? AWS console: Route 53, Hosted zones.',
    example: 'Z0123456789ABCDEFGHIJ',
    condition: LETS_ENCRYPT,
  },
  {
    key: 'email',
    path: 'tls.email',
    flag: '--email <address>',
    help: "where Let's Encrypt writes about the account",
    message: "Where may Let's Encrypt write about the account?",
    example: 'you@example.com',
    condition: LETS_ENCRYPT,
    propose: ({ email }) => proposeEmail(email),
  },
  {
    key: 'network',
    path: 'network.cidr',
    flag: '--network <cidr>',
    help: 'network of the lab: a private one that nothing else uses; every other address follows from it',
    message: 'Which network may the lab have? A private one that nothing else uses.',
    example: '192.168.100.0/24',
    propose: ({ networks }) => proposeNetwork(networks),
  },
  {
    key: 'memory',
    path: 'nodes[0].memoryGiB',
    flag: '--memory <gib>',
    help: 'memory of the virtual machine in GiB',
    message: 'How much memory may the virtual machine take, in GiB?',
    example: '12',
    propose: ({ memory }) => String(proposeMemory(memory)),
  },
  {
    key: 'alerts',
    flag: '--alerts <receiver>',
    help: `where alerts go: ${RECEIVER_TYPES.join(', ')} or ${NONE}`,
    message: 'Where do alerts go? Addresses and tokens are asked for later.',
    choices: [
      ...RECEIVER_TYPES.map((value) => ({ value, label: RECEIVER_LABELS[value] })),
      { value: NONE, label: 'Nowhere: Grafana shows them' },
    ],
    propose: () => NONE,
  },
  {
    key: 'chatId',
    path: `${RECEIVER}.chatID`,
    flag: '--chat-id <number>',
    help: 'Telegram: number of the chat; negative for a group',
    message: 'Which number has the Telegram chat? A group has a negative one.',
    example: '-1001234567890',
    condition: { holds: ({ alerts }) => alerts === 'telegram', words: 'without --alerts telegram' },
  },
  {
    key: 'alertsTo',
    path: `${RECEIVER}.to`,
    flag: '--alerts-to <address>',
    help: 'e-mail: who receives alerts',
    message: 'Who receives the e-mails?',
    example: 'you@example.com',
    condition: BY_MAIL,
    propose: (facts, { email }) => email ?? proposeEmail(facts.email),
  },
  {
    key: 'alertsFrom',
    path: `${RECEIVER}.from`,
    flag: '--alerts-from <address>',
    help: 'e-mail: who sends alerts',
    message: 'Which address do they come from?',
    example: 'lab@example.com',
    condition: BY_MAIL,
    propose: (_, { alertsTo }) => alertsTo,
  },
  {
    key: 'smarthost',
    path: `${RECEIVER}.smarthost`,
    flag: '--smarthost <host:port>',
    help: 'e-mail: mail server and port',
    message: 'Which mail server sends them? Host and port.',
    example: 'smtp.example.com:587',
    condition: BY_MAIL,
  },
  {
    key: 'smarthostUser',
    path: `${RECEIVER}.username`,
    flag: '--smarthost-user <name>',
    help: 'e-mail: user name at the mail server (default: no login)',
    message: 'Which user name has the mail server for you? Empty: it asks for none.',
    optional: true,
    condition: BY_MAIL,
  },
];
