import { z } from 'zod';
import { argoGlob } from './argo-glob';
import { clusterKind } from './cluster-kind';
import * as field from './fields';
import { noEffect, withKinds } from './kinds';
import { kustomize } from './kustomize';
import type { Objection } from './objection';

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
  helm: z.strictObject({ values: z.record(z.string(), z.json()).default({}).describe('Helm values.') }).optional()
    .describe('Values of a folder that is a chart, one with a Chart.yaml.'),
};

/** What is said of a key that belongs to the other kind of application. */
const FOREIGN: Readonly<Record<string, Objection | undefined>> = {
  values: { what: 'are given without a chart to use them', fix: 'remove them, or give a chart' },
  helm: { what: 'is for a chart in a folder of git', fix: 'write its values beside chart, as values' },
};

/** An Argo CD Application of the user's own: a folder in a git repository, a chart, or settings of a folder of `appsFolder`. */
export const application = withKinds(z.union([
  z.strictObject({
    ...named,
    repoURL: field.gitUrl().describe('Git repository.'),
    targetRevision: field.revision().describe('Branch, tag or commit.'),
    path: field.repoPath().describe('Folder in the git repository; or give `chart`.'),
    ...folder,
    // An empty mapping of values says no more than none.
    values: noEffect(z.strictObject({})),
  }),
  z.strictObject({
    ...named,
    repoURL: field.chartUrl().describe('Helm repository, or registry (oci://).'),
    targetRevision: field.chartVersion().describe('Version of the chart.'),
    chart: field.matching(/^[a-z0-9][a-z0-9._/-]*$/, 'is not a chart name', 'write the name the repository lists it under')
      .describe('Chart in the Helm repository; or give `path`.'),
    values: z.record(z.string(), z.json()).default({}).describe('Helm values.'),
  }),
  z.strictObject({
    name: field.name().describe('Name of a folder of appsFolder.'),
    namespace: field.name().optional().describe('Namespace it deploys to; declared under namespaces. Default: the one of its name.'),
    ...settings,
    ...folder,
  }),
]), {
  choose: (written) => {
    const [isGit, isChart] = [Object.hasOwn(written, 'path'), Object.hasOwn(written, 'chart')];
    if (isGit !== isChart) { return isGit ? 0 : 1; }
    return isGit || ['repoURL', 'targetRevision', 'values'].some((key) => Object.hasOwn(written, key)) ? undefined : 2;
  },
  none: ({ name, path }) => ({
    what: `needs either a path or a chart (${typeof name === 'string' ? name : 'it'} has ${path === undefined ? 'neither' : 'both'})`,
    fix: 'give path for a git repository, chart for a Helm repository',
  }),
  foreign: (key) => FOREIGN[key] ?? {
    what: 'is about the files in a folder of git, and a chart has its own', fix: 'remove it, or give a path in place of the chart',
  },
  standIns: { path: 'dist', chart: 'chart' },
});
