import { parseConfig } from '../../config/load';

test('an empty file is the default lab', () => {
  expect(parseConfig('').domain).toBe('homelab.example.com');
});

describe('values that nobody would type', () => {
  const problemOf = (text: string): string => {
    try {
      parseConfig(text);
    } catch (error) {
      return (error as Error).message;
    }
    throw new Error('it was taken');
  };

  test('do not make a message longer than a screen', () => {
    expect(problemOf(`${'x'.repeat(100_000)}: 1`).length).toBeLessThan(2000);
    expect(problemOf(`allowUnsafe: [${'x'.repeat(100_000)}]\ndomain: no`).length).toBeLessThan(2000);
  });

  test('do not steer the terminal that shows the message', () => {
    expect(problemOf('domain: "a\\e[31mb\\u202ec\\u0085d"')).toMatch(/^[\x20-\x7e]*$/);
  });

  test('are refused where the construct library has no place for them', () => {
    expect(problemOf('namespaces: [{ name: constructor }]')).toContain('namespaces[0].name: is the one name that this program cannot use ("constructor"); choose another');
  });
});
