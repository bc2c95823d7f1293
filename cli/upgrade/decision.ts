import type { LabLocation } from '../../config/location';
import type { Candidate } from './choose';
import type { Installation, InstalledPackage } from './installation';

/** An upgrade that will be carried out. */
export interface Upgrade {
  /** Name of the package. */
  readonly name: string;
  /** The package.json that pins it. */
  readonly installation: Installation;
  /** The build that is installed now. */
  readonly old: InstalledPackage;
  /** The build to install. */
  readonly candidate: Candidate;
  /** Every lab to synthesise. */
  readonly labs: readonly LabLocation[];
}
