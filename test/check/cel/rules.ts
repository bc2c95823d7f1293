/** Values of `self` for one rule: some that it lets through and some that it refuses. */
export interface Examples {
  readonly passes: readonly unknown[];
  readonly fails: readonly unknown[];
  /** The value before, for rules about changes. @default - none, as at creation */
  readonly before?: unknown;
}

const path = (type: string, value: string): unknown => ({ type, value });
const listener = (more: object): object => ({ name: 'a', port: 80, protocol: 'HTTP', ...more });
const parent = (more: object = {}): object => ({ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'main', ...more });
const target = (more: object = {}): object => ({ group: '', kind: 'Service', name: 'main', ...more });
const filters = (...types: string[]): unknown[] => types.map((type) => ({ type }));
const matches = (count: number): unknown => Array.from({ length: count }, () => ({}));
const replacePrefix = { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/x' } };
const exact = [{ path: path('Exact', '/a') }];
const prefix = [{ path: path('PathPrefix', '/a') }];

/** A rule that no type but `type` has the field, and its twin that this one has it. */
function union(type: string, field: string): Record<string, Examples> {
  return {
    [`filter.${field} must be nil if the filter.type is not ${type}`]: {
      passes: [{ type, [field]: {} }, { type: 'Other' }],
      fails: [{ type: 'Other', [field]: {} }],
    },
    [`filter.${field} must be specified for ${type} filter.type`]: {
      passes: [{ type, [field]: {} }, { type: 'Other' }],
      fails: [{ type }],
    },
  };
}

function onlyOnce(type: string): Record<string, Examples> {
  return {
    [`${type} filter cannot be repeated`]: {
      passes: [filters(type, 'Other', 'Other'), []],
      fails: [filters(type, type), filters(type, 'Other', type)],
    },
  };
}

function absolutePath(rule: string, bad: string): Record<string, Examples> {
  return {
    [`${rule} when type one of ['Exact', 'PathPrefix']`]: {
      passes: [path('Exact', '/ok'), path('RegularExpression', bad)],
      fails: [path('Exact', bad), path('PathPrefix', bad)],
    },
  };
}

/** The prefix rule, for filters of a rule and for those of its backends. */
function needsPrefixMatch(where: 'rule' | 'backend', filter: string): Pick<Examples, 'passes' | 'fails'> {
  const inPlace = (match: unknown): object =>
    where === 'rule'
      ? { filters: [{ [filter]: replacePrefix }], matches: match }
      : { backendRefs: [{ filters: [{ [filter]: replacePrefix }] }], matches: match };
  return { passes: [inPlace(prefix), { matches: exact }], fails: [inPlace(exact), inPlace([...prefix, ...prefix]), inPlace([{}])] };
}

const LABELS: Pick<Examples, 'passes' | 'fails'> = {
  passes: [{ 'app': 'a', 'example.com/app': 'b' }],
  fails: [{ 'Example.com/app': 'a' }, { '-app': 'a' }, { 'a/b/c': 'a' }],
};
const LONG_PREFIX: Pick<Examples, 'passes' | 'fails'> = {
  passes: [{ 'example.com/app': 'a' }],
  fails: [{ [`${'a'.repeat(253)}/app`]: 'a' }],
};
const STAR = { passes: [['*'], ['a', 'b'], []], fails: [['*', 'a']] };

/** How the Gateway API's messages end that tell what a host name looks like. */
const HOST_NAME = '(matching ^(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$)';

/** The two rules about one kind of name on a certificate. */
function subjectName(type: string, key: string): Record<string, Examples> {
  const what = type === 'URI' ? 'URI' : 'Hostname';
  return {
    [`SubjectAltName element must contain ${what}, if Type is set to ${type}`]: {
      passes: [{ type, [key]: 'a' }, { type: 'Other' }], fails: [{ type }, { type, [key]: '' }],
    },
    [`SubjectAltName element must not contain ${what}, if Type is not set to ${type}`]: {
      passes: [{ type, [key]: 'a' }, { type: 'Other' }, { type: 'Other', [key]: '' }], fails: [{ type: 'Other', [key]: 'a' }],
    },
  };
}

/**
 * Examples for every rule of the pinned definitions, by the rule's message; with the type behind it where one message stands for values of
 * different types.
 */
export const EXAMPLES: Readonly<Record<string, Examples>> = {
  'exactly one of tpp, cloud, or ngts must be configured': { passes: [{ tpp: {} }, { cloud: {} }], fails: [{}, { tpp: {}, cloud: {} }] },

  // Gateway
  'IPAddress values must be unique': {
    passes: [
      [
        { type: 'IPAddress', value: '10.0.0.1' },
        { type: 'IPAddress', value: '10.0.0.2' },
      ],
      [{ type: 'IPAddress' }, { type: 'IPAddress' }],
    ],
    fails: [
      [
        { type: 'IPAddress', value: '10.0.0.1' },
        { type: 'IPAddress', value: '10.0.0.1' },
      ],
    ],
  },
  'Hostname values must be unique': {
    passes: [
      [
        { type: 'Hostname', value: 'a' },
        { type: 'IPAddress', value: 'a' },
      ],
    ],
    fails: [
      [
        { type: 'Hostname', value: 'a' },
        { type: 'Hostname', value: 'a' },
      ],
    ],
  },
  [`Hostname value must be empty or contain only valid characters ${HOST_NAME}`]:
    {
      passes: [{ type: 'Hostname', value: '*.example.com' }, { type: 'Hostname' }, { type: 'IPAddress', value: '!' }],
      fails: [
        { type: 'Hostname', value: 'a..b' },
        { type: 'Hostname', value: 'A' },
      ],
    },
  [`Hostname value must only contain valid characters ${HOST_NAME}`]:
    {
      passes: [
        { type: 'Hostname', value: '*.example.com' },
        { type: 'IPAddress', value: '!' },
      ],
      fails: [{ type: 'Hostname', value: 'a_b' }],
    },
  'Annotation keys must be in the form of an optional DNS subdomain prefix followed by a required name segment of up to 63 characters.':
    LABELS,
  "If specified, the annotation key's prefix must be a DNS subdomain not longer than 253 characters in total.": LONG_PREFIX,
  'Label keys must be in the form of an optional DNS subdomain prefix followed by a required name segment of up to 63 characters.': LABELS,
  "If specified, the label key's prefix must be a DNS subdomain not longer than 253 characters in total.": LONG_PREFIX,
  "tls must not be specified for protocols ['HTTP', 'TCP', 'UDP']": {
    passes: [[listener({}), listener({ protocol: 'HTTPS', tls: {} })]],
    fails: [[listener({ tls: {} })], [listener({ protocol: 'UDP', tls: {} })]],
  },
  'tls mode must be Terminate for protocol HTTPS': {
    passes: [[listener({ protocol: 'HTTPS', tls: { mode: 'Terminate' } }), listener({ protocol: 'HTTPS' })]],
    fails: [[listener({ protocol: 'HTTPS', tls: { mode: 'Passthrough' } })]],
  },
  'tls mode must be set for protocol TLS': {
    passes: [[listener({ protocol: 'TLS', tls: { mode: 'Passthrough' } })]],
    fails: [[listener({ protocol: 'TLS' })], [listener({ protocol: 'TLS', tls: {} })]],
  },
  "hostname must not be specified for protocols ['TCP', 'UDP']": {
    passes: [[listener({ protocol: 'TCP' }), listener({ hostname: 'a' })]],
    fails: [[listener({ protocol: 'TCP', hostname: 'a' })]],
  },
  'Listener name must be unique within the Gateway': {
    passes: [[listener({}), listener({ name: 'b' })]],
    fails: [[listener({}), listener({ port: 81 })]],
  },
  'Combination of port, protocol and hostname must be unique for each listener': {
    passes: [
      [listener({}), listener({ hostname: 'a' })],
      [listener({}), listener({ port: 81 })],
    ],
    fails: [
      [listener({}), listener({ name: 'b' })],
      [listener({ hostname: 'a' }), listener({ hostname: 'a' })],
    ],
  },
  'certificateRefs or options must be specified when mode is Terminate': {
    passes: [
      { mode: 'Terminate', certificateRefs: [{ name: 'a' }] },
      { mode: 'Terminate', certificateRefs: [], options: { a: 'b' } },
      { mode: 'Passthrough' },
    ],
    fails: [{ mode: 'Terminate', certificateRefs: [], options: {} }, { mode: 'Terminate' }],
  },
  'Port for TLS configuration must be unique within the Gateway': {
    passes: [[{ port: 1 }, { port: 2 }]],
    fails: [[{ port: 1 }, { port: 1 }]],
  },

  // GRPCRoute
  "One or both of 'service' or 'method' must be specified": {
    passes: [{ type: 'Exact', service: 'a.B' }, { type: 'Exact', method: 'Get' }],
    fails: [{ type: 'Exact' }],
  },
  'service must only contain valid characters (matching ^(?i)\\.?[a-z_][a-z_0-9]*(\\.[a-z_][a-z_0-9]*)*$)': {
    passes: [{ type: 'Exact', service: 'shop.V1.Orders' }, { type: 'Exact', service: '.A' }, { type: 'RegularExpression', service: '/' }],
    fails: [{ type: 'Exact', service: 'shop/Orders' }, { service: 'my-shop' }, { type: 'Exact', service: '1a' }],
  },
  'method must only contain valid characters (matching ^[A-Za-z_][A-Za-z_0-9]*$)': {
    passes: [{ type: 'Exact', method: 'Get_2' }, { type: 'RegularExpression', method: 'Get.*' }],
    fails: [{ type: 'Exact', method: 'a.B' }, { method: '2' }],
  },

  // HTTPRoute
  'sectionName must be specified when parentRefs includes 2 or more references to the same parent': {
    passes: [
      [parent()],
      [parent({ sectionName: 'a' }), parent({ sectionName: 'b' })],
      [parent(), parent({ namespace: 'x', sectionName: 'a' })],
    ],
    fails: [[parent(), parent({ sectionName: 'a' })]],
  },
  'sectionName must be unique when parentRefs includes 2 or more references to the same parent': {
    passes: [
      [parent({ sectionName: 'a' }), parent({ sectionName: 'b' })],
      [parent({ namespace: 'x' }), parent({ namespace: 'y' })],
    ],
    fails: [
      [parent({ sectionName: 'a' }), parent({ sectionName: 'a' })],
      [parent({ namespace: 'x' }), parent({ namespace: 'x' })],
    ],
  },
  'While 16 rules and 64 matches per rule are allowed, the total number of matches across all rules in a route must be less than 128': {
    passes: [[{ matches: matches(64) }, { matches: matches(64) }], Array.from({ length: 16 }, () => ({ matches: matches(8) }))],
    fails: [[{ matches: matches(64) }, { matches: matches(64) }, { matches: matches(1) }]],
  },
  'RequestRedirect filter must not be used together with backendRefs': {
    passes: [
      { filters: [{ requestRedirect: {} }] },
      { backendRefs: [{}], filters: [{}] },
      { backendRefs: [], filters: [{ requestRedirect: {} }] },
    ],
    fails: [{ backendRefs: [{}], filters: [{ requestRedirect: {} }] }],
  },
  'When using RequestRedirect filter with path.replacePrefixMatch, exactly one PathPrefix match must be specified': needsPrefixMatch(
    'rule',
    'requestRedirect',
  ),
  'When using URLRewrite filter with path.replacePrefixMatch, exactly one PathPrefix match must be specified': needsPrefixMatch(
    'rule',
    'urlRewrite',
  ),
  'Within backendRefs, when using RequestRedirect filter with path.replacePrefixMatch, exactly one PathPrefix match must be specified':
    needsPrefixMatch('backend', 'requestRedirect'),
  'Within backendRefs, When using URLRewrite filter with path.replacePrefixMatch, exactly one PathPrefix match must be specified':
    needsPrefixMatch('backend', 'urlRewrite'),
  'Must have port for Service reference': {
    passes: [
      { group: '', kind: 'Service', port: 80 },
      { group: 'x', kind: 'Service' },
    ],
    fails: [{ group: '', kind: 'Service' }],
  },
  'May specify either httpRouteFilterRequestRedirect or httpRouteFilterRequestRewrite, but not both': {
    passes: [filters('RequestRedirect'), filters('URLRewrite', 'Other')],
    fails: [filters('RequestRedirect', 'URLRewrite')],
  },
  ...onlyOnce('CORS'),
  ...onlyOnce('RequestHeaderModifier'),
  ...onlyOnce('ResponseHeaderModifier'),
  ...onlyOnce('RequestRedirect'),
  ...onlyOnce('URLRewrite'),
  ...union('CORS', 'cors'),
  ...union('RequestHeaderModifier', 'requestHeaderModifier'),
  ...union('ResponseHeaderModifier', 'responseHeaderModifier'),
  ...union('RequestMirror', 'requestMirror'),
  ...union('RequestRedirect', 'requestRedirect'),
  ...union('URLRewrite', 'urlRewrite'),
  ...union('ExtensionRef', 'extensionRef'),
  "AllowHeaders cannot contain '*' alongside other methods": STAR,
  "AllowMethods cannot contain '*' alongside other methods": STAR,
  "AllowOrigins cannot contain '*' alongside other origins": STAR,
  'Only one of percent or fraction may be specified in HTTPRequestMirrorFilter': {
    passes: [{ percent: 5 }, { fraction: {} }, {}],
    fails: [{ percent: 5, fraction: {} }],
  },
  'numerator must be less than or equal to denominator': {
    passes: [
      { numerator: 1, denominator: 2 },
      { numerator: 2, denominator: 2 },
    ],
    fails: [{ numerator: 3, denominator: 2 }],
  },
  "replaceFullPath must be specified when type is set to 'ReplaceFullPath'": {
    passes: [{ type: 'ReplaceFullPath', replaceFullPath: '/' }, { type: 'ReplacePrefixMatch' }],
    fails: [{ type: 'ReplaceFullPath' }],
  },
  "type must be 'ReplaceFullPath' when replaceFullPath is set": {
    passes: [{ type: 'ReplaceFullPath', replaceFullPath: '/' }, { type: 'Other' }],
    fails: [{ type: 'ReplacePrefixMatch', replaceFullPath: '/' }],
  },
  "replacePrefixMatch must be specified when type is set to 'ReplacePrefixMatch'": {
    passes: [replacePrefix.path, { type: 'Other' }],
    fails: [{ type: 'ReplacePrefixMatch' }],
  },
  "type must be 'ReplacePrefixMatch' when replacePrefixMatch is set": {
    passes: [replacePrefix.path, { type: 'Other' }],
    fails: [{ type: 'ReplaceFullPath', replacePrefixMatch: '/' }],
  },
  ...absolutePath("value must be an absolute path and start with '/'", 'a'),
  ...absolutePath("must not contain '//'", '/a//b'),
  ...absolutePath("must not contain '/./'", '/a/./b'),
  ...absolutePath("must not contain '/../'", '/a/../b'),
  ...absolutePath("must not contain '%2f'", '/%2f'),
  ...absolutePath("must not contain '%2F'", '/%2F'),
  ...absolutePath("must not contain '#'", '/a#b'),
  ...absolutePath("must not end with '/..'", '/a/..'),
  ...absolutePath("must not end with '/.'", '/a/.'),
  "type must be one of ['Exact', 'PathPrefix', 'RegularExpression']": {
    passes: [path('Exact', ''), path('PathPrefix', ''), path('RegularExpression', '')],
    fails: [path('Other', '')],
  },
  "must only contain valid characters (matching ^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|[%][0-9a-fA-F]{2})+$) for types ['Exact', 'PathPrefix']":
    {
      passes: [path('Exact', '/a%20b'), path('RegularExpression', ' ')],
      fails: [path('Exact', '/a b'), path('PathPrefix', '/%2'), path('Exact', '/a\n')],
    },
  'backendRequest timeout cannot be longer than request timeout': {
    passes: [
      { request: '10s', backendRequest: '5s' },
      { request: '1m', backendRequest: '60s' },
      { request: '0s', backendRequest: '1h' },
      { backendRequest: '1h' },
    ],
    fails: [
      { request: '10s', backendRequest: '10001ms' },
      { request: '90s', backendRequest: '1h' },
    ],
  },

  // The others
  'externalId can only be used when roleArn is specified': {
    passes: [{ roleArn: 'a', externalId: 'b' }, {}],
    fails: [{ externalId: 'b' }],
  },
  'portLevelMtls requires selector': {
    passes: [{ portLevelMtls: { 80: {} }, selector: { matchLabels: { a: 'b' } } }, {}],
    fails: [{ portLevelMtls: { 80: {} } }, { portLevelMtls: { 80: {} }, selector: { matchLabels: {} } }],
  },
  'port must be between 1-65535': { passes: [{ 1: {}, 65535: {} }], fails: [{ 0: {} }, { 65536: {} }] },
  'port must be between 1-65535 (integer)': { passes: [1, 65535], fails: [0, 65536] },
  'wildcard not allowed in label key match': { passes: [{ a: 'b' }], fails: [{ 'a*': 'b' }] },
  'key must not be empty': { passes: [{ a: 'b' }], fails: [{ '': 'b' }] },
  'wildcard not allowed in label value match': { passes: ['a', ''], fails: ['a*'] },
  'only one of targetRefs or selector can be set': {
    passes: [{ selector: {} }, { targetRefs: [] }, {}],
    fails: [
      { selector: {}, targetRefs: [] },
      { targetRef: {}, targetRefs: [] },
    ],
  },
  'value must be set when operation is UPSERT': {
    passes: [{ operation: 'UPSERT', value: 'x' }, { operation: 'REMOVE' }, {}],
    fails: [{ operation: 'UPSERT', value: '' }, { operation: 'UPSERT' }],
  },
  'value must not be set when operation is REMOVE': {
    passes: [{ operation: 'REMOVE' }, { value: 'x' }],
    fails: [{ operation: 'REMOVE', value: 'x' }],
  },
  'must be a valid duration greater than 1ms': { passes: ['1ms', '5s'], fails: ['500us', '0s', 'soon'] },
  'cross namespace referencing is not currently supported': { passes: [''], fails: ['other'] },
  'driver is immutable after creation': { passes: ['helm3', 'helm4'], fails: [] },

  // BackendTLSPolicy
  'sectionName must be specified when targetRefs includes 2 or more references to the same target': {
    passes: [[target()], [target({ sectionName: 'a' }), target({ sectionName: 'b' })], [target(), target({ name: 'other' })]],
    fails: [[target(), target({ sectionName: 'a' })]],
  },
  'sectionName must be unique when targetRefs includes 2 or more references to the same target': {
    passes: [[target({ sectionName: 'a' }), target({ sectionName: 'b' })], [target(), target({ name: 'other' })]],
    fails: [[target(), target()], [target({ sectionName: 'a' }), target({ sectionName: 'a' })]],
  },
  'must not contain both CACertificateRefs and WellKnownCACertificates': {
    passes: [
      { caCertificateRefs: [{}] }, { wellKnownCACertificates: 'System' },
      { caCertificateRefs: [], wellKnownCACertificates: 'System' },
    ],
    fails: [{ caCertificateRefs: [{}], wellKnownCACertificates: 'System' }],
  },
  'must specify either CACertificateRefs or WellKnownCACertificates': {
    passes: [{ caCertificateRefs: [{}] }, { wellKnownCACertificates: 'System' }],
    fails: [{}, { caCertificateRefs: [] }, { wellKnownCACertificates: '' }],
  },
  ...subjectName('Hostname', 'hostname'),
  ...subjectName('URI', 'uri'),

  // TLSRoute
  'Hostnames cannot contain an IP': { passes: [['a.example.com', '*.example.com']], fails: [['10.0.0.1'], ['a.example.com', '10.0.0.1']] },
  'Hostnames must be valid based on RFC-1123': { passes: [['a.example.com', '*.example.com']], fails: [['A.example.com'], ['a_b']] },
  'Wildcards on hostnames must be the first label, and the rest of hostname must be valid based on RFC-1123': {
    passes: [['*.example.com', 'a.example.com']], fails: [['a.*.com'], ['*'], ['*.Example.com']],
  },

  // ServiceEntry
  'only one of WorkloadSelector or Endpoints can be set': {
    passes: [{ endpoints: [] }, { workloadSelector: {} }, {}], fails: [{ endpoints: [], workloadSelector: {} }],
  },
  'CIDR addresses are allowed only for NONE/STATIC resolution types': {
    passes: [
      { addresses: ['10.0.0.0/8'], resolution: 'STATIC' }, { addresses: ['10.0.0.0/8'] },
      { addresses: ['10.0.0.1'], resolution: 'DNS' },
    ],
    fails: [{ addresses: ['10.0.0.0/8'], resolution: 'DNS' }],
  },
  'NONE mode cannot set endpoints': {
    passes: [{ resolution: 'STATIC', endpoints: [] }, {}], fails: [{ resolution: 'NONE', endpoints: [] }, { endpoints: [] }],
  },
  'DNS_ROUND_ROBIN mode cannot have multiple endpoints': {
    passes: [{ resolution: 'DNS_ROUND_ROBIN', endpoints: [{}] }, { resolution: 'DNS', endpoints: [{}, {}] }],
    fails: [{ resolution: 'DNS_ROUND_ROBIN', endpoints: [{}, {}] }],
  },
  'Address is required': { passes: [{ address: '10.0.0.1' }, { network: 'a' }], fails: [{}] },
  'UDS may not include ports': {
    passes: [{ address: 'unix:///a' }, { address: '10.0.0.1', ports: {} }], fails: [{ address: 'unix:///a', ports: {} }],
  },
  'UDS must be an absolute path or abstract socket': { passes: ['unix:///a', 'unix://@a', '10.0.0.1'], fails: ['unix://a'] },
  'UDS may not be a dir': { passes: ['unix:///a', 'a/'], fails: ['unix:///a/'] },
  'port name must be valid': { passes: [{ http: 80, a: 1 }], fails: [{ '-a': 80 }, { ['a'.repeat(63)]: 80 }] },
  'hostname cannot be wildcard': { passes: ['a.example.com', '*.example.com'], fails: ['*'] },
  'port number cannot be duplicated': { passes: [[{ number: 80 }, { number: 81 }]], fails: [[{ number: 80 }, { number: 80 }]] },
  'wildcard is not supported in selector': { passes: ['a'], fails: ['a*'] },

  // AuthorizationPolicy and RequestAuthentication
  'Cannot set serviceAccounts with namespaces or principals': {
    passes: [{ serviceAccounts: ['a'] }, { namespaces: ['a'], principals: ['b'] }],
    fails: [{ serviceAccounts: ['a'], namespaces: ['a'] }, { notServiceAccounts: ['a'], notPrincipals: ['a'] }],
  },
  'only one of jwks or jwksUri can be set': {
    passes: [{ jwks: '{}' }, { jwksUri: 'https://a' }, {}],
    fails: [{ jwks: '{}', jwksUri: 'https://a' }, { jwksUri: 'https://a', jwks_uri: 'https://a' }],
  },
  'url must have scheme http:// or https://': { passes: ['https://a.example.com/keys', 'http://a'], fails: ['ftp://a'] },
};

/** The same, where the object was there before. */
export const CHANGES: Readonly<Record<string, Examples>> = {
  'driver is immutable after creation': { before: 'helm3', passes: ['helm3'], fails: ['helm4'] },
};
