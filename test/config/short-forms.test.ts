import { parseConfig } from '../../charts/load-config';
import { ConfigError } from '../../config/problem';
import { expandShortForms } from '../../config/short-forms';

test.each([
  ['dns: hosts-file', { dns: { provider: 'hosts-file' } }],
  ['dns: { provider: manual }', { dns: { provider: 'manual' } }],
  ['dns: true', { dns: true }],
  ['addons: true', { addons: true }],
])('%s is written out where there is something to write out', (yaml, data) => {
  const [, key = '', value = ''] = /^(\w+): (.*)$/.exec(yaml) ?? [];
  const written = value.startsWith('{') ? { provider: 'manual' } : value;
  expect(expandShortForms({ [key]: value === 'true' ? true : written })).toEqual(data);
});

test.each([undefined, null, 3, 'text', [], { addons: null }, { addons: [] }, { addons: { reloader: 'yes' } }])(
  'data that has no short form stays as it is: %j', (data) => { expect(expandShortForms(structuredClone(data))).toEqual(data); },
);

test('short and long forms make the same lab', () => {
  expect(parseConfig('dns: k8s-gateway\naddons: { reloader: true, sealed-secrets: false }'))
    .toEqual(parseConfig('dns: { provider: k8s-gateway }\naddons: { reloader: {}, sealed-secrets: { enabled: false } }'));
});

test('what is wrong with a short form is said at its place', () => {
  expect(() => parseConfig('domain: lab.frank.dev\ndns: k8s_gateway')).toThrow(new ConfigError([
    'homelab.yaml:2:6 dns.provider: is not one of the possible values ("k8s_gateway"); did you mean "k8s-gateway"? choose manual, '
    + 'hosts-file, k8s-gateway, external-dns',
  ]));
});
