import path from 'node:path';
import { hasAddon, isAddon } from '../../config/addons/enabled';
import { sourcesOf } from '../../config/application-sources';
import type { ConfigCheck } from '../../config/checks';
import { nearest } from '../../config/nearest';
import {
  DEFAULT_NAMESPACE, existingNamespaces, isPlatformApplication, KUBERNETES_NAMESPACES, PLATFORM_NAMESPACES,
} from '../../config/platform';
import type { Problem } from '../../config/problem';
import { isSameRepository } from '../../config/repository-name';
import type { HomelabConfig } from '../../config/schema';
import { clusterKindObjection } from '../core/cluster-kinds';
import { checkAppFolders } from './folder-checks';
import { checkSources } from './source-checks';

/** The user's own Argo CD Applications take nobody's name and stay in the user's own namespaces. */
export const APPLICATION_CONFIG_CHECKS: readonly ConfigCheck[] = [
  checkNames, checkNamespaces, checkOtherNamespaces, checkClusterKinds, checkFolders, checkSources, checkDependencies, checkCircles,
  checkAppFolders,
];

function checkNames(config: HomelabConfig): Problem[] {
  const { applications } = config;
  return applications.flatMap(({ name, ofFolder }, index): Problem[] => {
    if (ofFolder === 'folder') { return []; }
    const path = ['applications', index, 'name'];
    return [
      ...applications.findIndex((other) => other.name === name) === index ? []
        : [{ path, what: `is the name of an earlier Application too (${name})`, fix: 'give every Application a name of its own' }],
      ...isPlatformApplication(name, config) ? [{
        path, what: `is the name of an Application or chart of the platform (${name}), whose place yours would take`,
        fix: 'give it another name',
      }] : [],
    ];
  });
}

/** The lab's own manifests have their Applications: a second one would undo what the first does, object by object. */
function checkFolders({ applications, gitops }: HomelabConfig): Problem[] {
  const sources = applications.flatMap((application, index) => application.ofFolder === undefined ? sourcesOf(application, index) : []);
  return sources.flatMap(({ source, key }): Problem[] => {
    if (!('path' in source) || !isSameRepository(source.repoURL, gitops.repoURL)) { return []; }
    const [own, written] = [source.path, gitops.path].map((each) => path.posix.relative('', path.posix.normalize(each)));
    const at = { path: [...key, 'path'], related: [['gitops', 'path'], ['gitops', 'repoURL']] };
    if (`${own}/`.startsWith(`${written}/`)) {
      return [{
        ...at,
        what: `is where a synth writes the lab's own manifests (${source.path}), so two Applications would own each of their objects`,
        fix: 'name a folder beside it, such as apps/my-app',
      }];
    }
    const isAbove = own === '' || `${written}/`.startsWith(`${own}/`);
    const { recurse, include, exclude } = source;
    return isAbove && recurse && include === undefined && exclude === undefined ? [{
      ...at,
      what: `reads what a synth writes as well (${gitops.path}), because of recurse, so two Applications would own each of its objects`,
      fix: 'name a folder beside it, such as apps/my-app, or leave it out with exclude',
    }] : [];
  });
}

/** It deploys to a namespace of the user's own, or to one of the platform that it names on purpose. */
function checkNamespaces(config: HomelabConfig): Problem[] {
  const { applications, namespaces } = config;
  const own = namespaces.map(({ name }) => name);
  const others = existingNamespaces(config);
  return applications.flatMap(({ name, namespace, namespaces: more, ofFolder }, index): Problem[] => {
    const isOfName = ofFolder !== undefined && name === namespace;
    if (ofFolder === 'folder' || (isOfName && !others.has(namespace))) { return []; }
    if (own.includes(namespace) || namespace === DEFAULT_NAMESPACE || (others.has(namespace) && more.includes(namespace))) { return []; }
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

function checkDependencies(config: HomelabConfig): Problem[] {
  const { applications } = config;
  const names = applications.map(({ name }) => name);
  return applications.flatMap(({ name, dependsOn }, index) => dependsOn.flatMap((other, place): Problem[] => {
    const path = ['applications', index, 'dependsOn', place];
    if (other === name) {
      return [{ path, what: `is the application itself (${other}), so that it would wait for ever`, fix: 'remove it' }];
    }
    if (names.includes(other)) { return []; }
    if (isAddon(other) && hasAddon(config, other)) {
      return [{
        path, related: [['addons', other]],
        what: `is an add-on (${other}), which comes by a root Application of its own that nothing waits for`,
        fix: 'remove it: Argo CD tries again, for about ten minutes, what finds no definition or no webhook yet',
      }];
    }
    if (isPlatformApplication(other, config)) {
      return [{ path, what: `is of the platform (${other}), which is there before any application`, fix: 'remove it' }];
    }
    const guess = nearest(other, names);
    const fix = guess === undefined ? 'write the name of another entry of applications' : `did you mean ${guess}?`;
    return [{ path, related: [['applications']], what: `is not the name of an application (${other})`, fix }];
  }));
}

/** Applications that wait for each other, each at its own line. */
function checkCircles({ applications }: HomelabConfig): Problem[] {
  const byName = new Map(applications.map(({ name, dependsOn }) => [name, dependsOn]));
  return applications.flatMap(({ name, dependsOn }, index) => dependsOn.flatMap((other, place): Problem[] => {
    const way = other === name ? undefined : shortestWay(byName, other, name);
    return way === undefined ? [] : [{
      path: ['applications', index, 'dependsOn', place],
      related: way.slice(0, -1).map((each) => ['applications', applications.findIndex((one) => one.name === each), 'dependsOn']),
      what: `closes a circle (${[name, ...way].join(' -> ')}), so that each would wait for the other for ever`,
      fix: 'remove one of these dependencies',
    }];
  }));
}

/** The names on the shortest way from one application to another by what they depend on; undefined if there is none. */
function shortestWay(dependencies: ReadonlyMap<string, readonly string[]>, from: string, to: string): string[] | undefined {
  let ways = [[from]];
  const seen = new Set([from]);
  while (ways.length > 0) {
    const arrived = ways.find((way) => way.at(-1) === to);
    if (arrived) { return arrived; }
    ways = ways.flatMap((way) => (dependencies.get(way.at(-1) ?? '') ?? []).flatMap((next) => {
      if (seen.has(next)) { return []; }
      seen.add(next);
      return [[...way, next]];
    }));
  }
  return undefined;
}
