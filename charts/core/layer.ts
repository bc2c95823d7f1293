import { ApiObject, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { RuleGroup } from './alert-rule';
import type { BootstrapRelease } from './bootstrap-release';
import { makerPlace } from './code-place';
import { Component, type ComponentProps } from './component';
import type { Dashboard, DashboardDownload } from './dashboard';
import type { HelmValues } from './helm-values';
import type { LabNamespace } from './lab-namespace';
import { noteOrigin, originFor, type Origin } from './origin';
import type { RequiredSecret } from './required-secret';
import type { ScrapeTarget } from './scrape-target';

/** What a layer asks of others. They take it up when the lab is read. */
export interface Contributions {
  /** Namespaces to create. */
  readonly namespaces: readonly LabNamespace[];
  /** Charts that K3s installs before Argo CD. */
  readonly releases: readonly BootstrapRelease[];
  /** Alert and recording rules. */
  readonly alerts: readonly RuleGroup[];
  /** What Prometheus scrapes. */
  readonly scrapeTargets: readonly ScrapeTarget[];
  /** Dashboards of Grafana. */
  readonly dashboards: readonly Dashboard[];
  /** Dashboards that Grafana downloads. */
  readonly downloads: readonly DashboardDownload[];
  /** Data sources of Grafana, as its provisioning takes them. */
  readonly dataSources: readonly HelmValues[];
}

/** What a layer says of the Application for its own folder; kinds and namespaces are read off the objects in it. */
export interface OwnFolderProps extends Omit<ComponentProps, 'name' | 'source' | 'clusterKinds' | 'otherNamespaces'> {
  /** Name of the Application. @default - the layer's id */
  readonly name?: string;
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

  /** The line of a lab's own code that makes the layer; undefined for the platform's. Its objects and Applications inherit it. */
  public readonly origin: Origin | undefined = originFor(undefined, makerPlace());

  private readonly _components: Component[] = [];
  private readonly _requiredSecrets: RequiredSecret[] = [];
  private readonly _contributions: { -readonly [Kind in keyof Contributions]: Contributions[Kind][number][] } = {
    namespaces: [], releases: [], alerts: [], scrapeTargets: [], dashboards: [], downloads: [], dataSources: [],
  };

  /**
   * @param scope - the lab, or a construct in it
   * @param id - name of the layer's folder in `dist/`
   */
  constructor(scope: Construct, id: string) {
    // Every object sets its own name and namespace: a chart-wide namespace would be stamped on cluster-scoped kinds too.
    super(scope, id, { disableResourceNameHashes: true });
    Object.defineProperty(this, LAYER, { value: true });
    noteOrigin(this, this.origin);
  }

  /** The Applications of this layer, in the order they were added. An own folder that is empty has none, as git keeps no empty folders. */
  public get components(): readonly Component[] {
    const isEmpty = this.objects.length === 0;
    return this._components.filter(({ props: { source } }) => !(isEmpty && source.kind === 'own' && source.folder === this.node.id));
  }

  /** Secrets this layer refers to. */
  public get requiredSecrets(): readonly RequiredSecret[] { return [...this._requiredSecrets]; }

  /** The objects in this layer's folder. */
  public get objects(): readonly ApiObject[] { return this.node.findAll().filter((child) => ApiObject.isApiObject(child)); }

  /** What this layer asks of others. */
  public get contributions(): Contributions { return this._contributions; }

  /** Asks for a namespace. */
  public addNamespace(namespace: LabNamespace): void { this._contributions.namespaces.push(namespace); }

  /** Asks K3s to install a chart, before there is an Argo CD. */
  public addRelease(release: BootstrapRelease): void { this._contributions.releases.push(release); }

  /** Adds alert and recording rules. Without monitoring nothing evaluates them. */
  public addAlerts(group: RuleGroup): void {
    const origin = group.origin ?? originFor(undefined);
    this._contributions.alerts.push(origin ? { ...group, origin } : group);
  }

  /** Lets Prometheus scrape something. Without monitoring nobody does. */
  public addScrapeTarget(target: ScrapeTarget): void { this._contributions.scrapeTargets.push(target); }

  /** Adds a dashboard to Grafana. */
  public addDashboard(dashboard: Dashboard): void { this._contributions.dashboards.push(dashboard); }

  /** Lets Grafana download dashboards at each start. */
  public addDashboardDownload(download: DashboardDownload): void { this._contributions.downloads.push(download); }

  /** Adds a data source to Grafana, in the form of https://grafana.com/docs/grafana/latest/administration/provisioning/#data-sources. */
  public addDataSource(dataSource: HelmValues): void { this._contributions.dataSources.push(dataSource); }

  /**
   * Makes what rests on other layers. Called once, when the lab is read: every layer has been made, and has said what it asks for.
   *
   * @param _asked - what all layers ask for, in their order
   */
  // eslint-disable-next-line @typescript-eslint/no-unused-vars
  public complete(_asked: Contributions): void { /* Most layers rest on nothing but their props. */ }

  /** Adds an Application. Its origin is the layer's, unless the props say another. */
  protected addComponent(props: ComponentProps): Component {
    const component = new Component({ ...this.origin ? { origin: this.origin } : {}, ...props });
    this._components.push(component);
    return component;
  }

  /** Adds the Application for this layer's own folder. @default name - the layer's id */
  protected addOwnFolder(props: OwnFolderProps): Component {
    return this.addComponent({ ...props, name: props.name ?? this.node.id, source: { kind: 'own', folder: this.node.id } });
  }

  /** Says that somebody has to create a Secret by hand. */
  protected requireSecret(secret: RequiredSecret): void {
    this._requiredSecrets.push(secret);
  }
}
