import { groupOf, type Manifest } from '../core/manifest';
import { at, type RenderedLab } from '../core/rendered-lab';

/**
 * Kinds that Argo CD reads in its own namespace, and in others only where its values name them (argocd-cmd-params-cm; v3.5.1). The group is
 * that of Argo Workflows and Rollouts too.
 */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  Application: ['application.namespaces'],
  ApplicationSet: ['application.namespaces', 'applicationsetcontroller.namespaces'],
  AppProject: [],
};

/**
 * Whether an object of an application is for Argo CD, which would not read it: no application writes to the namespace of Argo CD.
 *
 * @param config - what the values of Argo CD are read from
 */
export function isUnreadByArgoCd({ values }: RenderedLab['config'], manifest: Manifest): boolean {
  if (groupOf(manifest) !== 'argoproj.io' || !Object.hasOwn(KINDS, manifest.kind)) { return false; }
  const needed = KINDS[manifest.kind] ?? [];
  const isSet = (name: string): boolean => ![undefined, null, ''].includes(at(values.argocd, 'configs', 'params', name) as string);
  return needed.length === 0 || !needed.every(isSet);
}

/** Why Argo CD reads objects of a kind in its own namespace alone, and what to write instead. */
export function insteadOf(kind: string): { readonly why: string; readonly fix: string } {
  switch (kind) {
    case 'ApplicationSet': return {
      why: 'because its Applications could belong to any project',
      fix: 'write its applications under applications, as folders of appsFolder, or in a layer of your own (docs/applications.md)',
    };
    case 'AppProject': return {
      why: 'because it bounds Applications', fix: 'write the keys of the entry under applications, which has a project of its own',
    };
    default: return { why: 'because it could belong to any project', fix: 'write it under applications in homelab.yaml' };
  }
}
