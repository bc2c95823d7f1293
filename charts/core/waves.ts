import type { Component } from './component';

/** What a component waits for besides the dependencies it states itself. */
export type WaitsFor = (component: Component) => readonly Component[];

/**
 * Sync waves from dependencies: a component's wave is one more than the highest of those it waits for, beginning with 0.
 *
 * @param components - every Application of the lab
 * @param waitsFor - what each waits for besides its dependencies
 * @throws Error if a dependency is not among the components, or if they depend on each other in a circle
 */
export function computeWaves(components: readonly Component[], waitsFor: WaitsFor = () => []): Map<Component, number> {
  const known = new Set(components);
  const waves = new Map<Component, number>();
  const open = new Set<Component>();

  const waveOf = (component: Component): number => {
    const done = waves.get(component);
    if (done !== undefined) { return done; }
    if (!known.has(component)) { throw new Error(`"${component.name}" is depended on, but no layer of this lab provides it`); }
    if (open.has(component)) {
      const circle = [...open, component].map(({ name }) => name).join(' -> ');
      throw new Error(`components depend on each other in a circle: ${circle}`);
    }
    open.add(component);
    const wave = Math.max(-1, ...[...component.dependsOn, ...waitsFor(component)].map(waveOf)) + 1;
    open.delete(component);
    waves.set(component, wave);
    return wave;
  };
  components.forEach(waveOf);
  return waves;
}
