import { parseDocument } from 'yaml';
import { z } from 'zod';
import { name } from './fields';
import { isMapping } from './kinds';
import { annotations, labels } from './labels';
import type { Objection } from './objection';
import { issueOf, matching, text } from './text-rule';

/* What Argo CD hands to kustomize for a folder: https://argo-cd.readthedocs.io/en/stable/user-guide/kustomize/. */

/** A repository of images, with a host and a port where it has them, as container runtimes take it. */
const PART = '[a-z0-9]+(?:[._-]+[a-z0-9]+)*';
const REPOSITORY = `(?:${PART}(?::\\d+)?/)?${PART}(?:/${PART})*`;
/** Argo CD's KustomizeImage: the name in the manifests, what it becomes, its tag, its digest. */
const IMAGE = new RegExp(`^(?:${REPOSITORY}=)?${REPOSITORY}(?::([A-Za-z0-9_][A-Za-z0-9._-]{0,127}))?(@sha256:[0-9a-f]{64})?$`);

/** How kustomize changes what is in a folder. */
export const kustomize = z.strictObject({
  namePrefix: matching(
    /^[a-z0-9][a-z0-9.-]{0,61}$/, 'is not the beginning of a name', 'write lower-case letters, digits and "-", such as home-',
  ).optional().describe('What the names of all objects begin with. Default: as the folder says.'),
  nameSuffix: matching(/^[a-z0-9.-]{0,61}[a-z0-9]$/, 'is not the end of a name', 'write lower-case letters, digits and "-", such as -home')
    .optional().describe('What the names of all objects end with. Default: as the folder says.'),
  images: z.array(text(imageObjection)).min(1).max(100).optional()
    .describe('Images with other tags or from elsewhere: `ghcr.io/me/app:1.2.3`, or `app=ghcr.io/me/app:1.2.3`.'),
  patches: z.array(z.strictObject({
    target: z.strictObject({
      group: matching(/^[a-z0-9.-]{0,253}$/, 'is not an API group', 'write it as apiVersion has it, such as apps').optional()
        .describe('API group of the objects.'),
      kind: matching(/^[A-Z][A-Za-z0-9]{0,62}$/, 'is not a kind', 'write it as manifests have it, such as Deployment').optional()
        .describe('Kind of the objects.'),
      name: matching(/^[^\s]{1,253}$/, 'is not the name of an object', 'write it as the manifest has it').optional()
        .describe('Name of the object.'),
      namespace: name().optional().describe('Namespace of the objects.'),
    }).optional().describe('What is changed. Default: the object that the patch names.'),
    patch: text(patchObjection).describe('YAML of a part of an object, or of operations of JSON Patch.'),
  }).superRefine(({ target, patch }, context) => {
    if (target === undefined && !namesObject(patch)) { context.addIssue({ ...issueOf(NO_TARGET), path: ['patch'] }); }
  })).min(1).max(100).optional().describe('Changes of objects in the folder.'),
  components: z.array(text(componentObjection)).min(1).max(50).optional()
    .describe('Folders with components of kustomize, as they are seen from this one, such as ../components/backup.'),
  ignoreMissingComponents: z.boolean().optional().describe('Whether a component may be missing. Default: false.'),
  replicas: z.array(z.strictObject({
    name: matching(/^[a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?$/, 'is not the name of an object', 'write it as the manifest has it')
      .describe('Name of a Deployment, StatefulSet or the like in the folder.'),
    count: z.int().min(0).max(1000).describe('How many pods it has.'),
  })).min(1).max(100).optional().describe('How many pods workloads of the folder have.'),
  commonLabels: labels().optional()
    .describe('Labels of all objects, selectors included unless labelWithoutSelector is true. Selectors of what runs cannot be changed.'),
  labelWithoutSelector: z.boolean().optional().describe('Whether commonLabels stay out of selectors. Default: false.'),
  labelIncludeTemplates: z.boolean().optional()
    .describe('With labelWithoutSelector: whether pods get commonLabels too. Default: false.'),
  forceCommonLabels: z.boolean().optional().describe('Whether commonLabels replace labels that the folder adds itself. Default: false.'),
  commonAnnotations: annotations().optional().describe('Annotations of all objects.'),
  forceCommonAnnotations: z.boolean().optional()
    .describe('Whether commonAnnotations replace annotations that the folder adds itself. Default: false.'),
});

/** How kustomize changes what is in a folder, as homelab.yaml says it. */
export type Kustomize = z.output<typeof kustomize>;

function componentObjection(value: string): Objection | undefined {
  return /^(?!\/)[A-Za-z0-9._/-]{1,500}$/.test(value) && !value.includes('//') ? undefined : {
    what: 'is not a folder of the repository', fix: 'write it as it is seen from this folder, such as ../components/backup',
  };
}

function imageObjection(value: string): Objection | undefined {
  const [found, tag, digest] = IMAGE.exec(value) ?? [];
  if (found === undefined) {
    return { what: 'is not an image', fix: 'write ghcr.io/me/app:1.2.3, or app=ghcr.io/me/app:1.2.3 for another image' };
  }
  if (tag === undefined && digest === undefined && !value.includes('=')) {
    return {
      what: 'has neither a tag nor a digest, which kustomize asks for', fix: 'write ghcr.io/me/app:1.2.3, or app=ghcr.io/me/app:1.2.3',
    };
  }
  return tag === 'latest' && digest === undefined
    ? { what: 'names no version, so that the same commit means another image later', fix: 'write a tag with a version, or a digest' }
    : undefined;
}

function patchObjection(value: string): Objection | undefined {
  const data = parsed(value);
  const isOperations = Array.isArray(data) && data.every((each) => isMapping(each) && 'op' in each && 'path' in each);
  return (isOperations && data.length > 0) || isMapping(data) ? undefined : {
    what: 'is neither a part of an object nor a list of operations', fix: 'write YAML, such as "spec: { replicas: 1 }", after "|"',
  };
}

/** Said of a patch that kustomize cannot place. */
const NO_TARGET: Objection = {
  what: 'says of no object that it changes it', fix: 'add a target, or apiVersion, kind and metadata.name to the patch',
};

function namesObject(patch: string): boolean {
  const data = parsed(patch);
  // What is no patch at all has been told already.
  if (!isMapping(data)) { return !Array.isArray(data); }
  return typeof data['kind'] === 'string' && isMapping(data['metadata']) && typeof data['metadata']['name'] === 'string';
}

function parsed(value: string): unknown {
  const document = parseDocument(value, { logLevel: 'error' });
  if (document.errors.length > 0) { return undefined; }
  // An alias of nothing, or aliases of aliases without end, show only here.
  try { return document.toJS(); } catch { return undefined; }
}
