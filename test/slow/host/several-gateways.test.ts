import { describeWithPwsh } from '../../host/pwsh';
import { play, QUICK, said, type Run, type Scenario } from '../../host/small-windows';

const WRITE = { verb: 'names', arguments: { Write: true } };
const SCENARIO: Scenario = {
  name: 'names of two gateways', world: `Set-StandInHosts ''; ${QUICK}`,
  yaml: 'domain: homelab.kestrel.dev\ngateways: [{ name: public, address: 192.168.100.201 }]\n'
    + 'services: [{ name: shop, namespace: my-app, port: 80, gateway: public, hostname: shop.homelab.kestrel.dev }]',
  runs: [{ verb: 'names' }, WRITE, { verb: 'names' }, WRITE],
};

let results: readonly Run[] = [];

describeWithPwsh('names of a lab with two gateways, on a small Windows', () => {
  beforeAll(() => { results = play([SCENARIO]).get(SCENARIO.name) ?? []; }, 600_000);

  test('each is told with the address of its own gateway, and what to point where', () => {
    expect(results.map(({ exit }) => exit)).toEqual([1, 0, 0, 0]);
    expect(results[0]?.lines).toEqual([
      'fail  argocd.homelab.kestrel.dev has no address; the gateway is 192.168.100.200',
      'fail  grafana.homelab.kestrel.dev has no address; the gateway is 192.168.100.200',
      'fail  shop.homelab.kestrel.dev has no address; the gateway is 192.168.100.201',
      '  next: point *.homelab.kestrel.dev at 192.168.100.200; shop.homelab.kestrel.dev at 192.168.100.201 in your DNS',
      '  next: or, for this machine alone: lab.cmd names -Write',
      '  next: some routers drop answers with private addresses (DNS rebinding protection); allow the domain there',
    ]);
  });

  test('each goes into hosts with that address, once', () => {
    const text = Buffer.from(results[1]?.desktop.hosts ?? '', 'base64').toString('latin1');
    expect(text.split('\r\n').filter((line) => /^\d/.test(line))).toEqual([
      '192.168.100.200 argocd.homelab.kestrel.dev', '192.168.100.200 grafana.homelab.kestrel.dev',
      '192.168.100.201 shop.homelab.kestrel.dev',
    ]);
    expect(said(results[2]!)).toContain('ok    shop.homelab.kestrel.dev is 192.168.100.201');
    expect(results[3]?.mutations).toBe(0);
  });
});
