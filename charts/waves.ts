import type { Component } from './component';

/**
 * Sync waves from dependencies: a component's wave is one more than the highest of those it needs, beginning with 0.
 *
 * Argo CD holds every later wave back until a wave is Healthy, dependent on it or not. So what may wait on the outside world comes
 * after everything that does not need it.
 *
 * @throws Error if a dependency is not among the components, or if they depend on each other in a circle
 */
export function computeWaves(components: readonly Component[]): Map<Component, number> {
  const known = new Set(components);
  const waves = new Map<Component, number>();
  const open = new Set<Component>();
  const waiting = components.filter(({ props }) => props.waitsOnOutside);
  const independent = components.filter((component) => !waiting.includes(component) && !waiting.some((other) => component.needs(other)));

  const waveOf = (component: Component): number => {
    const done = waves.get(component);
    if (done !== undefined) { return done; }
    if (!known.has(component)) { throw new Error(`"${component.name}" is depended on, but no layer of this lab provides it`); }
    if (open.has(component)) { throw new Error(`components depend on each other in a circle: ${[...open, component].map(({ name }) => name).join(' -> ')}`); }
    open.add(component);
    const before = [...component.dependsOn, ...(component.props.waitsOnOutside ? independent : [])];
    const wave = Math.max(-1, ...before.map(waveOf)) + 1;
    open.delete(component);
    waves.set(component, wave);
    return wave;
  };
  components.forEach(waveOf);
  return waves;
}
