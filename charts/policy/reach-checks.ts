import type { Objection } from '../../config/objection';
import type { ConfigPath, Problem } from '../../config/problem';
import type { HomelabConfig } from '../../config/schema';
import { ownServices, type PodService } from '../../config/service-pods';
import { outsideBackends, serviceBackends } from '../../config/service-rules';
import { whereIs } from '../routes/machine-name';
import { CLOSING_KEYS, podServices, written } from './policy-services';

/** The most targets of one policy: definition of AuthorizationPolicy, `targetRefs`. */
const MOST_TARGETS = 16;

/**
 * Policies are objects of a namespace, about pods of the same one. What is said of callers and tokens holds for every request of a service,
 * so there has to be a pod behind each; a policy about none of the Services would be about the whole namespace.
 */
export function checkReach(config: HomelabConfig): Problem[] {
  return podServices(config).flatMap(({ service, path }) => [...pastPolicies(service, path), ...tooManyTargets(service, path)]);
}

function pastPolicies(service: PodService, path: ConfigPath): Problem[] {
  const missed = missedBy(service);
  if (missed === undefined) { return []; }
  const isAboutNothing = ownServices(service).length === 0 && service.selector === undefined;
  const keys = [...written(service, CLOSING_KEYS), ...isAboutNothing ? written(service, ['metricsPort']) : []];
  return keys.map((key) => ({ path: [...path, key], ...missed }));
}

/** Why policies about pods of its namespace do not hold for all that a service is asked for, if so. */
function missedBy(service: PodService): Objection | undefined {
  const { namespace: home } = service;
  const elsewhere = serviceBackends(service).find(({ namespace = home }) => namespace !== home);
  if (elsewhere !== undefined) {
    return {
      what: `is about pods of ${home}, and does not reach ${elsewhere.namespace ?? home}/${elsewhere.name}, where the service sends to`,
      fix: 'move it to a service of that namespace',
    };
  }
  const hasPods = ownServices(service).length > 0;
  const [machine] = outsideBackends(service);
  if (machine !== undefined) {
    return {
      what: `is about pods of ${home}, and the service sends to ${whereIs(machine.external)} outside the cluster, where nothing keeps it`,
      fix: hasPods ? 'make a second service for the machine, and leave this key out there' : 'remove it',
    };
  }
  return hasPods ? undefined : {
    what: `is about pods of ${home}, and the service reaches no Service there`,
    fix: 'remove it, or write it for the service that reaches these pods',
  };
}

function tooManyTargets(service: PodService, path: ConfigPath): Problem[] {
  const { length } = ownServices(service);
  return length <= MOST_TARGETS ? [] : written(service, ['allowRequests', 'jwt']).map((key) => ({
    path: [...path, key], what: `is about ${length} Kubernetes Services, and a policy names ${MOST_TARGETS} at most`,
    fix: 'make two services of it',
  }));
}
