import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { APPLICATION_HEALTH, APPLICATION_HEALTH_SEVERAL, DEFINITION_HEALTH } from '../../../charts/gitops/argo-cd-health';
import { luaLiteral, runLua } from '../../lua';

interface Health { readonly status: string; readonly message: string }
interface Application { readonly status?: unknown; readonly source?: unknown; readonly operation?: unknown }

const CHART = {
  repoURL: 'https://example.com/charts', chart: 'c', targetRevision: '1.0.1', helm: { valuesObject: { a: [1, { b: true }] } },
};
const SYNCED = { status: 'Synced', comparedTo: { source: CHART } };

/** Runs a check as Argo CD does: the object is the global `obj`, the health is the table that the script returns. */
function check(script: string, object: unknown): Health {
  const result = runLua(
    `obj = ${luaLiteral(object)}\nlocal health = (function()\n${script}\nend)()\nreturn health.status .. "|" .. health.message`,
  );
  const [state = '', ...message] = result.split('|');
  return { status: state, message: message.join('|') };
}

/** An Application of an hour ago whose source has been compared, unless something else is said. */
function healthOf(status: unknown, created = minutesAgo(60), more: Application = {}): Health {
  return check(APPLICATION_HEALTH, {
    metadata: { name: 'child', creationTimestamp: created },
    spec: { source: more.source ?? CHART },
    operation: more.operation,
    status,
  });
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

describe('an Application of several sources', () => {
  const FILES = { repoURL: 'https://example.com/files.git', targetRevision: 'main', ref: 'values' };
  const of = (sources: unknown, comparedTo: unknown): Health => check(APPLICATION_HEALTH_SEVERAL, {
    metadata: { name: 'child', creationTimestamp: minutesAgo(60) },
    spec: { sources },
    status: { sync: { status: 'Synced', comparedTo }, health: { status: 'Healthy' }, reconciledAt: minutesAgo(1) },
  });

  test('is Healthy when all of them were compared; the one source that Argo CD writes beside them is empty', () => {
    expect(of([CHART, FILES], { source: { repoURL: '' }, sources: [CHART, FILES] })).toMatchObject({ status: 'Healthy' });
  });

  test.each<[string, unknown]>([
    ['another version of one', [{ ...CHART, targetRevision: '1.0.0' }, FILES]], ['one of them', [CHART]], ['none of them', undefined],
  ])('waits where %s was compared', (_, sources) => {
    expect(of([CHART, FILES], { source: { repoURL: '' }, sources }))
      .toEqual({ status: 'Progressing', message: 'its new source is not looked at yet' });
  });

  test('leaves those of one source what they are', () => {
    const one = { metadata: { name: 'child', creationTimestamp: minutesAgo(60) }, spec: { source: CHART } };
    const status = { sync: SYNCED, health: { status: 'Healthy' } };
    expect(check(APPLICATION_HEALTH_SEVERAL, { ...one, status })).toMatchObject({ status: 'Healthy' });
  });
});

describe('an Application that was never synced', () => {
  test.each([['without a status', undefined], ['with an empty status', {}]])('is Progressing %s', (_, status) => {
    expect(healthOf(status, minutesAgo(1))).toEqual({ status: 'Progressing', message: 'not looked at yet' });
  });

  test('is Progressing where it is compared, with the health of nothing', () => {
    expect(healthOf({ sync: { ...SYNCED, status: 'OutOfSync' }, health: { status: 'Healthy' } }, minutesAgo(1)))
      .toEqual({ status: 'Progressing', message: 'not synced yet' });
  });

  test('is Degraded in the end, so that its parent takes up new commits', () => {
    expect(healthOf({}, minutesAgo(16))).toEqual({ status: 'Degraded', message: 'for more than 15 minutes: not looked at yet' });
  });

  test('counts as synced if there was nothing to do', () => {
    expect(healthOf({ sync: SYNCED, health: { status: 'Healthy' } })).toMatchObject({ status: 'Healthy' });
  });
});

describe('an Application whose sync', () => {
  test.each(['Running', 'Terminating'])('is %s is Progressing, whatever its objects are', (phase) => {
    const operationState = operation(phase, 14, 'waiting for healthy state of apps/Deployment/x');
    expect(healthOf({ operationState, sync: SYNCED, health: { status: 'Healthy' } }))
      .toEqual({ status: 'Progressing', message: 'syncing: waiting for healthy state of apps/Deployment/x' });
  });

  test('has been asked for is Progressing, although the last one succeeded', () => {
    const operationState = operation('Succeeded', 300);
    const status = { operationState, sync: SYNCED, health: { status: 'Healthy' }, reconciledAt: minutesAgo(1) };
    expect(healthOf(status, undefined, { operation: { sync: {} } })).toEqual({ status: 'Progressing', message: 'its sync has not begun' });
  });

  test('takes too long is Degraded', () => {
    expect(healthOf({ operationState: operation('Running', 16, 'Retrying attempt #7'), sync: SYNCED })).toEqual({
      status: 'Degraded',
      message: 'for more than 15 minutes: syncing: Retrying attempt #7',
    });
  });

  test.each(['Failed', 'Error'])('ended as %s is Degraded, though its objects may be Healthy', (phase) => {
    expect(healthOf({ operationState: operation(phase, 1, 'no matches for kind'), sync: SYNCED, health: { status: 'Healthy' } })).toEqual({
      status: 'Degraded',
      message: 'sync failed: no matches for kind',
    });
  });

  test('says nothing is no error of the check', () => {
    expect(healthOf({ operationState: operation('Failed'), sync: SYNCED }))
      .toEqual({ status: 'Degraded', message: 'sync failed: no message' });
  });

  test('has ended since the controller looked last is Progressing, because its health is that of before', () => {
    const operationState = { phase: 'Succeeded', startedAt: minutesAgo(3), finishedAt: minutesAgo(1) };
    expect(healthOf({ operationState, sync: SYNCED, health: { status: 'Healthy' }, reconciledAt: minutesAgo(2) }))
      .toEqual({ status: 'Progressing', message: 'not looked at since its sync' });
    expect(healthOf({ operationState, sync: SYNCED, health: { status: 'Healthy' }, reconciledAt: minutesAgo(0) }))
      .toMatchObject({ status: 'Healthy' });
  });
});

describe('an Application whose source has changed', () => {
  const before = { operationState: operation('Succeeded', 300), health: { status: 'Healthy' }, reconciledAt: minutesAgo(2) };
  const waits = { status: 'Progressing', message: 'its new source is not looked at yet' };

  test.each([
    ['version', { ...CHART, targetRevision: '1.0.0' }],
    ['repository', { ...CHART, repoURL: 'https://example.com/others' }],
    ['chart', { ...CHART, chart: 'd' }],
    ['value in a list', { ...CHART, helm: { valuesObject: { a: [1, { b: false }] } } }],
    ['value less', { ...CHART, helm: { valuesObject: { a: [1, { b: true }], c: false } } }],
    ['value more', { ...CHART, helm: {} }],
  ])('waits until another %s is compared, however old it is', (_, source) => {
    expect(healthOf({ ...before, sync: { status: 'Synced', comparedTo: { source } } })).toEqual(waits);
  });

  test('waits for the content of its folder, whose address and branch stay', () => {
    const folder = { repoURL: 'https://example.com/lab.git', targetRevision: 'main', path: 'dist/routes', name: 'content-2' };
    const status = { ...before, sync: { status: 'Synced', comparedTo: { source: { ...folder, name: 'content-1' } } } };
    expect(healthOf(status, undefined, { source: folder })).toEqual(waits);
    expect(healthOf(status, undefined, { source: { ...folder, name: 'content-1' } })).toMatchObject({ status: 'Healthy' });
  });

  test('is the same to what Argo CD leaves out of its copy', () => {
    const source = { ...CHART, directory: { recurse: false, include: '' }, helm: { ...CHART.helm, skipCrds: false, valueFiles: [] } };
    expect(healthOf({ ...before, sync: SYNCED }, undefined, { source })).toMatchObject({ status: 'Healthy' });
  });

  test('is Degraded where the controller looks at nothing any more', () => {
    expect(healthOf({ ...before, reconciledAt: minutesAgo(16), sync: { comparedTo: { source: {} } } }))
      .toEqual({ status: 'Degraded', message: 'for more than 15 minutes: its new source is not looked at yet' });
  });
});

describe('an Application that cannot be compared', () => {
  const status = (type: string, message: string, minutes: number): unknown => ({
    operationState: operation('Succeeded', 300), health: { status: 'Healthy' }, reconciledAt: minutesAgo(1),
    sync: { ...SYNCED, status: 'Unknown' }, conditions: [{ type, message, lastTransitionTime: minutesAgo(minutes) }],
  });

  test('waits for a repository that is away, and says so', () => {
    const message = 'Failed to load target state: rpc error: code = Unknown desc = failed to list refs: connection refused';
    expect(healthOf(status('ComparisonError', message, 14))).toEqual({ status: 'Progressing', message: `cannot be read: ${message}` });
    expect(healthOf(status('ComparisonError', message, 16)))
      .toEqual({ status: 'Degraded', message: `for more than 15 minutes: cannot be read: ${message}` });
  });

  test('is Degraded at once where its chart refuses the values', () => {
    const message = 'Failed to load target state: failed to execute helm template command: `helm template . --name-template metallb`';
    expect(healthOf(status('ComparisonError', message, 0))).toEqual({ status: 'Degraded', message: `cannot be rendered: ${message}` });
  });

  test('waits some minutes for its project', () => {
    const message = 'Application referencing project app-blog which does not exist';
    expect(healthOf(status('InvalidSpecError', message, 4))).toEqual({ status: 'Progressing', message: `refused: ${message}` });
    expect(healthOf(status('InvalidSpecError', message, 6)))
      .toEqual({ status: 'Degraded', message: `for more than 5 minutes: refused: ${message}` });
  });

  test('is what it was under conditions that say nothing of that', () => {
    expect(healthOf(status('SharedResourceWarning', 'x is part of two', 300))).toMatchObject({ status: 'Healthy' });
  });
});

describe('an Application that was synced', () => {
  const synced = { operationState: operation('Succeeded', 300), sync: SYNCED, reconciledAt: minutesAgo(1) };

  test('has the health of its objects', () => {
    expect(healthOf({ ...synced, health: { status: 'Healthy', message: 'as they say' } }))
      .toEqual({ status: 'Healthy', message: 'as they say' });
  });

  test('is Healthy although something differs from git, which has an alert of its own', () => {
    expect(healthOf({ ...synced, sync: { ...SYNCED, status: 'OutOfSync' }, health: { status: 'Healthy' } }))
      .toMatchObject({ status: 'Healthy' });
  });

  test('is Degraded as soon as its objects are', () => {
    expect(healthOf({ ...synced, health: { status: 'Degraded', message: 'no pods', lastTransitionTime: minutesAgo(0) } }))
      .toEqual({ status: 'Degraded', message: 'its objects are Degraded: no pods' });
  });

  test('waits for objects that are Degraded just after they were written', () => {
    const operationState = (minutes: number): unknown =>
      ({ phase: 'Succeeded', startedAt: minutesAgo(minutes), finishedAt: minutesAgo(minutes) });
    const status = { ...synced, health: { status: 'Degraded', message: 'CRD is not established' } };
    expect(healthOf({ ...status, operationState: operationState(14) }))
      .toEqual({ status: 'Progressing', message: 'its objects are Degraded: CRD is not established' });
    expect(healthOf({ ...status, operationState: operationState(16) })).toMatchObject({ status: 'Degraded' });
  });

  test('holds nobody back because somebody paused one of its objects', () => {
    expect(healthOf({ ...synced, health: { status: 'Suspended' } }))
      .toEqual({ status: 'Healthy', message: 'some of its objects are suspended' });
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

  test('is given its time again by each sync, however long it has existed and worked', () => {
    const operationState = { phase: 'Succeeded', startedAt: minutesAgo(2), finishedAt: minutesAgo(1) };
    expect(healthOf({ ...synced, operationState, reconciledAt: minutesAgo(1), health: { status: 'Progressing' } }, minutesAgo(9999)))
      .toEqual({ status: 'Progressing', message: 'its objects are Progressing' });
    expect(healthOf({ ...synced, operationState, health: { status: 'Progressing', lastTransitionTime: minutesAgo(99) } }, minutesAgo(9999)))
      .toMatchObject({ status: 'Progressing' });
  });

  test('is known by its history if the operation is gone', () => {
    expect(healthOf({ history: [{ id: 0 }], sync: { ...SYNCED, status: 'OutOfSync' }, health: { status: 'Healthy' } })).toEqual({
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

describe('a definition', () => {
  const condition = (type: string, status: string, message?: string): unknown =>
    ({ type, status, ...message === undefined ? {} : { message } });
  const of = (...conditions: unknown[]): Health => check(DEFINITION_HEALTH, { status: { conditions } });

  test.each([
    ['without a status', []],
    ['that is being installed', [
      condition('NamesAccepted', 'True'), condition('Established', 'False', 'the initial names have been accepted'),
    ]],
    ['that is established', [condition('NamesAccepted', 'True'), condition('Established', 'True')]],
  ])('%s holds nobody back: the sync waits for it by itself', (_, conditions) => {
    expect(of(...conditions)).toEqual({ status: 'Healthy', message: '' });
    expect(check(DEFINITION_HEALTH, {})).toEqual({ status: 'Healthy', message: '' });
  });

  test('whose names another one has is Degraded, and says which', () => {
    expect(of(condition('NamesAccepted', 'False', '"gateways" is already in use'), condition('Established', 'False')))
      .toEqual({ status: 'Degraded', message: 'its names are not accepted: "gateways" is already in use' });
  });

  test('whose schema cannot be used is Degraded', () => {
    expect(of(condition('Established', 'True'), condition('NonStructuralSchema', 'True', 'spec: Required value')))
      .toEqual({ status: 'Degraded', message: 'its schema cannot be used: spec: Required value' });
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

test.each([APPLICATION_HEALTH, DEFINITION_HEALTH])('asks only for what Lua 5.1 has, which is what Argo CD runs', (script) => {
  expect(script).not.toMatch(/goto |\/\/|<const>|[&|~]\s|utf8\.|table\.unpack|math\.tointeger/);
});

/*
 * Applications as Argo CD left them while `npm run test:argo` ran. The check compares with the clock, so their times are moved: the newest
 * one is now.
 */
describe('an Application of a real run', () => {
  const RECORDED = path.join(__dirname, '..', '..', 'fixtures', 'application-statuses');
  const EXPECTED: readonly [name: string, status: string, message: string][] = [
    ['works', 'Healthy', ''],
    ['first-sync', 'Progressing', 'syncing: '],
    ['sync-before-first-look', 'Progressing', 'its new source is not looked at yet'],
    ['not-looked-at-since-its-sync', 'Progressing', 'not looked at since its sync'],
    ['new-source', 'Progressing', 'its new source is not looked at yet'],
    ['missing-service', 'Progressing', 'its objects are Degraded: Caused by gateway.networking.k8s.io/HTTPRoute:mine/lost'],
    ['broken-chart', 'Degraded', 'cannot be rendered: Failed to load target state: '],
    ['never-rendered', 'Degraded', 'cannot be rendered: Failed to load target state: '],
  ];
  const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g;

  const recorded = (name: string): unknown => {
    const text = readFileSync(path.join(RECORDED, `${name}.json`), 'utf8');
    const newest = Math.max(...[...text.matchAll(TIME)].map(([time]) => Date.parse(time)));
    const moved = (time: string): string => new Date(Date.parse(time) + Date.now() - newest).toISOString().replace(/\.\d+Z$/, 'Z');
    return JSON.parse(text.replaceAll(TIME, moved)) as unknown;
  };

  test.each(EXPECTED)('%s is %s: %s', (name, status, message) => {
    expect(check(APPLICATION_HEALTH, recorded(name))).toEqual({ status, message: expect.stringContaining(message) as string });
  });

  test('is in each of the records', () => {
    expect(readdirSync(RECORDED).sort()).toEqual(EXPECTED.map(([name]) => `${name}.json`).sort());
  });
});
