/**
 * Keys by which items of a list are told apart, surest first. Beside `name` they are the merge keys that Kubernetes itself has for its
 * lists (`x-kubernetes-patch-merge-key` in its OpenAPI), and what Prometheus, Grafana and Alertmanager call their items.
 * Of fields with "|" between them an item has one; the rules of one group are alerts and records in any order.
 */
const MERGE_KEYS: readonly (readonly string[])[] = [
  ['name'], ['alert|record'], ['mountPath'], ['devicePath'], ['containerPort', 'protocol'], ['containerPort'],
  ['port', 'protocol'], ['port'],
  ['ip'], ['topologyKey', 'whenUnsatisfiable'], ['topologyKey'], ['uid'], ['refId'], ['id'], ['title'], ['key'],
];

type Item = Readonly<Record<string, unknown>>;

/**
 * Both lists by what tells their items apart; undefined where nothing does, because an item lacks it or two have the same.
 *
 * @param before - items of one list
 * @param after - items of the other
 */
export function byKey(before: readonly Item[], after: readonly Item[]): readonly [Map<string, Item>, Map<string, Item>] | undefined {
  for (const keys of MERGE_KEYS) {
    const [old, fresh] = [indexed(before, keys), indexed(after, keys)];
    if (old && fresh) { return [old, fresh]; }
  }
  return undefined;
}

function indexed(list: readonly Item[], keys: readonly string[]): Map<string, Item> | undefined {
  const found = new Map(list.flatMap((item): [string, Item][] => {
    const parts = keys.map((key) => key.split('|').filter((each) => Object.hasOwn(item, each)).map((each) => item[each])[0]);
    return parts.every((part) => typeof part === 'string' || typeof part === 'number') ? [[parts.join('/'), item]] : [];
  }));
  return found.size === list.length ? found : undefined;
}
