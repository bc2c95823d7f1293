import path from 'node:path';
import type { ConfigCheck } from '../../config/checks';
import { nearest } from '../../config/nearest';
import { existingNamespaces, isPlatformApplication, KUBERNETES_NAMESPACES, PLATFORM_NAMESPACES } from '../../config/platform';
import type { Problem } from '../../config/problem';
import { isSameRepository } from '../../config/repository-name';
import type { HomelabConfig } from '../../config/schema';
import { clusterKindObjection } from '../core/cluster-kinds';

/** The user's own Argo CD Applications take nobody's name and stay in the user's own namespaces. */
export const APPLICATION_CONFIG_CHECKS: readonly ConfigCheck[] = [
  checkNames, checkNamespaces, checkOtherNamespaces, checkClusterKinds, checkFolders,
];

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

/** It deploys to a namespace of the user's own, or to one of the platform that it names on purpose. */
function checkNamespaces(config: HomelabConfig): Problem[] {
  const { applications, namespaces } = config;
  const own = namespaces.map(({ name }) => name);
  const others = existingNamespaces(config);
  return applications.flatMap(({ namespace, namespaces: more }, index): Problem[] => {
    if (own.includes(namespace) || (others.has(namespace) && more.includes(namespace))) { return []; }
    const path = ['applications', index, 'namespace'];
    if (others.has(namespace)) {
      return [{
        path,
        what: `is a namespace of the platform (${namespace}), where an application could change what the lab stands on`,
        fix: namespace === PLATFORM_NAMESPACES.argocd ? 'declare a namespace of its own'
          : `declare a namespace of its own; if it must be this one, add "namespaces: [${[...more, namespace].join(', ')}]" to it`,
      }];
    }
    const guess = nearest(namespace, own);
    const fix = `${guess === undefined ? '' : `did you mean ${guess}? Or `}add "- name: ${namespace}" under namespaces`;
    return [{ path, related: [['namespaces']], what: `is not declared (${namespace})`, fix }];
  });
}

/** Nobody makes a namespace because an application may write to it. */
function checkOtherNamespaces(config: HomelabConfig): Problem[] {
  const existing = [...existingNamespaces(config)];
  const platform: readonly string[] = [...Object.values(PLATFORM_NAMESPACES), ...KUBERNETES_NAMESPACES];
  return config.applications.flatMap(({ namespaces }, index) => namespaces.flatMap((namespace, place): Problem[] => {
    if (existing.includes(namespace)) { return []; }
    const path = ['applications', index, 'namespaces', place];
    if (platform.includes(namespace)) {
      return [{
        path, related: [['monitoring', 'enabled']],
        what: `is a namespace that this lab does not have (${namespace}), because monitoring.enabled is false`, fix: 'remove it',
      }];
    }
    const guess = nearest(namespace, existing);
    const fix = `${guess === undefined ? '' : `did you mean ${guess}? Or `}add "- name: ${namespace}" under namespaces`;
    return [{ path, related: [['namespaces']], what: `is not declared (${namespace})`, fix }];
  }));
}

function checkClusterKinds({ applications }: HomelabConfig): Problem[] {
  return applications.flatMap(({ clusterKinds }, index) => clusterKinds.flatMap((kind, place): Problem[] => {
    const objection = clusterKindObjection(kind);
    return objection ? [{ path: ['applications', index, 'clusterKinds', place], ...objection }] : [];
  }));
}
