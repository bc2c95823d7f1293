import { valid } from 'semver';
import type { Finding, Rule } from '../charts/core/rule';
import { text } from '../charts/core/rendered-lab';
import { applications, sourcesOf } from '../charts/gitops/lab-applications';

/** Argo CD takes the newest version of a range whenever it looks. */
const chartVersionExact: Rule = {
  name: 'chart-version-exact',
  severity: 'warning',
  check: (lab) => applications(lab).flatMap((application) => sourcesOf(application).flatMap((source, index, all): Finding[] => {
    const version = text(source, 'targetRevision');
    if (text(source, 'chart') === '' || valid(version, { loose: true }) !== null) { return []; }
    const origin = lab.source(application)?.origin;
    return [{
      object: application,
      ...origin && 'key' in origin && origin.key[0] === 'applications'
        ? { path: [...origin.key, ...all.length > 1 ? ['sources', index] : [], 'targetRevision'] } : {},
      what: `leaves the version of its chart open (${version === '' ? 'none' : version}): what runs changes without a commit, and neither `
        + 'diff nor render can show it',
      fix: 'write one version that the repository lists, such as 1.2.3, and raise it by a commit ("homelab upgrade --charts", or Renovate)',
    }];
  })),
};

/** What holds for the versions of charts, whoever asks for them. */
export const CHART_VERSION_RULES: readonly Rule[] = [chartVersionExact];
