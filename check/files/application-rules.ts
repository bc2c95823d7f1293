import type { Manifest } from '../../charts/core/manifest';
import { describe } from '../../charts/core/manifest';
import { findKind } from '../../charts/core/pinned-kinds';
import { podTemplate } from '../../charts/core/pod-template';
import { at, list, RenderedLab, text } from '../../charts/core/rendered-lab';
import { allows } from '../../charts/gitops/project-bounds';
import { isAllowed } from '../allowances';
import { breaches } from '../pod-security';
import { RULES } from '../rules';

/** What is said of an object of an application. */
export interface ApplicationFinding {
  /** The object. */
  readonly object: Manifest;
  /** What is wrong and what would happen, with the rule it breaks. */
  readonly what: string;
}

/** Rules of the lab that hold for whatever is applied beside it. */
const SHARED = new Set([
  'route-attaches', 'route-hostname-covered', 'route-claims-unique', 'reference-granted', 'backend-port-declared',
  'certificate-issuer-exists',
  'policy-admits-hbone', 'no-cilium-l7-in-mesh', 'waypoint-exists', 'pool-advertised',
]);

/** Label by which a namespace says what pods it admits. */
const ENFORCE = 'pod-security.kubernetes.io/enforce';

/** An object as Argo CD applies it: in the application's namespace where it names none. */
export function inNamespace(object: Manifest, namespace: string): Manifest {
  const { metadata } = object;
  return metadata.namespace !== undefined || findKind(object.apiVersion, object.kind)?.scope === 'Cluster' ? object
    : { ...object, metadata: { ...metadata, namespace } };
}

/**
 * What the lab does not let an application do: its project, what its namespaces admit, and the rules that hold for everything in the lab.
 *
 * @param lab - the objects of the lab itself, by folder
 * @param application - name of the Application
 * @param objects - what it applies, valid by their schemas
 */
export function applicationFindings(
  { config, folders }: { readonly config: RenderedLab['config']; readonly folders: ReadonlyMap<string, readonly Manifest[]> },
  application: string, objects: readonly Manifest[],
): ApplicationFinding[] {
  const lab = new RenderedLab(config, new Map([...folders, [`application ${application}`, objects]]));
  const own = new Set(objects);
  const shared = RULES.filter(({ name }) => SHARED.has(name)).flatMap(({ name, check }) => check(lab)
    .flatMap(({ object, what, fix }) => object && own.has(object) && !isAllowed(config.allowUnsafe, name, describe(object))
      ? [{ object, what: `${what} [${name}]; ${fix}` }] : []));
  return [...shared, ...ofProject(lab, application, objects), ...objects.flatMap((object) => ofPodSecurity(lab, object))];
}

function ofProject(lab: RenderedLab, application: string, objects: readonly Manifest[]): ApplicationFinding[] {
  const owner = lab.ofKind('argoproj.io', 'Application').find(({ metadata }) => metadata.name === application);
  const name = text(owner, 'spec', 'project');
  const project = lab.ofKind('argoproj.io', 'AppProject').find(({ metadata }) => metadata.name === name);
  if (!project) { return []; }
  const destinations = list(project, 'spec', 'destinations').map((each) => text(each, 'namespace'));
  return objects.flatMap((object) => {
    const { namespace } = object.metadata;
    // Of a kind that is not known nobody knows whether it has a namespace.
    const known = findKind(object.apiVersion, object.kind) !== undefined;
    if (known && !allows(project, object)) {
      return [{ object, what: `is of a kind that the project ${name} does not allow, so Argo CD syncs nothing of ${application}` }];
    }
    return namespace === undefined || destinations.includes(namespace) ? [] : [{
      object,
      what: `goes to the namespace ${namespace}, which the project ${name} does not allow, so Argo CD syncs nothing of ${application}`,
    }];
  });
}

function ofPodSecurity(lab: RenderedLab, object: Manifest): ApplicationFinding[] {
  const template = podTemplate(object);
  const { namespace } = object.metadata;
  const declared = lab.ofKind('', 'Namespace').find(({ metadata }) => metadata.name === namespace);
  const level = declared?.metadata.labels?.[ENFORCE];
  if (template === undefined || (level !== 'baseline' && level !== 'restricted')) { return []; }
  const broken = breaches(level, at(template, 'spec'));
  return broken.length === 0 ? [] : [{
    object, what: `is not admitted by its namespace, which enforces Pod Security "${level}": ${broken.join(', ')}; `
      + 'set what the standard asks for, or give the namespace another podSecurity',
  }];
}
