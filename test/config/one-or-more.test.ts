import { parseConfig } from '../../charts/load-config';
import { poolBlocks, poolWords } from '../../config/address-pools';
import { listOf } from '../../config/one-or-more';

test('one text and a list of it say the same', () => {
  expect(listOf('a')).toEqual(['a']);
  expect(listOf(['a', 'b'])).toEqual(['a', 'b']);
});

test('every block of a pool knows the key that says it', () => {
  // GIVEN
  const { network } = parseConfig(`network:
  loadBalancerRange: [192.168.100.200/32, 192.168.100.202/32]
  addressPools: [{ name: tv, addresses: 192.168.100.230/32 }, { name: radio, addresses: [192.168.100.231/32] }]`);

  // THEN
  expect(poolBlocks(network).map(({ path, text }) => [path.join('.'), text])).toEqual([
    ['network.loadBalancerRange.0', '192.168.100.200/32'],
    ['network.loadBalancerRange.1', '192.168.100.202/32'],
    ['network.addressPools.0.addresses', '192.168.100.230/32'],
    ['network.addressPools.1.addresses.0', '192.168.100.231/32'],
  ]);
  expect(poolWords(network)).toBe('network.loadBalancerRange 192.168.100.200/32, 192.168.100.202/32 nor in network.addressPools');
});

test.each([
  ['a number', '5', 'homelab.yaml:1:31 network.loadBalancerRange: must be a text, not a number (5); write first-last'],
  ['a number in a list', '[5]', 'homelab.yaml:1:32 network.loadBalancerRange[0]: must be a text, not a number (5); write first-last'],
  ['nothing', '', 'homelab.yaml:1:32 network.loadBalancerRange: has no value; write a text after the ":"'],
  ['an empty list', '[]', 'homelab.yaml:1:12 network.loadBalancerRange: is empty; give at least one item'],
])('%s is refused at its place', (_, written, message) => {
  expect(() => parseConfig(`network: { loadBalancerRange: ${written} }`)).toThrow(message);
});
