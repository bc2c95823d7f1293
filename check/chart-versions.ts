import { valid } from 'semver';
import type { Finding, Rule } from '../charts/core/rule';
import { text } from '../charts/core/rendered-lab';
import { applications } from '../charts/gitops/lab-applications';

/** Argo CD takes the newest version of a range whenever it looks. */
const chartVersionExact: Rule = {
  name: 'chart-version-exact',
  severity: 'warning',
  check: (lab) => applications(lab).flatMap((application): Finding[] => {
    const version = text(application, 'spec', 'source', 'targetRevision');
    if (text(application, 'spec', 'source', 'chart') === '' || valid(version, { loose: true }) !== null) { return []; }
    const origin = lab.source(application)?.origin;
    return [{
      object: application,
      ...origin && 'key' in origin && origin.key[0] === 'applications' ? { path: [...origin.key, 'targetRevision'] } : {},
      what: `leaves the version of its chart open (${version === '' ? 'none' : version}): what runs changes without a commit, and neither `
        + 'diff nor render can show it',
      fix: 'write one version that the repository lists, such as 1.2.3, and raise it by a commit (Renovate does)',
    }];
  }),
};

/** What holds for the versions of charts, whoever asks for them. */
export const CHART_VERSION_RULES: readonly Rule[] = [chartVersionExact];
