import type { AddonName } from '../../../config/addons/names';
import { START_PAGE } from '../../../config/platform';

/** Name of the add-on, and of all its objects. */
export const HOMEPAGE: AddonName & typeof START_PAGE = START_PAGE;
/** Port of its container: `PORT` in its Dockerfile (v1.12.3). */
export const CONTAINER_PORT = 3000;
