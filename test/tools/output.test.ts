import { createHash } from 'node:crypto';
import type { ChosenKind } from '../../tools/crds/definition';
import { describeChanges, describeDropped, movedPins, schemaFiles, type IndexEntry } from '../../tools/crds/output';

const widget = (change: Partial<ChosenKind> = {}): ChosenKind => ({
  group: 'example.com', kind: 'Widget', version: 'v1', plural: 'widgets', scope: 'Namespaced', source: 'example/widgets@v1.0.0',
  schema: { type: 'object' }, ...change,
});
const indexOf = (...chosen: ChosenKind[]): IndexEntry[] => JSON.parse(schemaFiles(chosen).get('index.json')!) as IndexEntry[];

test('every kind gets one file, which the index names with its digest', () => {
  const files = schemaFiles([widget()]);
  const text = '{\n "type": "object"\n}\n';
  expect(files.get('example.com/Widget.v1.json')).toBe(text);
  expect(indexOf(widget())).toEqual([{
    group: 'example.com', kind: 'Widget', version: 'v1', plural: 'widgets', scope: 'Namespaced', file: 'example.com/Widget.v1.json',
    source: 'example/widgets@v1.0.0', sha256: createHash('sha256').update(text).digest('hex'),
  }]);
});

test('describeChanges tells new, changed, merely renewed and removed kinds apart', () => {
  const before = indexOf(widget(), widget({ kind: 'Gadget' }), widget({ kind: 'Gone' }), widget({ kind: 'Same' }));
  const after = indexOf(
    widget({ source: 'example/widgets@v1.1.0', schema: { type: 'string' } }),
    widget({ kind: 'Gadget', source: 'example/widgets@v1.1.0' }),
    widget({ kind: 'Fresh' }),
    widget({ kind: 'Same' }),
  );
  expect(describeChanges(before, after)).toEqual([
    'changed  Widget.v1.example.com from example/widgets@v1.0.0 to example/widgets@v1.1.0',
    'same     Gadget.v1.example.com from example/widgets@v1.0.0 to example/widgets@v1.1.0',
    'new      Fresh.v1.example.com from example/widgets@v1.0.0',
    'removed  Gone.v1.example.com',
  ]);
});

test('a kind of the group without a name gets a folder called core', () => {
  expect(indexOf(widget({ group: '' }))).toMatchObject([{ group: '', file: 'core/Widget.v1.json' }]);
});

test('what a schema was read from instead of the release stays in the index, and is named', () => {
  const standing = widget({ standIn: 'widget-models@4.0.0' });
  expect(indexOf(standing)).toMatchObject([{ source: 'example/widgets@v1.0.0', standIn: 'widget-models@4.0.0' }]);
  expect(describeChanges(indexOf(standing), indexOf(widget({ schema: { type: 'string' } })))).toEqual([
    'changed  Widget.v1.example.com from example/widgets@v1.0.0 (by widget-models@4.0.0) to example/widgets@v1.0.0',
  ]);
});

test('describeDropped takes one line per group', () => {
  const widget = { group: 'example.com', kind: 'Widget', version: 'v1beta1' };
  expect(describeDropped([widget, { ...widget, group: 'a.example.com' }, { ...widget, kind: 'Gadget' }]))
    .toEqual(['unused   a.example.com: Widget.v1beta1', 'unused   example.com: Gadget.v1beta1 Widget.v1beta1']);
  expect(describeDropped([{ ...widget, group: '' }])).toEqual(['unused   core: Widget.v1beta1']);
});

describe('movedPins', () => {
  const before = indexOf(widget());

  test('catches a release whose content is another than at the last import', () => {
    expect(movedPins(before, indexOf(widget({ schema: { type: 'string' } }))).map(({ kind }) => kind)).toEqual(['Widget']);
  });

  test.each([
    ['the same content', widget()],
    ['a raised pin', widget({ source: 'example/widgets@v1.1.0', schema: { type: 'string' } })],
    ['a new kind', widget({ kind: 'Gadget' })],
    ['the release after what stood in for it', widget({ schema: { type: 'string' } }), indexOf(widget({ standIn: 'models@4.0.0' }))],
  ])('lets %s through', (_, after, was = before) => {
    expect(movedPins(was, indexOf(after))).toEqual([]);
  });
});
