/** A field by which items of a list are told apart, and the value the API server gives it where it is absent. */
export interface MapKey {
  /** Name of the field. */
  readonly key: string;
  /** What counts where it is absent. @default - nothing: absence tells items apart as well */
  readonly default?: unknown;
}

/** One message per item whose keys an earlier item has too; the API server refuses such a list. */
export function duplicateItems(list: readonly unknown[], keys: readonly MapKey[]): string[] {
  const seen = new Map<string, number>();
  return list.flatMap((item, index) => {
    if (typeof item !== 'object' || item === null) { return []; }
    const values = keys.map((each) => (item as Record<string, unknown>)[each.key] ?? each.default);
    const id = JSON.stringify(values);
    const first = seen.get(id);
    if (first === undefined) { seen.set(id, index); return []; }
    return [`has the same ${keys.map(({ key }) => key).join(' and ')} in items ${first} and ${index} (${values.map(String).join(', ')})`];
  });
}
