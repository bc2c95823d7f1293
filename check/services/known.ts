import type { ChartPods, ChartService } from '../../charts/core/chart-objects';
import { podsKey } from '../../charts/core/chart-objects';
import type { Manifest } from '../../charts/core/manifest';
import { at, list, text, type RenderedLab } from '../../charts/core/rendered-lab';
import { pinnedReleases, type PinnedRelease } from './pinned-releases';
import { predict, type Prediction } from './prediction';

/** A Service, or pods, of a chart: as they were recorded, and with the values of this lab. */
export interface Foretold<T> {
  /** The release that makes it. */
  readonly release: PinnedRelease;
  /** With the lab's own values. Its namespace is filled in. */
  readonly recorded: T & { readonly namespace: string };
  /** With all values; namespaces are filled in. */
  readonly now: Prediction<T & { readonly namespace: string }>;
}

/** What is known of Services and pods without rendering anything. */
export interface KnownObjects {
  /** The releases that something is known of. */
  readonly releases: readonly PinnedRelease[];
  /** Services of charts. */
  readonly services: readonly Foretold<ChartService>[];
  /** Pods of charts. */
  readonly pods: readonly Foretold<ChartPods>[];
  /** Services of the lab's own folders. */
  readonly own: readonly (ChartService & { readonly namespace: string })[];
}

/** What the lab's charts and its own folders will make. Several rules ask for it. */
export function knownObjects(lab: RenderedLab): KnownObjects {
  const known = KNOWN.get(lab) ?? computed(lab);
  KNOWN.set(lab, known);
  return known;
}

const KNOWN = new WeakMap<RenderedLab, KnownObjects>();

function computed(lab: RenderedLab): KnownObjects {
  const releases = pinnedReleases(lab);
  return {
    releases,
    services: releases.flatMap((release) => release.objects.services.map((each) => {
      return foretold(release, each, predict(each, ({ services }) => services?.[each.name], ...given(release)));
    })),
    pods: releases.flatMap((release) => release.objects.pods.map((each) => {
      return foretold(release, each, predict(each, ({ pods }) => pods?.[podsKey(each)], ...given(release)));
    })),
    own: lab.ofKind('', 'Service').map(serviceOf),
  };
}

function given({ objects, name, values }: PinnedRelease): [PinnedRelease['objects']['changes'], string, PinnedRelease['values']] {
  return [objects.changes, name, values];
}

function foretold<T extends ChartService | ChartPods>(release: PinnedRelease, recorded: T, now: Prediction<T>): Foretold<T> {
  const placed = (object: T): T & { readonly namespace: string } => ({ ...object, namespace: object.namespace ?? release.namespace });
  return { release, recorded: placed(recorded), now: now.kind === 'there' ? { ...now, object: placed(now.object) } : now };
}

/** A Service as its manifest says. */
export interface WrittenService extends ChartService {
  /** Its namespace. */
  readonly namespace: string;
  /** Its ports, by number. */
  readonly ports: readonly { readonly name: string; readonly port: number }[];
}

/** Reads a Service off its manifest. */
export function serviceOf(service: Manifest): WrittenService {
  const { name, namespace = 'default', labels = {} } = service.metadata;
  const ports = list(service, 'spec', 'ports').map((port) => ({ name: text(port, 'name'), port: Number(at(port, 'port')) }));
  return { namespace, name, labels, ports };
}
