import type { AddonName } from '../../../config/addons/names';
import { LOGIN_PROXY } from '../../../config/platform';

/** Name of the add-on, and of everything that its chart makes. */
export const OAUTH2_PROXY: AddonName & typeof LOGIN_PROXY = LOGIN_PROXY;

/** Port of its containers that the gateway asks: `--http-address` of the chart's template. */
export const CONTAINER_PORT = 4180;

/** Port of its containers with metrics: `--metrics-address` of the chart's template. */
export const METRICS_PORT = 44180;
