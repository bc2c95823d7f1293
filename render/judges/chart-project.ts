import { existingNamespaces } from '../../config/platform';
import type { Manifest } from '../../charts/core/manifest';
import { list, text } from '../../charts/core/rendered-lab';
import { isOfApplications } from '../../charts/gitops/lab-applications';
import { allows, scopesIn } from '../../charts/gitops/project-bounds';
import { needsOf, type ProjectNeeds } from '../../charts/gitops/project-needs';
import type { Judge, Objection } from '../judge';
import type { Release } from '../release';
import type { RenderedCharts } from '../rendered-charts';

/** Argo CD refuses a whole chart for one object that its project does not allow. What K3s installs itself has no project. */
export const chartProject: Judge = {
  name: 'chart-project',
  severity: 'error',
  check: (charts) => {
    const defined = scopesIn(charts.all.manifests);
    return charts.charts.flatMap(({ release, objects }) => {
      const project = projectOf(charts, release);
      if (!project) { return []; }
      const manifests = objects.map(({ manifest }) => manifest);
      return isOfApplications(charts.lab, project)
        ? ofApplication(charts, release, project, needsOf(project, release.owner, manifests, defined))
        : manifests.flatMap((object) => forbidden(project, object));
    });
  },
};

/** An Application of the user's own: once for all its kinds, once for all its namespaces, with the line that lets them in. */
function ofApplication({ lab }: RenderedCharts, { name }: Release, project: Manifest, needs: ProjectNeeds): Objection[] {
  const refused = `so Argo CD refuses the whole chart (AppProject ${project.metadata.name})`;
  const [kind, namespaced] = [needs.ofKind[0], needs.inNamespace[0]];
  const existing = existingNamespaces(lab.config);
  const declare = (namespace: string): string => existing.has(namespace) ? '' : `, and add "- name: ${namespace}" under namespaces`;
  const missing = [...new Set(needs.inNamespace.map(({ metadata }) => metadata.namespace ?? ''))];
  return [
    ...kind ? [{
      object: kind, ofOwner: true,
      what: `lives outside a namespace${others(needs.ofKind)}, which ${name} may not bring, ${refused}`,
      fix: `if you trust it with that, paste into its entry: ${needs.kindsLine}`,
    }] : [],
    ...needs.unbounded.map((object) => ({
      object, ofOwner: true,
      what: `asks K3s to install a chart, which it does with every right, and which ${name} may not bring, ${refused}`,
      fix: 'switch off what makes it, and write that chart as an application of its own',
    })),
    ...needs.namespaces.map((object) => ({
      object, ofOwner: true,
      what: `is a namespace, which ${name} may not bring, ${refused}`,
      fix: `switch off what makes it${declare(object.metadata.name)}`,
    })),
    ...namespaced ? [{
      object: namespaced, ofOwner: true,
      what: `goes to the namespace ${namespaced.metadata.namespace}${others(needs.inNamespace)}, where ${name} may not write, ${refused}`,
      fix: `if you trust it with that, paste into its entry: ${needs.namespacesLine}${missing.map(declare).join('')}`,
    }] : [],
  ];
}

/** How many more objects a finding is about. */
function others(objects: readonly Manifest[]): string {
  return objects.length > 1 ? ` (and ${objects.length - 1} more)` : '';
}

function forbidden(project: Manifest, object: Manifest): Objection[] {
  const { namespace } = object.metadata;
  const destinations = list(project, 'spec', 'destinations').map((each) => text(each, 'namespace'));
  const { name } = project.metadata;
  return [
    ...allows(project, object) ? [] : [{
      object,
      what: `is of a kind that the project ${name} does not allow (${object.kind} of ${object.apiVersion}), so Argo CD refuses the chart`,
      fix: 'switch off what makes it, or let the project allow the kind',
    }],
    ...namespace === undefined || destinations.includes(namespace) ? [] : [{
      object,
      what: `goes to the namespace ${namespace}, which the project ${name} does not allow, so Argo CD refuses the chart`,
      fix: 'switch off what makes it, or let the project allow the namespace',
    }],
  ];
}

function projectOf({ lab }: RenderedCharts, { owner }: Release): Manifest | undefined {
  const name = text(owner, 'spec', 'project');
  return owner.kind === 'Application' ? lab.ofKind('argoproj.io', 'AppProject').find(({ metadata }) => metadata.name === name) : undefined;
}
