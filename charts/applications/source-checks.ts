import path from 'node:path';
import { isInChartRange } from '../../config/chart-range';
import { referenceIn } from '../../config/helm-options';
import { nearest } from '../../config/nearest';
import type { ConfigPath, Problem } from '../../config/problem';
import { sourcesOf, type SourceConfig } from '../../config/application-sources';
import type { HomelabConfig } from '../../config/schema';

/** What Argo CD asks of the sources of an application, beside the form of each. */
export function checkSources({ applications }: HomelabConfig): Problem[] {
  return applications.flatMap((application, index): Problem[] => {
    const sources = sourcesOf(application, index);
    const isSeveral = 'sources' in application;
    return [
      ...isSeveral ? checkRefs(sources) : [],
      ...sources.flatMap(({ source, key }) => [
        ...checkTool(source, key), ...checkVersion(source, key), ...checkFiles(source, key, isSeveral ? sources : undefined),
        ...checkComponents(source, key),
      ]),
    ];
  });
}

/** The version that is pinned is one of those that an upgrade may choose. */
function checkVersion(source: SourceConfig, key: ConfigPath): Problem[] {
  if (!('chart' in source) || source.versions === undefined || isInChartRange(source.targetRevision, source.versions)) { return []; }
  return [{
    path: [...key, 'targetRevision'], related: [[...key, 'versions']],
    what: `is none of the versions that an upgrade may choose (${source.targetRevision}, and versions says ${source.versions})`,
    fix: 'write a version of that range ("homelab upgrade --charts" finds the newest), or another range',
  }];
}

/** A source with its place in homelab.yaml. */
type Placed = ReturnType<typeof sourcesOf>[number];

/** Names of sources are for one application, each has its own, and a source that brings nothing else is there to be named. */
function checkRefs(sources: readonly Placed[]): Problem[] {
  const refOf = ({ source }: Placed): string | undefined => 'ref' in source ? source.ref : undefined;
  const named = new Set(sources.flatMap(({ source }) => filesOf(source).map(referenceIn)));
  return sources.flatMap((each, index): Problem[] => {
    const ref = refOf(each);
    if (ref === undefined) { return []; }
    const at = { path: [...each.key, 'ref'] };
    if (sources.findIndex((other) => refOf(other) === ref) < index) {
      return [{
        ...at, what: `is the ref of an earlier source too (${ref}), and Argo CD refuses that`, fix: 'give every ref a name of its own',
      }];
    }
    const isNothingElse = !('path' in each.source) && !('chart' in each.source);
    return isNothingElse && !named.has(ref) ? [{
      ...at, what: `is named by no valueFiles, and the source brings nothing else (${ref})`,
      fix: `name a file of it in helm.valueFiles of another source, such as $${ref}/values.yaml, give it a path, or remove it`,
    }] : [];
  });
}

/** A file of another source is one of an application with several, and that source has its name. */
function checkFiles(source: SourceConfig, key: ConfigPath, sources: readonly Placed[] | undefined): Problem[] {
  const refs = (sources ?? []).flatMap((each) => 'ref' in each.source ? each.source.ref ?? [] : []);
  return filesOf(source).flatMap((file, index): Problem[] => {
    const ref = referenceIn(file);
    if (ref === undefined || refs.includes(ref)) { return []; }
    const at = { path: [...key, 'helm', 'valueFiles', index] };
    if (sources === undefined) {
      return [{
        ...at, what: `is a file of another source, and this application has one (${file})`,
        fix: `write sources: with this one, and with { repoURL: ..., targetRevision: ..., ref: ${ref} }`,
      }];
    }
    const guess = nearest(ref, refs);
    return [{
      ...at, related: sources.map((each) => [...each.key, 'ref']), what: `names a source that there is not (${ref})`,
      fix: guess === undefined ? `give "ref: ${ref}" to the source that has the file` : `did you mean $${guess}/?`,
    }];
  });
}

function filesOf(source: SourceConfig): readonly string[] {
  return 'helm' in source ? source.helm?.valueFiles ?? [] : [];
}

/** Argo CD reads a folder in one way: as manifests, with kustomize, or with Helm (ApplicationSource.ExplicitType; v3.5.1). */
function checkTool(source: SourceConfig, key: ConfigPath): Problem[] {
  if (!('path' in source)) { return []; }
  const { recurse, include, exclude, kustomize, helm } = source;
  const written = (keys: Readonly<Record<string, unknown>>): string[] =>
    Object.entries(keys).filter(([, value]) => value !== undefined && value !== false).map(([name]) => name);
  const [tool, ...others] = [...written({ kustomize, helm }), ...written({ recurse, include, exclude })];
  if (tool === undefined || others.length === 0 || (kustomize === undefined && helm === undefined)) { return []; }
  return [{
    path: [...key, tool], atKey: true, related: others.map((other) => [...key, other]),
    what: `cannot stand beside ${others.join(', ')}: Argo CD reads a folder as it is, with kustomize, or with Helm, and refuses two `
      + 'of these',
    fix: 'keep one of them',
  }];
}

/** Components are seen from the folder, and lie in its repository. */
function checkComponents(source: SourceConfig, key: ConfigPath): Problem[] {
  if (!('path' in source)) { return []; }
  return (source.kustomize?.components ?? []).flatMap((component, index): Problem[] => {
    const target = path.posix.normalize(path.posix.join(source.path, component));
    return target.split('/')[0] === '..' ? [{
      path: [...key, 'kustomize', 'components', index], related: [[...key, 'path']],
      what: `leads out of the repository (${component})`, fix: `write it as it is seen from ${source.path}`,
    }] : [];
  });
}
