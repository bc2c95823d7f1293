import type { ErrorObject } from 'ajv';
import { kinds, objectMeta, type CompiledValidator } from '../schemas/core/validators';
import { FieldWatch } from './field-watch';
import { duplicateItems, type MapKey } from './list-map';
import { explain } from './explain';
import type { Violation } from './violation';

/** What the API server would refuse about an object of Kubernetes' own, or undefined for a kind that the packages behind schemas/core do not hold. */
export function checkCoreKind(object: { readonly apiVersion: string; readonly kind: string }): Violation[] | undefined {
  const validate = kinds[`${object.apiVersion}/${object.kind}`];
  return validate && [...run(validate, object), ...duplicates(object, '')];
}

/** The same for the metadata of an object of any kind. */
export function checkMetadata(metadata: unknown): Violation[] {
  return run(objectMeta, metadata).map(({ path, message }) => ({ path: path.startsWith('[') || path === '' ? `metadata${path}` : `metadata.${path}`, message }));
}

function run(validate: CompiledValidator, value: unknown): Violation[] {
  const watch = new FieldWatch();
  const valid = validate(watch.wrap(value));
  const errors = valid ? [] : (validate.errors ?? []) as ErrorObject[];
  return [...errors.map(explain), ...watch.unread().map((path) => ({ path, message: 'is a field this kind does not have' }))];
}

/**
 * Lists of core kinds whose items are told apart by a key, by the name of the field that holds them; the compiled validators do not know.
 * From `x-kubernetes-list-map-keys` in Kubernetes' OpenAPI document (api/openapi-spec/swagger.json).
 */
const LIST_MAPS: Readonly<Record<string, readonly MapKey[]>> = {
  containers: [{ key: 'name' }],
  initContainers: [{ key: 'name' }],
  ephemeralContainers: [{ key: 'name' }],
  volumes: [{ key: 'name' }],
  env: [{ key: 'name' }],
  volumeMounts: [{ key: 'mountPath' }],
  volumeDevices: [{ key: 'devicePath' }],
  imagePullSecrets: [{ key: 'name' }],
  hostAliases: [{ key: 'ip' }],
  topologySpreadConstraints: [{ key: 'topologyKey' }, { key: 'whenUnsatisfiable' }],
  ports: [{ key: 'containerPort' }, { key: 'port' }, { key: 'protocol', default: 'TCP' }],
};

/** Beneath these, field names are a user's own, or mean something else. */
const NOT_LIST_MAPS = new Set(['data', 'stringData', 'binaryData', 'metadata', 'ingress', 'egress', 'ingressDeny', 'egressDeny']);

function duplicates(value: unknown, path: string): Violation[] {
  if (Array.isArray(value)) { return value.flatMap((item, index) => duplicates(item, `${path}[${index}]`)); }
  if (typeof value !== 'object' || value === null) { return []; }
  return Object.entries(value).flatMap(([key, child]): Violation[] => {
    if (NOT_LIST_MAPS.has(key)) { return []; }
    const here = path === '' ? key : `${path}.${key}`;
    const keys = Array.isArray(child) ? LIST_MAPS[key] : undefined;
    const repeated = keys ? duplicateItems(child as unknown[], keys).map((message) => ({ path: here, message })) : [];
    return [...repeated, ...duplicates(child, here)];
  });
}
