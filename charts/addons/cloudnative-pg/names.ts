import type { ConfigPath } from '../../../config/problem';

/** Name of the add-on, and of everything that its chart makes. */
export const CLOUDNATIVE_PG = 'cloudnative-pg';
/** The key that asks for it. */
export const CLOUDNATIVE_PG_KEY: ConfigPath = ['addons', CLOUDNATIVE_PG];
/** What the operator's own metrics are called by. */
export const OPERATOR_JOB = CLOUDNATIVE_PG;
/** What metrics of databases are called by. */
export const INSTANCE_JOB = 'postgres';
