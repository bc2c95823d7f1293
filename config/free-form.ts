import { EVERY, isWithin, valueAt, type ConfigPath } from './problem';
import type { HomelabConfig } from './schema';

/** Places of homelab.yaml below which stands what somebody else reads: Helm values, and what a webhook wants to know. */
const FREE_FORM: readonly ConfigPath[] = [
  ['values'], ['applications', EVERY, 'values'], ['applications', EVERY, 'helm', 'values'],
  ['applications', EVERY, 'sources', EVERY, 'helm', 'values'], ['applications', EVERY, 'helm', 'parameters'],
  ['applications', EVERY, 'sources', EVERY, 'helm', 'parameters'],
  ['tls', 'dns01', 'config'], ['tls', 'dns01', 'chart', 'values'],
  ['domains', EVERY, 'dns01', 'config'], ['domains', EVERY, 'dns01', 'chart', 'values'],
];

/** True for a place whose keys and values this program does not know the meaning of. */
export function isFreeForm(path: ConfigPath): boolean {
  return FREE_FORM.some((place) => path.length >= place.length && isWithin(path, place));
}

/** Every place of that kind that a configuration has. */
export function freeFormPlaces(config: HomelabConfig): ConfigPath[] {
  return FREE_FORM.flatMap((place) => placesOf(config, place)).filter((place) => valueAt(config, place) !== undefined);
}

/** A path with EVERY as the paths of all items that are there. */
function placesOf(config: HomelabConfig, path: ConfigPath): ConfigPath[] {
  const place = path.indexOf(EVERY);
  if (place < 0) { return [path]; }
  const items = valueAt(config, path.slice(0, place));
  if (!Array.isArray(items)) { return []; }
  return items.flatMap((_, index) => placesOf(config, [...path.slice(0, place), index, ...path.slice(place + 1)]));
}
