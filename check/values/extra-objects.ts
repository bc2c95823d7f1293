import { allows } from '../../charts/gitops/project-bounds';
import type { Manifest } from '../../charts/core/manifest';
import { at, text } from '../../charts/core/plain-data';
import type { RenderedLab } from '../../charts/core/rendered-lab';
import type { Finding, Rule } from '../../charts/core/rule';
import { isMapping } from '../../config/kinds';
import type { ConfigPath } from '../../config/problem';
import type { ChartName } from '../../config/schema';
import { dataOf, listOf } from '../core/report';
import { checkObject } from '../objects';
import { parseFieldPath } from '../schemas/violation';

/** Where charts take objects of somebody's own: a list of them, or a mapping of names to them. */
const PLACES: readonly (readonly [ChartName, ...string[]])[] = [
  ['kube-prometheus-stack', 'extraManifests'], ['kube-prometheus-stack', 'grafana', 'extraObjects'],
  ['kube-prometheus-stack', 'kube-state-metrics', 'extraManifests'],
  ['kube-prometheus-stack', 'prometheus-node-exporter', 'extraManifests'],
  ['argocd', 'extraObjects'], ['cert-manager', 'extraObjects'], ['loki', 'extraObjects'], ['alloy', 'extraObjects'],
  ['tempo', 'extraObjects'], ['oauth2-proxy', 'extraObjects'], ['sealed-secrets', 'extraDeploy'], ['external-secrets', 'extraObjects'],
];

const extraObjectsKept: Rule = {
  name: 'extra-objects-kept',
  severity: 'error',
  check: (lab) => PLACES.flatMap(([release, ...keys]) => {
    if (lab.helmValues(release) === undefined) { return []; }
    const path = ['values', release, ...keys];
    const place = at(lab.config.values[release], ...keys);
    if (Array.isArray(place)) { return place.flatMap((each: unknown, index) => wrongObject(lab, release, each, [...path, index])); }
    return isMapping(place) ? Object.entries(place).flatMap(([name, each]) => wrongObject(lab, release, each, [...path, name])) : [];
  }),
};

const extraRulesKept: Rule = {
  name: 'extra-rules-kept',
  severity: 'error',
  check: (lab) => {
    const stack = lab.helmValues('kube-prometheus-stack') === undefined ? undefined : lab.config.values['kube-prometheus-stack'];
    const entries = [
      ...Object.entries(dataOf(at(stack, 'additionalPrometheusRulesMap'))).map(
        ([name, rule]): [ConfigPath, unknown] => [['additionalPrometheusRulesMap', name], rule],
      ),
      ...listOf(at(stack, 'additionalPrometheusRules')).map(
        (rule, index): [ConfigPath, unknown] => [['additionalPrometheusRules', index], rule],
      ),
    ];
    return entries.flatMap(([place, rule]) => {
      const object = {
        apiVersion: 'monitoring.coreos.com/v1', kind: 'PrometheusRule', metadata: { name: 'extra', namespace: 'monitoring' },
        spec: { groups: at(rule, 'groups') },
      };
      return checkObject(object).map(({ path, message, who }): Finding => ({
        path: ['values', 'kube-prometheus-stack', ...place, ...pathOf(path).slice(1)],
        what: `${message}; ${who}`, fix: 'correct it, as docs/verify.md explains',
      }));
    });
  },
};

/** Rules about objects that values add to those of a chart. */
export const EXTRA_OBJECT_RULES: readonly Rule[] = [extraObjectsKept, extraRulesKept];

function wrongObject(lab: RenderedLab, release: ChartName, given: unknown, path: ConfigPath): Finding[] {
  // A text is a template, which only helm can read.
  if (typeof given === 'string' || given === null) { return []; }
  if (!isManifest(given)) {
    return [
      { path, what: 'is no object of Kubernetes: it needs apiVersion, kind and metadata.name', fix: 'write all of them, or remove it' },
    ];
  }
  if (JSON.stringify(given).includes('{{')) { return []; }
  const refused = checkObject(given).map(({ path: below, message, who }): Finding => ({
    path: [...path, ...pathOf(below)], what: `${message}; ${who}`, fix: 'correct it, as docs/verify.md explains',
  }));
  const application = lab.ofKind('argoproj.io', 'Application').find((each) => each.metadata.name === release);
  const project = lab.ofKind('argoproj.io', 'AppProject').find((each) => each.metadata.name === text(application, 'spec', 'project'));
  return application === undefined || project === undefined || allows(project, given) ? refused : [...refused, {
    path, what: `is of a kind that the project ${project.metadata.name} of the chart does not allow (${given.kind}), and Argo CD would `
      + `sync nothing of the chart`,
    fix: 'put it into an Application of your own',
  }];
}

function isManifest(value: unknown): value is Manifest {
  return isMapping(value) && typeof value['apiVersion'] === 'string' && typeof value['kind'] === 'string'
    && isMapping(value['metadata']) && typeof value['metadata']['name'] === 'string';
}

/** `spec.groups[0].rules` as keys and indexes. */
function pathOf(path: string): (string | number)[] {
  return parseFieldPath(path).map((part) => /^\d+$/.test(part) ? Number(part) : part);
}
