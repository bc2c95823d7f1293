import type { Manifest } from '../charts/core/manifest';
import { at, list, text } from '../charts/core/rendered-lab';
import { caution, danger, type Hazard } from './hazard';
import { answeredNames } from './hostnames';
import type { Objects } from './objects';

/**
 * What a policy about requests that comes, goes or changes does to those who call.
 *
 * @param manifest - an AuthorizationPolicy, before or after
 * @param before - every object before the change
 * @param after - every object after the change
 */
export function hazardsOfAccess(manifest: Manifest, before: Objects, after: Objects): Hazard[] {
  switch (text(manifest, 'spec', 'action')) {
    case 'CUSTOM': return hazardsOfLogin(manifest, before, after);
    case 'DENY': return hazardsOfDenial(manifest, before, after);
    case 'AUDIT': return [];
    default: return hazardsOfCallers(manifest, before, after);
  }
}

/** Pages that ask for a login, and pages that no longer do. */
function hazardsOfLogin(manifest: Manifest, before: Objects, after: Objects): Hazard[] {
  const [was, is] = [before, after].map((objects) => hostsOf(same(manifest, objects)));
  const shown = answeredNames(after);
  const asked = [...is ?? []].filter((host) => !was?.has(host));
  const open = [...was ?? []].filter((host) => !is?.has(host) && shown.has(host));
  return [
    ...asked.length > 0 ? [caution(`whoever comes to ${asked.join(', ')} has to log in from now on`)] : [],
    ...open.length > 0 ? [danger(`nobody has to log in any more at ${open.join(', ')}`)] : [],
  ];
}

/** Host names of a policy, without the patterns that stand for any port. */
function hostsOf(policy: Manifest | undefined): ReadonlySet<string> {
  return new Set(list(policy, 'spec', 'rules').flatMap((rule) => list(rule, 'to'))
    .flatMap((to) => list(to, 'operation', 'hosts')).map(String).filter((host) => !host.endsWith(':*')));
}

function hazardsOfDenial(manifest: Manifest, before: Objects, after: Objects): Hazard[] {
  const [was, is] = [before, after].map((objects) => same(manifest, objects) !== undefined);
  if (was && is) { return [caution('what is refused is something else from now on')]; }
  return is ? [caution('refuses requests that were answered until now')] : [danger('what it refused is answered from now on')];
}

/** As soon as one policy says who may call, nobody else may; where the last one goes, everybody may. */
function hazardsOfCallers(manifest: Manifest, before: Objects, after: Objects): Hazard[] {
  const [was, is] = [before, after].map((objects) => same(manifest, objects) !== undefined);
  if (was && is) { return [caution('who may call is somebody else from now on')]; }
  const others = isHeld(manifest, is ? before : after);
  if (is) {
    return [caution(others ? 'lets in callers that were refused until now' : 'only those whom it names may call from now on')];
  }
  return [others ? caution('those whom it let in are refused from now on') : danger('everybody may call what it is for from now on')];
}

/** Whether a policy of others says who may call what this one is for: the same pods or Services, or all of its namespace. */
function isHeld({ metadata: { name, namespace }, ...rest }: Manifest, objects: Objects): boolean {
  const target = targetOf(rest);
  return [...objects.values()].some(({ manifest }) => manifest.kind === 'AuthorizationPolicy'
    && ['', 'ALLOW'].includes(text(manifest, 'spec', 'action')) && manifest.metadata.namespace === namespace
    && manifest.metadata.name !== name && [target, ALL].includes(targetOf(manifest)));
}

const ALL = targetOf({});

function targetOf(policy: Readonly<Record<string, unknown>>): string {
  return JSON.stringify([at(policy, 'spec', 'selector'), at(policy, 'spec', 'targetRefs')]);
}

function same({ kind, metadata: { name, namespace } }: Manifest, objects: Objects): Manifest | undefined {
  return [...objects.values()].map(({ manifest }) => manifest)
    .find((each) => each.kind === kind && each.metadata.name === name && each.metadata.namespace === namespace);
}

/**
 * Ports at which a gateway begins to answer, or no longer does.
 *
 * @param manifest - a Gateway that is there before and after
 */
export function hazardsOfListeners(manifest: Manifest, before: Objects, after: Objects): Hazard[] {
  const [was, is] = [before, after].map((objects) => portsOf(same(manifest, objects)));
  const closed = [...was ?? []].filter((port) => !is?.has(port));
  const opened = [...is ?? []].filter((port) => !was?.has(port));
  return [
    ...closed.length > 0 ? [danger(`nothing answers at port ${closed.join(', ')} of the gateway any more`)] : [],
    ...opened.length > 0 ? [caution(`the gateway answers at port ${opened.join(', ')} from now on`)] : [],
  ];
}

function portsOf(gateway: Manifest | undefined): ReadonlySet<unknown> {
  return new Set(list(gateway, 'spec', 'listeners').map((each) => at(each, 'port')));
}
