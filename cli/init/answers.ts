/** The answers, as text, in the form that a flag takes. A key without an answer keeps its default, or the user fills it in later. */
export type Answers = Readonly<Partial<Record<AnswerKey, string>>>;

/** Names of the answers, as commander makes them from the flags: `--hosted-zone` is `hostedZone`. */
export type AnswerKey =
  | 'repository' | 'branch' | 'domain' | 'dns' | 'hostedZone' | 'email' | 'host' | 'network'
  | 'node' | 'address' | 'cpus' | 'memory' | 'disk'
  | 'alerts' | 'chatId' | 'alertsTo' | 'alertsFrom' | 'smarthost' | 'smarthostUser';

/** The answer for no domain, no DNS provider, no receiver of alerts, or no machine that the lab would have to make. */
export const NONE = 'none';

/** The answer for a virtual machine that the lab makes on Windows. */
export const HYPER_V = 'hyper-v';

/** The DNS provider that needs the id of a zone. */
export const ROUTE53 = 'route53';
/** DNS providers that need nothing in homelab.yaml but their name. Others are written by hand, as docs/certificates.md says. */
export const TOKEN_PROVIDERS = ['cloudflare', 'digitalocean'] as const;

/** True if Let's Encrypt can sign the certificate: only if a challenge can be written into the zone of the domain. */
export function signsPublicly({ domain, dns }: Answers): boolean {
  return domain !== undefined && domain !== NONE && [ROUTE53, ...TOKEN_PROVIDERS].some((provider) => provider === dns);
}

/** True if the lab goes to a K3s that is there already. */
export function isThereAlready({ host }: Answers): boolean {
  return host === NONE;
}
