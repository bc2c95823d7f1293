import path from 'node:path';
import { Option } from 'commander';
import { findConfig } from '../config/location';
import { loadConfig, type LoadedConfig } from '../charts/load-config';
import { loadOwnCode, type OwnCode } from '../synth/own-code';
import { userFolder } from './user-folder';

/** What a verb reads before it does anything. */
export interface LoadedLab {
  /** The configuration, with the place it was read from. */
  readonly loaded: LoadedConfig & { readonly location: NonNullable<LoadedConfig['location']> };
  /** The lab's own code (homelab.ts); undefined if it has none. */
  readonly code: OwnCode | undefined;
}

/** `--config FILE`; a relative path begins at the user's folder. */
export function configOption(): Option {
  return new Option('-c, --config <file>', 'configuration to read (default: homelab.yaml here or in a folder above)').env('HOMELAB_CONFIG');
}

/**
 * Reads a configuration and the code beside it.
 *
 * @throws ConfigError with everything that is wrong with the configuration
 * @throws SynthError if the code cannot be loaded
 */
export async function loadLab({ config }: { readonly config?: string }): Promise<LoadedLab> {
  const folder = userFolder();
  // Relative, because messages repeat it.
  const file = path.relative(process.cwd(), config === undefined ? findConfig(folder) : path.resolve(folder, config));
  const loaded = loadConfig(file);
  const { location } = loaded;
  if (location === undefined) { throw new Error(`${file} was read, but its location is not known`); }
  return { loaded: { ...loaded, location }, code: await loadOwnCode(location) };
}
