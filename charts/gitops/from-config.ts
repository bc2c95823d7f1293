import { Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import { LOGIN_SCOPES } from '../../config/login';
import { PLATFORM_NAMESPACES } from '../../config/platform';
import { proxyVariables } from '../../config/proxy';
import type { HomelabConfig } from '../../config/schema';
import { ARGOCD_VERSION, CHARTS, CRD_FOLDERS } from '../../versions';
import { mergeValues, type HelmValues } from '../core/helm-values';
import { argoCdLoginValues } from './argo-cd-login';
import { argoCdValues } from './argo-cd-values';
import { Bootstrap, BOOTSTRAP_FOLDER } from './bootstrap';

/** Argo CD, and what has to exist before it can sync anything. */
export function bootstrap(scope: Construct, config: HomelabConfig): Bootstrap {
  const { gitops, interfaces, domain, values, monitoring, applications } = config;
  const layer = new Bootstrap(scope, BOOTSTRAP_FOLDER, {
    git: gitops,
    argocd: {
      name: 'argocd',
      namespace: PLATFORM_NAMESPACES.argocd,
      pin: CHARTS.argocd,
      definitionsOf: 'argoproj/argo-cd',
      values: mergeValues(
        argoCdValues({
          hostname: `${interfaces.argocd.host}.${domain}`,
          shallow: { 'gateway-api': CRD_FOLDERS.gatewayApi.repository },
          fetchEnvironment: { ...proxyVariables(config) },
          severalSources: applications.some((application) => 'sources' in application),
        }),
        mergeValues(loginValues(config), values.argocd),
      ),
      // Before anything else the chart runs a Job in Argo CD's image, half a gigabyte that a home line may take more than 5 minutes for;
      // and a first install that timed out is not tried again.
      timeout: Duration.minutes(30),
    },
  });
  if (config.login) { layer.addLoginSecret(config.login.secretName, config.login.clientID); }
  if (monitoring.dashboards.argocd) {
    const address = `https://raw.githubusercontent.com/argoproj/argo-cd/${ARGOCD_VERSION}/examples/dashboard.json`;
    layer.addDashboardDownload({ folder: 'Argo CD', urls: { 'argocd-dashboard': address } });
  }
  return layer;
}

/** What Argo CD has to know of the provider at which people log in; nothing in a lab without one. */
function loginValues(config: HomelabConfig): HelmValues {
  const { login } = config;
  if (login === undefined) { return {}; }
  const { issuer, clientID, secretName, scopes, emailClaim, groupsClaim, admins, emails = [], groups = [], anyone } = login;
  const variables = proxyVariables(config);
  return mergeValues(
    argoCdLoginValues({
      issuer, clientID, secretName, scopes: [...LOGIN_SCOPES, ...scopes], claims: [emailClaim, groupsClaim], admins,
      readers: [...emails, ...groups], anyone,
    }),
    // The server asks the provider itself.
    variables ? { server: { env: Object.entries({ ...variables }).map(([name, value]) => ({ name, value })) } } : {},
  );
}
