import { Environment, type ASTNode, type ParseResult } from '@marcbachmann/cel-js';
import { Duration } from '@marcbachmann/cel-js/evaluator';
import { finds } from '../../charts/core/re2';
import { Cidr, Ip, Url } from './cel-network';

/**
 * CEL as the API server speaks it: the language, and the functions Kubernetes adds (https://kubernetes.io/docs/reference/using-api/cel/) as
 * far as rules of custom resource definitions may use them. Not there: quantity, semver, format and the authorizer. A rule that asks for
 * one of them does not compile, which a test over all pinned rules shows.
 */
export function kubernetesEnvironment(): Environment {
  const environment = new Environment({ enableOptionalTypes: true, homogeneousAggregateLiterals: false })
    .registerVariable('self', 'dyn')
    .registerVariable('oldSelf', 'dyn');
  addPresence(environment);
  addStrings(environment);
  addLists(environment);
  addAddresses(environment);
  return environment;
}

/**
 * Compiles a rule. `has(...)` becomes a macro of its own, because the library's own refuses what Kubernetes allows: anything but a
 * chain of names, such as `has(self.matches[0].path)`. So does `matches(...)`, which Kubernetes does with RE2 and the library with
 * JavaScript, to which `^(?i)` is no expression.
 */
export function parseRule(environment: Environment, rule: string): ParseResult {
  return environment.parse(rule.replaceAll(STRING_OR_OWN, (part) => {
    if (part.startsWith('has')) { return `${PRESENT}(`; }
    return part.startsWith('.matches') ? `.${MATCHES}(` : part;
  }));
}

/** String literals come first, so that what they hold is not taken for a call. */
const STRING_OR_OWN =
  /[rR]?"""[^]*?"""|[rR]?'''[^]*?'''|[rR]"[^"]*"|[rR]'[^']*'|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\bhas\s*\(|\.matches\s*\(/g;
const PRESENT = '__present';
const MATCHES = '__matches';

interface Evaluator { run(node: ASTNode, context: unknown): unknown }
interface Checker { check(node: ASTNode, context: unknown): unknown; getType(name: string): unknown }

function addPresence(environment: Environment): void {
  environment.registerFunction(`${PRESENT}(ast): bool`, ({ args: [field] }: { args: [ASTNode] }) => {
    if (field.op !== '.') { throw new Error('has() takes a field, as in has(self.name)'); }
    const [parent, name] = field.args;
    return {
      typeCheck: (checker: Checker, _: unknown, context: unknown) => { checker.check(parent, context); return checker.getType('bool'); },
      evaluate: (evaluator: Evaluator, _: unknown, context: unknown) => {
        const value = evaluator.run(parent, context);
        if (!(value instanceof Map)) { throw new Error(`has() looks for ${name} in something that has no fields`); }
        return value.has(name);
      },
    };
  });
}

function addStrings(environment: Environment): void {
  environment
    .registerFunction('string.charAt(int): string', (text: string, index: bigint) => {
      const characters = [...text];
      if (index < 0n || index > BigInt(characters.length)) { throw new Error(`index out of range: ${index}`); }
      return characters[Number(index)] ?? '';
    })
    .registerFunction('string.replace(string, string): string', (text: string, from: string, to: string) => text.replaceAll(from, () => to))
    .registerFunction('string.replace(string, string, int): string', (text: string, from: string, to: string, times: bigint) => {
      let left = times < 0n ? Infinity : Number(times);
      return text.replaceAll(from, (part) => left-- > 0 ? to : part);
    })
    .registerFunction(`string.${MATCHES}(string): bool`, matches)
    .registerFunction('string.find(string): string', (text: string, pattern: string) => new RegExp(pattern).exec(text)?.[0] ?? '')
    .registerFunction('string.findAll(string): list<string>', (text: string, pattern: string) => findAll(text, pattern, -1))
    .registerFunction('string.findAll(string, int): list<string>', (text: string, pattern: string, limit: bigint) => (
      findAll(text, pattern, Number(limit))
    ))
    .registerFunction('string(google.protobuf.Duration): string', (duration: Duration) => duration.toString())
    .registerFunction('string(google.protobuf.Timestamp): string', (time: Date) => time.toISOString().replace('.000Z', 'Z'));
}

function addLists(environment: Environment): void {
  environment
    .registerFunction('list.isSorted(): bool', (list: Comparable[]) => (
      list.every((item, index) => index === 0 || compare(list[index - 1]!, item) <= 0)
    ))
    .registerFunction('list.sum(): dyn', (list: Comparable[]) => sum(list))
    .registerFunction('list.min(): dyn', (list: Comparable[]) => extreme(list, 'min', -1))
    .registerFunction('list.max(): dyn', (list: Comparable[]) => extreme(list, 'max', 1))
    .registerFunction('list.indexOf(dyn): int', (list: Comparable[], item: Comparable) => (
      BigInt(list.findIndex((each) => equals(each, item)))
    ))
    .registerFunction('list.lastIndexOf(dyn): int', (list: Comparable[], item: Comparable) => (
      BigInt(list.map((each) => equals(each, item)).lastIndexOf(true))
    ));
}

/** Stands for the word `ip` in `ip.isCanonical(...)`. */
class IpNamespace {}

function addAddresses(environment: Environment): void {
  environment
    .registerType('net.IP', Ip)
    .registerType('net.CIDR', Cidr)
    .registerType('kubernetes.URL', Url)
    .registerType('IpNamespace', IpNamespace)
    .registerConstant('ip', 'IpNamespace', new IpNamespace())
    .registerFunction('isIP(string): bool', (text: string) => Ip.parse(text) !== undefined)
    .registerFunction('ip(string): net.IP', toIp)
    .registerFunction('string(net.IP): string', (ip: Ip) => ip.toString())
    .registerFunction('IpNamespace.isCanonical(string): bool', (_: IpNamespace, text: string) => toIp(text).toString() === text)
    .registerFunction('net.IP.family(): int', (ip: Ip) => BigInt(ip.family))
    .registerFunction('net.IP.isUnspecified(): bool', (ip: Ip) => ip.isUnspecified)
    .registerFunction('net.IP.isLoopback(): bool', (ip: Ip) => ip.isLoopback)
    .registerFunction('net.IP.isLinkLocalMulticast(): bool', (ip: Ip) => ip.isLinkLocalMulticast)
    .registerFunction('net.IP.isLinkLocalUnicast(): bool', (ip: Ip) => ip.isLinkLocalUnicast)
    .registerFunction('net.IP.isGlobalUnicast(): bool', (ip: Ip) => ip.isGlobalUnicast)
    .registerOperator('net.IP == net.IP', (left: Ip, right: Ip) => left.toString() === right.toString())
    .registerFunction('isCIDR(string): bool', (text: string) => Cidr.parse(text) !== undefined)
    .registerFunction('cidr(string): net.CIDR', toCidr)
    .registerFunction('string(net.CIDR): string', (cidr: Cidr) => cidr.toString())
    .registerFunction('net.CIDR.containsIP(net.IP): bool', (cidr: Cidr, ip: Ip) => cidr.containsIp(ip))
    .registerFunction('net.CIDR.containsIP(string): bool', (cidr: Cidr, ip: string) => cidr.containsIp(toIp(ip)))
    .registerFunction('net.CIDR.containsCIDR(net.CIDR): bool', (cidr: Cidr, other: Cidr) => cidr.containsCidr(other))
    .registerFunction('net.CIDR.containsCIDR(string): bool', (cidr: Cidr, other: string) => cidr.containsCidr(toCidr(other)))
    .registerFunction('net.CIDR.ip(): net.IP', (cidr: Cidr) => cidr.ip)
    .registerFunction('net.CIDR.masked(): net.CIDR', (cidr: Cidr) => cidr.masked)
    .registerFunction('net.CIDR.prefixLength(): int', (cidr: Cidr) => BigInt(cidr.prefixLength))
    .registerOperator('net.CIDR == net.CIDR', (left: Cidr, right: Cidr) => left.toString() === right.toString())
    .registerFunction('isURL(string): bool', (text: string) => Url.parse(text) !== undefined)
    .registerFunction('url(string): kubernetes.URL', toUrl)
    .registerFunction('kubernetes.URL.getScheme(): string', (url: Url) => url.scheme)
    .registerFunction('kubernetes.URL.getHost(): string', (url: Url) => url.host)
    .registerFunction('kubernetes.URL.getHostname(): string', (url: Url) => url.hostname)
    .registerFunction('kubernetes.URL.getPort(): string', (url: Url) => url.port)
    .registerFunction('kubernetes.URL.getEscapedPath(): string', (url: Url) => url.escapedPath)
    .registerFunction('kubernetes.URL.getQuery(): map<string, list<string>>', (url: Url) => url.query);
}

type Comparable = string | bigint | number | boolean | Duration | Date;

/** JavaScript's own where it knows the expression: most rules are plain, and RE2 takes its time to be loaded. */
function matches(text: string, pattern: string): boolean {
  let expression: RegExp;
  try {
    expression = new RegExp(pattern);
  } catch {
    const isFound = finds(pattern, text);
    if (isFound === undefined) { throw new Error(`invalid regular expression: ${pattern}`); }
    return isFound;
  }
  return expression.test(text);
}

function findAll(text: string, pattern: string, limit: number): string[] {
  const all = [...text.matchAll(new RegExp(pattern, 'g'))].map(([match]) => match);
  return limit < 0 ? all : all.slice(0, limit);
}

function compare(left: Comparable, right: Comparable): number {
  const [a, b] = [left.valueOf(), right.valueOf()];
  if (typeof a !== typeof b) { throw new Error(`cannot compare ${typeof a} and ${typeof b}`); }
  if (a < b) { return -1; }
  return a > b ? 1 : 0;
}

function equals(left: Comparable, right: Comparable): boolean {
  return typeof left.valueOf() === typeof right.valueOf() && compare(left, right) === 0;
}

function extreme(list: readonly Comparable[], name: string, direction: number): Comparable {
  if (list.length === 0) { throw new Error(`${name} called on empty list`); }
  return list.reduce((best, item) => compare(item, best) * direction > 0 ? item : best);
}

function sum(list: readonly Comparable[]): Comparable {
  return list.reduce((total, item) => {
    if (typeof total === 'bigint' && typeof item === 'bigint') { return total + item; }
    if (typeof total === 'number' && typeof item === 'number') { return total + item; }
    if (total instanceof Duration && item instanceof Duration) { return (total as Addable).addDuration(item); }
    throw new Error(`cannot add ${typeof item} to ${typeof total}`);
  }, zeroOf(list[0]));
}

/** What the library's declarations leave out. */
type Addable = Duration & { addDuration(other: Duration): Duration };

function zeroOf(sample: Comparable | undefined): Comparable {
  if (sample instanceof Duration) { return new Duration(0); }
  return typeof sample === 'number' ? 0 : 0n;
}

function toIp(text: string): Ip {
  return Ip.parse(text) ?? refuse(`IP Address ${JSON.stringify(text)} parse error`);
}

function toCidr(text: string): Cidr {
  return Cidr.parse(text) ?? refuse(`network ${JSON.stringify(text)} parse error`);
}

function toUrl(text: string): Url {
  return Url.parse(text) ?? refuse(`URL ${JSON.stringify(text)} parse error`);
}

function refuse(message: string): never {
  throw new Error(message);
}
