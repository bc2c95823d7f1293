import type { ConfigPath } from './problem';
import { keyOfApplication } from './folder-applications';
import type { ApplicationConfig } from './schema';

/** One of the sources that an application lists. */
export type ListedSource = Extract<ApplicationConfig, { readonly sources: unknown }>['sources'][number];

/** What an application is synced from: itself, where it has one source, or one of its list. */
export type SourceConfig = Exclude<ApplicationConfig, { readonly sources: unknown }> | ListedSource;

/** The sources of an application, each with its place in homelab.yaml. */
export function sourcesOf(application: ApplicationConfig, index: number): { readonly source: SourceConfig; readonly key: ConfigPath }[] {
  if (!('sources' in application)) { return [{ source: application, key: keyOfApplication(application, index) }]; }
  return application.sources.map((source, place) => ({ source, key: ['applications', index, 'sources', place] }));
}
