import { loadAll } from 'js-yaml';

/** As much of an Application as is read here. */
interface Application {
  readonly kind?: string;
  readonly metadata?: { readonly name?: string; readonly namespace?: string };
  readonly spec?: { readonly source?: { readonly path?: string } };
}

/** The Application that makes every other one. */
export interface RootApplication {
  /** Its name. */
  readonly name: string;
  /** That of Argo CD. */
  readonly namespace: string;
  /** The folder that Argo CD reads first, from the root of the repository. */
  readonly path: string;
}

/**
 * The root Application, which the first start applies.
 *
 * @param bootstrap - dist/bootstrap: file name, and YAML text
 * @throws Error if there is none, or more than one
 */
export function rootApplication(bootstrap: ReadonlyMap<string, string>): RootApplication {
  const found = [...bootstrap.values()]
    // The others, charts with all their values, would only be read to be left aside.
    .filter((text) => text.includes('kind: Application'))
    .flatMap((text) => loadAll(text) as (Application | null)[])
    .filter((object) => object?.kind === 'Application');
  const [only, ...others] = found;
  const { name, namespace } = only?.metadata ?? {};
  if (name === undefined || namespace === undefined || others.length > 0) {
    throw new Error('dist/bootstrap must hold exactly one Application with a name and a namespace, for which up.ps1 waits; '
      + `it holds ${found.length}`);
  }
  return { name, namespace, path: only?.spec?.source?.path ?? '' };
}
