/** What somebody answered, as text, the way a flag has it. A key that is absent keeps its default, or its owner fills it in later. */
export type Answers = Readonly<Partial<Record<AnswerKey, string>>>;

/** Keys as commander derives them from the flags. */
export type AnswerKey =
  | 'repository' | 'branch' | 'domain' | 'dns' | 'hostedZone' | 'email' | 'network' | 'memory'
  | 'alerts' | 'chatId' | 'alertsTo' | 'alertsFrom' | 'smarthost' | 'smarthostUser';

/** Says that there is no domain, no provider, nobody to tell. */
export const NONE = 'none';

/** DNS providers that DNS-01 challenges work with. */
export const ROUTE53 = 'route53';

/** True if Let's Encrypt can sign: only for a domain whose zone a challenge can be written into. */
export function signsPublicly({ domain, dns }: Answers): boolean {
  return domain !== undefined && domain !== NONE && dns === ROUTE53;
}
