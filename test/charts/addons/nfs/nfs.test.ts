import { NFS_SAFE_VALUES } from '../../../../charts/addons/nfs/safe-values';
import { at } from '../../../../charts/core/plain-data';
import { RULES } from '../../../../check/rules';
import { checkLab } from '../../../../check/run';
import { volumesOf } from '../../../../check/node-capacity';
import { formatPath } from '../../../../config/problem';
import { renderedLab, toManifests } from '../../../../synth/render';
import { labOf } from '../../../util';
import type { RenderedLab } from '../../../../charts/core/rendered-lab';

const rendered = (nfs: string, more = ''): RenderedLab => {
  const lab = labOf(`addons: { nfs: ${nfs} }\n${more}`);
  return renderedLab(lab, toManifests(lab));
};
const classesOf = (nfs: string): unknown => at(rendered(nfs).helmValues('nfs'), 'storageClasses');
const NAS = 'server: 192.168.1.10, path: /volume1/k8s';
const LOGS = 'monitoring: { logs: loki, traces: tempo }';

/** What a rule says of a lab: the keys that it blames. */
function blamed(lab: RenderedLab, rule: string): string[] {
  const { errors, warnings } = checkLab(lab, RULES.filter(({ name }) => name === rule));
  return [...errors, ...warnings].map(({ path }) => formatPath(path));
}

test('a server and a folder are a class of volumes', () => {
  expect(classesOf(`{ ${NAS} }`)).toEqual([{
    name: 'nfs',
    // What a class leads to cannot be changed in place.
    annotations: { 'argocd.argoproj.io/sync-options': 'Force=true,Replace=true' },
    parameters: { server: '192.168.1.10', share: '/volume1/k8s', onDelete: 'archive' },
    reclaimPolicy: 'Delete',
    volumeBindingMode: 'Immediate',
    mountOptions: ['nfsvers=4.1', 'hard', 'noatime'],
  }]);
});

test('further folders take the server and the options of the first, or say their own', () => {
  const shares = '[{ name: media, path: /volume2/media, reclaimPolicy: Retain }, '
    + '{ name: old, server: old.home.arpa, path: /srv, mountOptions: [nfsvers=4.0], onDelete: delete, default: true }]';
  expect(classesOf(`{ ${NAS}, mountOptions: [hard, nconnect=4], shares: ${shares} }`)).toMatchObject([
    { name: 'nfs', mountOptions: ['hard', 'nconnect=4'] },
    {
      name: 'media', parameters: { server: '192.168.1.10', share: '/volume2/media' }, reclaimPolicy: 'Retain',
      mountOptions: ['hard', 'nconnect=4'],
    },
    {
      name: 'old', parameters: { server: 'old.home.arpa', share: '/srv', onDelete: 'delete' }, mountOptions: ['nfsvers=4.0'],
      annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' },
    },
  ]);
});

test('a lab may have classes with names alone', () => {
  expect(classesOf('{ server: nas, shares: [{ name: media, path: /media }] }'))
    .toMatchObject([{ name: 'media', parameters: { server: 'nas', share: '/media' } }]);
});

describe('volumes of the platform', () => {
  const CLASSES = [
    ['kube-prometheus-stack', 'prometheus', 'prometheusSpec', 'storageSpec', 'volumeClaimTemplate', 'spec', 'storageClassName'],
    ['kube-prometheus-stack', 'alertmanager', 'alertmanagerSpec', 'storage', 'volumeClaimTemplate', 'spec', 'storageClassName'],
    ['kube-prometheus-stack', 'grafana', 'persistence', 'storageClassName'],
    ['loki', 'singleBinary', 'persistence', 'storageClass'],
    ['tempo', 'persistence', 'storageClassName'],
  ] as const;
  const named = (nfs: string): unknown[] => {
    const lab = rendered(nfs, LOGS);
    return CLASSES.map(([chart, ...path]) => at(lab.helmValues(chart), ...path));
  };

  test('stay on the node where the NAS is the default, and are as before where it is not', () => {
    expect(named(`{ ${NAS}, default: true }`)).toEqual(CLASSES.map(() => 'local-path'));
    expect(named(`{ ${NAS} }`)).toEqual(CLASSES.map(() => undefined));
    expect(named('false')).toEqual(CLASSES.map(() => undefined));
  });

  test('that are put on the NAS do not fill the disk of the node', () => {
    const onNas = 'values: { loki: { singleBinary: { persistence: { storageClass: nfs, size: 900Gi } } } }';
    expect(volumesOf(rendered(`{ ${NAS} }`, `${LOGS}\n${onNas}`)).map(({ chart }) => chart)).not.toContain('loki');
    expect(blamed(rendered(`{ ${NAS} }`, `${LOGS}\n${onNas}`), 'volumes-fit-disk')).toEqual([]);
    // The same size on the node itself does.
    expect(blamed(rendered(`{ ${NAS} }`, `${LOGS}\n${onNas.replace('storageClass: nfs, ', '')}`), 'volumes-fit-disk'))
      .toEqual(['values.loki.singleBinary.persistence.size']);
  });

  const STACK = 'values.kube-prometheus-stack';
  const PROMETHEUS = `${STACK}.prometheus.prometheusSpec.storageSpec.volumeClaimTemplate.spec.storageClassName`;
  const prometheusOn = (name: string): string => `values: { kube-prometheus-stack: { prometheus: { prometheusSpec: { storageSpec: { `
    + `volumeClaimTemplate: { spec: { storageClassName: ${name} } } } } } } }`;

  test.each([
    ['the class on the NAS', `{ ${NAS} }`, 'nfs', [PROMETHEUS]],
    ['no class, where that is the NAS', `{ ${NAS}, default: true }`, 'null', [PROMETHEUS]],
    ['no class, where that is the node', `{ ${NAS} }`, 'null', []],
    ['the class of the node', `{ ${NAS}, default: true }`, 'local-path', []],
    ['a class of that name without the add-on', 'false', 'nfs', []],
  ])('Prometheus with %s', (_, nfs, name, blames) => {
    expect(blamed(rendered(nfs, prometheusOn(name)), 'chart-values-safe')).toEqual(blames);
  });

  test('Grafana on the NAS is told of its locks', () => {
    const grafana = 'values: { kube-prometheus-stack: { grafana: { persistence: { storageClassName: nfs } } } }';
    expect(blamed(rendered(`{ ${NAS} }`, grafana), 'chart-values-advised')).toEqual([`${STACK}.grafana.persistence.storageClassName`]);
  });
});

test('a class for volumes that a value names is known, or not', () => {
  const loki = (name: string): string => `${LOGS}\nvalues: { loki: { singleBinary: { persistence: { storageClass: ${name} } } } }`;
  expect(blamed(rendered(`{ ${NAS} }`, loki('nfs')), 'values-useful')).toEqual([]);
  expect(blamed(rendered(`{ ${NAS} }`, loki('nsf')), 'values-useful')).toEqual(['values.loki.singleBinary.persistence.storageClass']);
});

test('classes are said in homelab.yaml alone', () => {
  const values = 'values: { nfs: { storageClasses: [{ name: nfs, parameters: { server: 192.168.1.11, share: /b } }] } }';
  expect(blamed(rendered(`{ ${NAS} }`, values), 'chart-values-safe')).toEqual(['values.nfs.storageClasses']);
  expect(NFS_SAFE_VALUES.length).toBeGreaterThan(10);
});
