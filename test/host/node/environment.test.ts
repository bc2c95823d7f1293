import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { parseConfig } from '../../../charts/load-config';
import { ConfigError } from '../../../config/problem';
import { environmentFile } from '../../../host/node/environment';
import { WHOLE } from '../../whole';
import { needing } from './tools';

const HOSTILE = [
  "'", '"', '$(id)', '`id`', ';', '&', '|', '>', '\n', '\r', '\\', ' ', '#', '*', '~', '\u2019', '\u2028', '\0', '$HOME', '${X}', '!',
  '%n', 'x\ty',
];
const hostile = fc.tuple(fc.string({ maxLength: 5 }), fc.constantFrom(...HOSTILE), fc.string({ maxLength: 5 }))
  .map((parts) => parts.join(''));

needing('sh')('a value reaches the shell as it was, or is refused', () => {
  fc.assert(fc.property(fc.oneof(hostile, fc.string({ unit: 'binary' }), fc.stringMatching(/^[A-Za-z0-9._:/+@=,-]{1,40}$/)), (value) => {
    let text: string;
    try {
      text = environmentFile({ VALUE: value });
    } catch (error) {
      expect(String(error)).toMatch(/cannot be given to the node's scripts/);
      return;
    }
    const { stdout } = spawnSync('sh', ['-c', 'set -eu; eval "$1"; printf %s "$VALUE"', 'sh', text], { encoding: 'utf8' });
    expect(stdout).toBe(value);
  }), { numRuns: WHOLE ? 150 : 30 });
});

test.each([['lower'], ['A-B'], ['A\nB'], ['']])('a name no shell would take is refused: %j', (name) => {
  expect(() => environmentFile({ [name]: 'x' })).toThrow(/not a name/);
});

test.each<[string, (value: string) => object]>([
  ['nodes[].name', (name) => ({ nodes: [{ name }] })],
  ['nodes[].address', (address) => ({ nodes: [{ address }] })],
  ['host.sshUser', (sshUser) => ({ host: { sshUser } })],
  ['host.router', (router) => ({ host: { network: 'external', adapter: 'Ethernet', router } })],
  ['network.cidr', (cidr) => ({ network: { cidr } })],
  ['network.hostAddress', (hostAddress) => ({ network: { hostAddress } })],
  ['network.dnsServers', (server) => ({ network: { dnsServers: [server] } })],
  ['network.podCIDR', (podCIDR) => ({ network: { podCIDR } })],
  ['network.serviceCIDR', (serviceCIDR) => ({ network: { serviceCIDR } })],
  ['mesh.clockJumpThreshold', (clockJumpThreshold) => ({ mesh: { clockJumpThreshold } })],
])('homelab.yaml refuses what a shell could take for more than a value: %s', (_, config) => {
  fc.assert(fc.property(hostile, (value) => {
    expect(() => parseConfig(JSON.stringify(config(value)))).toThrow(ConfigError);
  }), { numRuns: WHOLE ? 60 : 20 });
});
