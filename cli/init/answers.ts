/** The answers, as text, in the form that a flag takes. A key without an answer keeps its default, or the user fills it in later. */
export type Answers = Readonly<Partial<Record<AnswerKey, string>>>;

/** Names of the answers, as commander makes them from the flags: `--hosted-zone` is `hostedZone`. */
export type AnswerKey =
  | 'repository' | 'branch' | 'domain' | 'dns' | 'hostedZone' | 'email' | 'network' | 'memory'
  | 'alerts' | 'chatId' | 'alertsTo' | 'alertsFrom' | 'smarthost' | 'smarthostUser';

/** The answer for no domain, no DNS provider, or no receiver of alerts. */
export const NONE = 'none';

/** The DNS provider that needs the id of a zone. */
export const ROUTE53 = 'route53';
/** DNS providers that need nothing in homelab.yaml but their name. Others are written by hand, as docs/certificates.md says. */
export const TOKEN_PROVIDERS = ['cloudflare', 'digitalocean'] as const;

/** True if Let's Encrypt can sign the certificate: only if a challenge can be written into the zone of the domain. */
export function signsPublicly({ domain, dns }: Answers): boolean {
  return domain !== undefined && domain !== NONE && [ROUTE53, ...TOKEN_PROVIDERS].some((provider) => provider === dns);
}
