import { APPLICATION_HEALTH } from '../../../charts/gitops/argo-cd-health';
import { luaLiteral, runLua } from '../../lua';

interface Health { readonly status: string; readonly message: string }

/** Runs the check as Argo CD does: the object is the global `obj`, the health is the table that the script returns. */
function healthOf(status: unknown, created = minutesAgo(60)): Health {
  const object = { metadata: { name: 'child', creationTimestamp: created }, status };
  const result = runLua(
    `obj = ${luaLiteral(object)}\nlocal health = (function()\n${APPLICATION_HEALTH}\nend)()\nreturn health.status .. "|" .. health.message`,
  );
  const [state = '', ...message] = result.split('|');
  return { status: state, message: message.join('|') };
}

/** A time as the API writes it. The check compares with the clock, so the test has to as well. */
function minutesAgo(minutes: number): string {
  return new Date(Date.now() - minutes * 60_000).toISOString().replace(/\.\d+Z$/, 'Z');
}

const operation = (phase: string, startedMinutesAgo = 1, message?: string): unknown => ({
  phase,
  startedAt: minutesAgo(startedMinutesAgo),
  ...(message === undefined ? {} : { message }),
});

describe('an Application that was never synced', () => {
  test.each([
    ['without a status', undefined],
    ['with an empty status', {}],
    ['out of sync, with the health of nothing', { sync: { status: 'OutOfSync' }, health: { status: 'Healthy' } }],
  ])('is Progressing %s', (_, status) => {
    expect(healthOf(status, minutesAgo(1))).toEqual({ status: 'Progressing', message: 'not synced yet' });
  });

  test('is Degraded in the end, so that its parent takes up new commits', () => {
    expect(healthOf({}, minutesAgo(16))).toEqual({ status: 'Degraded', message: 'for more than 15 minutes: not synced yet' });
  });

  test('counts as synced if there was nothing to do', () => {
    expect(healthOf({ sync: { status: 'Synced' }, health: { status: 'Healthy' } })).toMatchObject({ status: 'Healthy' });
  });
});

describe('an Application whose sync', () => {
  test.each(['Running', 'Terminating'])('is %s is Progressing, whatever its objects are', (phase) => {
    expect(
      healthOf({ operationState: operation(phase, 14, 'waiting for healthy state of apps/Deployment/x'), health: { status: 'Healthy' } }),
    ).toEqual({ status: 'Progressing', message: 'syncing: waiting for healthy state of apps/Deployment/x' });
  });

  test('takes too long is Degraded', () => {
    expect(healthOf({ operationState: operation('Running', 16, 'Retrying attempt #7') })).toEqual({
      status: 'Degraded',
      message: 'for more than 15 minutes: syncing: Retrying attempt #7',
    });
  });

  test.each(['Failed', 'Error'])('ended as %s is Degraded, though its objects may be Healthy', (phase) => {
    expect(healthOf({ operationState: operation(phase, 1, 'no matches for kind'), health: { status: 'Healthy' } })).toEqual({
      status: 'Degraded',
      message: 'sync failed: no matches for kind',
    });
  });

  test('says nothing is no error of the check', () => {
    expect(healthOf({ operationState: operation('Failed') })).toEqual({ status: 'Degraded', message: 'sync failed: no message' });
  });
});

describe('an Application that was synced', () => {
  const synced = { operationState: operation('Succeeded', 300) };

  test.each(['Healthy', 'Degraded', 'Suspended'])('has the health of its objects: %s', (status) => {
    expect(healthOf({ ...synced, health: { status, message: 'as they say' } })).toEqual({ status, message: 'as they say' });
  });

  test.each(['Progressing', 'Missing', 'Unknown'])('waits for objects that are %s, for a while', (status) => {
    expect(healthOf({ ...synced, health: { status, lastTransitionTime: minutesAgo(14) } })).toEqual({
      status: 'Progressing',
      message: `its objects are ${status}`,
    });
    expect(healthOf({ ...synced, health: { status, lastTransitionTime: minutesAgo(16) } })).toEqual({
      status: 'Degraded',
      message: `for more than 15 minutes: its objects are ${status}`,
    });
  });

  test('waits for a first look at its objects', () => {
    expect(healthOf(synced, minutesAgo(1))).toEqual({ status: 'Progressing', message: 'its objects are not looked at yet' });
  });

  test('is known by its history if the operation is gone', () => {
    expect(healthOf({ history: [{ id: 0 }], sync: { status: 'OutOfSync' }, health: { status: 'Healthy' } })).toEqual({
      status: 'Healthy',
      message: '',
    });
  });

  test('does not break over a time it cannot read', () => {
    expect(healthOf({ ...synced, health: { status: 'Progressing', lastTransitionTime: 'yesterday' } })).toMatchObject({
      status: 'Progressing',
    });
  });
});

test.each(['Europe/London', 'America/New_York', 'Pacific/Auckland'])('the age of something is the same in %s', (zone) => {
  const before = process.env['TZ'];
  process.env['TZ'] = zone;
  try {
    expect(healthOf({}, minutesAgo(14))).toMatchObject({ status: 'Progressing' });
    expect(healthOf({}, minutesAgo(16))).toMatchObject({ status: 'Degraded' });
  } finally {
    if (before === undefined) { delete process.env['TZ']; } else { process.env['TZ'] = before; }
  }
});

test('asks only for what Lua 5.1 has, which is what Argo CD runs', () => {
  expect(APPLICATION_HEALTH).not.toMatch(/goto |\/\/|<const>|[&|~]\s|utf8\.|table\.unpack|math\.tointeger/);
});
