import fc from 'fast-check';
import { dump, load } from 'js-yaml';
import { parse } from 'yaml';
import { WHOLE } from '../../whole';
import { reordered, turned, validConfig } from '../../property/configs';
import { runs, synthesiseText } from '../../property/runs';

test('whatever the schema admits synthesises, satisfies every schema and reads back as it was written', () => {
  fc.assert(fc.property(validConfig, (config) => {
    // A synth holds every object against its schema.
    const synthesis = synthesiseText(dump(config));
    const texts = [...synthesis.files.values()];
    expect(texts).toHaveLength([...synthesis.manifests.values()].flat().length);
    // Kubernetes reads YAML 1.1: both readings must agree.
    expect(texts.map((text) => parse(text, { version: '1.1' }) as unknown)).toEqual(texts.map((text) => load(text)));
  }), runs(WHOLE ? 120 : 10));
}, 120_000);

test('the order of keys, and of entries that stand for themselves, makes no difference to a single byte of a manifest', () => {
  fc.assert(fc.property(validConfig, (config) => {
    const [one, other] = [synthesiseText(dump(config)), synthesiseText(dump(reordered(config)))];
    expect([...other.files]).toEqual([...one.files]);
    expect([...other.scripts]).toEqual([...one.scripts]);
    expect([...synthesiseText(dump(turned(config))).files]).toEqual([...one.files]);
  }), runs(WHOLE ? 40 : 4));
}, 120_000);
