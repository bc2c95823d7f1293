import { selects } from '../core/label-selector';
import type { Manifest } from '../core/manifest';
import { at, list, text, type RenderedLab } from '../core/rendered-lab';

/** Labels of pods. */
export type Labels = Readonly<Record<string, string>>;

/** The policies of a lab that let somebody in to pods, and so nobody else; by the pods, as labs with a thousand of them exist. */
export class AllowPolicies {
  private readonly byLabel = new Map<string, Manifest[]>();

  /**
   * @param lab - whose policies
   */
  constructor(lab: RenderedLab) {
    for (const policy of lab.ofKind('security.istio.io', 'AuthorizationPolicy')) {
      const { namespace = '' } = policy.metadata;
      const isAllow = ['', 'ALLOW'].includes(text(policy, 'spec', 'action'));
      const isAboutPods = list(policy, 'spec', 'targetRefs').length === 0 && at(policy, 'spec', 'targetRef') === undefined;
      if (!isAllow || !isAboutPods || !lab.isAmbient(namespace)) { continue; }
      const key = keyOf(namespace, Object.entries(selectorOf(policy))[0]);
      this.byLabel.set(key, [...this.byLabel.get(key) ?? [], policy]);
    }
  }

  /** Those about pods with these labels. */
  public about(namespace: string, labels: Labels): Manifest[] {
    return [undefined, ...Object.entries(labels)].flatMap((label) => this.byLabel.get(keyOf(namespace, label)) ?? [])
      .filter((policy) => selects(selectorOf(policy), labels));
  }
}

function selectorOf(policy: Manifest): Labels {
  return (at(policy, 'spec', 'selector', 'matchLabels') ?? {}) as Labels;
}

function keyOf(namespace: string, label: readonly [string, string] | undefined): string {
  return JSON.stringify([namespace, ...label ?? []]);
}
