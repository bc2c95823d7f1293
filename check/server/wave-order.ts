import type { Homelab } from '../../charts/homelab';
import type { Manifest } from '../../charts/core/manifest';
import type { Trial } from './server';

/** Bootstrap and Applications first, as the cluster gets them; then each folder in the wave of the Application that syncs it. */
export function inWaveOrder({ waves }: Homelab, manifests: ReadonlyMap<string, readonly Manifest[]>): Trial[] {
  const waveOf = new Map([...waves].flatMap(([{ props: { source } }, wave]): [string, number][] => {
    return source.kind === 'own' ? [[source.folder, wave]] : [];
  }));
  return [...manifests]
    .map(([folder, list]) => ({ wave: waveOf.get(folder) ?? -1, list }))
    .sort((a, b) => a.wave - b.wave)
    .flatMap(({ wave, list }) => list.map((object) => ({ wave: wave < 0 ? '-' : String(wave), object })));
}
