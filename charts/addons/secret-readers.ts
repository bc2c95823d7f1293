import type { SecretReader } from '../core/secret-reader';
import { ADDONS } from './registry';

/** Roles of add-ons that may read every Secret. */
export const ADDON_SECRET_READERS: readonly SecretReader[] = Object.values(ADDONS).flatMap(({ secretReaders = [] }) => secretReaders);
