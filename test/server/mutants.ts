import type { Manifest } from '../../charts/core/manifest';
import { compiledKind } from '../../check/schemas/compiled-kinds';
import type { CompiledSchema } from '../../check/schemas/compiled-schema';
import { Random } from '../../tools/fuzz/random';

/** An object made of a valid one by a few changes. */
export interface Mutant {
  /** What was done, for a person: `Service shop: spec.ports[0].port = 0`. */
  readonly id: string;
  /** The changed object. */
  readonly object: Manifest;
  /** The valid object it was made of: kind and name. */
  readonly base: string;
  /** What was changed, in order; a field without a value was taken away. */
  readonly changes: readonly MutantChange[];
}

/** One change. */
export interface MutantChange {
  /** The way to the field. */
  readonly path: Path;
  /** What it got. @default - it was taken away */
  readonly value?: unknown;
}

type Path = readonly (string | number)[];

/** Texts that one or the other field takes, and that others do not. */
const TEXTS: readonly string[] = [
  '', ' ', 'a', 'A', 'a-', '-a', 'a.b', 'a..b', '.a', 'a_b', 'a b', 'a/b', '/a', 'a/', '/', '..', '../a', 'a/../b', '*', '*.a.b', 'a:b',
  'a,b',
  'a=b', 'ä', 'a\nb', 'a\tb', '$(A)', '1', '0', '80', '65536', '-1', '1.5', '50%', '0%', '101%', '-5%', '1Gi', '100m',
  '0.5', '-1Gi', '1e3',
  'x'.repeat(16), 'x'.repeat(63), 'x'.repeat(64), 'x'.repeat(254), 'http', 'HTTP', 'tcp', 'TCP', 'UDP', 'SCTP', 'Always', 'Never', 'None',
  'OnFailure', 'Equal', 'Exists', 'In', 'NotIn', 'DoesNotExist', 'Gt', 'Lt', 'Cluster', 'Local', 'ClientIP', 'ClusterIP', 'NodePort',
  'LoadBalancer', 'ExternalName', 'Recreate', 'RollingUpdate', 'OnDelete', 'Parallel', 'Ingress', 'Egress', 'Exact', 'Prefix', 'Allow',
  'Forbid', 'Replace', 'Retain', 'Delete', 'Unconfined', 'Localhost', 'RuntimeDefault', 'ALL', 'NET_ADMIN', 'Directory', 'File', 'Memory',
  'HugePages', 'HugePages-2Mi', 'hugepages-2Mi', 'cpu', 'memory', 'storage', 'pods', 'example.com/gpu', 'NoSchedule', 'NoExecute', 'Pod',
  'Container', 'ReadWriteOnce', 'ReadWriteOncePod', 'Block', 'Filesystem', 'linux', 'windows', 'Default', 'ClusterFirst', 'IPv4', 'IPv6',
  'SingleStack', 'RequireDualStack', 'PreferDualStack', '10.0.0.1', '10.0.0.300', '010.0.0.1', '10.0.0.0/8', '10.0.0.1/8', 'fd00::1',
  '::/0',
  '127.0.0.1', '169.254.1.1', '224.0.0.1', '0.0.0.0', 'https://a.b/c', 'ServiceAccount', 'User', 'Group', 'rbac.authorization.k8s.io',
  'apps',
  'Europe/Berlin', 'Nowhere/City', 'Local', '* * * * *', '@hourly', '*/5 * * * MON', '60 * * * *', 'TZ=UTC * * * * *', 'spec.nodeName',
  'metadata.name', 'metadata.labels', "metadata.labels['a']", 'status.podIP', 'limits.cpu', 'Fail', 'Ignore', 'NonIndexed', 'Indexed',
  'kubernetes.io/tls', 'kubernetes.io/a', 'aGk=', 'system:a', 'true', 'latest', 'Honor', 'shop', 'data', 'settings', 'object.a == 1',
];

/** Numbers at the edges of what fields take. */
const NUMBERS: readonly number[] = [
  0, 1, -1, 2, 3, 5, 10, 30, 80, 100, 101, 255, 256, 420, 511, 512, 600, 1000, 8080, 30_000, 32_767, 65_535, 65_536, 86_400, 86_401,
  100_000,
  2_147_483_647, 2_147_483_648, -2_147_483_648, 1.5,
];

/** Objects near valid ones: most with one change, some with two or three. The same seed gives the same. */
export function mutants(bases: readonly Manifest[], seed: number, count: number): Mutant[] {
  const random = new Random(seed);
  const words = wordsOf(bases);
  return Array.from({ length: count }, () => {
    const base = random.pick(bases);
    // structuredClone would make lists of another realm than jest's.
    const object = JSON.parse(JSON.stringify(base)) as Manifest;
    const steps = random.pick([1, 1, 1, 1, 2, 3]);
    const done: string[] = [];
    const changes: MutantChange[] = [];
    for (let step = 0; step < steps; step++) {
      const change = new Change(random, object, words);
      done.push(change.make());
      changes.push(...change.made);
    }
    return { id: `${base.kind} ${base.metadata.name}: ${done.join('; ')}`, object, base: `${base.kind} ${base.metadata.name}`, changes };
  });
}

/** Which texts and numbers stand in fields of a name, over all objects. */
function wordsOf(bases: readonly Manifest[]): ReadonlyMap<string, readonly unknown[]> {
  const found = new Map<string, unknown[]>();
  const visit = (value: unknown, key: string): void => {
    if (Array.isArray(value)) { value.forEach((each) => { visit(each, key); }); return; }
    if (typeof value === 'object' && value !== null) { for (const [name, each] of Object.entries(value)) { visit(each, name); } return; }
    const known = found.get(key) ?? [];
    if (!known.includes(value)) { known.push(value); }
    found.set(key, known);
  };
  for (const base of bases) { visit(base, ''); }
  return found;
}

/** Where a change may be made: what makes the address of a request stays. */
function mayChange(path: Path): boolean {
  return path.length > 0 && !(path.length === 1 && ['apiVersion', 'kind', 'metadata', 'status'].includes(String(path[0])))
    && !(path[0] === 'status') && !(path[0] === 'metadata' && path[1] === 'namespace');
}

/** One change of an object. */
class Change {
  /** What was done, for another time. */
  public readonly made: MutantChange[] = [];
  private readonly schema: CompiledSchema | undefined;

  constructor(
    private readonly random: Random, private readonly object: Manifest, private readonly words: ReadonlyMap<string, readonly unknown[]>,
  ) {
    this.schema = compiledKind(object.apiVersion, object.kind)?.schema;
  }

  /** Makes it, and says what it was. */
  public make(): string {
    const paths = pathsOf(this.object).filter(mayChange);
    if (paths.length === 0) { return this.add(); }
    const path = this.random.pick(paths);
    const value = at(this.object, path);
    const kind = this.random.pick([
      'replace', 'replace', 'replace', 'replace', 'delete', 'delete', 'empty', 'double', 'add', 'add', 'add', 'add',
    ]);
    if (kind === 'add') { return this.add(); }
    if (kind === 'delete') { return this.put(path, undefined); }
    if (kind === 'double' && Array.isArray(value) && value.length > 0) {
      const copy = JSON.parse(JSON.stringify(this.random.pick(value))) as unknown;
      return this.put([...path, value.length], copy);
    }
    if (kind === 'empty') { return this.put(path, emptyOf(value, this.random)); }
    return this.put(path, this.other(value, String(path.filter((part) => typeof part === 'string').at(-1) ?? '')));
  }

  /** A field that is not there, with a value that its schema allows. */
  private add(): string {
    const places = [[], ...pathsOf(this.object)].flatMap((path: Path) => {
      const value = at(this.object, path);
      const schema = this.schemaAt(path);
      if (schema === undefined || path[0] === 'status' || path[0] === 'metadata') { return []; }
      if (Array.isArray(value)) { return schema.items ? [{ path: [...path, value.length], schema: schema.items }] : []; }
      if (typeof value !== 'object' || value === null) { return []; }
      const missing = Object.entries(schema.properties ?? {}).filter(([key]) => !(key in value));
      const more = typeof schema.additionalProperties === 'object' ? [[this.random.pick(TEXTS), schema.additionalProperties] as const] : [];
      return [...missing, ...more].map(([key, each]) => ({ path: [...path, key], schema: each }));
    }).filter(({ path }) => mayChange(path));
    if (places.length === 0) { return 'nothing'; }
    const { path, schema } = this.random.pick(places);
    return this.put(path, this.valueOf(schema, String(path.filter((part) => typeof part === 'string').at(-1) ?? ''), 0));
  }

  /** A value of a schema; what it has to have is there, and of the rest a part. */
  private valueOf(schema: CompiledSchema, key: string, depth: number): unknown {
    const { random } = this;
    if (schema.enum && schema.enum.length > 0) { return random.pick(schema.enum); }
    const choices = schema.anyOf ?? schema.oneOf;
    const type = random.pick([schema.type ?? random.pick(choices ?? [{ type: 'string' }]).type ?? 'string'].flat());
    switch (type) {
      case 'boolean': return random.chance(0.5);
      case 'integer': case 'number':
        return this.known(key, 'number') ?? random.pick(NUMBERS.filter((each) => type === 'number' || Number.isInteger(each)));
      case 'array':
        return schema.items ? Array.from({ length: random.pick([0, 1, 1, 1, 2]) }, () => this.valueOf(schema.items!, key, depth + 1)) : [];
      case 'object': {
        const made: Record<string, unknown> = {};
        const rate = depth === 0 ? 0.4 : 0.25;
        for (const [name, each] of Object.entries(schema.properties ?? {})) {
          if (schema.required?.includes(name) || (depth < 3 && random.chance(rate))) { made[name] = this.valueOf(each, name, depth + 1); }
        }
        if (typeof schema.additionalProperties === 'object' && random.chance(0.7)) {
          made[random.pick(TEXTS)] = this.valueOf(schema.additionalProperties, key, depth + 1);
        }
        return made;
      }
      default: return this.known(key, 'string') ?? random.pick(TEXTS);
    }
  }

  private known(key: string, type: string): unknown {
    const known = (this.words.get(key) ?? []).filter((each) => typeof each === type);
    return known.length > 0 && this.random.chance(0.5) ? this.random.pick(known) : undefined;
  }

  private other(value: unknown, key: string): unknown {
    const { random } = this;
    if (random.chance(0.06)) { return random.pick<unknown>(['x', 1, true, [], {}, [{}], { a: 'b' }, null]); }
    if (typeof value === 'number') { return this.known(key, 'number') ?? random.pick(NUMBERS); }
    if (typeof value === 'boolean') { return !value; }
    if (typeof value === 'string') {
      const known = this.known(key, 'string');
      if (known !== undefined) { return known; }
      return random.chance(0.5) ? random.pick(TEXTS) : bent(value, random);
    }
    const children = pathsOf(value).filter((path) => path.length > 0);
    if (children.length === 0) { return emptyOf(value, random); }
    return value;
  }

  private schemaAt(path: Path): CompiledSchema | undefined {
    let here = this.schema;
    for (const part of path) {
      if (here === undefined) { return undefined; }
      if (typeof part === 'number') { here = here.items; continue; }
      const more = here.additionalProperties;
      here = here.properties?.[part] ?? (typeof more === 'object' ? more : undefined);
    }
    return here;
  }

  private put(path: Path, value: unknown): string {
    this.made.push(value === undefined ? { path } : { path, value: JSON.parse(JSON.stringify(value)) as unknown });
    change(this.object, path, value);
    const shown = value === undefined ? 'absent' : JSON.stringify(value);
    return `${path.join('.')} = ${shown.length > 300 ? `${shown.slice(0, 300)}...` : shown}`;
  }
}

/** Puts a value at a way, or takes away what is there for undefined. */
export function change(object: Manifest, path: Path, value: unknown): void {
  const last = path.at(-1)!;
  const around = at(object, path.slice(0, -1)) as Record<string | number, unknown>;
  if (value !== undefined) { around[last] = value; }
  if (value === undefined && Array.isArray(around)) { around.splice(Number(last), 1); }
  if (value === undefined && !Array.isArray(around)) { Reflect.deleteProperty(around, last); }
}

/** A text that differs a little. */
function bent(value: string, random: Random): string {
  const at = random.below(value.length + 1);
  return random.pick([
    () => value.toUpperCase(), () => `${value}-`, () => `-${value}`, () => `${value}.`, () => `.${value}`, () => ` ${value}`,
    () => `${value} `,
    () => value.slice(0, at), () => `${value.slice(0, at)}/${value.slice(at)}`, () => `${value.slice(0, at)}_${value.slice(at)}`,
    () => `${value}${'x'.repeat(64)}`, () => `${value}${'.x'.repeat(130)}`, () => `${value}1`, () => `${value}\n`,
    () => value.replace(/[a-z]/, 'é'),
  ])();
}

function emptyOf(value: unknown, random: Random): unknown {
  if (random.chance(0.2)) { return null; }
  if (Array.isArray(value)) { return []; }
  if (typeof value === 'object') { return {}; }
  return typeof value === 'number' ? 0 : '';
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((here, part) => (here as Record<string | number, unknown>)[part], value);
}

/** The ways to every value below one. */
function pathsOf(value: unknown): Path[] {
  if (typeof value !== 'object' || value === null) { return []; }
  const keys: (string | number)[] = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return keys.flatMap((key) => [[key], ...pathsOf((value as Record<string | number, unknown>)[key]).map((rest) => [key, ...rest])]);
}
