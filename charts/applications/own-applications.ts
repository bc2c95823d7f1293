import type { Construct } from 'constructs';
import type { ConfigPath } from '../../config/problem';
import type { Component, ComponentSource, Dependency, GroupKind } from '../core/component';
import { Layer } from '../core/layer';
import { originFor } from '../core/origin';
import { APPLICATIONS_ROOT } from '../core/root-names';

/** A chart or a folder of manifests that somebody else keeps. */
export interface OwnApplication {
  /** Name of the Argo CD Application. */
  readonly name: string;
  /** Namespace it deploys to. */
  readonly namespace: string;
  /** What it syncs. */
  readonly source: ComponentSource;
  /** Further namespaces that it may write to. @default - only `namespace` */
  readonly otherNamespaces?: readonly string[];
  /** Kinds outside a namespace that it may bring. @default - none */
  readonly clusterKinds?: readonly GroupKind[];
  /** What becomes of its objects when it is dropped; `cascade` includes the volumes among them. @default keep */
  readonly remove?: 'keep' | 'cascade';
  /** Whether what the source no longer holds is deleted. @default true */
  readonly prune?: boolean;
  /** Names of Applications of this layer that have to be Healthy before it is applied. @default - none */
  readonly dependsOn?: readonly string[];
  /** The key of homelab.yaml that asks for it. @default - no key does */
  readonly origin?: ConfigPath;
}

/** A person's own Argo CD Applications. None waits for another that it does not name, and nothing of the platform waits for them. */
export class OwnApplications extends Layer {
  /**
   * @param scope - the lab
   * @param id - name of the layer
   * @param applications - the first of them; more can be added later
   */
  constructor(scope: Construct, id: string, applications: readonly OwnApplication[]) {
    super(scope, id);
    applications.forEach((application) => { this.addApplication(application); });
  }

  /** Adds an Application. Its project, which it has for itself, allows what its props name and no more. */
  public addApplication({ remove = 'keep', prune = true, dependsOn = [], origin, ...props }: OwnApplication): Component {
    const from = originFor(origin);
    return this.addComponent({
      ...props, prune, cascade: remove === 'cascade', root: APPLICATIONS_ROOT,
      ...dependsOn.length > 0 ? { dependsOn: [this.named(props.name, dependsOn)] } : {}, ...from ? { origin: from } : {},
    });
  }

  /** Applications by their names, looked for when all are there. @throws Error, when the lab is read, for a name that none has */
  private named(name: string, others: readonly string[]): Dependency {
    const find = (other: string): Component => {
      const found = this.components.find((each) => each.name === other);
      if (!found) { throw new Error(`"${name}" depends on the application "${other}", which there is not`); }
      return found;
    };
    return { get components() { return others.map(find); } };
  }
}
