import path from 'node:path';
import type { ConfigCheck } from '../../config/checks';
import { isPlatformApplication } from '../../config/platform';
import type { Problem } from '../../config/problem';
import { isSameRepository } from '../../config/repository-name';
import type { HomelabConfig } from '../../config/schema';

/** The user's own Argo CD Applications take nobody's name and stay in the user's own namespaces. */
export const APPLICATION_CONFIG_CHECKS: readonly ConfigCheck[] = [checkNames, checkNamespaces, checkFolders];

function checkNames({ applications }: HomelabConfig): Problem[] {
  return applications.flatMap(({ name }, index): Problem[] => {
    const path = ['applications', index, 'name'];
    return [
      ...applications.findIndex((other) => other.name === name) === index ? []
        : [{ path, what: `is the name of an earlier Application too (${name})`, fix: 'give every Application a name of its own' }],
      ...isPlatformApplication(name) ? [{
        path, what: `is the name of an Application or chart of the platform (${name}), whose place yours would take`,
        fix: 'give it another name',
      }] : [],
    ];
  });
}

/** The lab's own manifests have their Applications: a second one would undo what the first does, object by object. */
function checkFolders({ applications, gitops }: HomelabConfig): Problem[] {
  return applications.flatMap((application, index): Problem[] => {
    if (!('path' in application) || !isSameRepository(application.repoURL, gitops.repoURL)) { return []; }
    const isInside = `${path.posix.normalize(application.path)}/`.startsWith(`${path.posix.normalize(gitops.path)}/`);
    return isInside ? [{
      path: ['applications', index, 'path'], related: [['gitops', 'path'], ['gitops', 'repoURL']],
      what: `is where a synth writes the lab's own manifests (${application.path}), so two Applications would own each of their objects`,
      fix: 'name a folder beside it, such as apps/my-app',
    }] : [];
  });
}

function checkNamespaces({ applications, namespaces }: HomelabConfig): Problem[] {
  const own = new Set(namespaces.map(({ name }) => name));
  return applications.flatMap(({ namespace }, index): Problem[] => own.has(namespace) ? [] : [{
    path: ['applications', index, 'namespace'], related: [['namespaces']],
    what: `is not declared (${namespace})`, fix: `add "- name: ${namespace}" under namespaces`,
  }]);
}
