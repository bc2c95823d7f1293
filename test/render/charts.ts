import { parseConfig } from '../../charts/load-config';
import type { Manifest } from '../../charts/core/manifest';
import { RenderedLab, type ObjectSource } from '../../charts/core/rendered-lab';
import { RenderedCharts } from '../../render/rendered-charts';
import type { Judge } from '../../render/judge';
import type { Release, Unrendered } from '../../render/release';
import { object } from '../check/objects';

/** A release as an Application asks for it. */
export function release(name: string, namespace = 'tools', more: Partial<Release> = {}): Release {
  const owner = object('argoproj.io/v1alpha1', 'Application', name, 'argocd', {
    spec: { project: 'platform', destination: { namespace }, source: { chart: name } },
  });
  const repository = 'https://charts.example.org';
  return { name, owner, repository, chart: name, version: '1.2.3', namespace, values: '', crds: true, ...more };
}

/** What a test's charts are made of. */
interface Parts {
  /** Objects of the chart "tool" in the namespace "tools". */
  readonly chart?: readonly Manifest[];
  /** Objects of the chart "other" in the namespace "others". @default - there is no such chart */
  readonly other?: readonly Manifest[];
  /** The lab's own objects, in the folder "own". */
  readonly lab?: readonly Manifest[];
  readonly yaml?: string;
  readonly unrendered?: readonly Unrendered[];
  readonly sourceOf?: (object: Manifest) => ObjectSource | undefined;
}

/** A lab with a chart called "tool". */
export function chartsOf({ chart = [], other, lab = [], yaml = '', unrendered = [], sourceOf }: Parts): RenderedCharts {
  const rendered = (name: string, namespace: string, manifests: readonly Manifest[]): RenderedCharts['charts'][number] => ({
    release: release(name, namespace), objects: manifests.map((manifest) => ({ manifest, template: `${name}/templates/all.yaml` })),
  });
  return new RenderedCharts(new RenderedLab(parseConfig(yaml), new Map([['own', lab]]), sourceOf ? { sourceOf } : {}), [
    rendered('tool', 'tools', chart), ...other ? [rendered('other', 'others', other)] : [],
  ], unrendered);
}

/** What a judge says of charts. */
export function said(judge: Judge, charts: RenderedCharts): string[] {
  return judge.check(charts).map(({ object: { kind, metadata }, what }) => `${kind} ${metadata.name} ${what}`);
}

/** A Deployment with one container. */
export function deployment(
  name: string, container: Record<string, unknown> = {}, pod: Record<string, unknown> = {}, namespace = 'tools',
): Manifest {
  return object('apps/v1', 'Deployment', name, namespace, {
    spec: {
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: { ...pod, containers: [{ name: 'main', image: 'example.org/main:1.0', ...container }] },
      },
    },
  });
}

/** A Service that chooses pods by their label `app`. */
export function service(name: string, ports: readonly Record<string, unknown>[], app = name, namespace = 'tools'): Manifest {
  return object('v1', 'Service', name, namespace, { metadata: { labels: { app: name } }, spec: { selector: { app }, ports } });
}
