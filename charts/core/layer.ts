import { ApiObject, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { makerPlace, type CodePlace } from './code-place';
import { Component, type ComponentProps } from './component';

/** A Secret that somebody has to create by hand, because no secret is ever synthesised. */
export interface RequiredSecret {
  readonly namespace: string;
  readonly name: string;
  /** Keys of the Secret, each with what belongs there. */
  readonly keys: readonly { readonly key: string; readonly description: string }[];
  /** What does not work without it. */
  readonly purpose: string;
  /** Labels the Secret needs to be found. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
  /** False for a Secret that only some labs need, such as the credentials of a private repository. @default true */
  readonly required?: boolean;
}

const LAYER = Symbol.for('homelab-synth.Layer');

/**
 * One layer of the lab: one class, one folder of `dist/` named after its id, and the Argo CD Applications that sync it.
 */
export abstract class Layer extends Chart {
  /** True for a layer, of whichever copy of this package. cdk8s makes `instanceof Layer` true for every Chart. */
  public static isLayer(value: unknown): value is Layer {
    return typeof value === 'object' && value !== null && LAYER in value;
  }

  /** Where a lab's own code made this layer; undefined for the layers of the platform. */
  public readonly madeAt: CodePlace | undefined = makerPlace();

  private readonly _components: Component[] = [];
  private readonly _requiredSecrets: RequiredSecret[] = [];

  constructor(scope: Construct, id: string) {
    // Every object sets its own name and namespace: a chart-wide namespace would be stamped on cluster-scoped kinds too.
    super(scope, id, { disableResourceNameHashes: true });
    Object.defineProperty(this, LAYER, { value: true });
  }

  /** The Applications of this layer, in the order they were added. */
  public get components(): readonly Component[] { return [...this._components]; }

  /** Secrets this layer refers to. */
  public get requiredSecrets(): readonly RequiredSecret[] { return [...this._requiredSecrets]; }

  /** The objects in this layer's folder. */
  public get objects(): readonly ApiObject[] { return this.node.findAll().filter((child): child is ApiObject => ApiObject.isApiObject(child)); }

  protected addComponent(props: ComponentProps): Component {
    const component = new Component(props);
    this._components.push(component);
    return component;
  }

  /** Adds the Application for this layer's own folder. @default name - the layer's id */
  protected addOwnFolder(props: Omit<ComponentProps, 'name' | 'source' | 'clusterKinds' | 'otherNamespaces'> & { readonly name?: string }): Component {
    return this.addComponent({ ...props, name: props.name ?? this.node.id, source: { kind: 'own', folder: this.node.id } });
  }

  protected requireSecret(secret: RequiredSecret): void {
    this._requiredSecrets.push(secret);
  }
}
