import { RECEIVER_TYPES } from '../../config/alerting';
import { HYPER_V, isThereAlready, NONE, ROUTE53, signsPublicly, TOKEN_PROVIDERS, type AnswerKey, type Answers } from './answers';
import type { Facts } from './facts';
import { defaultNode, proposeEmail, proposeLan, proposeMemory, proposeNetwork, proposeRepository } from './proposals';

/** One of the possible answers to a question. */
export interface Choice {
  /** The answer, as the flag takes it. */
  readonly value: string;
  /** What a terminal shows for it. */
  readonly label: string;
}

/** A question to the lab's owner. Flags, prompts and messages are made from it. */
export interface Question {
  /** Name of the answer. */
  readonly key: AnswerKey;
  /** Key of homelab.yaml that gets the answer, as messages write it: `nodes[0].memoryGiB`. @default - more than one key gets it */
  readonly path?: string;
  /** The flag and its value, as commander takes them. */
  readonly flag: string;
  /** What the help says about the flag. */
  readonly help: string;
  /** What is asked on a terminal. @default - it is not asked; without the flag the proposed answer is used */
  readonly message?: string;
  /** An example, which a terminal shows while nothing is typed. @default - none */
  readonly example?: string;
  /** Every possible answer. @default - any text that is valid in homelab.yaml */
  readonly choices?: readonly Choice[];
  /** Whether it may stay unanswered. @default false */
  readonly optional?: boolean;
  /** When the question is asked, and the words of the message if the flag is given otherwise. @default - always */
  readonly condition?: { readonly holds: (answers: Answers) => boolean; readonly words: string };
  /** Makes the proposed answer from the facts. @default - no answer is proposed */
  readonly propose?: (facts: Facts, answers: Answers) => string | undefined;
}

const RECEIVER = 'monitoring.alerting.receivers[0]';

const LETS_ENCRYPT = { holds: signsPublicly, words: 'without a provider as --dns' };
const BY_ZONE = {
  holds: (answers: Answers): boolean => signsPublicly(answers) && answers.dns === ROUTE53, words: `without --dns ${ROUTE53}`,
};
const THERE = { holds: isThereAlready, words: `without --host ${NONE}` };
const BY_MAIL = { holds: ({ alerts }: Answers): boolean => alerts === 'email', words: 'without --alerts email' };

const TOKEN_LABELS: Readonly<Record<typeof TOKEN_PROVIDERS[number], string>> = {
  cloudflare: 'Cloudflare', digitalocean: 'DigitalOcean',
};

const RECEIVER_LABELS: Readonly<Record<typeof RECEIVER_TYPES[number], string>> = {
  ntfy: 'ntfy: a push message to your phone',
  discord: 'Discord',
  slack: 'Slack',
  telegram: 'Telegram',
  pushover: 'Pushover',
  email: 'E-mail',
  webhook: 'Webhook: anything that takes a POST',
};

/** All questions, in the order in which they are asked: a question may depend on the answers before it. */
export const QUESTIONS: readonly Question[] = [
  {
    key: 'repository',
    path: 'gitops.repoURL',
    flag: '--repository <url>',
    help: 'git repository of the lab, which Argo CD reads: https if it is public, ssh if it is private',
    message: 'To which git repository will you push the lab? Leave it empty to set it later.',
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
    message: `Which domain does the lab use? A domain you own, or a sub-domain of it; or ${NONE}.`,
    example: 'lab.example.com',
    propose: () => NONE,
  },
  {
    key: 'dns',
    flag: '--dns <provider>',
    help: `DNS provider of the domain: ${[ROUTE53, ...TOKEN_PROVIDERS].join(', ')} (Let's Encrypt signs the certificate) or ${
      NONE} (the lab's own CA signs it)`,
    message: "Which DNS provider has the domain? Let's Encrypt checks a DNS record before it signs.",
    choices: [
      { value: ROUTE53, label: 'AWS Route 53' },
      ...TOKEN_PROVIDERS.map((value) => ({ value, label: TOKEN_LABELS[value] })),
      { value: NONE, label: "Another one, or none: the lab's own CA signs for now (docs/certificates.md has seven more)" },
    ],
    condition: { holds: ({ domain }) => domain !== undefined && domain !== NONE, words: 'without --domain' },
    propose: (_, { hostedZone }) => hostedZone === undefined ? NONE : ROUTE53,
  },
  {
    key: 'hostedZone',
    path: 'tls.route53.hostedZoneID',
    flag: '--hosted-zone <id>',
    help: "Route 53: ID of the domain's public hosted zone",
    message: 'What is the ID of its public hosted zone? AWS console: Route 53, Hosted zones.',
    example: 'Z0123456789ABCDEFGHIJ',
    condition: BY_ZONE,
  },
  {
    key: 'email',
    path: 'tls.email',
    flag: '--email <address>',
    help: "e-mail address for the account at Let's Encrypt",
    message: "What is your e-mail address for the account at Let's Encrypt?",
    example: 'you@example.com',
    condition: LETS_ENCRYPT,
    propose: ({ email }) => proposeEmail(email),
  },
  {
    key: 'host',
    flag: '--host <kind>',
    help: `what the cluster runs on: ${HYPER_V} (a virtual machine that the lab makes on Windows) or ${NONE} (a K3s that is there already)`,
    message: 'What does the cluster run on?',
    choices: [
      { value: HYPER_V, label: 'A virtual machine of Hyper-V, which the lab makes on Windows' },
      { value: NONE, label: 'A machine that is there already: a mini PC, a Raspberry Pi, a VM of Proxmox' },
    ],
    optional: true,
    propose: () => HYPER_V,
  },
  {
    key: 'network',
    path: 'network.cidr',
    flag: '--network <cidr>',
    help: `network of the lab, from which all other addresses are taken: with --host ${HYPER_V} a private one that nothing else uses, with `
      + `--host ${NONE} the one in which the machine stands`,
    message: 'Which network does the lab use? For a virtual machine a private one that nothing else uses, else the one of the machine.',
    example: '192.168.100.0/24',
    propose: ({ networks }, answers) => isThereAlready(answers) ? proposeLan(networks) : proposeNetwork(networks),
  },
  {
    key: 'node',
    path: 'nodes[0].name',
    flag: '--node <name>',
    help: 'name of the machine that is there, as kubectl get nodes shows it',
    message: 'What is the machine called? As kubectl get nodes shows it, or hostname.',
    example: 'nuc',
    condition: THERE,
  },
  {
    key: 'address',
    path: 'nodes[0].address',
    flag: '--address <ip>',
    help: 'address of the machine that is there; it has to stay the same',
    message: 'What is its address? It has to stay the same.',
    example: '192.168.1.20',
    condition: THERE,
  },
  {
    key: 'cpus',
    path: 'nodes[0].cpus',
    flag: '--cpus <count>',
    help: 'processors of the machine that is there',
    message: 'How many processors does it have? nproc says.',
    example: '4',
    condition: THERE,
    propose: () => String(defaultNode().cpus),
  },
  {
    key: 'memory',
    path: 'nodes[0].memoryGiB',
    flag: '--memory <gib>',
    help: 'memory of the virtual machine, or of the machine that is there, in GiB',
    message: 'How much memory does the machine of the cluster get, or have, in GiB?',
    example: '12',
    propose: ({ memory }, answers) => String(isThereAlready(answers) ? defaultNode().memoryGiB : proposeMemory(memory)),
  },
  {
    key: 'disk',
    path: 'nodes[0].diskGiB',
    flag: '--disk <gib>',
    help: 'disk of the machine that is there, in GiB',
    message: 'How large is the disk that K3s lies on, in GiB? df -h / says.',
    example: '80',
    condition: THERE,
    propose: () => String(defaultNode().diskGiB),
  },
  {
    key: 'alerts',
    flag: '--alerts <receiver>',
    help: `where alerts go: ${RECEIVER_TYPES.join(', ')} or ${NONE}`,
    message: 'Where do alerts go? You are asked for addresses and tokens later.',
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
    help: 'Telegram: ID of the chat, a number; negative for a group',
    message: 'What is the ID of the Telegram chat? A number; negative for a group.',
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
    message: 'Which address are they sent from?',
    example: 'lab@example.com',
    condition: BY_MAIL,
    propose: (_, { alertsTo }) => alertsTo,
  },
  {
    key: 'smarthost',
    path: `${RECEIVER}.smarthost`,
    flag: '--smarthost <host:port>',
    help: 'e-mail: mail server and port',
    message: 'Which mail server sends them? Write host and port.',
    example: 'smtp.example.com:587',
    condition: BY_MAIL,
  },
  {
    key: 'smarthostUser',
    path: `${RECEIVER}.username`,
    flag: '--smarthost-user <name>',
    help: 'e-mail: user name at the mail server (default: no login)',
    message: 'What is your user name at the mail server? Leave it empty if it needs none.',
    optional: true,
    condition: BY_MAIL,
  },
];
