import { z } from 'zod';
import { argoGlob } from './argo-glob';
import { chartRange } from './chart-range';
import { clusterKind } from './cluster-kind';
import * as field from './fields';
import { helmOptions } from './helm-options';
import { noEffect, withKinds } from './kinds';
import { kustomize } from './kustomize';
import type { Objection } from './objection';
import { issueOf, matching, text } from './text-rule';

const settings = {
  namespaces: z.array(field.name()).max(50).default([])
    .describe('Further namespaces that it may write to: declared ones, and such as kube-system, which charts with an API service use.'),
  clusterKinds: z.array(clusterKind()).max(100).default([])
    .describe('Kinds outside a namespace that it may bring, such as CustomResourceDefinition, ClusterRole, ClusterRoleBinding; custom '
      + 'kinds with their group, such as GatewayClass.gateway.networking.k8s.io.'),
  remove: z.enum(['keep', 'cascade']).default('keep')
    .describe('What becomes of its objects when it is taken out of this list. keep: they stay and run on. cascade: Argo CD deletes them, '
      + 'the volumes among them too. It counts once Argo CD has synced it.'),
  prune: z.boolean().default(true).describe('Whether Argo CD deletes what the source no longer holds.'),
  dependsOn: z.array(field.name()).max(50).default([])
    .describe('Names of your own applications that have to be healthy before it is synced, such as the operator that it needs.'),
};

const named = {
  name: field.name().describe('Name of the Argo CD Application.'),
  namespace: field.name().describe('Namespace it deploys to; declared under namespaces.'),
  ...settings,
};

/** How a folder is read. */
const folder = {
  recurse: z.boolean().default(false).describe('Whether manifests in folders below it are read, too.'),
  include: argoGlob().optional().describe('Pattern of the files to read, such as `{crds,deploy}/*.yaml`; * goes through folders.'),
  exclude: argoGlob().optional().describe('Pattern of files to leave out, such as `*-test.yaml`.'),
  kustomize: kustomize.optional().describe('Changes of a folder with a kustomization.yaml, which Argo CD finds by itself.'),
  helm: z.strictObject({ values: z.record(z.string(), z.json()).default({}).describe('Helm values.'), ...helmOptions }).optional()
    .describe('Values and options of a folder that is a chart, one with a Chart.yaml.'),
};

/** What is said of a key that belongs to the other kind of application. */
const FOREIGN: Readonly<Record<string, Objection | undefined>> = {
  values: { what: 'are given without a chart to use them', fix: 'remove them, or give a chart' },
  sources: { what: 'cannot stand beside a source of its own: Argo CD takes one or the other', fix: 'write that source as one of sources' },
  versions: { what: 'is the range of versions of a chart, and git has revisions', fix: 'remove it, or give a chart' },
  ref: { what: 'names a source of git for others, and this is a chart', fix: 'give ref to the git source that has the files' },
};

const VALUES_BESIDE: Objection = {
  what: 'has its place beside chart: helm.values is for a chart in a folder of git', fix: 'write its values beside chart, as values',
};

const SEVERAL: Objection = {
  what: 'cannot stand beside sources: each source has its own', fix: 'write it in the source that it is about, or remove sources',
};

const ABOUT_FILES: Objection = {
  what: 'is about the files in a folder of git, and a chart has its own', fix: 'remove it, or give a path in place of the chart',
};

/** Names of charts; nothing of them reads as an option of a command. */
export const CHART_NAME = /^[a-z0-9][a-z0-9._/-]*$/;

const chartName = () => text((value) => {
  if (CHART_NAME.test(value)) { return undefined; }
  const [, registry, chart] = /^oci:\/\/(.+)\/([a-z0-9][a-z0-9._-]*)$/.exec(value) ?? [];
  return {
    what: 'is not a chart name',
    fix: registry === undefined ? 'write the name the repository lists it under' : `write repoURL: oci://${registry} and chart: ${chart}`,
  };
}, CHART_NAME);

const git = {
  repoURL: field.gitUrl().describe('Git repository.'),
  targetRevision: field.revision().describe('Branch, tag or commit.'),
};

const chart = {
  repoURL: field.chartUrl().describe('Helm repository, or registry (oci://).'),
  targetRevision: field.chartVersion().describe('Version of the chart.'),
  versions: chartRange().optional()
    .describe('Range in which `homelab upgrade --charts` raises targetRevision, such as ^6.9. Default: it leaves the version alone.'),
  chart: chartName().describe('Chart in the Helm repository; or give `path`.'),
};

const ref = matching(/^[A-Za-z0-9_-]{1,63}$/, 'is not a name that Argo CD takes for a source', 'use letters, digits, "-" and "_"')
  .describe('Name by which helm.valueFiles of other sources mean the root of this repository: $REF/path/values.yaml.');

/** One of several sources: a folder of git, a chart, or a repository that only has files for the others. */
const source = withKinds(z.union([
  z.strictObject({
    ...git, path: field.repoPath().describe('Folder in the git repository; or give `chart`.'), ref: ref.optional(), ...folder,
  }),
  z.strictObject({
    ...chart,
    helm: z.strictObject({ values: z.record(z.string(), z.json()).default({}).describe('Helm values.'), ...helmOptions }).optional()
      .describe('Values and options of the chart.'),
  }),
  z.strictObject({ ...git, ref }),
]), {
  choose: (written) => {
    const [isGit, isChart] = [Object.hasOwn(written, 'path'), Object.hasOwn(written, 'chart')];
    if (isGit !== isChart) { return isGit ? 0 : 1; }
    return !isGit && Object.hasOwn(written, 'ref') ? 2 : undefined;
  },
  none: ({ path }) => ({
    what: `needs either a path or a chart, or a ref for files of values alone (it has ${path === undefined ? 'none' : 'path and chart'})`,
    fix: 'give path for a git repository, chart for a Helm repository',
  }),
  foreign: (key) => FOREIGN[key] ?? ABOUT_FILES,
  standIns: { path: 'dist', chart: 'chart' },
});

/** An Argo CD Application of the user's own: a folder in a git repository, a chart, or settings of a folder of `appsFolder`. */
export const application = withKinds(z.union([
  z.strictObject({
    ...named,
    ...git,
    path: field.repoPath().describe('Folder in the git repository; or give `chart`.'),
    ...folder,
    // An empty mapping of values says no more than none.
    values: noEffect(z.strictObject({})),
  }),
  z.strictObject({
    ...named,
    ...chart,
    values: z.record(z.string(), z.json()).default({}).describe('Helm values.'),
    helm: z.strictObject({
      ...helmOptions,
      values: noEffect(z.json().superRefine((_, context) => { context.addIssue(issueOf(VALUES_BESIDE)); })),
    }).optional().describe('Options of the chart beside its values.'),
  }),
  z.strictObject({
    name: field.name().describe('Name of a folder of appsFolder.'),
    namespace: field.name().optional().describe('Namespace it deploys to; declared under namespaces. Default: the one of its name.'),
    ...settings,
    ...folder,
  }),
  z.strictObject({
    ...named,
    sources: z.array(source).min(2).max(20).describe('Several sources of one Application, whose objects are synced together.'),
  }),
]), {
  choose: (written) => {
    const [isGit, isChart] = [Object.hasOwn(written, 'path'), Object.hasOwn(written, 'chart')];
    if (isGit !== isChart) { return isGit ? 0 : 1; }
    if (isGit) { return undefined; }
    if (Object.hasOwn(written, 'sources')) { return 3; }
    return ['repoURL', 'targetRevision', 'values'].some((key) => Object.hasOwn(written, key)) ? undefined : 2;
  },
  none: ({ name, path, repoURL }) => {
    const [, registry, last] = typeof repoURL === 'string' ? /^oci:\/\/(.+)\/([a-z0-9][a-z0-9._-]*)\/?$/.exec(repoURL) ?? [] : [];
    return {
      what: `needs either a path or a chart (${typeof name === 'string' ? name : 'it'} has ${path === undefined ? 'neither' : 'both'})`,
      fix: path === undefined && registry !== undefined
        ? `give the chart apart from its registry: repoURL: oci://${registry}, chart: ${last}`
        : 'give path for a git repository, chart for a Helm repository',
    };
  },
  foreign: (key, written) => {
    const isSeveral = ['path', 'chart'].every((each) => !Object.hasOwn(written, each)) && Object.hasOwn(written, 'sources');
    return isSeveral ? SEVERAL : FOREIGN[key] ?? ABOUT_FILES;
  },
  standIns: { path: 'dist', chart: 'chart' },
});
