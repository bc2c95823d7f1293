import { allows } from '../../charts/gitops/project-bounds';
import type { Manifest } from '../../charts/core/manifest';
import { list, text } from '../../charts/core/rendered-lab';
import type { Judge, Objection } from '../judge';
import type { Release } from '../release';
import type { RenderedCharts } from '../rendered-charts';

/** Argo CD refuses a whole chart for one object that its project does not allow. What K3s installs itself has no project. */
export const chartProject: Judge = {
  name: 'chart-project',
  severity: 'error',
  check: (charts) => charts.charts.flatMap(({ release, objects }) => {
    const project = projectOf(charts, release);
    return project ? objects.flatMap(({ manifest }) => forbidden(project, manifest)) : [];
  }),
};

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
