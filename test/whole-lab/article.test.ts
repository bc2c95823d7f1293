import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { loadAll } from 'js-yaml';
import type { Manifest } from '../../charts/core/manifest';
import { IMAGES } from '../../versions';
import { fixture } from './labs';

/*
 * The YAML samples of the article, held against the lab of the article value by value. Where the lab says something else, the reason stands
 * here and, for readers, in docs/article.md.
 */

const ROOT = path.resolve(__dirname, '..', '..');
const SAMPLES = path.join(ROOT, 'test', 'fixtures', 'article');
const objects = fixture('default').manifests;
const article = readFileSync(path.join(ROOT, 'docs', 'article.md'), 'utf8');

interface Deviation {
  readonly sample: string;
  /** The way to the article's value. */
  readonly at: string;
  /** What the lab has in its place; undefined for nothing. */
  readonly lab: unknown;
  readonly why: string;
  /** Words of the row in docs/article.md that says so. */
  readonly see: string;
}

const DEVIATIONS: readonly Deviation[] = [
  {
    sample: 'istiod-values', at: 'cni.cniConfFileName', lab: '05-cilium.conflist',
    why: 'the value names the file to chain onto, and containerd never reads a file that sorts after the first',
    see: '`cniConfFileName: ZZ-istio-cni.conflist` with `chained: true`',
  },
  {
    sample: 'cronjob', at: 'spec.jobTemplate.spec.template.spec.containers[kubectl].image', lab: IMAGES.kubectl,
    why: 'the free tags are gone, and :latest is no pin', see: '`bitnami/kubectl:latest`',
  },
  {
    sample: 'cronjob', at: 'spec.jobTemplate.spec.template.spec.containers[kubectl].command', lab: undefined,
    why: 'the official image has no shell: one container restarts, the next waits', see: '`/bin/sh -c` with two commands',
  },
  {
    sample: 'alert', at: 'expr',
    lab: '(istio_agent_cert_expiry_seconds{app="ztunnel"} < 3600) or ((ztunnel_workload_certificate_not_after_seconds - time()) < 3600)',
    why: 'ztunnel exposes no such metric; the article\'s expression stays, for the day it does', see: 'istio_agent_cert_expiry_seconds',
  },
];

/** Where each sample's values stand in the tree. */
const PLACES: Readonly<Record<string, (sample: Record<string, unknown>) => unknown>> = {
  // Two charts share what the article writes in one block.
  'istiod-values': () => ({ cni: { ...helmValues('istio-cni'), ...helmValues('istiod')['cni'] as object } }),
  'alert': (sample) => objects.filter(({ kind }) => kind === 'PrometheusRule')
    .flatMap(({ ['spec']: spec }) => (spec as { groups: { rules: Record<string, unknown>[] }[] }).groups.flatMap(({ rules }) => rules))
    .find(({ alert }) => alert === sample['alert']),
};

const samples = readdirSync(SAMPLES).flatMap((file) => {
  const name = path.basename(file, '.yaml');
  // A rule is written as an item of its group's list.
  return (loadAll(readFileSync(path.join(SAMPLES, file), 'utf8')).flat() as Record<string, unknown>[])
    .map((sample, index): [string, string, Record<string, unknown>] => [`${name}${index > 0 ? ` ${index + 1}` : ''}`, name, sample]);
});

test('every sample of the article is here', () => {
  expect(samples.map(([title]) => title))
    .toEqual(['alert', 'clusterissuer', 'cronjob', 'gateway', 'httproute', 'istiod-values', 'metallb', 'metallb 2', 'namespace']);
});

describe.each(samples)("the article's %s", (_title, name, sample) => {
  const place = PLACES[name]?.(sample) ?? sameObject(sample);

  test('is in the tree', () => { expect(place).toBeDefined(); });

  test.each(valuesOf(sample))('has %s', (at, value) => {
    const deviation = DEVIATIONS.find((each) => each.sample === name && within(at, each.at));
    if (deviation) {
      expect(lookUp(place, deviation.at)).toEqual(deviation.lab);
      expect(article).toContain(deviation.see);
    } else {
      expect(lookUp(place, at)).toEqual(value);
    }
  });
});

test.each(DEVIATIONS)('the deviation at $at of $sample is one', ({ sample, at, lab }) => {
  const [, , written] = samples.find(([, name]) => name === sample)!;
  expect(lookUp(written, at)).toBeDefined();
  expect(lookUp(written, at)).not.toEqual(lab);
});

function sameObject(sample: Record<string, unknown>): Manifest | undefined {
  const { apiVersion, kind, metadata } = sample as unknown as Manifest;
  return objects.find((object) => object.apiVersion === apiVersion && object.kind === kind
    && object.metadata.name === metadata.name && object.metadata.namespace === metadata.namespace);
}

function helmValues(application: string): Record<string, unknown> {
  const found = objects.find(({ kind, metadata }) => kind === 'Application' && metadata.name === application);
  return (found?.['spec'] as { source: { helm: { valuesObject: Record<string, unknown> } } }).source.helm.valuesObject;
}

/** Every single value with the way to it; a list item goes by its name, where it has one. */
function valuesOf(value: unknown, at = ''): [string, unknown][] {
  if (Array.isArray(value)) { return value.flatMap((item, index) => valuesOf(item, `${at}[${keyOf(item) ?? String(index)}]`)); }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, child]) => valuesOf(child, at === '' ? key : `${at}.${escape(key)}`));
  }
  return [[at, value]];
}

function lookUp(root: unknown, at: string): unknown {
  return [...at.matchAll(/\[([^\]]*)\]|((?:\\.|[^.[\\])+)/g)].reduce<unknown>((here, [, item, key]) => {
    if (item !== undefined) {
      return Array.isArray(here) ? here.find((each, index) => keyOf(each) === item || String(index) === item) as unknown : undefined;
    }
    return (here as Record<string, unknown> | undefined)?.[key!.replaceAll('\\.', '.')];
  }, root);
}

function keyOf(item: unknown): string | undefined {
  return typeof item === 'object' && item !== null ? (item as { name?: string }).name : undefined;
}

function escape(key: string): string {
  return key.replaceAll('.', '\\.');
}

function within(at: string, prefix: string): boolean {
  return at === prefix || at.startsWith(`${prefix}[`) || at.startsWith(`${prefix}.`);
}
