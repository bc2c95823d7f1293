import { z } from 'zod';
import type { Objection } from './objection';
import { matching, text } from './text-rule';

/* What Argo CD hands to Helm beside values: https://argo-cd.readthedocs.io/en/stable/user-guide/helm/. */

/** Remote files that Argo CD reads (helm.valuesFileSchemes; v3.5.1); http is left out, since anybody on the way can change it. */
const REMOTE = /^https:\/\/[^\s$]+$/;
/** The beginning of a file in another source, as Argo CD takes it: the name of a `ref` between "$" and "/". */
const REFERENCE = /^\$([A-Za-z0-9_-]+)\/(.+)$/;

/** The `ref` that a file of values names; undefined for a file of the source itself. */
export function referenceIn(file: string): string | undefined {
  return REFERENCE.exec(file)?.[1];
}

function fileObjection(value: string): Objection | undefined {
  const fix = 'write it from the folder of the chart, such as values/home.yaml, or as $REF/path/values.yaml for a source with that ref';
  if (value.length === 0 || value.length > 500 || /[\p{Cc}\p{Cf}\s\\]/u.test(value)) { return { what: 'is not a file of values', fix }; }
  if (value.startsWith('$')) {
    const [, , file = ''] = REFERENCE.exec(value) ?? [];
    const isInside = file !== '' && !file.startsWith('/') && !file.split('/').includes('..');
    return isInside ? undefined : { what: 'names no file of another source', fix };
  }
  if (!value.includes('://')) { return undefined; }
  return REMOTE.test(value) ? undefined : {
    what: 'has a scheme that Argo CD does not read values from', fix: 'write https://..., or a file from the folder of the chart',
  };
}

/** Options of a chart but its values. */
export const helmOptions = {
  releaseName: matching(
    // Helm's own limit (helm.sh/helm, pkg/chart/common/util, ValidateReleaseName).
    /^(?=.{1,53}$)[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/, 'is not the name of a release',
    'use 1 to 53 lower-case letters, digits, "-" and "."',
  ).optional().describe('Name of the Helm release. Default: the name of the Application.'),
  valueFiles: z.array(text(fileObjection)).min(1).max(50).optional()
    .describe('Files of values in the chart, later ones over earlier ones, below `values`; $REF/... for a file of another source.'),
  ignoreMissingValueFiles: z.boolean().optional().describe('Whether a file of values may be missing. Default: false.'),
  parameters: z.array(z.strictObject({
    name: matching(/^[^\s=]{1,500}$/, 'is not the name of a parameter', 'write the way to a value, such as image.tag')
      .describe('The way to a value, such as image.tag.'),
    value: z.string().max(10_000).describe('What it is set to, as text.'),
    forceString: z.boolean().optional().describe('Whether true and numbers stay text. Default: false.'),
  })).min(1).max(200).optional().describe('Single values as `helm --set` takes them, over all others.'),
  skipCrds: z.boolean().optional().describe("Whether the definitions in the chart's folder crds/ are left out. Default: false."),
};
