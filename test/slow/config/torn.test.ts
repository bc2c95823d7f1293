import { parseConfig } from '../../../charts/load-config';
import { ConfigError } from '../../../config/problem';

function messages(text: string): readonly string[] {
  try {
    parseConfig(text);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) { return error.problems; }
    throw error;
  }
}

const service = (index: number): string => `  - { name: s${index}, namespace: my-app, port: 80 }\n`;
const services = (count: number): string => Array.from({ length: count }, (_, index) => service(index)).join('');

test('what git could not merge is one message, at its first line', () => {
  // GIVEN
  const text = `domain: a.example.com\n<<<<<<< HEAD\nmesh: { mtls: STRICT }\n=======\nmesh: { mtls: PERMISSIVE }\n>>>>>>> other\n`;
  // THEN
  expect(messages(text)).toEqual([
    'homelab.yaml:2:1 is where two versions meet that git could not merge; '
      + 'keep what is right of the two, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>',
  ]);
});

test('one torn line above ten thousand others is one message', () => {
  expect(messages(`domain: "a.example.com\nservices:\n${services(10_000)}`)).toHaveLength(1);
  expect(messages(`services: [\n${services(10_000)}`)).toHaveLength(1);
  expect(messages(`  domain: a.example.com\nservices:\n${services(10_000)}`)).toHaveLength(1);
});

test('keys that stand there twice are all named', () => {
  expect(messages('domain: a.example.com\ndomain: b.example.com\nmesh: {}\nmesh: {}\n')).toHaveLength(2);
});

test('one slip in each of ten thousand items is told a hundred times, and counted', () => {
  const said = messages(`services:\n${services(10_000).replaceAll('port: 80', 'port: 0')}`);
  expect(said).toHaveLength(101);
  expect(said.at(-1)).toMatch(/^homelab\.yaml:\d+:\d+ \d+ more problems from here on; mend those above first$/);
});
