import { boolCoreTag, boolYaml11Tag, CORE_SCHEMA, defineScalarTag, intCoreTag, load, NOT_RESOLVED, Schema } from 'js-yaml';
import type { Manifest } from '../charts/core/manifest';
import { at, text } from '../charts/core/rendered-lab';

/** An object that a chart makes. */
export interface ChartObject {
  /** The object. */
  readonly manifest: Manifest;
  /** The template that makes it, such as `loki/templates/service.yaml`; empty where helm does not say. */
  readonly template: string;
}

/*
 * Helm, Argo CD and Kubernetes read YAML with Go's yaml.v2: `on` and `yes` are booleans, `0644` is octal, as in YAML 1.1. But `12:30` is no
 * number in base 60, and a date stays text. Of two equal keys the last one counts (`json` below): only UnmarshalStrict refuses them.
 */

/** Whole numbers as Go's yaml.v2 reads them (resolve.go). */
const WHOLE = /^[-+]?(?:0b[01_]+|0o[0-7_]+|0x[0-9a-fA-F_]+|0[0-7_]*|[1-9][0-9_]*)$/;

const goInteger = defineScalarTag<number>('tag:yaml.org,2002:int', {
  implicit: true,
  implicitFirstChars: ['-', '+', ...'0123456789'],
  identify: Number.isInteger,
  resolve: (source) => {
    if (!WHOLE.test(source)) { return NOT_RESOLVED; }
    const digits = source.replaceAll('_', '').replace(/^[-+]/, '');
    return (source.startsWith('-') ? -1 : 1) * Number(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
  },
});

/** The tag of whole numbers comes first: js-yaml's one for fractions would take `0644` for 644. */
const SCHEMA = new Schema([goInteger, boolYaml11Tag, ...CORE_SCHEMA.tags.filter((tag) => tag !== intCoreTag && tag !== boolCoreTag)]);

/**
 * Reads what `helm template` prints. Lists become their items. Objects that only `helm test` makes are left out: neither Argo CD nor
 * helm-controller ever applies them.
 *
 * @throws YAMLException if it is no YAML
 * @throws Error if it is no object of Kubernetes
 */
export function readHelmOutput(output: string): ChartObject[] {
  return output.split(/^---[ \t]*$/m).flatMap((document) => {
    const [, template = ''] = /^# Source: (.+?)\s*$/m.exec(document) ?? [];
    const empty = /^\s*(?:#.*\s*)*$/.test(document);
    const data = empty ? null : load(document, { schema: SCHEMA, json: true });
    if (data === null || data === undefined) { return []; }
    return objectsIn(data, template).filter(isApplied).map((manifest) => ({ manifest, template }));
  });
}

function objectsIn(data: unknown, template: string): Manifest[] {
  const kind = text(data, 'kind');
  const items = at(data, 'items');
  if (kind.endsWith('List') && Array.isArray(items)) { return items.flatMap((item) => objectsIn(item, template)); }
  const isNamed = text(data, 'metadata', 'name') !== '' || text(data, 'metadata', 'generateName') !== '';
  if (kind === '' || text(data, 'apiVersion') === '' || !isNamed) {
    throw new Error(`${template === '' ? 'a template' : template} makes something without apiVersion, kind and metadata.name`);
  }
  return [data as Manifest];
}

/** The annotation that makes an object of a chart a hook, see https://helm.sh/docs/topics/charts_hooks/. */
const HOOK = 'helm.sh/hook';

function isApplied(object: Manifest): boolean {
  const hook = text(object, 'metadata', 'annotations', HOOK);
  return hook === '' || !hook.split(',').every((each) => each.trim().startsWith('test'));
}
