import { createHash } from 'node:crypto';
import { lstatSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Sandbox, type Run } from './sandbox';
import { needing } from './tools';

const test = needing('bash');

const BINARY = 'the k3s of the pinned release\n'.repeat(40);
const PARTIAL = 'downloads/k3s-v1.2.3+k3s1.partial';

/** A node that downloads from a stand-in, which serves $SANDBOX/served and honours --continue-at. */
class FreshNode extends Sandbox {
  constructor() {
    super({ K3S_SHA256: createHash('sha256').update(BINARY).digest('hex') });
    this.write('served', BINARY);
    this.command('curl', `
      while (($#)); do
        case $1 in
          --output) file=$2; shift ;;
        esac
        shift
      done
      have=$(stat --format %s "$file" 2>/dev/null || echo 0)
      total=$(stat --format %s "$SANDBOX/served")
      if [[ -s $SANDBOX/faults ]]; then
        read -r fault <"$SANDBOX/faults"
        sed -i 1d "$SANDBOX/faults"
        case $fault in
          cut) tail -c +$((have + 1)) "$SANDBOX/served" | head -c 300 >>"$file"; exit 18 ;;
          *) exit "$fault" ;;
        esac
      fi
      # As a server with ranges answers a request past the end, under --fail.
      ((have < total)) || exit 22
      tail -c +$((have + 1)) "$SANDBOX/served" >>"$file"`);
  }

  public install(): Run {
    return this.run(
      'usr/local/lib/homelab/k3s-install.sh',
      {
        K3S_INSTALL_BIN: `${this.folder}/sbin`, K3S_INSTALL_DOWNLOADS: `${this.folder}/downloads`, K3S_INSTALL_TRIES: '4',
        K3S_INSTALL_PAUSE: '7',
      },
    );
  }

  /** What goes wrong, call by call: `cut` ends after 300 bytes, a number is curl's exit code. */
  public faults(...each: (string | number)[]): void {
    this.write('faults', each.map((fault) => `${fault}\n`).join(''));
  }

  public downloads(): number {
    return this.takeCalls('curl ').length;
  }
}

let node: FreshNode;
beforeEach(() => { node = new FreshNode(); });
afterEach(() => { node.delete(); });

test('it downloads the pinned release, checks it and puts it in place', () => {
  // WHEN
  const { status, stdout } = node.install();

  // THEN
  expect({ status, stdout }).toEqual({ status: 0, stdout: 'installed k3s v1.2.3+k3s1\n' });
  expect(node.takeCalls('curl ')).toEqual([
    'curl --fail --silent --show-error --location --proto =https --tlsv1.2 --connect-timeout 20 --speed-limit 1024 --speed-time 60 '
      + '--continue-at - --output '
    + `${join(node.folder, PARTIAL)} https://github.com/k3s-io/k3s/releases/download/v1.2.3%2Bk3s1/k3s`,
  ]);
  expect(node.read('sbin/k3s')).toBe(BINARY);
  expect(statSync(join(node.folder, 'sbin/k3s')).mode & 0o777).toBe(0o755);
  expect(node.list('sbin')).toEqual(['crictl', 'ctr', 'k3s', 'kubectl']);
  expect(readlinkSync(join(node.folder, 'sbin/kubectl'))).toBe('k3s');
  expect(node.list('downloads')).toEqual([]);
});

test('a second run downloads nothing', () => {
  node.install();
  node.takeCalls();
  expect(node.install()).toMatchObject({ status: 0, stdout: 'k3s v1.2.3+k3s1 is installed already\n' });
  expect(node.takeCalls()).toEqual([]);
});

test('another version in place is replaced', () => {
  node.write('sbin/k3s', 'an older k3s');
  expect(node.install().status).toBe(0);
  expect(node.read('sbin/k3s')).toBe(BINARY);
});

test('an interrupted download goes on where it stopped', () => {
  node.faults('cut', 56, 'cut');
  expect(node.install()).toMatchObject({ status: 0, stderr: expect.stringContaining('curl exit code 18') as string });
  expect(node.read('sbin/k3s')).toBe(BINARY);
  expect(node.takeCalls().filter((call) => call.startsWith('sleep'))).toEqual(['sleep 7', 'sleep 7', 'sleep 7']);
});

test('so does one that was interrupted in an earlier run', () => {
  node.faults('cut', 'cut', 6, 6);
  expect(node.install().status).toBe(1);
  expect(node.read(PARTIAL)).toHaveLength(600);
  expect(node.install().status).toBe(0);
});

test('a download that was complete before a crash is used as it is', () => {
  node.write(PARTIAL, BINARY);
  expect(node.install().status).toBe(0);
  expect(node.downloads()).toBe(0);
});

test('a file with a wrong checksum is deleted, and never installed', () => {
  node.write('served', BINARY.replace('the', 'not'));
  const { status, stderr } = node.install();
  expect(status).toBe(1);
  expect(stderr.match(/deleting the download: its SHA-256 is [0-9a-f]{64}, not the pinned [0-9a-f]{64}/g)).toHaveLength(4);
  expect(stderr).toContain('in 4 tries');
  expect(node.list('downloads')).toEqual([]);
  expect(node.list('sbin')).toEqual([]);
});

test('the rest of another file does not spoil the download', () => {
  node.write(PARTIAL, 'x'.repeat(BINARY.length + 10));
  expect(node.install().status).toBe(0);
  expect(node.read('sbin/k3s')).toBe(BINARY);
});

test('a server that cannot continue is asked for the whole file', () => {
  node.write(PARTIAL, 'x'.repeat(100));
  node.faults(33);
  expect(node.install().status).toBe(0);
});

test('tries are bounded', () => {
  node.faults(6, 6, 6, 6, 6, 6, 6);
  expect(node.install().status).toBe(1);
  expect(node.downloads()).toBe(4);
});

test('a kubectl somebody put there stays', () => {
  node.write('sbin/kubectl', 'their own');
  node.install();
  expect(lstatSync(join(node.folder, 'sbin/kubectl')).isSymbolicLink()).toBe(false);
});
