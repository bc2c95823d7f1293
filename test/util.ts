import { App } from 'cdk8s';
import type { ChartPin } from '../charts/core/component';
import { Homelab } from '../charts/homelab';
import type { Layer } from '../charts/core/layer';
import { parseConfig } from '../charts/load-config';
import type { Manifest } from '../charts/core/manifest';
import { toManifest } from '../synth/render';

/** The lab of a configuration given as YAML text; the default lab without one. */
export function labOf(yaml = ''): Homelab {
  return new Homelab(new App(), 'homelab', parseConfig(yaml));
}

/** A chart that stands for a pinned one, for layers that are made without a lab. */
export function chartPin(chart: string): ChartPin {
  return { repository: 'https://charts.example.org', chart, version: '1.2.3' };
}

/** The objects of one layer, in the order they were added. */
export function manifestsOf(source: Layer | Homelab, folder?: string): Manifest[] {
  if (!(source instanceof Homelab)) { return source.objects.map(toManifest); }
  const layer = source.layers.find(({ node }) => node.id === folder);
  if (!layer) { throw new Error(`no layer ${folder ?? '(none given)'} in ${source.layers.map(({ node }) => node.id).join(', ')}`); }
  return layer.objects.map(toManifest);
}

/** The one object of a kind, and of a name if several have that kind. */
export function find(manifests: readonly Manifest[], kind: string, name?: string): Manifest {
  const found = manifests.filter((manifest) => manifest.kind === kind && (name === undefined || manifest.metadata.name === name));
  if (found.length !== 1) {
    const there = manifests.map((each) => `${each.kind}/${each.metadata.name}`).join(', ');
    throw new Error(`${found.length} objects match ${kind} ${name ?? ''}; there are ${there}`);
  }
  return found[0]!;
}
