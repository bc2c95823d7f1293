import { App } from 'cdk8s';
import { Homelab } from '../../charts/homelab';
import { readConfig } from '../../charts/load-config';
import { decisions } from '../../cli/summary-defaults';
import { degrees } from '../../cli/summary-degrees';
import { toManifests } from '../../synth/render';

function degreesOf(yaml: string): Record<string, string> {
  const lab = new Homelab(new App(), 'homelab', readConfig(yaml, 'homelab.yaml').config);
  return Object.fromEntries(degrees({ lab, manifests: toManifests(lab) }));
}

const decisionsOf = (yaml: string): string => decisions(readConfig(yaml, 'homelab.yaml')).join('\n');

describe('what the summary says of degrees', () => {
  test('is how much is asked for of the node', () => {
    const one = degreesOf('nodes: [{ memoryGiB: 16, cpus: 8, diskGiB: 100 }]');
    expect(one['Memory']).toMatch(/^the platform asks for \d\.\d GiB, K3s for about 1 beside, of 16 GiB$/);
    expect(one['CPU']).toMatch(/^the platform asks for \d\.\d of 8 CPUs$/);
    expect(one['Disk']).toBe('volumes ask for 22 GiB of 100 GiB, beside system and images');
  });

  test.each([
    ['loki: { singleBinary: { replicas: 2 } }', 'loki'],
    ['kube-prometheus-stack: { grafana: { resources: { requests: { memory: 1Gi } } } }', 'kube-prometheus-stack'],
    ['cert-manager: { replicaCount: 2 }, metallb: { speaker: { resources: { requests: { cpu: 20m } } } }', 'cert-manager, metallb'],
  ])('says that it does not count what values change: %s', (values, charts) => {
    const changed = degreesOf(`monitoring: { logs: loki }\nvalues: { ${values} }`);
    for (const line of [changed['Memory'], changed['CPU']]) {
      expect(line).toMatch(new RegExp(`; what values of ${charts} change of it is not counted: homelab render counts it$`));
    }
  });

  test('says nothing of values that change no request and no number of pods', () => {
    expect(degreesOf('values: { kube-prometheus-stack: { grafana: { persistence: { size: 2Gi } } } }')['Memory'])
      .toMatch(/ of 12 GiB$/);
  });

  test('counts the volumes of logs and traces, and those that values change', () => {
    expect(degreesOf('monitoring: { logs: loki, traces: tempo, storage: 40Gi }')['Disk']).toMatch(/^volumes ask for 57 GiB /);
    expect(degreesOf('values: { kube-prometheus-stack: { grafana: { persistence: { enabled: false } } } }')['Disk'])
      .toMatch(/^volumes ask for 21 GiB /);
    expect(degreesOf('monitoring: { enabled: false }')['Disk']).toMatch(/^volumes ask for 0 GiB /);
  });

  test('names who is in the mesh, and how', () => {
    const { 'In the mesh': inside, 'Not in it': outside } = degreesOf(
      'namespaces: [{ name: shop }, { name: db, ambient: false }, { name: old, mtls: PERMISSIVE }]',
    );
    expect(inside).toBe('old (PERMISSIVE), shop; mTLS is STRICT');
    expect(outside).toContain('db, istio-ingress, istio-system');
    expect(degreesOf('namespaces: [{ name: db, ambient: false }]')['In the mesh']).toBe('no namespace');
  });

  test('adds up how long a critical alert takes, and to whom it goes', () => {
    const receivers = 'receivers: [{ name: phone, type: ntfy }, { name: chat, type: discord }]';
    const route = 'routes: [{ severity: [critical], receiver: chat }]';
    expect(degreesOf(`monitoring: { scrapeInterval: 1m, alerting: { ${receivers}, ${route} } }`)['Alerts']).toMatch(
      /^chat is told of a critical one after 2m30s at most \(\w+, the quickest: 1m until it is scraped, 1m until rules look, 30s to gr/,
    );
    expect(degreesOf('')['Alerts']).toMatch(/^nobody is told/);
    expect(degreesOf('monitoring: { enabled: false }')['Alerts']).toBe('none: monitoring is off');
  });
});

describe('what the summary says of defaults', () => {
  test('is what nobody has written', () => {
    const said = decisionsOf('namespaces: [{ name: shop }, { name: blog, ambient: true }]');
    expect(said).toContain('In the mesh, as every namespace that does not say ambient: false: shop (namespaces[].ambient).');
    expect(said).toContain('Pods in the mesh refuse plain text from outside it (mesh.mtls).');
    expect(said).toContain('The lab has the network 192.168.100.0/24');
    expect(said).toContain('Samples are kept for 15d, or as many as fit on 20Gi');
  });

  test.each([
    ['network: { cidr: 192.168.100.0/24 }', 'The lab has the network'],
    ['mesh: { mtls: STRICT }', 'refuse plain text'],
    ['tls: { issuer: letsencrypt-prod }', 'signs the certificate'],
    ['monitoring: { retention: 15d }', 'Samples are kept'],
    ['host: { autostart: true }', 'start with Windows'],
    ['monitoring: { logs: none }', 'Logs stay'],
    ['namespaces: [{ name: shop, ambient: true }]', 'In the mesh'],
  ])('is left out where %s is written', (yaml, sentence) => {
    expect(decisionsOf('')).toContain(yaml.startsWith('namespaces') ? 'Kubernetes is K3s' : sentence);
    expect(decisionsOf(yaml)).not.toContain(sentence);
  });
});
