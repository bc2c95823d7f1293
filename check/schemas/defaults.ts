import type { CompiledSchema } from './compiled-schema';
import type { Violation } from './violation';

/**
 * A value after the API server has filled in the defaults of its schema, which it does before it looks at anything else. Nothing in place
 * of a value gets the default too; where there is no default it stays, and is refused unless the schema allows it.
 */
export function filled(schema: CompiledSchema, value: unknown): unknown {
  if (Array.isArray(value)) {
    const { items } = schema;
    return items ? value.map((item: unknown) => filled(items, item)) : value;
  }
  if (typeof value !== 'object' || value === null) { return value; }
  const fields = schema.properties ?? {};
  const more = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined;
  const answer: [string, unknown][] = Object.entries(value).map(([key, child]: [string, unknown]) => {
    const of = Object.hasOwn(fields, key) ? fields[key] : more;
    if (!of) { return [key, child]; }
    return [key, child === null && of.nullable !== true && of.default !== undefined ? of.default : filled(of, child)];
  });
  for (const [key, of] of Object.entries(fields)) {
    if (of.default !== undefined && !Object.hasOwn(value, key)) { answer.push([key, filled(of, of.default)]); }
  }
  return Object.fromEntries(answer);
}

/**
 * A value of one of Kubernetes' own kinds, as Go reads it: a field of nothing is absent, nothing in a list or a map is what Go takes for
 * zero (an empty text, 0, an object without fields), and an empty text is absent where the server then fills in a word.
 *
 * @param way - the fields around it, with dots and without the places of lists
 */
export function asGoReads(schema: CompiledSchema | undefined, value: unknown, way = ''): unknown {
  if (Array.isArray(value)) {
    return value.map((item: unknown) => item === null ? zeroOf(schema?.items) : asGoReads(schema?.items, withKeys(schema, item), way));
  }
  if (typeof value !== 'object' || value === null) { return value; }
  const more = typeof schema?.additionalProperties === 'object' ? schema.additionalProperties : undefined;
  return Object.fromEntries(Object.entries(value).flatMap(([key, child]: [string, unknown]): [string, unknown][] => {
    const of = schema?.properties && Object.hasOwn(schema.properties, key) ? schema.properties[key] : undefined;
    const here = `${way}.${key}`;
    if (child === '' && of?.enum && FILLED_IN.test(here)) { return []; }
    if (child !== null) { return [[key, asGoReads(of ?? more, child, here)]]; }
    return of === undefined && more !== undefined ? [[key, zeroOf(more)]] : [];
  }));
}

/** An item in which a key that tells it apart is nothing has that key all the same, with the zero of its type. */
function withKeys(list: CompiledSchema | undefined, item: unknown): unknown {
  if (!list?.keys || typeof item !== 'object' || item === null || Array.isArray(item)) { return item; }
  const { properties = {}, required = [] } = list.items ?? {};
  const nothing = list.keys.map(({ key }) => key)
    .filter((key) => !required.includes(key) && (item as Readonly<Record<string, unknown>>)[key] === null);
  return { ...item, ...Object.fromEntries(nothing.map((key) => [key, zeroOf(properties[key])])) };
}

/**
 * Fields with a few words, of which an empty text gets the usual one: SetDefaults_* of k8s.io/kubernetes/pkg/apis. Those that are pointers
 * in Go are not among them: an empty text is a wrong word there.
 */
const FILLED_IN = new RegExp(`\\.(${[
  'concurrencyPolicy', '(updateStrategy|strategy)\\.type', 'persistentVolumeReclaimPolicy', 'reclaimPolicy', 'imagePullPolicy',
  'pullPolicy',
  'scheme', 'stopSignal', 'terminationMessagePolicy', 'dnsPolicy', 'externalTrafficPolicy', 'sessionAffinity', 'podManagementPolicy',
  'tolerations\\.(operator|effect)', 'hostPath\\.type', '(containers|initContainers|subsets)\\.ports\\.protocol', 'spec\\.ports\\.protocol',
].join('|')})$|^\\.spec\\.(type|restartPolicy)$|template\\.spec\\.restartPolicy$`);

/** What schemas of Kubernetes' own kinds ask for, and the server does without: kind and field. */
const NOT_ASKED_FOR: readonly (readonly [kind: RegExp, path: RegExp, field: string])[] = [
  [/^CustomResourceDefinition$/, /^spec\.versions\[\d+\]$/, 'served'],
  [/^CustomResourceDefinition$/, /^spec\.versions\[\d+\]$/, 'storage'],
  [/^EndpointSlice$/, /\.hints\.for(Zones|Nodes)\[\d+\]$/, 'name'],
  [/^(Cron)?Job$/, /\.podFailurePolicy$/, 'rules'],
  [/^LimitRange$/, /^spec$/, 'limits'],
  [/^PersistentVolumeClaim$|Set$/, /\.dataSource$/, 'kind'],
  [/^PersistentVolumeClaim$|Set$/, /\.dataSource$/, 'name'],
  [/./, /\.preferredDuringSchedulingIgnoredDuringExecution\[\d+\]$/, 'preference'],
  [/./, /\.httpHeaders\[\d+\]$/, 'value'],
  [/./, /\.sysctls\[\d+\]$/, 'value'],
  [/./, /\.iscsi$/, 'lun'],
  [/./, /\.sleep$/, 'seconds'],
];

/** True for a field that the schema of one of Kubernetes' own kinds asks for, and the server does not miss. */
export function isNotAskedFor(kind: string, { path, message }: Violation): boolean {
  return NOT_ASKED_FOR.some(([of, at, field]) => message === `lacks the field ${field}` && of.test(kind) && at.test(path));
}

function zeroOf(schema: CompiledSchema | undefined): unknown {
  const type = [schema?.type ?? []].flat();
  if (schema?.anyOf || schema?.format === 'quantity' || type.includes('number') || type.includes('integer')) { return 0; }
  if (type.includes('string')) { return ''; }
  if (type.includes('boolean')) { return false; }
  return type.includes('array') ? [] : {};
}
