import { ADDON_SAFE_SETTINGS, ADDON_SAFE_VALUES } from '../charts/addons/safe-values';
import { CERTIFICATE_SAFE_SETTINGS, CERTIFICATE_SAFE_VALUES } from '../charts/certificates/safe-values';
import { CNI_SAFE_VALUES } from '../charts/cni/safe-values';
import type { RenderedLab } from '../charts/core/rendered-lab';
import type { Finding, Rule } from '../charts/core/rule';
import { compareSettings, compareValues, type SafeSettings, type SafeValues } from '../charts/core/safe-values';
import { GITOPS_SAFE_SETTINGS, GITOPS_SAFE_VALUES } from '../charts/gitops/safe-values';
import { LOGS_SAFE_SETTINGS, LOGS_SAFE_VALUES } from '../charts/logs/safe-values';
import { MESH_SAFE_SETTINGS, MESH_SAFE_VALUES } from '../charts/mesh/safe-values';
import { METALLB_SAFE_VALUES } from '../charts/metallb/safe-values';
import { MONITORING_SAFE_SETTINGS, MONITORING_SAFE_VALUES } from '../charts/monitoring/safe-values';
import { TRACES_SAFE_SETTINGS, TRACES_SAFE_VALUES } from '../charts/traces/safe-values';
import { CHART_NAMES } from '../config/schema';

/** What every layer asks of the values of its charts. */
export const REQUIRED: readonly SafeValues[] = [
  CNI_SAFE_VALUES, GITOPS_SAFE_VALUES, MESH_SAFE_VALUES, METALLB_SAFE_VALUES, CERTIFICATE_SAFE_VALUES, MONITORING_SAFE_VALUES,
  LOGS_SAFE_VALUES, TRACES_SAFE_VALUES, ADDON_SAFE_VALUES,
];

/** What every layer asks of the arguments and variables that values give its charts. */
export const REQUIRED_SETTINGS: readonly SafeSettings[] = [
  GITOPS_SAFE_SETTINGS, MESH_SAFE_SETTINGS, CERTIFICATE_SAFE_SETTINGS, MONITORING_SAFE_SETTINGS, LOGS_SAFE_SETTINGS, TRACES_SAFE_SETTINGS,
  ADDON_SAFE_SETTINGS,
];

const chartValuesSafe: Rule = {
  name: 'chart-values-safe',
  severity: 'error',
  check: (lab) => [
    ...compared(lab, false),
    ...REQUIRED_SETTINGS.flatMap((settings) => CHART_NAMES.flatMap((release) => compareSettings(lab, release, settings[release] ?? []))),
  ],
};

const chartValuesAdvised: Rule = {
  name: 'chart-values-advised',
  severity: 'warning',
  check: (lab) => compared(lab, true),
};

/** Values of charts without which something fails quietly, costs or is lost. */
export const PLATFORM_VALUE_RULES: readonly Rule[] = [chartValuesSafe, chartValuesAdvised];

function compared(lab: RenderedLab, warns: boolean): Finding[] {
  return REQUIRED.flatMap((values) => CHART_NAMES.flatMap((release) => {
    return compareValues(lab, release, (values[release] ?? []).filter((each) => (each.warns ?? false) === warns));
  }));
}
