import { nameClusterKind } from '../core/cluster-kinds';
import { groupOf, type Manifest } from '../core/manifest';
import { list, text } from '../core/rendered-lab';
import { isUnbounded } from '../core/unbounded-kinds';
import { allows, type ScopeOf } from './project-bounds';

/** What objects of an Application of the user's own need, and its project does not allow. */
export interface ProjectNeeds {
  /** Objects of kinds outside a namespace that it does not name. */
  readonly ofKind: readonly Manifest[];
  /** Objects of kinds that no project can bound, and no line lets in. */
  readonly unbounded: readonly Manifest[];
  /** Namespaces, which are declared and never brought. */
  readonly namespaces: readonly Manifest[];
  /** Objects in namespaces that it does not name. */
  readonly inNamespace: readonly Manifest[];
  /** The line for the entry in homelab.yaml that lets the kinds of `ofKind` in, beside those that are allowed; empty if there are none. */
  readonly kindsLine: string;
  /** The line for the entry that lets it write to the namespaces of `inNamespace`; empty if there are none. */
  readonly namespacesLine: string;
}

/**
 * Compares an AppProject with what its one Application brings.
 *
 * @param project - the AppProject
 * @param application - the Application, whose own namespace needs no line
 * @param defined - scopes of kinds that are not pinned
 */
export function needsOf(project: Manifest, application: Manifest, objects: readonly Manifest[], defined: ScopeOf): ProjectNeeds {
  const forbidden = objects.filter((each) => !allows(project, each, defined));
  const isNamespace = (each: Manifest): boolean => each.kind === 'Namespace' && groupOf(each) === '';
  const mayNever = (each: Manifest): boolean => isUnbounded({ group: groupOf(each), kind: each.kind });
  const ofKind = forbidden.filter((each) => !isNamespace(each) && !mayNever(each));
  const destinations = list(project, 'spec', 'destinations').map((each) => text(each, 'namespace'));
  const inNamespace = objects.filter(({ metadata: { namespace } }) => namespace !== undefined && !destinations.includes(namespace));
  const own = text(application, 'spec', 'destination', 'namespace');
  const kinds = [
    ...list(project, 'spec', 'clusterResourceWhitelist').map((each) => ({ group: text(each, 'group'), kind: text(each, 'kind') })),
    ...ofKind.map((each) => ({ group: groupOf(each), kind: each.kind })),
  ];
  const namespaces = [...destinations, ...inNamespace.map(({ metadata }) => metadata.namespace ?? '')].filter((each) => each !== own);
  return {
    ofKind,
    unbounded: forbidden.filter(mayNever),
    namespaces: forbidden.filter(isNamespace),
    inNamespace,
    kindsLine: ofKind.length === 0 ? '' : `clusterKinds: [${unique(kinds.map(nameClusterKind))}]`,
    namespacesLine: inNamespace.length === 0 ? '' : `namespaces: [${unique(namespaces)}]`,
  };
}

function unique(names: readonly string[]): string {
  return [...new Set(names)].join(', ');
}
