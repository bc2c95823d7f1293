import { at } from '../../../../charts/core/plain-data';
import { renderedLab, toManifests } from '../../../../synth/render';
import { labOf } from '../../../util';

const valuesOf = (settings: string, more = ''): unknown => {
  const lab = labOf(`addons: { external-secrets: ${settings} }\n${more}`);
  return renderedLab(lab, toManifests(lab)).helmValues('external-secrets');
};

test('it fetches, and writes into a store only where somebody says so', () => {
  const fetching = valuesOf('true');
  expect(fetching).toMatchObject({
    processPushSecret: false, processClusterPushSecret: false, crds: { createPushSecret: false, createClusterPushSecret: false },
  });
  const pushing = valuesOf('{ push: true }');
  for (const key of ['processPushSecret', 'processClusterPushSecret', 'crds']) { expect(at(pushing, key)).toBeUndefined(); }
});

test('it may not make tokens of service accounts, which would give it the rights of all of them', () => {
  expect(at(valuesOf('true'), 'rbac', 'serviceAccountTokenCreate')).toBe(false);
});

test('it reaches stores on the internet through the proxy of the lab', () => {
  expect(at(valuesOf('true'), 'extraEnv')).toBeUndefined();
  expect(at(valuesOf('true', 'network: { proxy: { https: "http://192.168.1.5:3128" } }'), 'extraEnv'))
    .toContainEqual({ name: 'HTTPS_PROXY', value: 'http://192.168.1.5:3128' });
});
