import type { GatewayService } from '../../config/lan-services';
import { isInMesh, waysIntoMesh } from '../../config/mesh-members';
import { formatPath, type ConfigPath, type Problem } from '../../config/problem';
import { ROUTE_LIMITS } from '../../config/route-limits';
import type { HomelabConfig, ServiceConfig } from '../../config/schema';
import { isSharedInMesh } from '../../config/service-rules';
import { matchObjections } from './match-objections';

/** Only a waypoint sees what pods ask of each other, and only pods in the mesh have one. */
export function checkSharedInMesh(config: HomelabConfig): Problem[] {
  return config.services.flatMap((service, index): Problem[] => {
    if (!isSharedInMesh(service) || isInMesh(config, service.namespace)) { return []; }
    return [{
      path: ['services', index, 'canary', 'mesh'],
      related: [config.mesh.enabled ? ['services', index, 'namespace'] : ['mesh', 'enabled']],
      what: `cannot be kept: ${service.namespace} is outside the mesh, where nothing sees what pods ask of each other`,
      fix: [...waysIntoMesh(config, service.namespace), 'remove it: the gateway then shares out what comes through it'].join(', or '),
    }];
  });
}

/** A canary is another Service, gets requests, and its testers can be told from others. */
export function checkCanary(service: ServiceConfig, path: ConfigPath): Problem[] {
  if (!('canary' in service) || service.canary === undefined) { return []; }
  const { name, port = service.port, weight, header } = service.canary;
  const at = [...path, 'canary'];
  return [
    ...name === service.name && port === service.port ? [{
      path: [...at, 'name'], related: [[...path, 'name']], what: `is the Service that answers anyway (${name}:${port})`,
      fix: 'name the Service of the new version',
    }] : [],
    ...weight === 0 && header === undefined ? [{
      path: at, what: 'gets no request: it has neither a weight nor a header',
      fix: 'add weight: 10 for a tenth of all requests, or a header for testers',
    }] : [],
    ...header === undefined ? [] : checkHeader(header, service.matches ?? [], at),
  ];
}

type Plain = Extract<Exclude<GatewayService, { readonly protocol: 'tls' }>, { readonly port: number }>;
type Header = NonNullable<NonNullable<Plain['canary']>['header']>;

function checkHeader(header: Header, matches: NonNullable<Plain['matches']>, at: ConfigPath): Problem[] {
  const wrong = matchObjections({ headers: [header] })
    .map(({ at: [, , ...rest], what, fix }) => ({ path: [...at, 'header', ...rest], what, fix }));
  const conflicts = matches.flatMap(({ headers = [] }, index): Problem[] => {
    const match = formatPath(['matches', index]);
    if (headers.some(({ name }) => name.toLowerCase() === header.name.toLowerCase())) {
      return [{
        path: [...at, 'header', 'name'],
        what: `is asked for by ${match} already, so testers could not be told from others (${header.name})`,
        fix: 'choose another header',
      }];
    }
    return headers.length < ROUTE_LIMITS.headers ? [] : [{
      path: [...at, 'header'], what: `would be header ${headers.length + 1} of ${match}, and a match has ${ROUTE_LIMITS.headers} at most`,
      fix: 'match fewer headers',
    }];
  });
  return [...wrong, ...conflicts];
}
