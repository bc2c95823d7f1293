import { LOGIN_PROVIDER } from '../../config/platform';
import type { HelmValues } from '../core/helm-values';

/** A Service that is asked who somebody is: oauth2-proxy. */
export interface LoginService {
  /** Its name, with the namespace and the domain of the cluster. */
  readonly service: string;
  /** Its port. */
  readonly port: number;
}

/**
 * What the gateway asks, and what of the answer counts: https://istio.io/latest/docs/tasks/security/authorization/authz-custom/.
 *
 * oauth2-proxy answers for some paths by itself, without a login: /ping, /ready, /robots.txt and all below /oauth2. As `pathPrefix` stands
 * before the path, a "?" makes the whole of it a query of "/", so that none of these is ever asked for, and a page under such a path is no
 * way past the login. Where somebody came from is a header, which Envoy fills in: oauth2-proxy takes that first (pkg/app/redirect).
 */
export function loginProvider({ service, port }: LoginService): HelmValues {
  return {
    name: LOGIN_PROVIDER,
    envoyExtAuthzHttp: {
      service,
      port,
      pathPrefix: '/?',
      // It asks nobody itself; Istio's default is 10 minutes.
      timeout: '5s',
      failOpen: false,
      statusOnError: '503',
      // Who wants JSON is a script, and gets a 401 in place of a page.
      includeRequestHeadersInCheck: ['cookie', 'accept'],
      includeAdditionalHeadersInCheck: { 'x-auth-request-redirect': 'https://%REQ(:authority)%%REQ(:path)%' },
      headersToDownstreamOnDeny: ['set-cookie', 'location', 'content-type', 'cache-control'],
    },
  };
}
