import type { Addon } from '../../charts/addons/addon';
import { ADDONS } from '../../charts/addons/registry';
import { isAlert } from '../../charts/core/alert-rule';
import { selectorsOf, type PromqlSelector } from '../../check/promql/selector';
import { ADDON_NAMES, type AddonName } from '../../config/addons/names';
import { ADDON_DASHBOARDS } from '../../tools/dashboards/addons/all';
import { CLUSTER_SAMPLES } from './dashboard-samples/cluster';
import { DASHBOARDS, LABS, queriesOf } from './dashboard-samples/dashboards';

const addons = Object.keys(ADDON_DASHBOARDS) as AddonName[];
const layerOf = (name: AddonName): Addon => LABS.flatMap((lab) => lab.addons.get(name) ?? [])[0]!;

test.each(addons)('the dashboard of %s asks for what is scraped where it is, and names alerts that there are', (name) => {
  // GIVEN
  const { contributions } = layerOf(name);
  const jobs = contributions.scrapeTargets.map((target) => target.name);
  const alerts = contributions.alerts.flatMap(({ rules }) => rules.filter(isAlert)).map(({ alert }) => alert);
  const [, shown] = DASHBOARDS.find(([file]) => file.includes(`/${name}.json`))!;
  // THEN it is what the add-on shows
  expect(ADDONS[name].dashboard).toEqual(shown);
  // AND whatever has a job has one of the add-on, and whatever has none is of the cluster
  const selectors = queriesOf(shown).flatMap(({ expr }) => selectorsOf(expr));
  const asked = (selector: PromqlSelector): string | undefined => selector.matchers.find(({ label }) => label === 'job')?.value;
  expect(selectors.filter((each) => !isOfCluster(each) && !jobs.includes(asked(each) ?? 'none'))).toEqual([]);
  // AND the alerts that it names are its own, all of them
  const named = shown.panels.flatMap(({ description = '' }) => [...description.matchAll(/\bAlert (\w+):/g)].map(([, alert]) => alert));
  expect([...new Set(named)].sort()).toEqual([...alerts].sort());
});

test('an add-on that is scraped has a dashboard', () => {
  const scraped = ADDON_NAMES.filter((name) => layerOf(name).contributions.scrapeTargets.length > 0);
  expect(scraped.filter((name) => !addons.includes(name))).toEqual([]);
});

/** Whether kube-state-metrics or the kubelet tells it, which say themselves what it is about. */
function isOfCluster({ name = '' }: PromqlSelector): boolean {
  return ['kube-state-metrics', 'kubelet'].some((job) => name in CLUSTER_SAMPLES[job]!);
}
