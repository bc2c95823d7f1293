import { CORE } from './core';
import { CUSTOM } from './custom';
import { METADATA } from './metadata';
import type { Trial } from './mutation';
import { NULLS } from './nulls';
import { WORKLOADS } from './workloads';

/** Every trial: objects of each kind that are wrong in one thing, and some that are right although they look wrong. */
export const TRIALS: readonly Trial[] = [...METADATA, ...CORE, ...WORKLOADS, ...CUSTOM, ...NULLS];
