import type { ApplicationSpecSyncPolicy, ApplicationSpecSyncPolicyRetry } from '../../imports/argoproj.io';
import type { ComponentSource } from '../core/component';

/** What an Application's own nature asks of its sync. */
export interface SyncNature {
  /** Where its objects come from. */
  readonly source: ComponentSource['kind'];
  /** @default - true, but not for upstream folders */
  readonly prune?: boolean | undefined;
  /** Whether some fields are left to controllers. @default false */
  readonly ignoresDifferences?: boolean;
}

/** How every Application is kept in line with git. */
export function syncPolicy({ source, prune = source !== 'upstream', ignoresDifferences = false }: SyncNature): ApplicationSpecSyncPolicy {
  return {
    // Upstream folders hold definitions; with one of them goes every object of its kind, so no release that drops one may do that by
    // itself.
    automated: { prune, selfHeal: true },
    syncOptions: [
      // Server-side apply: the CRDs here exceed the annotation that client-side apply would write.
      'ServerSideApply=true',
      // Two Applications with one object would undo each other's work for ever; better that the second one says so.
      'FailOnSharedResource=true',
      ...ignoresDifferences ? ['RespectIgnoreDifferences=true'] : [],
    ],
    retry: retry(source),
  };
}

/**
 * Without refresh a retry repeats the broken commit, and the commit that mends it waits. A failed sync that is no longer retried waits for
 * another change in git, so our own folders are retried without limit: what they need may turn up at any time. A chart's retries go on with
 * the values they began with, even when the Application has new ones (argoproj/argo-cd#28794), so they give up after some ten minutes, upon
 * which the new values are taken.
 */
function retry(source: ComponentSource['kind']): ApplicationSpecSyncPolicyRetry {
  return source === 'own'
    ? { limit: -1, refresh: true, backoff: { duration: '10s', factor: 2, maxDuration: '3m' } }
    : { limit: 12, refresh: true, backoff: { duration: '10s', factor: 2, maxDuration: '1m' } };
}
