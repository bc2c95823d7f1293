import type { Manifest } from '../../../charts/core/manifest';
import { ambient, application, configMap, namespace, object } from '../../check/objects';
import type { RuleCases } from '../../check/rule-case';

const project = (spec: Record<string, unknown>): Manifest => object('argoproj.io/v1alpha1', 'AppProject', 'lab', 'argocd', { spec });
const intoMyApp = application('here', 'here', 1, { destination: { namespace: 'my-app' } });

const CASES: RuleCases = {
  'owned-once': { broken: [configMap, configMap], mended: [configMap], says: 'is written twice' },
  'folder-synced': { broken: [configMap], mended: [configMap, application('here', 'here', 0)], says: 'which no Application syncs' },
  'dependencies-first': {
    broken: [intoMyApp],
    mended: [intoMyApp, ambient, namespace('argocd', 'none')],
    says: 'the namespace my-app, which nobody makes',
  },
  'projects-allow': {
    broken: [
      application('here', 'here', 0),
      project({ sourceRepos: [], destinations: [{ namespace: 'default' }, { namespace: 'argocd' }] }),
    ],
    mended: [
      application('here', 'here', 0),
      project({
        sourceRepos: ['https://github.com/your-name/homelab.git'],
        destinations: [{ namespace: 'default' }, { namespace: 'argocd' }],
      }),
    ],
    says: 'which its project lab does not allow',
  },
  'projects-bounded': {
    broken: [project({ sourceRepos: ['*'] })],
    mended: [project({ sourceRepos: ['https://example.com/a.git'] })],
    says: 'a wildcard in sourceRepos',
  },
  'no-cascade': {
    broken: [
      application('here', 'here', 0, {}, { finalizers: ['resources-finalizer.argocd.argoproj.io'] }), object('v1', 'Namespace', 'mine'),
    ],
    mended: [application('here', 'here', 0), object('v1', 'Namespace', 'mine')],
    says: 'cascade finalizer',
  },
};

export default CASES;
