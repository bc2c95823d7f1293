import { Component } from '../../../charts/core/component';
import { computeWaves } from '../../../charts/core/waves';

function component(name: string, dependsOn: Component[] = []): Component {
  return new Component({ name, namespace: 'x', source: { kind: 'own', folder: name }, dependsOn });
}

function named(waves: ReadonlyMap<Component, number>): Record<string, number> {
  return Object.fromEntries([...waves].map(([{ name }, wave]) => [name, wave]));
}

test('a component comes one wave after the last of those it needs', () => {
  const crds = component('crds');
  const base = component('base', [crds]);
  const mesh = component('mesh', [crds, base]);
  expect(named(computeWaves([mesh, base, crds]))).toEqual({ crds: 0, base: 1, mesh: 2 });
});

test('what a component waits for besides counts like a dependency', () => {
  const [first, second] = [component('first'), component('second')];
  expect(named(computeWaves([first, second], (each) => each === first ? [second] : []))).toEqual({ first: 1, second: 0 });
});

test('a circle is refused with its members', () => {
  const needs: Component[] = [];
  const first = component('first', needs);
  const second = component('second', [first]);
  needs.push(second);
  expect(() => computeWaves([first, second])).toThrow('first -> second -> first');
});

test('a dependency that no layer provides is refused', () => {
  expect(() => computeWaves([component('a', [component('missing')])])).toThrow('"missing" is depended on');
});
