import { CERTIFICATE_SAFE_VALUES } from '../charts/certificates/safe-values';
import type { Rule } from '../charts/core/rule';
import { compareValues, type SafeValues } from '../charts/core/safe-values';
import { GITOPS_SAFE_VALUES } from '../charts/gitops/safe-values';
import { MESH_SAFE_VALUES } from '../charts/mesh/safe-values';
import { METALLB_SAFE_VALUES } from '../charts/metallb/safe-values';
import { MONITORING_SAFE_VALUES } from '../charts/monitoring/safe-values';
import { CHART_NAMES } from '../config/schema';

/** What every layer asks of the values of its charts. */
const REQUIRED: readonly SafeValues[] = [
  GITOPS_SAFE_VALUES, MESH_SAFE_VALUES, METALLB_SAFE_VALUES, CERTIFICATE_SAFE_VALUES, MONITORING_SAFE_VALUES,
];

const chartValuesSafe: Rule = {
  name: 'chart-values-safe',
  severity: 'error',
  check: (lab) => REQUIRED.flatMap((values) => CHART_NAMES.flatMap((release) => compareValues(lab, release, values[release] ?? []))),
};

/** Values of charts without which something fails quietly. */
export const PLATFORM_VALUE_RULES: readonly Rule[] = [chartValuesSafe];
