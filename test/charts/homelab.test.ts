import { rmSync } from 'node:fs';
import path from 'node:path';
import { App, Chart, YamlOutputType } from 'cdk8s';
import { Construct } from 'constructs';
import { load } from 'js-yaml';
import { vector } from '../../charts/core/promql';
import { originOf } from '../../charts/core/origin';
import { traceCode } from '../../charts/core/code-place';
import { Homelab } from '../../charts/homelab';
import { Layer } from '../../charts/core/layer';
import { k8s } from '../../charts/core/k8s';
import { describe as describeObject, type Manifest } from '../../charts/core/manifest';
import { parseConfig } from '../../charts/load-config';
import { brokenRules, testLab } from '../../testing';
import { toManifests } from '../../synth/render';
import { snapshot, temporaryFolder } from '../output/folder';
import { find, labOf, manifestsOf } from '../util';

/** A layer of a lab's own: one ConfigMap, and what it asks of others. */
class Notes extends Layer {
  constructor(scope: Construct, id = 'notes') {
    super(scope, id);
    new k8s.KubeConfigMap(this, 'map', { metadata: { name: id, namespace: 'my-app' } });
    this.addOwnFolder({ namespace: 'my-app' });
  }
}

function waveOf(lab: Homelab, name: string): number {
  return [...lab.waves].find(([component]) => component.name === name)?.[1] ?? NaN;
}

function applicationsBelow(lab: Homelab, root: string): string[] {
  return manifestsOf(lab, root).filter(({ kind }) => kind === 'Application').map(({ metadata }) => metadata.name);
}

describe('a lab', () => {
  test('is a construct that any scope can hold, beside others', () => {
    // GIVEN
    const app = new App();
    const house = new Construct(app, 'house');
    const other = new Chart(app, 'other');
    // WHEN
    const [cellar, attic] = ['cellar', 'attic'].map((id) => new Homelab(house, id, parseConfig('')));
    // THEN
    expect(cellar!.objects.length).toBe(attic!.objects.length);
    expect(attic!.gateway.node.path).toBe('house/attic/gateway');
    expect(other.apiObjects).toEqual([]);
  });

  test('has every layer at hand, and none that homelab.yaml leaves out', () => {
    const lab = testLab('monitoring: { enabled: false }');
    expect([lab.monitoring, lab.alerts, lab.logs, lab.traces]).toEqual([undefined, undefined, undefined, undefined]);
    expect(testLab('monitoring: { logs: loki, traces: tempo }')).toMatchObject({ logs: {}, traces: {} });
  });

  test("is whole for cdk8s' own synth too, although nobody has read it", () => {
    // GIVEN
    const outdir = temporaryFolder();
    const app = new App({ outdir, yamlOutputType: YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE });
    new Homelab(app, 'homelab', parseConfig(''));
    // WHEN
    app.synth();
    // THEN it has written every object, root Applications and projects among them
    const written = Object.values(snapshot(outdir) ?? {}).map((text) => load(text) as Manifest);
    const sorted = (manifests: readonly Manifest[]): string[] => manifests.map(describeObject).sort();
    expect(sorted(written)).toEqual(sorted([...toManifests(labOf()).values()].flat()));
    rmSync(outdir, { recursive: true });
  });

  test('can not be added to once it was read', () => {
    const lab = testLab();
    expect(lab.layers.length).toBeGreaterThan(10);
    expect(() => { lab.addLayer(new Notes(new App())); }).toThrow('the lab has been read already; add the layer before');
    expect(() => { lab.patch({ kind: 'Gateway', name: 'main-gateway' }); }).toThrow('the lab has been read already; patch it before');
  });
});

describe('a layer, after the lab was made,', () => {
  test('takes a route, with what the route needs elsewhere', () => {
    // GIVEN
    const lab = testLab(
      'namespaces: [{ name: my-app }, { name: shop }]\ninterfaces: { argocd: { expose: false }, grafana: { expose: false } }',
    );
    // WHEN
    lab.routes.addRoute({
      name: 'shop',
      namespace: 'my-app',
      hostnames: ['shop.homelab.example.com'],
      rules: [{ backends: [{ name: 'shop', namespace: 'shop', port: 80 }] }],
    });
    // THEN it is there, its Application too, and no rule objects
    expect(manifestsOf(lab, 'routes').map(({ kind }) => kind)).toEqual(['HTTPRoute', 'ReferenceGrant']);
    expect(applicationsBelow(lab, 'root-routes')).toContain('routes');
    expect(brokenRules(lab)).toEqual([]);
  });

  test('takes a pool, and has its addresses answered for', () => {
    const lab = testLab();
    lab.metallb.addPool({ name: 'cameras', addresses: ['192.168.100.230-192.168.100.235'], autoAssign: false });
    expect(find(manifestsOf(lab, 'metallb-pools'), 'L2Advertisement')['spec']).toEqual({ ipAddressPools: ['homelab-pool', 'cameras'] });
    expect(brokenRules(lab)).toEqual([]);
  });

  test('takes an Application of somebody else', () => {
    const lab = testLab('namespaces: [{ name: my-app }]');
    lab.applications.addApplication({
      name: 'blog',
      namespace: 'my-app',
      source: { kind: 'upstream', repository: 'https://github.com/me/blog.git', path: 'deploy', revision: 'main' },
    });
    expect(applicationsBelow(lab, 'root-applications')).toEqual(['blog']);
    expect(find(manifestsOf(lab, 'root-applications'), 'AppProject', 'app-blog')['spec']).toMatchObject({
      sourceRepos: ['https://github.com/me/blog.git'],
    });
    expect(brokenRules(lab)).toEqual([]);
  });

  test('asks for a namespace, alerts, metrics and a dashboard, and gets them', () => {
    // GIVEN
    const lab = testLab();
    const notes = new Notes(lab);
    // WHEN
    notes.addNamespace({ name: 'notes', ambient: true, podSecurity: 'restricted' });
    notes.addScrapeTarget({ name: 'notes', through: 'pods', namespaces: ['notes'], labels: { app: 'notes' }, port: 'metrics' });
    notes.addDashboard({ name: 'notes', json: { uid: 'homelab-notes' } });
    notes.addAlerts({
      name: 'notes',
      rules: [
        {
          alert: 'NotesLost',
          expr: vector(1),
          severity: 'info',
          layer: 'monitoring',
          summary: 'Notes are lost',
          description: 'All.',
          dashboard: 'notes',
        },
      ],
    });
    // THEN
    expect(find(manifestsOf(lab, 'namespaces'), 'Namespace', 'notes').metadata.labels).toMatchObject({
      'istio.io/dataplane-mode': 'ambient',
    });
    expect(find(manifestsOf(lab, 'monitoring'), 'PodMonitor', 'notes')['spec']).toMatchObject({
      selector: { matchLabels: { app: 'notes' } },
    });
    expect(find(manifestsOf(lab, 'monitoring'), 'ConfigMap', 'dashboard-notes')).toBeDefined();
    const rules = find(manifestsOf(lab, 'prometheus-rules'), 'PrometheusRule', 'notes')['spec'];
    expect(rules).toMatchObject({
      groups: [{ rules: [{ annotations: { dashboard_url: 'https://grafana.homelab.example.com/d/homelab-notes' } }] }],
    });
    expect(brokenRules(lab)).toEqual([]);
  });

  test('is refused an alert that shows a dashboard no layer adds', () => {
    const lab = testLab();
    new Notes(lab).addAlerts({
      name: 'notes',
      rules: [{ alert: 'A', expr: vector(1), severity: 'info', layer: 'mesh', summary: 's', description: 'd', dashboard: 'nowhere' }],
    });
    expect(() => lab.layers).toThrow('an alert shows the dashboard "nowhere", which no layer adds');
  });

  test('is refused a namespace that another one asks for', () => {
    const lab = testLab();
    new Notes(lab).addNamespace({ name: 'my-app', ambient: false, podSecurity: 'baseline' });
    expect(() => lab.layers).toThrow('the namespace "my-app" is asked for twice');
  });
});

describe('a layer of its own', () => {
  test.each<[string, (lab: Homelab) => void]>([
    ['made in the lab', (lab) => { new Notes(lab); }],
    ['made in a construct of the lab', (lab) => { new Notes(new Construct(lab, 'mine')); }],
    ['made elsewhere and added', (lab) => { lab.addLayer(new Notes(new App())); }],
    ['made in the lab and added as well', (lab) => { lab.addLayer(new Notes(lab)); }],
  ])('that is %s has a folder, and hangs below the root of own layers', (_, add) => {
    // GIVEN
    const lab = testLab();
    // WHEN
    add(lab);
    // THEN
    expect(manifestsOf(lab, 'notes').map(({ kind }) => kind)).toEqual(['ConfigMap']);
    expect(applicationsBelow(lab, 'root-own')).toEqual(['notes']);
    expect(brokenRules(lab)).toEqual([]);
  });

  test.each(['gateway', 'root'])('may not have the folder "%s" of another one', (id) => {
    const lab = testLab();
    new Notes(new Construct(lab, 'mine'), id);
    expect(() => lab.layers).toThrow(`two layers have the id "${id}", which names their folder in dist/; give one of them another id`);
  });

  test('waits for a layer that it depends on', () => {
    // GIVEN
    const lab = testLab();
    const first = new Notes(lab, 'first');
    const second = new Notes(lab, 'second');
    // WHEN
    first.node.addDependency(second, lab.mesh);
    // THEN
    expect(waveOf(lab, 'first')).toBeGreaterThan(waveOf(lab, 'second'));
    expect(waveOf(lab, 'first')).toBeGreaterThan(waveOf(lab, 'istio-ambient'));
  });

  test('waits for all layers of a construct that it depends on', () => {
    const lab = testLab();
    const group = new Construct(lab, 'group');
    new Notes(group, 'a');
    const last = new Notes(lab, 'last');
    last.node.addDependency(group);
    expect(waveOf(lab, 'last')).toBeGreaterThan(waveOf(lab, 'a'));
  });

  test('cannot be waited for by the platform, which would stand still with it', () => {
    const lab = testLab();
    lab.mesh.node.addDependency(new Notes(lab));
    expect(() => lab.waves).toThrow(/"istio-base" depends on "notes" below the root Application root-own, which it must not wait for/);
  });
});

describe('the origin of an object', () => {
  const originIn = (lab: Homelab, kind: string, name: string): unknown => {
    const object = lab.objects.find((each) => each.kind === kind && each.name === name);
    return object && originOf(object);
  };

  test('is the key of homelab.yaml that asks for it', () => {
    const lab = testLab(
      'namespaces: [{ name: my-app, ambient: true, waypoint: true, mtls: PERMISSIVE }]\nservices: [{ name: shop, namespace: my-app, '
        + 'port: 80 }]',
    );
    expect({
      route: originIn(lab, 'HTTPRoute', 'shop'),
      page: originIn(lab, 'HTTPRoute', 'grafana'),
      namespace: originIn(lab, 'Namespace', 'my-app'),
      waypoint: originIn(lab, 'Gateway', 'waypoint'),
      gateway: originIn(lab, 'Gateway', 'main-gateway'),
      pool: originIn(lab, 'IPAddressPool', 'homelab-pool'),
      certificate: originIn(lab, 'Certificate', 'homelab-tls-cert'),
      restart: originIn(lab, 'CronJob', 'ztunnel-restart'),
      istiod: originIn(lab, 'Application', 'istiod'),
    }).toEqual({
      route: { key: ['services', 0] },
      page: { key: ['interfaces', 'grafana'] },
      namespace: { key: ['namespaces', 0] },
      waypoint: { key: ['namespaces', 0] },
      gateway: { key: ['gateway'] },
      pool: { key: ['network', 'loadBalancerRange'] },
      certificate: { key: ['tls'] },
      restart: { key: ['mesh', 'ztunnelRestartSchedule'] },
      istiod: undefined,
    });
  });

  test('is that key for a monitor of a service, and for the chart of a webhook', () => {
    const chart = 'chart: { repoURL: https://charts.example.org, name: solver, version: 1.0.0 }';
    const lab = testLab(
      'domain: lab.frank.dev\ntls: { email: frank@frank.dev, '
        + `dns01: { provider: webhook, groupName: acme.frank.dev, solverName: x, ${chart} } }\n`
        + 'namespaces: [{ name: my-app }]\nservices: [{ name: shop, namespace: my-app, port: 80, metricsPort: 9090 }]',
    );
    expect({ monitor: originIn(lab, 'PodMonitor', 'my-app.shop'), webhook: originIn(lab, 'Application', 'dns01-solver') })
      .toEqual({ monitor: { key: ['services', 0] }, webhook: { key: ['tls', 'dns01', 'chart'] } });
  });

  describe("is the line of a lab's own code", () => {
    // The test stands for such code.
    beforeAll(() => { traceCode((file) => file === __filename); });
    afterAll(() => { traceCode(undefined); });

    test('that makes the layer, for all that the layer makes; no CronJob but the platform\'s is blamed on its schedule', () => {
      const lab = testLab('', (own) => {
        const layer = new Notes(own);
        new k8s.KubeCronJob(layer, 'job', {
          metadata: { name: 'job', namespace: 'my-app' },
          spec: { schedule: '@daily', jobTemplate: { spec: { template: { spec: { containers: [] } } } } },
        });
      });
      const place = { file: path.resolve(__filename), line: expect.any(Number) as number, column: expect.any(Number) as number };
      expect(originIn(lab, 'CronJob', 'job')).toEqual({ place });
      expect(originIn(lab, 'Application', 'notes')).toEqual({ place });
    });

    test('that adds a route to a layer of the platform', () => {
      const lab = testLab('', (own) => {
        own.routes.addRoute({
          name: 'x',
          namespace: 'my-app',
          hostnames: ['x.homelab.example.com'],
          rules: [{ backends: [{ name: 'x', port: 80 }] }],
        });
      });
      expect(originIn(lab, 'HTTPRoute', 'x')).toMatchObject({ place: { file: path.resolve(__filename) } });
    });

    test('that puts an object of its own into a layer of the platform, at whatever depth', () => {
      // GIVEN
      const lab = testLab('', (own) => {
        new k8s.KubeConfigMap(own.gateway, 'mine', { metadata: { name: 'mine', namespace: 'istio-ingress' } });
        const group = new Construct(own.gateway, 'group');
        new k8s.KubeConfigMap(group, 'deep', { metadata: { name: 'deep', namespace: 'istio-ingress' } });
      });
      // THEN
      const place = { file: path.resolve(__filename), line: expect.any(Number) as number, column: expect.any(Number) as number };
      expect([originIn(lab, 'ConfigMap', 'mine'), originIn(lab, 'ConfigMap', 'deep')]).toEqual([{ place }, { place }]);
      // THEN what the platform itself has made keeps its key
      expect(originIn(lab, 'Gateway', 'main-gateway')).toEqual({ key: ['gateway'] });
    });

    test('but not one that only looks at the lab, which is finished then', () => {
      // GIVEN a lab that was made elsewhere
      traceCode(undefined);
      const lab = testLab();
      traceCode((file) => file === __filename);
      // WHEN this line is the first to look
      expect(lab.objects.length).toBeGreaterThan(50);
      // THEN it is no reason for anything
      expect(originIn(lab, 'Application', 'istiod')).toBeUndefined();
      expect(lab.objects.filter((object) => 'place' in (originOf(object) ?? {}))).toEqual([]);
    });
  });
});
