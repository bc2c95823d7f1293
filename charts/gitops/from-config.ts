import { Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import { PLATFORM_NAMESPACES } from '../../config/platform';
import { proxyVariables } from '../../config/proxy';
import type { HomelabConfig } from '../../config/schema';
import { ARGOCD_VERSION, CHARTS, CRD_FOLDERS } from '../../versions';
import { mergeValues } from '../core/helm-values';
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
        values.argocd,
      ),
      // Before anything else the chart runs a Job in Argo CD's image, half a gigabyte that a home line may take more than 5 minutes for;
      // and a first install that timed out is not tried again.
      timeout: Duration.minutes(30),
    },
  });
  if (monitoring.dashboards.argocd) {
    const address = `https://raw.githubusercontent.com/argoproj/argo-cd/${ARGOCD_VERSION}/examples/dashboard.json`;
    layer.addDashboardDownload({ folder: 'Argo CD', urls: { 'argocd-dashboard': address } });
  }
  return layer;
}
