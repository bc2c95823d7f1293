import { parseConfig } from '../../../charts/load-config';
import { proxyVariables } from '../../../config/proxy';
import { proxyFiles } from '../../../host/node/proxy';
import { needing, run } from './tools';

const OFFICE = `
domain: lab.frank.dev
network: { proxy: { http: "http://proxy.frank.works:3128", noProxy: [frank.works] } }
`;

test('a lab without a proxy has no file of one', () => {
  expect(proxyVariables(parseConfig(''))).toBeUndefined();
  expect(proxyFiles(parseConfig(''))).toEqual([]);
});

test('what belongs to the lab is always reached directly', () => {
  expect(proxyVariables(parseConfig(OFFICE))).toEqual({
    HTTP_PROXY: 'http://proxy.frank.works:3128',
    HTTPS_PROXY: 'http://proxy.frank.works:3128',
    NO_PROXY: 'localhost,127.0.0.0/8,192.168.100.0/24,10.42.0.0/16,10.43.0.0/16,.svc,.cluster.local,lab.frank.dev,frank.works',
  });
});

test('with a proxy for https alone, http goes out directly', () => {
  // WHEN
  const config = parseConfig('network: { proxy: { https: "http://proxy.frank.works:3128" } }');
  // THEN
  expect(Object.keys(proxyVariables(config)!)).toEqual(['HTTPS_PROXY', 'NO_PROXY']);
  expect(proxyFiles(config).find(({ path }) => path.includes('apt'))?.content)
    .toBe('Acquire::https::Proxy "http://proxy.frank.works:3128";\n');
});

test('apt, the setup and K3s are told', () => {
  expect(new Map(proxyFiles(parseConfig(OFFICE)).map(({ path, content }) => [path, content]))).toEqual(new Map([
    ['/etc/homelab/proxy.env', "HTTP_PROXY='http://proxy.frank.works:3128'\nHTTPS_PROXY='http://proxy.frank.works:3128'\n"
      + "NO_PROXY='localhost,127.0.0.0/8,192.168.100.0/24,10.42.0.0/16,10.43.0.0/16,.svc,.cluster.local,lab.frank.dev,frank.works'\n"],
    ['/etc/apt/apt.conf.d/53homelab-proxy',
      'Acquire::http::Proxy "http://proxy.frank.works:3128";\nAcquire::https::Proxy "http://proxy.frank.works:3128";\n'],
    ['/etc/systemd/system/homelab-setup.service.d/proxy.conf', '[Service]\nEnvironmentFile=/etc/homelab/proxy.env\n'],
    ['/etc/systemd/system/k3s.service.d/proxy.conf', '[Service]\nEnvironmentFile=/etc/homelab/proxy.env\n'],
  ]));
});

needing('apt-config')('apt reads it', () => {
  const [file] = proxyFiles(parseConfig(OFFICE)).filter(({ path }) => path.includes('apt'));
  const script = 'cat > "$0" && apt-config -c "$0" dump Acquire::https::Proxy; code=$?; rm -f "$0"; exit $code';
  const { status, output } = run('sh', ['-c', script, `/tmp/homelab-proxy-${process.pid}.conf`], file!.content);
  expect({ status, output }).toEqual({ status: 0, output: 'Acquire::https::Proxy "http://proxy.frank.works:3128";\n' });
});

test('registries at private addresses are reached without it, those of the network already are', () => {
  const registries = `registries:
  - { name: docker.io, endpoints: ["http://192.168.178.5:5000", "https://mirror.frank.works", "http://192.168.100.7:5000"] }
  - { name: "10.9.8.7:5000", endpoints: ["http://10.9.8.7:5000/v2"] }`;
  const { NO_PROXY } = proxyVariables(parseConfig(`network: { proxy: { http: "http://proxy.frank.works:3128" } }\n${registries}`))!;
  expect(NO_PROXY.split(',').filter((each) => /^(192\.168\.178|192\.168\.100\.7|10\.9|mirror)/.test(each)))
    .toEqual(['192.168.178.5', '10.9.8.7']);
});
