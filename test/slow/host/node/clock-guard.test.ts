import { Sandbox, type Run } from '../../../host/node/sandbox';
import { needing } from '../../../host/node/tools';

const test = needing('bash');

const METRICS = 'homelab_clock_guard.prom';
const BOOTED_AT = 1_800_000_000;

/** A node whose clock, API and mesh a test can move. */
class GuardedNode extends Sandbox {
  private uptime = 500;
  private realtime = BOOTED_AT + 500;

  constructor() {
    super();
    this.command('date', 'cat "$SANDBOX/realtime"');
    this.command('chronyc', '');
    this.command('k3s', `
      # k3s kubectl [--request-timeout=10s] ARGUMENTS
      shift
      [[ $1 != --request-timeout=* ]] || shift
      if [[ -e $SANDBOX/api-down ]]; then
        read -r left <"$SANDBOX/api-down"
        if ((left > 1)); then echo $((left - 1)) >"$SANDBOX/api-down"; else rm "$SANDBOX/api-down"; fi
        echo 'The connection to the server 127.0.0.1:6443 was refused' >&2
        exit 1
      fi
      case "$*" in
        *'get daemonset ztunnel'*) [[ -e $SANDBOX/no-ztunnel ]] || echo daemonset.apps/ztunnel ;;
        *'get deployments'*) cat "$SANDBOX/gateways" 2>/dev/null || true ;;
      esac
      for hook in "$SANDBOX"/hooks/*; do
        [[ -e $hook ]] || continue
        # The hook's name is the part of the command it waits for; it acts once.
        if [[ "$*" == *"$(basename "$hook" | tr _ ' ')"* ]]; then body=$(cat "$hook"); rm "$hook"; eval "$body"; fi
      done`);
    this.write('gateways', 'istio-ingress main-gateway-istio\nmy-app waypoint\n');
    this.tellTime();
  }

  /** Time goes by. */
  public pass(seconds: number): void {
    this.uptime += seconds;
    this.realtime = this.clock() + seconds;
    this.tellTime();
  }

  /** The VM was frozen, and then its wall clock was set right. */
  public freeze(seconds: number): void {
    this.realtime = this.clock() + seconds;
    this.tellTime();
  }

  /** What happens in the middle of a run, the next time a command contains the text. */
  public when(command: string, body: string): void {
    this.write(`hooks/${command.replaceAll(' ', '_')}`, body);
  }

  public breakApi(calls: number): void {
    this.write('api-down', `${calls}\n`);
  }

  public guard(environment: Readonly<Record<string, string>> = {}): Run {
    return this.run('usr/local/lib/homelab/clock-guard.sh', {
      CLOCK_GUARD_UPTIME_FILE: `${this.folder}/uptime`, CLOCK_GUARD_RUN: `${this.folder}/run/clock-guard`,
      CLOCK_GUARD_STATE: `${this.folder}/state/clock-guard`,
      CLOCK_GUARD_SETTLE: '15', CLOCK_GUARD_API_TRIES: '4', CLOCK_GUARD_API_PAUSE: '5', ...environment,
    });
  }

  /** A new boot: what /run held is gone. */
  public reboot(): void {
    this.remove('run');
    this.uptime = 20;
    this.realtime = this.clock();
    this.tellTime();
  }

  /** What was restarted since the last time, in order. */
  public takeRestarts(): string[] {
    return this.takeCalls('rollout restart').map((call) => /--namespace (\S+) rollout restart (\S+)/.exec(call)!.slice(1).join('/'));
  }

  public values(): Record<string, number | undefined> {
    const names = ['jumps_total', 'last_jump_seconds', 'restarts_total', 'failures_total', 'pending', 'drift_seconds'];
    return Object.fromEntries(names.map((name) => [name, this.metric(METRICS, `homelab_clock_guard_${name}`)]));
  }

  /** What the wall clock says now; a run may have moved it. */
  private clock(): number {
    return Number(this.read('realtime'));
  }

  private tellTime(): void {
    this.write('uptime', `${this.uptime}.42 1000.00\n`);
    this.write('realtime', `${this.realtime}\n`);
  }
}

const ALL = ['istio-system/daemonset/ztunnel', 'istio-ingress/deployment/main-gateway-istio', 'my-app/deployment/waypoint'];
const JUMP_IN_THE_MIDDLE = 'echo $(($(cat "$SANDBOX/realtime") + 900)) >"$SANDBOX/realtime"';

let node: GuardedNode;
beforeEach(() => { node = new GuardedNode(); });
afterEach(() => { node.delete(); });

test('while it deals with a jump, its metrics say so', () => {
  // GIVEN
  node.guard();
  node.freeze(3600);
  node.when('get --raw', 'cp "$SANDBOX/textfile/homelab_clock_guard.prom" "$SANDBOX/meanwhile"');

  // WHEN
  expect(node.guard().status).toBe(0);

  // THEN
  expect(node.read('meanwhile')).toMatch(/^homelab_clock_guard_pending 1$/m);
  expect(node.read('meanwhile')).toMatch(/^homelab_clock_guard_jumps_total 1$/m);
  expect(node.values()).toMatchObject({ pending: 0, restarts_total: 1 });
});

test('at boot it only takes note of the clock, once it is synchronised', () => {
  // WHEN
  const { status, stderr } = node.guard();

  // THEN
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(node.takeCalls().filter((call) => !call.startsWith('date'))).toEqual(['chronyc waitsync 12 1.0 0 5']);
  expect(node.values())
    .toEqual({ jumps_total: 0, last_jump_seconds: 0, restarts_total: 0, failures_total: 0, pending: 0, drift_seconds: 0 });
});

test('a clock set by hours before the first look is no jump', () => {
  // GIVEN a wrong hardware clock, which chrony sets while the guard waits for it
  node.command('chronyc', 'echo $(($(cat "$SANDBOX/realtime") + 36000)) >"$SANDBOX/realtime"');

  // WHEN
  node.guard();
  node.pass(300);
  node.guard();

  // THEN
  expect(node.takeRestarts()).toEqual([]);
});

test('while no time server answers it measures all the same', () => {
  node.command('chronyc', 'exit 1');
  expect(node.guard()).toMatchObject({ status: 0, stderr: expect.stringContaining('not synchronised yet') as string });
  node.freeze(660);
  node.guard();
  expect(node.takeRestarts()).toEqual(ALL);
});

test('without a jump it does nothing, and does not even ask the API', () => {
  // GIVEN
  node.guard();
  node.takeCalls();

  // WHEN
  node.pass(86_400);
  const { status, stdout } = node.guard();

  // THEN
  expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  expect(node.takeCalls().filter((call) => !call.startsWith('date'))).toEqual([]);
});

test.each([1, -1, 5, 599, -599])('a step of %d s restarts nothing', (seconds) => {
  node.guard();
  node.freeze(seconds);
  expect(node.guard().status).toBe(0);
  expect(node.takeRestarts()).toEqual([]);
  expect(node.values()).toMatchObject({ jumps_total: 0, pending: 0, drift_seconds: seconds });
});

test('the threshold itself is a jump', () => {
  node.guard();
  node.freeze(600);
  node.guard();
  expect(node.takeRestarts()).toEqual(ALL);
});

test('after eleven minutes asleep it restarts ztunnel, then the gateways and waypoints, and says so', () => {
  // GIVEN
  node.guard();
  node.takeCalls();

  // WHEN
  node.freeze(660);
  const { status, stdout } = node.guard();

  // THEN
  expect(status).toBe(0);
  expect(stdout.split('\n')).toEqual([
    'the clock jumped by 660 s', 'waiting for the API', 'restarted ztunnel', 'restarted istio-ingress/main-gateway-istio',
    'restarted my-app/waypoint', '',
  ]);
  const calls = node.takeCalls();
  expect(calls.filter((call) => /rollout|sleep/.test(call)).map((call) => call.replace('k3s kubectl --request-timeout=10s ', ''))).toEqual([
    'sleep 15',
    '--namespace istio-system rollout restart daemonset/ztunnel',
    'k3s kubectl --namespace istio-system rollout status daemonset/ztunnel --timeout=5m',
    '--namespace istio-ingress rollout restart deployment/main-gateway-istio',
    '--namespace my-app rollout restart deployment/waypoint',
  ]);
  expect(node.values())
    .toEqual({ jumps_total: 1, last_jump_seconds: 660, restarts_total: 1, failures_total: 0, pending: 0, drift_seconds: 0 });
});

test('it acts once on one jump, however often it is started', () => {
  node.guard();
  node.freeze(660);
  node.guard();
  node.takeCalls();

  node.guard();
  node.pass(3600);
  node.guard();

  expect(node.takeRestarts()).toEqual([]);
  expect(node.values()).toMatchObject({ jumps_total: 1, restarts_total: 1 });
});

test('two jumps are two restarts', () => {
  node.guard();
  for (const seconds of [660, 28_800]) {
    node.freeze(seconds);
    node.guard();
    expect(node.takeRestarts()).toEqual(ALL);
    node.pass(7200);
  }
  expect(node.values()).toMatchObject({ jumps_total: 2, last_jump_seconds: 28_800, restarts_total: 2 });
});

test('short naps add up, as they do in ztunnel', () => {
  node.guard();
  for (const restarts of [[], [], ALL]) {
    node.freeze(240);
    node.guard();
    expect(node.takeRestarts()).toEqual(restarts);
    node.pass(7200);
  }
  expect(node.values()).toMatchObject({ jumps_total: 1, last_jump_seconds: 720, drift_seconds: 0 });
});

test('a clock set back is a jump too', () => {
  node.guard();
  node.freeze(-3600);
  node.guard();
  expect(node.takeRestarts()).toEqual(ALL);
  expect(node.values()).toMatchObject({ last_jump_seconds: -3600 });
});

test('a jump taken back before it settled restarts nothing', () => {
  node.guard();
  node.freeze(900);
  node.write('on-sleep', 'echo $(($(cat "$SANDBOX/realtime") - 900)) >"$SANDBOX/realtime"; rm "$SANDBOX/on-sleep"');
  expect(node.guard().status).toBe(0);
  expect(node.takeCalls('k3s')).toEqual([]);
});

test('a second step before the restart is part of the same jump', () => {
  node.guard();
  node.freeze(900);
  node.when('get --raw /readyz', JUMP_IN_THE_MIDDLE);
  node.guard();
  expect(node.takeRestarts()).toEqual(ALL);
  expect(node.values()).toMatchObject({ restarts_total: 1, pending: 0, drift_seconds: 0 });
});

test('a jump during the run, which systemd does not report, is seen at its end', () => {
  node.guard();
  node.freeze(660);
  node.when('rollout status', JUMP_IN_THE_MIDDLE);
  expect(node.guard().status).toBe(0);
  expect(node.takeRestarts()).toEqual([...ALL, ...ALL]);
  expect(node.values()).toMatchObject({ jumps_total: 2, restarts_total: 2, drift_seconds: 0 });
});

test('a clock that never stops jumping ends the run all the same', () => {
  node.guard();
  node.freeze(660);
  node.command('sleep', JUMP_IN_THE_MIDDLE);
  node.command('k3s', `case "$*" in *'get daemonset'*) echo daemonset.apps/ztunnel ;; *'rollout status'*) ${JUMP_IN_THE_MIDDLE} ;; esac`);
  const { status, stderr } = node.guard();
  expect(status).toBe(1);
  expect(stderr).toContain('jumped again in each of 3 rounds');
  expect(node.values()).toMatchObject({ restarts_total: 3, pending: 1 });
});

test('an API that is down and comes up is waited for', () => {
  node.guard();
  node.freeze(660);
  node.breakApi(3);
  expect(node.guard().status).toBe(0);
  expect(node.takeRestarts()).toEqual(ALL);
  expect(node.values()).toMatchObject({ restarts_total: 1, failures_total: 0 });
});

test('an API that stays down is given up on within bounds, and the jump is not forgotten', () => {
  // GIVEN
  node.guard();
  node.freeze(660);
  node.breakApi(99);
  node.takeCalls();

  // WHEN
  const { status, stderr } = node.guard();

  // THEN
  expect({ status, stderr }).toEqual({ status: 1, stderr: 'could not finish; the next run tries again\n' });
  expect(node.takeCalls().filter((call) => /k3s|sleep/.test(call)))
    .toEqual([
      'sleep 15',
      ...Array.from({ length: 7 }, (_, index) => (index % 2 ? 'sleep 5' : 'k3s kubectl --request-timeout=10s get --raw /readyz')),
    ]);
  expect(node.values()).toMatchObject({ jumps_total: 1, restarts_total: 0, failures_total: 1, pending: 1, drift_seconds: 660 });

  // WHEN it is back
  node.remove('api-down');
  node.pass(300);
  expect(node.guard().status).toBe(0);

  // THEN
  expect(node.takeRestarts()).toEqual(ALL);
  expect(node.values()).toMatchObject({ jumps_total: 1, restarts_total: 1, failures_total: 1, pending: 0 });
});

test('if the API goes away between ztunnel and the gateways, only the gateways are left for the next run', () => {
  node.guard();
  node.freeze(660);
  node.when('rollout status', 'echo 99 >"$SANDBOX/api-down"');
  expect(node.guard().status).toBe(1);
  expect(node.takeRestarts()).toEqual([ALL[0]]);
  expect(node.values()).toMatchObject({ pending: 1, drift_seconds: 0 });

  node.remove('api-down');
  expect(node.guard().status).toBe(0);
  expect(node.takeRestarts()).toEqual(ALL.slice(1));
  expect(node.values()).toMatchObject({ pending: 0, restarts_total: 1 });
});

test('a ztunnel that is slow to come back does not keep the gateways waiting for ever', () => {
  node.guard();
  node.freeze(660);
  node.when('rollout status', 'exit 1');
  expect(node.guard()).toMatchObject({ status: 0, stderr: expect.stringContaining('did not become ready within 5m') as string });
  expect(node.takeRestarts()).toEqual(ALL);
});

test('before the mesh is installed there is nothing to restart, and nothing to remember', () => {
  node.guard();
  node.write('no-ztunnel', '');
  node.freeze(660);
  expect(node.guard().status).toBe(0);
  node.remove('no-ztunnel');
  node.guard();
  expect(node.takeRestarts()).toEqual([]);
});

test('a mesh without gateways is fine', () => {
  node.guard();
  node.write('gateways', '');
  node.freeze(660);
  expect(node.guard().status).toBe(0);
  expect(node.takeRestarts()).toEqual([ALL[0]]);
});

test('counters live through a boot; what was measured before it does not', () => {
  node.guard();
  node.freeze(660);
  node.guard();
  node.takeCalls();

  node.reboot();
  node.guard();
  node.pass(300);
  node.guard();

  expect(node.takeRestarts()).toEqual([]);
  expect(node.values()).toMatchObject({ jumps_total: 1, restarts_total: 1, drift_seconds: 0 });
});

test('a state file a crash left empty is a first look, not a jump from 1970', () => {
  node.guard();
  node.write('run/clock-guard/offset', '');
  expect(node.guard().status).toBe(0);
  expect(node.takeRestarts()).toEqual([]);
});

test('its metrics are one whole, valid file', () => {
  node.guard();
  node.freeze(660);
  node.guard();
  expect(node.list('textfile')).toEqual([METRICS]);
  expect(node.read(`textfile/${METRICS}`)).toMatchSnapshot();
});
