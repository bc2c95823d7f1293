import type { LabLocation } from '../../config/location';
import type { Candidate } from './choose';
import type { Installation, InstalledPackage } from './installation';

/** An upgrade that has been decided on. */
export interface Upgrade {
  /** Of the package. */
  readonly name: string;
  readonly installation: Installation;
  readonly old: InstalledPackage;
  readonly candidate: Candidate;
  /** Every lab that is made with the package. */
  readonly labs: readonly LabLocation[];
}
