import { Component } from '../../charts/component';
import { computeWaves } from '../../charts/waves';

function component(name: string, dependsOn: Component[] = [], waitsOnOutside = false): Component {
  return new Component({ name, namespace: 'x', source: { kind: 'own', folder: name }, dependsOn, waitsOnOutside });
}

function wavesOf(components: Component[]): Record<string, number> {
  return Object.fromEntries([...computeWaves(components)].map(([{ name }, wave]) => [name, wave]));
}

test('a component comes one wave after the last of those it needs', () => {
  const crds = component('crds');
  const base = component('base', [crds]);
  const mesh = component('mesh', [crds, base]);
  expect(wavesOf([mesh, base, crds])).toEqual({ crds: 0, base: 1, mesh: 2 });
});

test('what waits on the outside comes after everything that can do without it', () => {
  // GIVEN
  const crds = component('crds');
  const certificate = component('certificate', [crds], true);
  const mesh = component('mesh', [crds]);
  const ztunnel = component('ztunnel', [mesh]);
  const gateway = component('gateway', [certificate, mesh]);
  // WHEN
  const waves = wavesOf([crds, certificate, mesh, ztunnel, gateway]);
  // THEN
  expect(waves).toEqual({ crds: 0, mesh: 1, ztunnel: 2, certificate: 3, gateway: 4 });
});

test('two that wait on the outside do not wait on each other', () => {
  expect(wavesOf([component('a', [], true), component('b', [], true), component('c')])).toEqual({ c: 0, a: 1, b: 1 });
});

test('a circle is refused with its members', () => {
  const first = component('first');
  const second = component('second', [first]);
  (first.dependsOn as Component[]).push(second);
  expect(() => computeWaves([first, second])).toThrow('first -> second -> first');
});

test('a dependency that no layer provides is refused', () => {
  expect(() => computeWaves([component('a', [component('missing')])])).toThrow('"missing" is depended on');
});
