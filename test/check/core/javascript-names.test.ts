import type { Manifest } from '../../../charts/core/manifest';
import { checkObject } from '../../../check/objects';
import { quantityOf } from '../../../check/core/quantities';
import { selects } from '../../../check/core/selectors';

/*
 * Names that every mapping of JavaScript has, such as `constructor`, are names like any other in Kubernetes.
 */

const said = (object: Manifest): string[] => checkObject(object).map(({ path, message }) => `${path} ${message}`);
const object = (kind: string, rest: Readonly<Record<string, unknown>>): Manifest =>
  ({ apiVersion: 'v1', kind, metadata: { name: 'a', namespace: 'b' }, ...rest });
const pod = (volume: Readonly<Record<string, unknown>>): Manifest =>
  object('Pod', { spec: { containers: [{ name: 'a', image: 'a:1' }], volumes: [{ name: 'v', ...volume }] } });

test.each(['constructor', 'toString', 'hasOwnProperty'])('%s is a type of Secret, a key and a label like any other', (name) => {
  expect(said(object('Secret', { type: name, stringData: { a: 'b' } }))).toEqual([]);
  expect(said(object('ConfigMap', { data: { a: 'b' }, binaryData: { [name]: 'YQ==' } }))).toEqual([]);
  expect(selects({ matchExpressions: [{ key: name, operator: 'Exists' }] }, { a: 'b' })).toBe(false);
  expect(selects({ matchExpressions: [{ key: name, operator: 'DoesNotExist' }] }, { a: 'b' })).toBe(true);
  expect(selects({ matchLabels: { [name]: 'x' } }, { [name]: 'x' })).toBe(true);
  expect(quantityOf(`1${name}`)).toBeUndefined();
});

test.each(['constructor', 'toString'])('%s is no kind of volume', (name) => {
  expect(said(pod({ emptyDir: {} }))).toEqual([]);
  expect(said(pod({ [name]: {} }))).toEqual([`spec.volumes[0].${name} is a field this kind does not have`]);
});

test('what is in both data and binaryData is still refused', () => {
  expect(said(object('ConfigMap', { data: { constructor: 'b' }, binaryData: { constructor: 'YQ==' } })))
    .toEqual(['binaryData.constructor is in data too']);
});
