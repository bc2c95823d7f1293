import { each, type KeyAnswer, type KeyAnswers } from './key-answer';

const VERSION: KeyAnswer = {
  what: 'is no key of an application, whose version is its targetRevision',
  fix: 'write targetRevision: the version of the chart, or the branch, tag or commit of the repository',
  insteadOf: ['targetRevision'],
};

const REPOSITORY: KeyAnswer = {
  what: 'is no key of an application',
  fix: 'write repoURL: the address of the Helm repository, of the registry (oci://) or of the git repository',
  insteadOf: ['repoURL'],
};

const VALUE_FILES: KeyAnswer = {
  what: 'is no key of an application', fix: 'write values here, or helm: { valueFiles: [...] } (docs/applications.md)',
};

const MADE: KeyAnswer = {
  what: 'is no key of an application: the lab makes the namespaces', fix: 'remove it, and declare the namespace under namespaces',
};

const SYNCED: KeyAnswer = {
  what: 'is no key of an application: each of them is synced by itself',
  fix: 'remove it; prune: false keeps what is no longer in its source',
};

/** Keys of an application, as Helm and Argo CD call them. */
export const APPLICATION_KEYS: KeyAnswers = {
  version: VERSION, revision: VERSION, tag: VERSION, branch: VERSION, chartVersion: VERSION, ref: VERSION,
  repo: REPOSITORY, repository: REPOSITORY, url: REPOSITORY, git: REPOSITORY, repositoryURL: REPOSITORY,
  valuesFile: VALUE_FILES, valuesFiles: VALUE_FILES, valueFiles: VALUE_FILES, valuesFrom: VALUE_FILES,
  ...each(['source', 'spec'], {
    what: 'is no key of an application', fix: 'write repoURL, targetRevision, chart or path, and values beside name',
    insteadOf: ['repoURL', 'targetRevision'],
  }),
  ...each(['destination', 'project'], {
    what: 'is no key of an application: its project is made for it', fix: 'remove it, and write namespace',
  }),
  enabled: { what: 'is no key of an application', fix: 'write remove: true to take it away, or remove this line' },
  createNamespace: MADE, syncPolicy: SYNCED, syncOptions: SYNCED, autoSync: SYNCED, selfHeal: SYNCED,
};
