import { lanLabels, lanPorts, lanServices, podsKey } from '../../config/lan-services';
import { formatPath, type ConfigPath, type Problem } from '../../config/problem';
import type { HomelabConfig } from '../../config/schema';
import { isStrict, servicePods, type PodService } from '../../config/service-pods';
import { PROMETHEUS_DURATION } from '../../config/units';
import { selects } from '../core/label-selector';
import { CLOSING_KEYS, podServices, type PlacedService } from './policy-services';

/** Labels are those that pods can have, and two services do not say different things of the same pods. */
export function checkPods(config: HomelabConfig): Problem[] {
  const all = podServices(config);
  return [
    ...all.flatMap(({ service, path }) => [...checkSelector(service, path), ...checkInterval(service, path)]),
    ...lanServices(config).flatMap(({ service, path }) => checkSelector(service, path)),
    ...checkSamePods(all), ...checkPorts(openers(config)),
  ];
}

function checkSelector({ selector }: Pick<PodService, 'selector'>, path: ConfigPath): Problem[] {
  return selector === undefined || Object.keys(selector).length > 0 ? [] : [{
    path: [...path, 'selector'], what: 'has no label, so it means every pod of the namespace', fix: 'write a label that its pods have',
  }];
}

function checkInterval({ metricsInterval: written }: PodService, path: ConfigPath): Problem[] {
  return written === undefined || PROMETHEUS_DURATION.of(written).toMilliseconds() > 0 ? [] : [{
    path: [...path, 'metricsInterval'], what: `is zero (${written}), which Prometheus takes for not set`,
    fix: 'choose one such as 1m, or remove it',
  }];
}

/** Policies add up: of two for the same pods, neither keeps what it says. */
function checkSamePods(all: readonly PlacedService[]): Problem[] {
  const seen = new Map<string, PlacedService>();
  return all.flatMap(({ service, path }) => {
    const keys = servicePods(service).map(({ labels }) => podsKey(service.namespace, labels));
    const before = keys.map((key) => seen.get(key)).find((each) => each !== undefined);
    keys.forEach((key) => { if (!seen.has(key)) { seen.set(key, { service, path }); } });
    return before ? CLOSING_KEYS.flatMap((key): Problem[] => {
      const [here, there] = [service[key], before.service[key]];
      const isOneSided = here === undefined || there === undefined;
      // Who may call is closed for both by the one that says it; whose token is asked for breaks the other.
      if (JSON.stringify(here) === JSON.stringify(there) || isOneSided && key !== 'jwt') { return []; }
      return [{
        path: here === undefined ? path : [...path, key], related: [[...before.path, key]],
        what: `and ${formatPath(before.path)} say different things about the same pods (${key})`, fix: 'say the same in both',
      }];
    }) : [];
  });
}

/** A service that has ports of its pods opened. */
interface Opener {
  readonly namespace: string;
  /** The service. */
  readonly path: ConfigPath;
  /** The key that says what is opened. */
  readonly at: ConfigPath;
  readonly labels: readonly Readonly<Record<string, string>>[];
}

function openers(config: HomelabConfig): Opener[] {
  return [
    ...podServices(config).filter(({ service }) => service.metricsPort !== undefined).map(({ service, path }): Opener => ({
      namespace: service.namespace, path, at: [...path, 'metricsPort'], labels: servicePods(service).map(({ labels }) => labels)
    })),
    ...lanServices(config).filter(({ service }) => isStrict(config, service.namespace)
      && lanPorts(service).some(({ protocol }) => protocol === 'tcp'))
      .map(({ service, path }): Opener => ({
        namespace: service.namespace, path, at: [...path, service.selector === undefined ? 'name' : 'selector'],
        labels: [lanLabels(service)],
      })),
  ];
}

/** Of two objects that open ports of the same pods only the older one counts. */
function checkPorts(all: readonly Opener[]): Problem[] {
  return all.flatMap((opener, index) => all.slice(0, index).flatMap((other): Problem[] => {
    if (other.namespace !== opener.namespace) { return []; }
    const overlap = opener.labels.some((here) => other.labels.some((there) => isPart(here, there)));
    return overlap ? [{
      path: opener.at, related: [other.at],
      what: `and ${formatPath(other.path)} open ports of the same pods with different labels, and Istio would use only the older`,
      fix: 'give both the same selector',
    }] : [];
  }));
}

/** True where all pods of one are pods of the other, though the labels differ. */
function isPart(one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>): boolean {
  return selects(one, other) !== selects(other, one);
}
