import { regexProblem } from '../../../charts/core/re2';
import { parseConfig } from '../../../charts/load-config';

const service = (rest: string): string => `services: [{ name: api, namespace: my-app, port: 80, ${rest} }]`;
const headers = (value: string): string =>
  service(`matches: [{ headers: [{ name: X-Who, type: RegularExpression, value: ${JSON.stringify(value)} }] }]`);

test.each([
  ['a(', /services\[0\]\.matches\[0\]\.headers\[0\]\.value: is not a regular expression that the gateway knows, missing \): a\( /],
  ['(?=a)', /invalid perl operator: \(\?=/],
  ['a{1001}', /invalid repetition size/],
  ['(a)\\1', /invalid escape sequence: \\1/],
  ['\\u0041', /invalid escape sequence: \\u/],
])('refuses the expression %s, because the gateway would refuse every route along with it', (value, message) => {
  expect(() => parseConfig(headers(value))).toThrow(message);
});

const EXPRESSIONS = ['^a.*', '(?i)firefox', '[[:alpha:]]+', '(?P<x>a|b)', '\\\\user', '\\d{1,3}\\.\\d+', 'é'];

test.each(EXPRESSIONS)('takes the expression %s', (value) => {
  expect(regexProblem(value)).toBeUndefined();
  expect(() => parseConfig(headers(value))).not.toThrow();
});

test('takes any text as an exact value', () => {
  expect(() => parseConfig(service('matches: [{ headers: [{ name: X-Who, value: "a(" }] }]'))).not.toThrow();
});

test('refuses a service that would replace the redirect to https', () => {
  const yaml = 'services: [{ name: https-redirect, namespace: istio-ingress, port: 80 }]';
  expect(() => parseConfig(yaml)).toThrow(
    /services\[0\]\.name: is the route of the redirect to https too \(https-redirect in istio-ingress\)/,
  );
});
