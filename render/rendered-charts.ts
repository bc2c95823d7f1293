import type { Manifest } from '../charts/core/manifest';
import { RenderedLab } from '../charts/core/rendered-lab';
import { reachOf } from '../charts/gitops/lab-applications';
import type { Release, Unrendered } from './release';
import type { RenderedChart } from './render-charts';

/** Where an object of a chart comes from. */
export interface ChartSource {
  /** The release that makes it. */
  readonly release: Release;
  /** The template, such as `loki/templates/service.yaml`; empty where helm does not say. */
  readonly template: string;
}

/** A lab with everything its charts make: what the cluster will hold, as far as it is known before there is one. */
export class RenderedCharts {
  /** The lab's own objects and those of all charts. */
  public readonly all: RenderedLab;

  private readonly sources: ReadonlyMap<Manifest, ChartSource>;

  /**
   * @param lab - the lab's own objects
   * @param charts - what its charts make
   * @param unrendered - what is installed and not known
   */
  constructor(
    public readonly lab: RenderedLab,
    public readonly charts: readonly RenderedChart[],
    public readonly unrendered: readonly Unrendered[] = [],
  ) {
    this.sources = new Map(charts.flatMap(({ release, objects }) => {
      return objects.map(({ manifest, template }) => [manifest, { release, template }]);
    }));
    this.all = new RenderedLab(lab.config, new Map([['', lab.manifests], ['charts', [...this.sources.keys()]]]));
  }

  /** Every object that a chart makes. */
  public get objects(): readonly Manifest[] { return [...this.sources.keys()]; }

  /** Where an object comes from; undefined for the lab's own. */
  public source(object: Manifest): ChartSource | undefined { return this.sources.get(object); }

  /** The object of a kind by name; undefined if neither the lab nor a chart makes it. */
  public find(group: string, kind: string, name: string, namespace?: string): Manifest | undefined {
    return this.all.ofKind(group, kind).find(({ metadata }) => metadata.name === name && metadata.namespace === namespace);
  }

  /** True if something unknown may write to a namespace, so that what is missing here may be there all the same. */
  public mayHoldMore(namespace: string): boolean {
    return this.unknownNamespaces.has(namespace);
  }

  /** The namespaces that something may write to of which nobody knows what it makes. */
  public get unknownNamespaces(): ReadonlySet<string> {
    const refused = this.charts.filter(({ refusal }) => refusal !== undefined).map(({ release }) => release);
    return new Set([...this.unrendered, ...refused].flatMap(({ owner, namespace }) =>
      [namespace, ...owner.kind === 'Application' ? reachOf(this.lab, owner) : []]));
  }
}
