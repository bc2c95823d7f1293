import { traceCode } from '../../charts/core/code-place';
import { readConfig } from '../../charts/load-config';
import { SynthError } from '../../errors';
import { asOwn, type LabCode } from '../../synth/own-code';
import { synthesise } from '../../synth/synthesise';
import { ValidationError } from '../../synth/validate';
import { invalidLayers, invalidPlatform, repeatedNamespace, repeatedObject, takenFolder } from './lab-code';

const CODE = require.resolve('./lab-code');

/** What a synth says of a lab with own code. */
function errorOf(apply: LabCode): Error {
  try {
    synthesise(readConfig('', 'homelab.yaml'), { file: CODE, apply });
  } catch (error) {
    return error as Error;
  }
  throw new Error('the synth found nothing to object to');
}

beforeAll(() => { traceCode((file) => file === CODE); });
afterAll(() => { traceCode(undefined); });

describe("what a validation of a lab's own code says", () => {
  test('is a mistake of that code, each with the line that makes the construct', () => {
    // WHEN
    const error = errorOf(invalidLayers);
    // THEN
    expect(error).toBeInstanceOf(SynthError);
    expect(error.message.replaceAll(/:\d+:\d+/g, ':LINE:COLUMN')).toBe([
      'Validation failed with the following errors:',
      '  [homelab/nfs-volumes] there is no server (lab-code.ts:LINE:COLUMN)',
      '  [homelab/iscsi-volumes] there is no target (lab-code.ts:LINE:COLUMN)',
    ].join('\n'));
    const [first = 0, second] = [...error.message.matchAll(/:(\d+):\d+\)/g)].map(([, line]) => Number(line));
    expect(second).toBe(first + 1);
  });

  test('of a construct of the platform, or of the lab, is a mistake of that code too', () => {
    const error = errorOf(invalidPlatform);
    expect(error).toBeInstanceOf(SynthError);
    expect(error.message).toBe([
      'Validation failed with the following errors:',
      '  [homelab] there is no NAS (lab-code.ts)',
      '  [homelab/routes] there is no route to the NAS (lab-code.ts)',
    ].join('\n'));
  });
});

test.each<[string, LabCode, string]>([
  [
    'a namespace that is there already', repeatedNamespace,
    'the namespace "my-app" is asked for twice; ask for it once, and let both use it',
  ],
  ['two objects of one name', repeatedObject, 'two objects would be written to nfs-volumes/map.my-app.configmap.k8s.yaml'],
  [
    'a folder that is taken', takenFolder,
    'two layers have the id "gateway", which names their folder in dist/; give one of them another id',
  ],
])('what the platform objects to in own code is a mistake of that code: %s', (_what, code, message) => {
  const error = errorOf(code);
  expect(error).toBeInstanceOf(SynthError);
  expect(error.message).toBe(`lab-code.ts: ${message}`);
});

describe('what fails without the own code as well', () => {
  const fail = (error: Error) => (): never => { throw error; };

  test('stays a fault of the program', () => {
    const error = new Error('broken');
    expect(() => asOwn('homelab.ts', fail(error), fail(new Error('broken in another way')))).toThrow(error);
    expect(() => asOwn('homelab.ts', fail(error), () => undefined)).toThrow(new SynthError('homelab.ts: broken', { cause: error }));
  });

  test('is told apart from what the code is to blame for, message by message', () => {
    // GIVEN
    const platform = { construct: 'homelab/bootstrap', message: 'is wrong', place: undefined };
    const own = { construct: 'homelab/mine', message: 'is wrong', place: undefined };
    const [fault, both] = [new ValidationError([platform]), new ValidationError([platform, own])];
    // THEN
    expect(() => asOwn('homelab.ts', fail(fault), fail(new ValidationError([platform])))).toThrow(fault);
    expect(() => asOwn('homelab.ts', fail(both), fail(fault))).toThrow(new SynthError(
      'Validation failed with the following errors:\n  [homelab/bootstrap] is wrong\n  [homelab/mine] is wrong (homelab.ts)',
      { cause: both },
    ));
  });
});
