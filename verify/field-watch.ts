/**
 * Watches which fields of an object are looked at. Validators compiled from a schema look at every field the schema declares and at nothing else, so a
 * field that nobody looked at is one the schema does not declare. A mapping of which nothing was looked at is free-form.
 */
export class FieldWatch {
  private readonly watched: { readonly object: object; readonly path: string; readonly read: Set<string> }[] = [];

  /** The same value, with every look at a field below it noted. */
  public wrap(value: unknown, path = ''): unknown {
    if (typeof value !== 'object' || value === null) { return value; }
    const read = new Set<string>();
    const isList = Array.isArray(value);
    if (!isList) { this.watched.push({ object: value, path, read }); }
    const children = new Map<string, unknown>();
    return new Proxy(value, {
      get: (target, key, receiver): unknown => {
        const field: unknown = Reflect.get(target, key, receiver);
        if (typeof key === 'symbol' || (isList && key === 'length')) { return field; }
        read.add(key);
        if (!children.has(key)) { children.set(key, this.wrap(field, isList ? `${path}[${key}]` : join(path, key))); }
        return children.get(key);
      },
    });
  }

  /** Paths of the fields that nobody looked at. */
  public unread(): string[] {
    return this.watched.flatMap(({ object, path, read }) => read.size === 0 ? [] : Object.keys(object).filter((key) => !read.has(key)).map((key) => join(path, key)));
  }
}

function join(path: string, key: string): string {
  const text = /^[\w-]+$/.test(key) ? key : JSON.stringify(key);
  return path === '' ? text : `${path}.${text}`;
}
