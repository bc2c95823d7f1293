import type { SourcedDefinition } from '../../tools/crds/definition';
import { bindingDefinition, chooseKinds, readDefinitions } from '../../tools/crds/definitions';

/** Two versions as upstream writes them, behind a document of another kind and an empty one. */
const WIDGETS = `
apiVersion: v1
kind: Namespace
metadata: { name: other }
---
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: widgets.example.com
  labels: { app: widgets }
spec:
  group: example.com
  names: { kind: Widget, listKind: WidgetList, plural: widgets, singular: widget, shortNames: [w] }
  scope: Cluster
  conversion: { strategy: None }
  versions:
    - name: v1alpha1
      served: false
      storage: false
      schema: { openAPIV3Schema: { type: object } }
    - name: v1
      served: true
      storage: true
      additionalPrinterColumns: [{ name: Age, type: date, jsonPath: .metadata.creationTimestamp }]
      schema:
        openAPIV3Schema:
          type: object
          description: A widget.
          properties:
            spec:
              properties:
                size: { type: integer, description: How big. }
                description: { type: string, description: A property of that name. }
              type: object
    - name: v1beta1
      served: true
      storage: false
      schema: { openAPIV3Schema: { type: object } }
`;

const widgets = (source = 'example/widgets@v1.0.0'): SourcedDefinition[] =>
  readDefinitions(WIDGETS, 'widgets.yaml').map((definition) => ({ source, definition }));
const WIDGET = { group: 'example.com', kind: 'Widget', version: 'v1' };

describe('readDefinitions', () => {
  test('passes over documents of other kinds', () => {
    expect(readDefinitions(WIDGETS, 'widgets.yaml').map(({ spec }) => spec.names.kind)).toEqual(['Widget']);
  });

  test('names the origin of a definition it cannot read', () => {
    expect(() => readDefinitions('kind: CustomResourceDefinition\napiVersion: apiextensions.k8s.io/v1beta1', 'old.yaml'))
      .toThrow(/^old\.yaml holds/);
  });
});

describe('chooseKinds', () => {
  test('takes the wanted version with scope and plural, and says what it dropped', () => {
    const { chosen, dropped } = chooseKinds([WIDGET], widgets());
    expect(chosen).toEqual([{
      ...WIDGET, scope: 'Cluster', plural: 'widgets', source: 'example/widgets@v1.0.0',
      schema: {
        properties: { spec: { properties: { description: { type: 'string' }, size: { type: 'integer' } }, type: 'object' } },
        type: 'object',
      },
    }]);
    expect(dropped).toEqual([{ ...WIDGET, version: 'v1alpha1' }, { ...WIDGET, version: 'v1beta1' }]);
  });

  test('refuses to go on without a kind in use, and names them all', () => {
    const missing = () =>
      chooseKinds([{ ...WIDGET, kind: 'Gadget' }, { ...WIDGET, version: 'v1alpha1' }, { ...WIDGET, version: 'v2' }], widgets());
    expect(missing).toThrow('Gadget.v1.example.com: no address of cdk8s.yaml holds this kind any more');
    expect(missing).toThrow('Widget.v1alpha1.example.com: example/widgets@v1.0.0 no longer serves this version; it serves v1, v1beta1');
    expect(missing).toThrow('Widget.v2.example.com: example/widgets@v1.0.0 does not define this version');
  });

  test('refuses a kind that two addresses define', () => {
    expect(() => chooseKinds([WIDGET], [...widgets(), ...widgets('example/fork@v2.0.0')]))
      .toThrow('defined more than once, by example/widgets@v1.0.0 and example/fork@v2.0.0');
  });
});

test('a binding is made from one version only', () => {
  const [widget] = chooseKinds([WIDGET], widgets()).chosen;
  expect(bindingDefinition(widget!)).toMatchObject({
    kind: 'CustomResourceDefinition',
    metadata: { name: 'widgets.example.com' },
    spec: { scope: 'Cluster', names: { kind: 'Widget', plural: 'widgets' }, versions: [{ name: 'v1' }] },
  });
});
