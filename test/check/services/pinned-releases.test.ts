import { App } from 'cdk8s';
import { readConfig } from '../../../charts/load-config';
import { Homelab } from '../../../charts/homelab';
import { pinnedReleases } from '../../../check/services/pinned-releases';
import { renderedLab, toManifests } from '../../../synth/render';
import { CHARTS } from '../../../versions';

function releasesOf(yaml: string): string[] {
  const { config, location } = readConfig(yaml, 'homelab.yaml');
  const lab = new Homelab(new App(), 'homelab', config, location);
  return pinnedReleases(renderedLab(lab, toManifests(lab))).map(({ name }) => name);
}

test('an add-on is a release of which something is known', () => {
  expect(releasesOf('addons: { reloader: {} }')).toContain('reloader');
});

test('the same chart by the same name, as an application of homelab.yaml, is not: it has none of the lab\'s values', () => {
  const { repository, chart, version } = CHARTS.reloader;
  expect(releasesOf(`namespaces: [{ name: tools }]
applications: [{ name: reloader, namespace: tools, repoURL: '${repository}', chart: ${chart}, targetRevision: ${version} }]`))
    .not.toContain('reloader');
});
