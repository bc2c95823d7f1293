import { celProblem, membersOf } from '../cel/admission-cel';
import { checkClientConfig } from './client-config';
import { checkSelector } from './selectors';
import { celIdentifier, dnsSubdomain, letterFirstLabel, pathSegment, qualifiedName } from './names';
import { dataOf, itemsOf, listOf, textOf, type Data, type Report } from './report';

/*
 * What asks before an object is stored: k8s.io/kubernetes/pkg/apis/admissionregistration/validation.
 */

/** A ValidatingWebhookConfiguration or a MutatingWebhookConfiguration. */
export function checkWebhookConfiguration(report: Report, object: Data): void {
  const hooks = itemsOf(object['webhooks']);
  hooks.forEach((hook, index) => { checkHook(report, `webhooks[${index}]`, hook); });
  report.unique('webhooks', hooks.map(({ name }) => name), 'name');
}

function checkHook(report: Report, path: string, hook: Data): void {
  report.required(`${path}.name`, hook['name']);
  report.form(`${path}.name`, hook['name'] === '' ? undefined : hook['name'], dnsSubdomain);
  if (textOf(hook['name']).split('.').length < 3) { report.say(`${path}.name`, 'must be a name of DNS with three parts or more'); }
  const versions = listOf(hook['admissionReviewVersions']);
  report.forms(`${path}.admissionReviewVersions`, versions, letterFirstLabel);
  if (!versions.includes('v1') && !versions.includes('v1beta1')) {
    report.say(`${path}.admissionReviewVersions`, 'must have v1 or v1beta1');
  }
  if (new Set(versions).size < versions.length) { report.say(`${path}.admissionReviewVersions`, 'must have no version twice'); }
  report.among(`${path}.sideEffects`, hook['sideEffects'], ['None', 'NoneOnDryRun']);
  report.range(`${path}.timeoutSeconds`, hook['timeoutSeconds'], 1, 30);
  checkMatches(report, path, hook);
  itemsOf(hook['rules']).forEach((rule, index) => { checkRule(report, `${path}.rules[${index}]`, rule); });
  checkClientConfig(report, `${path}.clientConfig`, hook['clientConfig']);
}

/** Conditions and selectors of webhooks and policies. */
function checkMatches(report: Report, path: string, hook: Data, known?: readonly string[]): void {
  const { matchConditions, namespaceSelector, objectSelector } = hook;
  checkSelector(report, `${path}.namespaceSelector`, namespaceSelector);
  checkSelector(report, `${path}.objectSelector`, objectSelector);
  const conditions = itemsOf(matchConditions);
  conditions.forEach(({ name, expression }, index) => {
    const here = `${path}.matchConditions[${index}]`;
    report.required(`${here}.name`, name);
    if (name !== '') { report.form(`${here}.name`, name, qualifiedName); }
    checkExpression(report, `${here}.expression`, expression, 'bool', known ?? BASE);
  });
  report.unique(`${path}.matchConditions`, conditions.map(({ name }) => name), 'name');
}

/** What an expression always sees. */
const BASE: readonly string[] = ['object', 'oldObject', 'request', 'authorizer'];

function checkExpression(
  report: Report, path: string, expression: unknown, type: 'bool' | 'string' | undefined, names: readonly string[],
  variables?: ReadonlySet<string>,
): void {
  const text = textOf(expression).trim();
  if (text === '') { report.say(path, 'must be there and not be empty'); return; }
  const unknown = variables && membersOf(text, 'variables').find((name) => !variables.has(name));
  const problem = celProblem(text, type, names) ?? (unknown === undefined ? undefined : `there is no variable ${unknown}`);
  if (problem !== undefined) { report.say(path, `must be CEL: ${problem}`); }
}

/** Which requests are meant: one rule of a webhook or of a policy. */
function checkRule(report: Report, path: string, rule: Data): void {
  for (const field of ['operations', 'apiGroups', 'apiVersions', 'resources']) {
    const values = listOf(rule[field]);
    if (values.length === 0) { report.say(`${path}.${field}`, 'must not be empty'); }
    if (field !== 'apiGroups' && values.includes('')) { report.say(`${path}.${field}`, 'must have no empty text'); }
    if (field !== 'resources' && values.length > 1 && values.includes('*')) {
      report.say(`${path}.${field}`, 'must have nothing beside "*"');
    }
  }
  checkResources(report, `${path}.resources`, listOf(rule['resources']).map(textOf));
}

function checkResources(report: Report, path: string, resources: readonly string[]): void {
  const whole = new Set(resources.filter((each) => each.endsWith('/*')).map((each) => each.slice(0, -2)));
  const below = new Set(resources.filter((each) => each.startsWith('*/')).map((each) => each.slice(2)));
  for (const each of resources) {
    const [resource, part] = each.split('/');
    if (part === undefined) { continue; }
    if (part !== '*' && whole.has(resource ?? '')) { report.say(path, `must not have ${each} beside ${resource ?? ''}/*`); }
    if (resource !== '*' && below.has(part)) { report.say(path, `must not have ${each} beside */${part}`); }
  }
  if (resources.length > 1 && resources.includes('*/*')) { report.say(path, 'must have nothing beside "*/*"'); }
  if (resources.includes('*') && resources.some((each) => each !== '*' && !each.includes('/'))) {
    report.say(path, 'must have no other resource beside "*"');
  }
}

/** What is matched by a policy or by its binding. */
function checkMatchResources(report: Report, path: string, match: Data): void {
  checkSelector(report, `${path}.namespaceSelector`, match['namespaceSelector']);
  checkSelector(report, `${path}.objectSelector`, match['objectSelector']);
  for (const field of ['resourceRules', 'excludeResourceRules']) {
    itemsOf(match[field]).forEach((rule, index) => {
      const here = `${path}.${field}[${index}]`;
      checkRule(report, here, rule);
      report.forms(`${here}.resourceNames`, rule['resourceNames'], (name) => name === '' ? 'a name' : pathSegment(name));
      if (new Set(listOf(rule['resourceNames'])).size < listOf(rule['resourceNames']).length) {
        report.say(`${here}.resourceNames`, 'must have no name twice');
      }
    });
  }
}

/** A ValidatingAdmissionPolicy. */
export function checkPolicy(report: Report, object: Data): void {
  const spec = dataOf(object['spec']);
  const params = spec['paramKind'] === undefined ? [] : ['params'];
  if (spec['paramKind'] !== undefined) { checkParamKind(report, 'spec.paramKind', dataOf(spec['paramKind'])); }
  if (spec['matchConstraints'] === undefined) {
    report.say('spec.matchConstraints', 'must be there');
  } else {
    const match = dataOf(spec['matchConstraints']);
    if (listOf(match['resourceRules']).length === 0) { report.say('spec.matchConstraints.resourceRules', 'must not be empty'); }
    checkMatchResources(report, 'spec.matchConstraints', match);
  }
  const names = [...BASE, ...params, 'namespaceObject'];
  checkMatches(report, 'spec', { matchConditions: spec['matchConditions'] }, names);
  const variables = itemsOf(spec['variables']);
  // Each sees those before it.
  const known = new Set<string>();
  variables.forEach(({ name, expression }, index) => {
    const path = `spec.variables[${index}]`;
    report.required(`${path}.name`, name);
    if (name !== '') { report.form(`${path}.name`, name, celIdentifier); }
    checkExpression(report, `${path}.expression`, expression, undefined, [...names, 'variables'], known);
    known.add(textOf(name));
  });
  report.unique('spec.variables', variables.map(({ name }) => name), 'name');
  const [validations, audits] = [itemsOf(spec['validations']), itemsOf(spec['auditAnnotations'])];
  if (validations.length + audits.length === 0) { report.say('spec.validations', 'must not be empty without auditAnnotations'); }
  const all = [...names, 'variables'];
  validations.forEach(({ expression, message, messageExpression, reason }, index) => {
    const path = `spec.validations[${index}]`;
    checkExpression(report, `${path}.expression`, expression, 'bool', all, known);
    if (textOf(message) !== '' && textOf(message).trim() === '') { report.say(`${path}.message`, 'must not be empty'); }
    if (textOf(message).includes('\n')) { report.say(`${path}.message`, 'must be one line'); }
    if (textOf(expression).trim().includes('\n') && message === undefined) {
      report.say(`${path}.message`, 'must be there where expression has several lines');
    }
    if (messageExpression !== undefined) { checkExpression(report, `${path}.messageExpression`, messageExpression, 'string', all, known); }
    report.among(`${path}.reason`, reason, ['Forbidden', 'Invalid', 'RequestEntityTooLarge', 'Unauthorized']);
  });
  audits.forEach(({ key, valueExpression }, index) => {
    const path = `spec.auditAnnotations[${index}]`;
    report.form(`${path}.key`, key ?? '', (name) => name.includes('/') ? 'a name without "/"' : qualifiedName(name));
    checkExpression(report, `${path}.valueExpression`, valueExpression, 'string', all, known);
  });
  report.unique('spec.auditAnnotations', audits.map(({ key }) => key), 'key');
}

function checkParamKind(report: Report, path: string, { apiVersion, kind }: Data): void {
  report.required(`${path}.apiVersion`, apiVersion);
  report.required(`${path}.kind`, kind);
  const parts = textOf(apiVersion).split('/');
  const version = parts.at(-1) ?? '';
  if (parts.length > 2 || (parts.length === 2 && parts[0] === '')) {
    report.say(`${path}.apiVersion`, 'must be a group and a version, such as apps/v1');
  }
  if (parts.length === 2 && parts[0] !== '') { report.form(`${path}.apiVersion`, parts[0], dnsSubdomain); }
  if (textOf(apiVersion) !== '') { report.form(`${path}.apiVersion`, version, letterFirstLabel); }
  if (textOf(kind) !== '') { report.form(`${path}.kind`, textOf(kind).toLowerCase(), letterFirstLabel); }
}

/** A ValidatingAdmissionPolicyBinding. */
export function checkPolicyBinding(report: Report, object: Data): void {
  const spec = dataOf(object['spec']);
  report.required('spec.policyName', spec['policyName']);
  if (spec['policyName'] !== '') { report.form('spec.policyName', spec['policyName'], dnsSubdomain); }
  const actions = listOf(spec['validationActions']);
  if (actions.length === 0) { report.say('spec.validationActions', 'must not be empty'); }
  if (new Set(actions).size < actions.length) { report.say('spec.validationActions', 'must have no action twice'); }
  if (actions.includes('Deny') && actions.includes('Warn')) { report.say('spec.validationActions', 'must not have both Deny and Warn'); }
  if (spec['matchResources'] !== undefined) { checkMatchResources(report, 'spec.matchResources', dataOf(spec['matchResources'])); }
  if (spec['paramRef'] === undefined) { return; }
  const { name = '', selector, parameterNotFoundAction } = dataOf(spec['paramRef']);
  if (name !== '' && selector !== undefined) { report.say('spec.paramRef', 'must not have both name and selector'); }
  if (name === '' && selector === undefined) { report.say('spec.paramRef', 'must have name or selector'); }
  if (name !== '') { report.form('spec.paramRef.name', name, pathSegment); }
  checkSelector(report, 'spec.paramRef.selector', selector);
  if (parameterNotFoundAction === undefined) { report.say('spec.paramRef.parameterNotFoundAction', 'must be there'); }
  report.among('spec.paramRef.parameterNotFoundAction', parameterNotFoundAction, ['Allow', 'Deny']);
}
