import { dnsSubdomain, letterFirstLabel } from './names';
import { checkClientConfig } from './client-config';
import { checkStructure } from './custom-schema';
import { dataOf, itemsOf, listOf, textOf, type Data, type Report } from './report';

/** A CustomResourceDefinition: k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation. */
export function checkCustomDefinition(report: Report, object: Data): void {
  const spec = dataOf(object['spec']);
  const names = dataOf(spec['names']);
  const name = `${textOf(names['plural'])}.${textOf(spec['group'])}`;
  if (dataOf(object['metadata'])['name'] !== name) { report.say('metadata.name', `must be plural and group, ${name}`); }
  report.form('spec.group', spec['group'], dnsSubdomain);
  if (!textOf(spec['group']).includes('.')) { report.say('spec.group', 'must be a name of DNS with a dot'); }
  if (spec['preserveUnknownFields'] === true) { report.say('spec.preserveUnknownFields', 'must be false'); }
  report.among('spec.scope', spec['scope'] ?? '', ['Cluster', 'Namespaced']);
  checkNames(report, names);
  checkConversion(report, dataOf(spec['conversion']));
  const versions = itemsOf(spec['versions']);
  versions.forEach((version, index) => { checkVersion(report, `spec.versions[${index}]`, version); });
  report.unique('spec.versions', versions.map(({ name: of }) => of), 'name');
  if (versions.filter(({ storage }) => storage === true).length !== 1) {
    report.say('spec.versions', 'must have one version with storage: true');
  }
}

function checkNames(report: Report, names: Data): void {
  const path = 'spec.names';
  for (const field of ['plural', 'kind']) { report.required(`${path}.${field}`, names[field]); }
  for (const field of ['plural', 'singular']) {
    if (names[field] !== '') { report.form(`${path}.${field}`, names[field], letterFirstLabel); }
  }
  for (const field of ['kind', 'listKind']) {
    if (textOf(names[field]) !== '') { report.form(`${path}.${field}`, textOf(names[field]).toLowerCase(), letterFirstLabel); }
  }
  if (textOf(names['kind']) !== '' && names['kind'] === names['listKind']) {
    report.say(`${path}.listKind`, 'must not be the kind itself');
  }
  for (const field of ['shortNames', 'categories']) { report.forms(`${path}.${field}`, names[field], letterFirstLabel); }
}

function checkConversion(report: Report, { strategy = 'None', webhook }: Data): void {
  const path = 'spec.conversion';
  report.among(`${path}.strategy`, strategy === '' ? 'None' : strategy, ['None', 'Webhook']);
  if (strategy !== 'Webhook') {
    if (webhook !== undefined) { report.say(`${path}.webhook`, 'goes with the strategy Webhook'); }
    return;
  }
  const { clientConfig, conversionReviewVersions } = dataOf(webhook);
  checkClientConfig(report, `${path}.webhook.clientConfig`, clientConfig);
  const versions = listOf(conversionReviewVersions);
  report.forms(`${path}.webhook.conversionReviewVersions`, versions, letterFirstLabel);
  if (new Set(versions).size < versions.length) { report.say(`${path}.webhook.conversionReviewVersions`, 'must have no version twice'); }
  if (!versions.includes('v1') && !versions.includes('v1beta1')) {
    report.say(`${path}.webhook.conversionReviewVersions`, 'must have v1 or v1beta1');
  }
}

function checkVersion(report: Report, path: string, version: Data): void {
  report.form(`${path}.name`, version['name'] ?? '', letterFirstLabel);
  if (version['deprecationWarning'] !== undefined && version['deprecated'] !== true) {
    report.say(`${path}.deprecationWarning`, 'goes with deprecated: true');
  }
  const { openAPIV3Schema: schema } = dataOf(version['schema']);
  if (schema === undefined) { report.say(`${path}.schema.openAPIV3Schema`, 'must be there'); return; }
  const { status, scale } = dataOf(version['subresources']);
  checkStructure(report, `${path}.schema.openAPIV3Schema`, dataOf(schema));
  if (status !== undefined) { checkStatus(report, `${path}.schema.openAPIV3Schema`, dataOf(schema)); }
  checkScale(report, `${path}.subresources.scale`, scale);
  const columns = itemsOf(version['additionalPrinterColumns']);
  columns.forEach(({ name, type, jsonPath, format }, index) => {
    const here = `${path}.additionalPrinterColumns[${index}]`;
    report.required(`${here}.name`, name);
    report.required(`${here}.type`, type);
    if (type !== '') { report.among(`${here}.type`, type, ['boolean', 'date', 'integer', 'number', 'string']); }
    if (textOf(format) !== '') { report.among(`${here}.format`, format, COLUMN_FORMATS); }
    report.required(`${here}.jsonPath`, jsonPath);
    if (textOf(jsonPath) !== '' && !textOf(jsonPath).startsWith('.')) { report.say(`${here}.jsonPath`, 'must begin with "."'); }
  });
  itemsOf(version['selectableFields']).forEach(({ jsonPath }, index) => {
    checkSelectable(report, `${path}.selectableFields[${index}].jsonPath`, textOf(jsonPath), dataOf(schema));
  });
}

const COLUMN_FORMATS = ['byte', 'date', 'date-time', 'double', 'float', 'int32', 'int64', 'password'];

/** What a schema may not say where the status is apart: all but a few keywords. */
const NOT_BESIDE_STATUS = [
  'maxProperties', 'minProperties', 'enum', 'additionalProperties', 'allOf', 'anyOf', 'oneOf', 'not', 'default', 'nullable',
];

function checkStatus(report: Report, path: string, schema: Data): void {
  for (const keyword of NOT_BESIDE_STATUS) {
    const value = schema[keyword];
    const isNothing = value === undefined || value === false || (keyword !== 'enum' && Array.isArray(value) && value.length === 0);
    if (!isNothing) { report.say(`${path}.${keyword}`, 'must not be there beside subresources.status'); }
  }
}

function checkScale(report: Report, path: string, scale: unknown): void {
  if (scale === undefined) { return; }
  const { specReplicasPath, statusReplicasPath, labelSelectorPath } = dataOf(scale);
  const asked = [['specReplicasPath', specReplicasPath, /^\.spec\./], ['statusReplicasPath', statusReplicasPath, /^\.status\./]] as const;
  for (const [field, value, begin] of asked) {
    report.required(`${path}.${field}`, value);
    if (textOf(value) !== '' && !(begin.test(textOf(value)) && SIMPLE_PATH.test(textOf(value)))) {
      const example = field === 'specReplicasPath' ? '.spec.replicas' : '.status.replicas';
      report.say(`${path}.${field}`, `must be a way without lists, such as ${example}`);
    }
  }
  const labels = textOf(labelSelectorPath);
  if (labels !== '' && !(/^\.(spec|status)\./.test(labels) && SIMPLE_PATH.test(labels))) {
    report.say(`${path}.labelSelectorPath`, 'must be a way without lists that begins with .spec. or .status.');
  }
}

const SIMPLE_PATH = /^(\.[A-Za-z_][\w-]*)+$/;

/** A field by which objects can be chosen is a text, a boolean or a whole number of the schema. */
function checkSelectable(report: Report, path: string, way: string, schema: Data): void {
  report.required(path, way);
  if (way === '') { return; }
  if (!SIMPLE_PATH.test(way)) { report.say(path, 'must be a way without lists, such as .spec.size'); return; }
  let here: Data = schema;
  for (const part of way.slice(1).split('.')) { here = dataOf(dataOf(here['properties'])[part]); }
  if (!['string', 'boolean', 'integer'].includes(textOf(here['type']))) {
    report.say(path, 'must name a field of the schema that is a text, a boolean or a whole number');
  }
}
