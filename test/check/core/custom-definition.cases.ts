/* What a real API server said of the definition `converted` of test/server/bases.yaml with one thing changed. */

const CLIENT = 'spec.conversion.webhook.clientConfig';
const VERSIONS = 'spec.conversion.webhook.conversionReviewVersions';
const PATTERN = 'spec.versions[0].schema.openAPIV3Schema.properties.spec.properties.name.pattern';

/** A path, the value that is put there, and the field that is to blame, under its name in version v1 of the API. */
export const REFUSED: readonly (readonly [path: string, value: unknown, field: string])[] = [
  [PATTERN, '^(?=a)b', PATTERN],
  [PATTERN, '^(?!a)b', PATTERN],
  [PATTERN, '(?<=a)b', PATTERN],
  [PATTERN, '(a)\\1', PATTERN],
  [PATTERN, 'a{1001}', PATTERN],
  [PATTERN, '[', PATTERN],
  [CLIENT, {}, CLIENT],
  [CLIENT, { url: 'https://a.example.com', service: { name: 'a', namespace: 'b' } }, CLIENT],
  [CLIENT, { url: 'http://a.example.com' }, `${CLIENT}.url`],
  [CLIENT, { url: 'https://me@a.example.com' }, `${CLIENT}.url`],
  [CLIENT, { url: 'https://a.example.com/?a=b' }, `${CLIENT}.url`],
  [CLIENT, { url: 'https://a.example.com/#b' }, `${CLIENT}.url`],
  [`${CLIENT}.service.name`, '', `${CLIENT}.service.name`],
  [`${CLIENT}.service.namespace`, '', `${CLIENT}.service.namespace`],
  [`${CLIENT}.service.port`, 0, `${CLIENT}.service.port`],
  [`${CLIENT}.service.port`, 65_536, `${CLIENT}.service.port`],
  [`${CLIENT}.service.path`, 'convert', `${CLIENT}.service.path`],
  [`${CLIENT}.service.path`, '/a//b', `${CLIENT}.service.path`],
  [`${CLIENT}.service.path`, '/A', `${CLIENT}.service.path`],
  [`${VERSIONS}[1]`, '', `${VERSIONS}[1]`],
  [`${VERSIONS}[1]`, 'V2', `${VERSIONS}[1]`],
  [VERSIONS, ['v1', 'v1'], VERSIONS],
  [VERSIONS, ['v2'], VERSIONS],
];

/** A path, and the value that is put there; undefined takes the field away. */
export const TAKEN: readonly (readonly [path: string, value: unknown])[] = [
  [PATTERN, '(?i)^a$'],
  [PATTERN, '^[[:alpha:]]+\\z'],
  [PATTERN, '(?P<name>a)'],
  [PATTERN, '\\pL{1,1000}'],
  [PATTERN, '\\Qa[\\E'],
  [PATTERN, ''],
  [VERSIONS, ['v2', 'v1']],
  [`${CLIENT}.service.port`, undefined],
  [`${CLIENT}.service.path`, undefined],
  [`${CLIENT}.service.path`, '/a/b/'],
  [CLIENT, { url: 'https://a.example.com/convert' }],
];
