import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { MONITORING } from '../../../charts/core/monitor';
import { text, type RenderedLab } from '../../../charts/core/rendered-lab';
import { PROMETHEUS_VERSION } from '../../../check/promql/functions';
import { compareTrees } from '../../../diff/compare';
import { archivesIn } from '../../../render/archives';
import { renderChanges } from '../../../render/compare';
import { Helm } from '../../../render/helm';
import { idleReaders } from '../../../render/judges/chart-secrets';
import { SECRET_READERS } from '../../../render/secret-readers';
import { renderLab, type Rendering } from '../../../render/render-lab';
import { judgeCharts } from '../../../render/verdict';
import { readConfig } from '../../../charts/load-config';
import { synthesise } from '../../../synth/synthesise';
import { renderedLab } from '../../../synth/render';
import { EVERY_CHART } from '../../../tools/charts/import';
import { CHARTS, K3S_VERSION } from '../../../versions';
import { temporaryFolder } from '../../output/folder';
import { release } from '../../render/charts';
import { FIXTURES, HOMES, VALID } from '../../whole-lab/labs';
import { CHARTS_FOLDER, isInvented, isOutOfReach, present } from './charts-folder';

/*
 * The pinned charts themselves, rendered by helm. Without HOMELAB_CHARTS, or without helm, these tests are skipped (charts-folder.ts).
 */

const PULLED = release('metallb', 'metallb-system', { version: CHARTS.metallb.version });

/** Most text of a rendering that is kept, in characters; the definitions of kube-prometheus-stack are six million. */
const MOST_TEXT = 1_500_000;
/** Most renderings that are kept, so that those of no other lab do not fill the memory. */
const MOST_KEPT = 60;

/** Labs differ in few values, so most charts are the same in most of them: each is rendered once with the same values. */
function renderOnce(): void {
  const template = Object.getOwnPropertyDescriptor(Helm.prototype, 'template')?.value as Helm['template'];
  const kept = new Map<string, Awaited<ReturnType<Helm['template']>>>();
  jest.spyOn(Helm.prototype, 'template').mockImplementation(async function once(this: Helm, asked, archive, cluster) {
    const { name, namespace, values, crds } = asked;
    const key = JSON.stringify([name, namespace, values, crds, archive, cluster]);
    const made = kept.get(key) ?? await template.call(this, asked, archive, cluster);
    // What was asked for last stands last, so that the first is the one to leave out.
    kept.delete(key);
    if (made.stdout.length <= MOST_TEXT) { kept.set(key, made); }
    const [oldest] = kept.keys();
    if (kept.size > MOST_KEPT && oldest !== undefined) { kept.delete(oldest); }
    return made;
  });
}

async function render(yaml: string): Promise<Rendering> {
  // Without a place, so that folders of applications beside homelab.yaml are not looked for.
  const { lab, manifests } = synthesise(readConfig(yaml, 'homelab.yaml'));
  return renderLab(renderedLab(lab, manifests), K3S_VERSION, {
    folder: CHARTS_FOLDER, checksums: path.join(temporaryFolder(), 'charts.sha256'),
    onPull: ({ chart }) => { throw new Error(`${chart} is pulled`); },
  }, { skip: isOutOfReach });
}

async function findings(yaml: string): Promise<string[]> {
  const { charts } = await render(yaml);
  return judgeCharts(charts).map(({ severity, object, what, rule, fix }) => `${severity} ${object} ${what} [${rule}]; ${fix}`);
}

(present ? describe : describe.skip)(present ? 'the pinned charts' : 'the pinned charts (SKIPPED: no HOMELAB_CHARTS, or no helm)', () => {
  beforeAll(renderOnce);

  test.each([...FIXTURES, ...HOMES])('render with the values of %s, and nothing objects to what they make', async (name) => {
    const found = (await findings(readFileSync(path.join(VALID, `${name}.yaml`), 'utf8'))).filter((each) => !isInvented(each));
    expect(found).toEqual([]);
  }, 60_000);

  test('render with every part switched on, and everybody that may read every Secret still has to', async () => {
    const { charts } = await render(EVERY_CHART);
    expect(charts.charts.map(({ release: { name }, objects }) => [name, objects.length > 0])).toEqual(
      charts.charts.map(({ release: { name } }) => [name, true]),
    );
    expect(judgeCharts(charts)).toEqual([]);
    expect(new Set(charts.charts.map(({ release: { name } }) => name))).toEqual(new Set([...SECRET_READERS.map(({ release }) => release),
      'cilium', 'istio-base', 'istio-cni', 'ztunnel', 'metallb', 'prometheus-operator-crds', 'loki', 'alloy', 'tempo', 'k8s-gateway',
      'oauth2-proxy']));
    expect(idleReaders(charts)).toEqual([]);
  }, 60_000);

  test('run the Prometheus whose functions are known here', async () => {
    const { charts } = await render('');
    const versions = charts.all.ofKind(MONITORING, 'Prometheus').map((object) => text(object, 'spec', 'version'));
    expect(versions).toEqual([expect.stringMatching(new RegExp(`^v${PROMETHEUS_VERSION.replace('.', '\\.')}\\.\\d+`))]);
  }, 60_000);

  const OFF = 'monitoring: { enabled: false }\n';
  const METALLB = `repoURL: '${CHARTS.metallb.repository}', targetRevision: '${CHARTS.metallb.version}'`;

  test('are pulled from a repository as they are there', async () => {
    // GIVEN
    const repository = temporaryFolder();
    const archive = archivesIn(CHARTS_FOLDER, [{ ...PULLED, repository: CHARTS.metallb.repository }]).values().next().value!.file;
    copyFileSync(archive, path.join(repository, path.basename(archive)));
    expect(spawnSync('helm', ['repo', 'index', repository]).status).toBe(0);
    const server = createServer((request, response) => {
      response.end(readFileSync(path.join(repository, path.basename(request.url ?? ''))));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const folder = temporaryFolder();
    // WHEN
    try {
      await (await Helm.find()).pull({ ...PULLED, repository: `http://127.0.0.1:${port}` }, folder);
    } finally {
      server.close();
    }
    // THEN
    expect(readdirSync(folder)).toEqual([path.basename(archive)]);
    expect(readFileSync(path.join(folder, path.basename(archive)))).toEqual(readFileSync(archive));
  }, 60_000);

  test('that cannot be pulled are said to, with what to do', async () => {
    const pulled = (await Helm.find()).pull({ ...PULLED, repository: 'http://127.0.0.1:9' }, temporaryFolder());
    await expect(pulled).rejects
      .toThrow(/^metallb .* cannot be pulled from http:\/\/127\.0\.0\.1:9: .*give a folder of charts with --charts$/);
  }, 60_000);

  test('differ by what a value changes, and by nothing that is made up anew in each rendering', async () => {
    const labWith = (yaml: string): RenderedLab => {
      const { lab, manifests } = synthesise(readConfig(yaml, 'homelab.yaml'));
      return renderedLab(lab, manifests);
    };
    const { before, after } = await renderChanges({
      before: labWith(''), after: labWith('values: { kube-prometheus-stack: { grafana: { resources: { requests: { cpu: 51m } } } } }'),
    }, K3S_VERSION, { folder: CHARTS_FOLDER, checksums: path.join(temporaryFolder(), 'charts.sha256'), onPull: () => undefined });
    expect(compareTrees(before, after).map(({ application, objects }) => [application, objects.map(({ kind, name }) => `${kind} ${name}`)]))
      .toEqual([['chart kube-prometheus-stack', ['changed Deployment monitoring/grafana']]]);
  }, 60_000);

  /* Overrides that synth takes, or is told to take, and that leave the lab broken. */
  test.each<[string, string]>([
    [`${OFF}interfaces: { hubble: { expose: true } }\nvalues: { cilium: { hubble: { ui: { enabled: false } } } }
allowUnsafe: [chart-services-kept]`,
      'HTTPRoute kube-system/hubble sends to the Service kube-system/hubble-ui'],
    ['values: { kube-prometheus-stack: { grafana: { service: { port: 8080 } } } }\nallowUnsafe: [chart-services-kept]',
      'sends to port 3000 of the Service monitoring/grafana'],
    [`${OFF}values: { metallb: { speaker: { tolerations: all } } }\nallowUnsafe: [chart-values-typed]`,
      'helm refuses these values: values don\'t meet the specifications of the schema'],
    ['monitoring: { logs: loki }\nvalues: { alloy: { rbac: { clusterRules: [] } } }\nallowUnsafe: [chart-values-safe]',
      'Application argocd/alloy helm refuses these values: YAML parse'],
    ['monitoring: { logs: loki }\nvalues: { loki: { sidecar: { rules: { enabled: true } }, rbac: { namespaced: false } } }\n'
      + 'allowUnsafe: [chart-values-safe]',
      'ClusterRole loki-clusterrole lets monitoring/loki read every Secret of the cluster [chart-secrets]'],
    [`${OFF}values: { cert-manager: { securityContext: { runAsNonRoot: false } } }`,
      'Deployment cert-manager/cert-manager is not admitted by its namespace'],
    ['values: { kube-prometheus-stack: { kubeProxy: { enabled: true } } }', 'chooses pods by'],
    [`${OFF}namespaces: [{ name: tools }]\napplications: [{ name: mine, namespace: tools, chart: metallb, ${METALLB} }]`,
      'which mine may not bring, so Argo CD refuses the whole chart (AppProject app-mine) [chart-project]'],
    [`${OFF}values: { istiod: { global: { enableReaderRBAC: true } } }\nallowUnsafe: [chart-values-safe]`,
      'lets istio-system/istio-reader-service-account read every Secret'],
  ])('with %s are found wrong', async (yaml, message) => {
    expect((await findings(yaml)).join('\n')).toContain(message);
  }, 60_000);
});
