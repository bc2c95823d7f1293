import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Manifest } from '../../charts/core/manifest';
import { RenderedLab } from '../../charts/core/rendered-lab';
import { applicationFiles, type FolderConfig } from '../../check/files/application-files';
import { applicationFindings, inNamespace, type ApplicationObjects } from '../../check/files/application-rules';
import type { FoundFiles } from '../../check/files/find-files';
import { checkMetadata, checkSchema } from '../../check/schemas/schema-check';
import { prometheusFeatures } from '../../check/promql/features';
import type { LabLocation } from '../../config/location';
import type { Problem as ConfigProblem } from '../../config/problem';
import { isSameRepository } from '../../config/repository-name';
import type { HomelabConfig } from '../../config/schema';
import { cannotRead, fewer, lookAt, nameOf, objectProblems, type Placed, type Problem } from './files';

/** What is wrong with the folders of applications that lie beside the lab. */
export interface ApplicationsVerdict {
  /** Applications whose folder is here. */
  readonly applications: number;
  /** Objects in those folders. */
  readonly objects: number;
  /** How many of them are of a kind that is known. */
  readonly judged: number;
  /** What is wrong in the files. */
  readonly problems: readonly Problem[];
  /** Applications whose folder is not there. */
  readonly missing: readonly ConfigProblem[];
  /** What was left out, and what is not known. */
  readonly warnings: readonly string[];
}

/**
 * Looks at the folders that `applications[].path` names in the repository of the lab: what Argo CD would apply from there.
 *
 * @param folders - the objects of the lab, by folder
 * @throws CannotError if a file cannot be read
 */
export function verifyApplications(
  config: HomelabConfig, { repository }: LabLocation, folders: ReadonlyMap<string, readonly Manifest[]>,
): ApplicationsVerdict {
  const verdict = {
    applications: 0, objects: 0, judged: 0, problems: [] as Problem[], missing: [] as ConfigProblem[], warnings: [] as string[],
  };
  const features = prometheusFeatures(new RenderedLab(config, folders));
  const placed = new Map<Manifest, Placed>();
  const beside: ApplicationObjects[] = [];
  config.applications.forEach((application, index) => {
    if (!('path' in application) || !isSameRepository(application.repoURL, config.gitops.repoURL)) { return; }
    const { name, namespace, path: folder, targetRevision } = application;
    const isDirectory = application.recurse || application.include !== undefined || application.exclude !== undefined;
    if (targetRevision !== config.gitops.revision) {
      verdict.warnings.push(`the folder of the application ${name} is not judged: it is of ${targetRevision}, and what lies here is of ${
        config.gitops.revision}`);
      return;
    }
    const place = path.join(repository, folder);
    if (!existsSync(place) || !statSync(place).isDirectory()) {
      verdict.missing.push({
        path: ['applications', index, 'path'], what: `is no folder of this repository (${folder}), so Argo CD would find nothing to apply`,
        fix: 'create it, or write the path from the root of the repository',
      });
      return;
    }
    if (application.helm && !existsSync(path.join(place, 'Chart.yaml'))) {
      verdict.missing.push({
        path: ['applications', index, 'helm'], atKey: true, what: `is for a chart, and there is no Chart.yaml in ${folder}`,
        fix: 'remove it, or name the folder of the chart',
      });
    }
    const { files, rendered } = find(path.relative(process.cwd(), place) || '.', application);
    if (isDirectory) {
      verdict.warnings.push(...rendered.map((each) => `the application ${name} takes the files of ${each.folder} as they are, and they are `
        + `for ${each.by}: leave them out with exclude`));
    }
    const looked = lookAt({ files, inFolders: new Set(files), rendered });
    // Positions go by what stands in the file; the rules see what Argo CD applies.
    const applied: Placed[] = looked.found.map((each) => ({ ...each, object: inNamespace(each.object, namespace) }));
    const valid = applied.filter(({ object }) => (checkSchema(object) ?? checkMetadata(object)).length === 0);
    valid.forEach((each) => { placed.set(each.object, each); });
    const isWhole = rendered.length === 0 && looked.problems.length === 0 && valid.length === applied.length;
    beside.push({ name, objects: valid.map(({ object }) => object), isWhole });
    verdict.applications++;
    verdict.objects += applied.length;
    verdict.judged += looked.judged;
    verdict.problems.push(...looked.problems, ...objectProblems(applied, { features }));
    verdict.warnings.push(...looked.warnings);
    if (applied.length === 0 && rendered.length === 0) {
      verdict.warnings.push(`the folder of the application ${name} holds no object (${folder})`);
    }
  });
  const broken = applicationFindings({ config, folders }, beside).map(({ object, what }): Problem => {
    const { file, positionOf } = placed.get(object)!;
    return { file, ...positionOf(''), object: nameOf(object), what };
  });
  return { ...verdict, problems: fewer([...verdict.problems, ...broken]) };
}

/** The files that Argo CD reads of a folder. @throws CannotError if they cannot be read */
function find(folder: string, application: FolderConfig): FoundFiles {
  try {
    return applicationFiles(folder, application);
  } catch (error) {
    throw cannotRead(error, folder);
  }
}
