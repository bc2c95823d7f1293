import { contains, formatAddress, overlaps, parseAddress, parseNetwork, parseRange } from '../../config/address';

describe('parseAddress', () => {
  test.each(['0.0.0.0', '192.168.100.10', '255.255.255.255'])('reads %s and writes it back', (text) => {
    expect(formatAddress(parseAddress(text)!)).toBe(text);
  });

  test.each(['', '1.2.3', '1.2.3.4.5', '256.1.1.1', '01.2.3.4', '0x1.2.3.4', '1.2.3.4 ', 'a.b.c.d', '::1', '3232235777'])(
    'refuses "%s"',
    (text) => {
      expect(parseAddress(text)).toBeUndefined();
    },
  );
});

describe('parseNetwork', () => {
  test('knows the first and last address', () => {
    const network = parseNetwork('192.168.100.0/24')!;
    expect([formatAddress(network.first), formatAddress(network.last), network.prefix]).toEqual(['192.168.100.0', '192.168.100.255', 24]);
  });

  test('reads the whole internet and a single address', () => {
    expect(parseNetwork('0.0.0.0/0')).toEqual({ first: 0, last: 2 ** 32 - 1, prefix: 0 });
    expect(parseNetwork('10.0.0.1/32')).toMatchObject({ prefix: 32 });
  });

  test.each(['192.168.100.1/24', '192.168.100.0', '192.168.100.0/33', '192.168.100.0/024', '192.168.100.0/', '/24', '1.2.3.0/24/1'])(
    'refuses "%s"',
    (text) => {
      expect(parseNetwork(text)).toBeUndefined();
    },
  );
});

describe('parseRange', () => {
  test('reads both forms as the same block', () => {
    expect(parseRange('10.0.0.0-10.0.0.255')).toEqual(parseRange('10.0.0.0/24'));
  });

  test.each(['10.0.0.2-10.0.0.1', '10.0.0.1', '10.0.0.1-', '10.0.0.1-10.0.0.2-10.0.0.3', ''])('refuses "%s"', (text) => {
    expect(parseRange(text)).toBeUndefined();
  });
});

test('blocks overlap when they share a single address', () => {
  expect(overlaps(parseRange('10.0.0.0/24')!, parseRange('10.0.0.255-10.0.1.5')!)).toBe(true);
  expect(overlaps(parseRange('10.0.0.0/24')!, parseRange('10.0.1.0/24')!)).toBe(false);
});

test('a block contains its ends and nothing beyond', () => {
  const pool = parseRange('192.168.100.200-192.168.100.220')!;
  expect(
    ['192.168.100.199', '192.168.100.200', '192.168.100.220', '192.168.100.221'].map((text) => contains(pool, parseAddress(text)!)),
  ).toEqual([false, true, true, false]);
});
