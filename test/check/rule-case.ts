import type { Manifest } from '../../charts/core/manifest';

/** The smallest lab that breaks a rule, and the same lab mended. */
export interface RuleCase {
  readonly broken: readonly Manifest[];
  readonly mended: readonly Manifest[];
  /** A part of what the rule says. */
  readonly says: string;
  /** What the seed disk says, for rules about the node. @default - there are no scripts */
  readonly seeds?: { readonly broken: string; readonly mended: string };
  /** What homelab.yaml says, for rules that read it. @default - nothing */
  readonly yaml?: { readonly broken: string; readonly mended: string };
  /** True if a lab's own code made the objects. @default false */
  readonly own?: boolean;
}

/** Cases by the names of their rules; all objects lie in the folder "here". */
export type RuleCases = Readonly<Record<string, RuleCase>>;
