import { kubernetesEnvironment, parseRule } from '../../../check/cel/cel-library';

// Functions, arguments and results as the documentation of Kubernetes' CEL libraries gives them:
// https://kubernetes.io/docs/reference/using-api/cel/ and https://pkg.go.dev/k8s.io/apiserver/pkg/cel/library
const environment = kubernetesEnvironment();
const run = (expression: string, self: unknown = null): unknown => environment.evaluate(expression, { self, oldSelf: null });

test.each([
  // Lists
  [`['a', 'b', 'c'].isSorted()`, true],
  [`['b', 'a'].isSorted()`, false],
  [`[1, 3, 2].isSorted()`, false],
  [`[].isSorted()`, true],
  [`[0.25, 0.75].sum() == 1.0`, true],
  [`[1, 2].sum() == 3`, true],
  [`[duration('1m'), duration('30s')].sum() == duration('90s')`, true],
  [`[].sum() == 0`, true],
  [`[1, 3].min()`, 1n],
  [`[1, 3].max()`, 3n],
  [`['a', 'b'].max()`, 'b'],
  [`[1, 2].max() < [3, 4].min()`, true],
  [`[1, 2, 2, 3].indexOf(2)`, 1n],
  [`['a', 'b', 'b', 'c'].lastIndexOf('b')`, 2n],
  [`[1.0].indexOf(1.1)`, -1n],
  [`['x', 'y'].indexOf('y') == 1`, true],
  // Regular expressions
  [`"abc 123".find('[0-9]+')`, '123'],
  [`"xyz".find('[0-9]+')`, ''],
  [`"123 abc 456".findAll('[0-9]+') == ['123', '456']`, true],
  [`"123 abc 456".findAll('[0-9]+', 1) == ['123']`, true],
  [`"xyz".findAll('[0-9]+') == []`, true],
  [`"1, 2, 3, 4".findAll('[0-9]+').map(x, int(x)).sum() < 100`, true],
  // Addresses on the web
  [`isURL('https://user:pass@example.com:80/path?query=val#fragment')`, true],
  [`isURL('/absolute-path')`, true],
  [`isURL('https://a:b:c/')`, false],
  [`isURL('../relative-path')`, false],
  [`isURL('')`, false],
  [`url('https://example.com:80/').getHost()`, 'example.com:80'],
  [`url('https://example.com/').getHost()`, 'example.com'],
  [`url('https://[::1]:80/').getHost()`, '[::1]:80'],
  [`url('/path').getHost()`, ''],
  [`url('https://[::1]:80/').getHostname()`, '::1'],
  [`url('https://127.0.0.1:80/').getHostname()`, '127.0.0.1'],
  [`url('https://example.com:80/').getPort()`, '80'],
  [`url('https://example.com/').getPort()`, ''],
  [`url('/path').getScheme()`, ''],
  [`url('https://example.com/').getScheme()`, 'https'],
  [`url('https://example.com/path with spaces/').getEscapedPath()`, '/path%20with%20spaces/'],
  [`url('https://example.com').getEscapedPath()`, ''],
  [`url('https://example.com/path?k1=a&k2=b&k2=c').getQuery() == {'k1': ['a'], 'k2': ['b', 'c']}`, true],
  [`url('https://example.com/path?key with spaces=value with spaces').getQuery()['key with spaces'] == ['value with spaces']`, true],
  [`url('https://example.com/path').getQuery().size()`, 0n],
  // IP addresses
  [`isIP('127.0.0.1')`, true],
  [`isIP('::1')`, true],
  [`isIP('127.0.0.256')`, false],
  [`isIP(':::1')`, false],
  [`isIP('fe80::1%eth0')`, false],
  [`isIP('::ffff:1.2.3.4')`, false],
  [`isIP('010.0.0.1')`, false],
  [`ip('127.0.0.1').family()`, 4n],
  [`ip('::1').family()`, 6n],
  [`ip.isCanonical('127.0.0.1')`, true],
  [`ip.isCanonical('2001:DB8::ABCD')`, false],
  [`ip.isCanonical('2001:db8::abcd')`, true],
  [`ip('0.0.0.0').isUnspecified()`, true],
  [`ip('::').isUnspecified()`, true],
  [`ip('127.0.0.1').isUnspecified()`, false],
  [`ip('127.0.0.1').isLoopback()`, true],
  [`ip('::1').isLoopback()`, true],
  [`ip('192.168.0.1').isLoopback()`, false],
  [`ip('224.0.0.1').isLinkLocalMulticast()`, true],
  [`ip('224.0.1.1').isLinkLocalMulticast()`, false],
  [`ip('ff02::1').isLinkLocalMulticast()`, true],
  [`ip('169.254.169.254').isLinkLocalUnicast()`, true],
  [`ip('fe80::1').isLinkLocalUnicast()`, true],
  [`ip('fd80::1').isLinkLocalUnicast()`, false],
  [`ip('192.168.0.1').isGlobalUnicast()`, true],
  [`ip('255.255.255.255').isGlobalUnicast()`, false],
  [`ip('2001:db8::abcd').isGlobalUnicast()`, true],
  [`ip('ff00::1').isGlobalUnicast()`, false],
  [`ip('2001:db8::1') == ip('2001:DB8:0:0::1')`, true],
  [`string(ip('2001:DB8::1'))`, '2001:db8::1'],
  // Networks
  [`isCIDR('192.168.0.0/16')`, true],
  [`isCIDR('::/0')`, true],
  [`isCIDR('192.168.0.0')`, false],
  [`isCIDR('192.168.0.0/33')`, false],
  [`isCIDR('192.168.0.0/08')`, false],
  [`cidr('192.168.0.0/24').containsIP(ip('192.168.0.1'))`, true],
  [`cidr('192.168.0.0/24').containsIP('192.168.1.1')`, false],
  [`cidr('2001:db8::/32').containsIP('2001:db8::1')`, true],
  [`cidr('0.0.0.0/0').containsIP('::1')`, false],
  [`cidr('192.168.0.0/16').containsCIDR(cidr('192.168.10.0/24'))`, true],
  [`cidr('192.168.1.0/24').containsCIDR('192.168.0.0/16')`, false],
  [`cidr('192.168.0.1/24').ip().family()`, 4n],
  [`cidr('192.168.0.1/24').masked() == cidr('192.168.0.0/24')`, true],
  [`cidr('192.168.0.0/16').prefixLength()`, 16n],
  [`string(cidr('192.168.0.0/16'))`, '192.168.0.0/16'],
  // Strings
  [`'hello'.charAt(4)`, 'o'],
  [`'hello'.charAt(5)`, ''],
  [`'hello mellow'.indexOf('ello')`, 1n],
  [`'hello mellow'.indexOf('ello', 2)`, 7n],
  [`'hello mellow'.lastIndexOf('ello')`, 7n],
  [`'hello hello'.replace('he', 'we')`, 'wello wello'],
  [`'hello hello'.replace('he', 'we', 1)`, 'wello hello'],
  [`'hello hello'.replace('he', 'we', 0)`, 'hello hello'],
  [`'hello hello'.replace('he', 'we', -1)`, 'wello wello'],
  [`'a'.replace('a', '$&')`, '$&'],
  [`'hello hello hello'.split(' ') == ['hello', 'hello', 'hello']`, true],
  [`'hello hello hello'.split(' ', 2) == ['hello', 'hello hello']`, true],
  [`['hello', 'mellow'].join(' ')`, 'hello mellow'],
  [`['hello', 'mellow'].join()`, 'hellomellow'],
  [`'tacocat'.substring(4)`, 'cat'],
  [`'tacocat'.substring(0, 4)`, 'taco'],
  [`'TacoCat'.lowerAscii()`, 'tacocat'],
  [`'TacoCat'.upperAscii()`, 'TACOCAT'],
  [`'  \\ttrim\\n    '.trim()`, 'trim'],
  // Durations and times
  [`duration('3730s').getHours()`, 1n],
  [`duration('3730s').getMinutes()`, 62n],
  [`duration('3730s').getSeconds()`, 3730n],
  [`duration('1h') > duration('90s')`, true],
  [`duration('1500ms') == duration('1.5s')`, true],
  [`string(duration('90s'))`, '90s'],
  [`timestamp('2024-01-01T00:00:00Z') + duration('1h') < timestamp('2024-01-02T00:00:00Z')`, true],
  [`timestamp('2024-01-02T03:04:05Z').getFullYear()`, 2024n],
  // Optional values
  [`optional.of(1).hasValue()`, true],
  [`optional.none().hasValue()`, false],
  [`optional.none().orValue(3)`, 3n],
])('%s is %p', (expression, result) => {
  expect(run(expression)).toEqual(result);
});

test.each([
  [`ip('nonsense')`, 'IP Address "nonsense" parse error'],
  [`cidr('10.0.0.0')`, 'network "10.0.0.0" parse error'],
  [`url('../x')`, 'URL "../x" parse error'],
  [`[].min()`, 'min called on empty list'],
  [`[].max()`, 'max called on empty list'],
  [`'abc'.charAt(4)`, 'index out of range'],
  [`'tacocat'.substring(8)`, 'out of range'],
  [`[1, 'a'].sum()`, 'cannot add'],
  [`duration('1d')`, 'Invalid duration'],
  [`int('x')`, 'cannot convert'],
  [`[1][1]`, 'index out of bounds'],
])('%s is an error', (expression, message) => {
  expect(() => run(expression)).toThrow(message);
});

test.each([
  ['^(?i)[a-z]+$', 'ABC', true],
  ['^(?i)[a-z]+$', 'A1', false],
  ['b', 'abc', true],
])('an expression of a rule is one of RE2: %s in %s', (pattern, self, expected) => {
  expect(parseRule(environment, `self.matches('${pattern}')`)({ self, oldSelf: null })).toBe(expected);
});

test('an expression that RE2 refuses too is an error of the rule', () => {
  expect(() => parseRule(environment, "self.matches('(?=a)(?i')")({ self: 'a', oldSelf: null }) as unknown)
    .toThrow(/invalid regular expression/);
});
