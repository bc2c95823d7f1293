import { Sandbox, type Run } from './sandbox';
import { needing } from './tools';

const test = needing('bash');

let node: Sandbox;
beforeEach(() => {
  node = new Sandbox();
  node.command('udevadm', '');
  node.command('modinfo', 'cat "$SANDBOX/parameters" 2>/dev/null || exit 1');
});
afterEach(() => { node.delete(); });

function prepare(): Run {
  return node.run('usr/local/lib/homelab/clock-source.sh', {
    CLOCK_SOURCE_DEVICE: `${node.folder}/ptp_hyperv`, CLOCK_SOURCE_FOLDER: `${node.folder}/chrony`,
    CLOCK_SOURCE_PARAMETER: `${node.folder}/timesync_implicit`, CLOCK_SOURCE_MODPROBE_FILE: `${node.folder}/hv-utils.conf`,
  });
}

test('with the Hyper-V clock chrony follows it; when it is gone, no longer', () => {
  node.write('ptp_hyperv', '');
  expect(prepare().status).toBe(0);
  expect(node.read('chrony/hyperv.conf')).toBe(`refclock PHC ${node.folder}/ptp_hyperv poll 3 dpoll -2 offset 0 stratum 2 trust\n`);

  node.remove('ptp_hyperv');
  expect(prepare()).toMatchObject({ status: 0, stdout: expect.stringContaining('from the network only') as string });
  expect(node.list('chrony')).toEqual([]);
});

test('udev has had its turn before the device is looked for', () => {
  node.command('udevadm', ': >"$SANDBOX/ptp_hyperv"');
  prepare();
  expect(node.list('chrony')).toEqual(['hyperv.conf']);
});

test.each([
  ['hv_utils is not there', undefined], ['it is too old', 'timesync_other:something (bool)\n'],
])('no parameter is set that the kernel does not know: %s', (_, parameters) => {
  if (parameters !== undefined) { node.write('parameters', parameters); }
  node.write('hv-utils.conf', 'of a newer kernel');
  expect(prepare().status).toBe(0);
  expect(node.read('hv-utils.conf')).toBeUndefined();
});

test('a kernel that knows timesync_implicit is told, now and at its next start', () => {
  node.write('parameters', 'timesync_implicit:If set treat SAMPLE as SYNC when clock is behind (bool)\n');
  node.write('timesync_implicit', 'N\n');
  prepare();
  expect(node.read('hv-utils.conf')).toBe('options hv_utils timesync_implicit=1\n');
  expect(node.read('timesync_implicit')).toBe('1\n');
});
