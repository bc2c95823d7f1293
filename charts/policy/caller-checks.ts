import { callerOf, type Caller } from '../../config/callers';
import type { ConfigCheck } from '../../config/checks';
import { withoutEffect } from '../../config/checks/effects';
import { isInMesh, waysIntoMesh } from '../../config/mesh-members';
import { existingNamespaces, PLATFORM_NAMESPACES } from '../../config/platform';
import { formatPath, type ConfigPath, type Problem } from '../../config/problem';
import type { HomelabConfig } from '../../config/schema';
import type { PodService } from '../../config/service-pods';
import { CLOSING_KEYS, podServices, written } from './policy-services';

/** Who is let in can be known, and is let in by everything on the way. */
export const MESH_POLICY_CHECKS: readonly ConfigCheck[] = [checkMembership, checkCallers, checkNamespaceRules];

function checkMembership(config: HomelabConfig): Problem[] {
  return podServices(config).flatMap(({ service, path }) => isInMesh(config, service.namespace) ? []
    : written(service, CLOSING_KEYS).map((key): Problem => ({
      path: [...path, key], related: [config.mesh.enabled ? [...path, 'namespace'] : ['mesh', 'enabled']],
      what: `cannot be kept: ${service.namespace} is outside the mesh, where nobody knows who calls`,
      fix: [...waysIntoMesh(config, service.namespace), 'remove it'].join(', or '),
    })));
}

/** An entry of one of the two lists. */
interface Entry {
  readonly path: ConfigPath;
  readonly written: string;
  readonly caller: Caller;
  /** Whether it may do some things only. */
  readonly isLimited: boolean;
}

function checkCallers(config: HomelabConfig): Problem[] {
  return podServices(config).flatMap(({ service, path }) => {
    const entries = entriesOf(service, path);
    const [first] = written(service, ['allowFrom', 'allowRequests']);
    if (first === undefined) { return []; }
    return [
      ...entries.some(({ caller }) => caller.kind === 'gateway') ? [] : [{
        path: [...path, first], what: 'leaves out the gateway, through which this service is reached, so its page would be refused',
        fix: 'add gateway',
      }],
      ...entries.flatMap((entry) => checkCaller(config, entry)),
      ...checkLimits(service, path),
      ...entries.flatMap((entry) => checkRepeat(entry, entries)),
    ];
  });
}

function entriesOf({ allowFrom = [], allowRequests = [] }: PodService, path: ConfigPath): Entry[] {
  return [
    ...allowFrom.map((text, index): Entry =>
      ({ path: [...path, 'allowFrom', index], written: text, caller: callerOf(text), isLimited: false })),
    ...allowRequests.map(({ from }, index): Entry =>
      ({ path: [...path, 'allowRequests', index, 'from'], written: from, caller: callerOf(from), isLimited: true })),
  ];
}

function checkCaller(config: HomelabConfig, { path, caller }: Entry): Problem[] {
  if (caller.kind === 'gateway') { return []; }
  const { namespace } = caller;
  if (isInMesh(config, namespace)) { return []; }
  if (namespace === config.gateway.namespace) {
    return [{ path, what: `is the gateway's own namespace (${namespace})`, fix: 'write gateway' }];
  }
  if (namespace === PLATFORM_NAMESPACES.monitoring && config.monitoring.enabled) {
    return [{
      path, what: `is outside the mesh, so nobody knows that it is the one who calls (${namespace})`,
      fix: 'for metrics say metricsPort, which opens the one port',
    }];
  }
  return existingNamespaces(config).has(namespace) ? [{
    path, related: [['namespaces']], what: `is outside the mesh, so nobody knows that it is the one who calls (${namespace})`,
    fix: 'take its pods into the mesh, or let in somebody else',
  }] : [{ path, related: [['namespaces']], what: `is not declared (${namespace})`, fix: `add "- name: ${namespace}" under namespaces` }];
}

function checkLimits({ allowRequests = [] }: PodService, path: ConfigPath): Problem[] {
  return allowRequests.flatMap(({ from, methods, paths }, index) => methods ?? paths ? [] : [{
    path: [...path, 'allowRequests', index], what: `names neither methods nor paths, so a waypoint would have nothing to look at (${from})`,
    fix: 'add one of the two, or move it to allowFrom',
  }]);
}

/** Who may do everything already gains nothing by a second entry. */
function checkRepeat(entry: Entry, entries: readonly Entry[]): Problem[] {
  const wider = entries.find((other) => other !== entry && !other.isLimited && holds(other.caller, entry.caller)
    // Two that say the very same in one list are named by the check of lists.
    && (other.written !== entry.written || entry.isLimited));
  if (!wider) return [];
  return [withoutEffect(entry.path, `${formatPath(wider.path)} lets it do everything (${wider.written})`, 'remove one of the two')];
}

function holds(wide: Caller, narrow: Caller): boolean {
  if (wide.kind === 'gateway' || narrow.kind === 'gateway') { return wide.kind === narrow.kind; }
  return wide.namespace === narrow.namespace && (wide.serviceAccount === undefined || wide.serviceAccount === narrow.serviceAccount);
}

/** Policies add up, so a service cannot keep out whom its namespace lets in. */
function checkNamespaceRules(config: HomelabConfig): Problem[] {
  return podServices(config).flatMap(({ service, path }) => {
    const index = config.namespaces.findIndex(({ name }) => name === service.namespace);
    const { denyByDefault = false, allowSameNamespace = false } = config.namespaces[index] ?? {};
    if (!denyByDefault || !allowSameNamespace) { return []; }
    const letsOwn = entriesOf(service, path).some(({ caller, isLimited }) =>
      !isLimited && holds(caller, { kind: 'namespace', namespace: service.namespace }));
    return written(service, CLOSING_KEYS).filter((key) => key === 'jwt' || !letsOwn).map((key): Problem => ({
      path: [...path, key], related: [['namespaces', index, 'denyByDefault'], ['namespaces', index, 'allowSameNamespace']],
      what: `does not hold for pods of ${service.namespace}, which denyByDefault lets call each other`,
      fix: fixFor(key, service.namespace),
    }));
  });
}

/** Whoever limits requests does not want to let in the whole namespace; whoever lists callers may have forgotten it. */
function fixFor(key: typeof CLOSING_KEYS[number], namespace: string): string {
  const stricter = 'set allowSameNamespace: false for that namespace';
  switch (key) {
    case 'jwt': return stricter;
    case 'allowRequests': return `${stricter}, or add ${namespace} to allowFrom`;
    default: return `add ${namespace} to allowFrom, or ${stricter}`;
  }
}
