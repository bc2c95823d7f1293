import type { Construct } from 'constructs';
import { PLATFORM_NAMESPACES } from '../../config/platform';
import type { HomelabConfig } from '../../config/schema';
import { GO_DURATION } from '../../config/units';
import { IMAGES } from '../../versions';
import type { Component } from '../core/component';
import { noteOrigin } from '../core/origin';
import { ZtunnelRestart } from './ztunnel-restart';

/**
 * The scheduled restart of ztunnel, and the watch over its certificates; undefined where there is none.
 *
 * @param ztunnel - what is restarted
 */
export function ztunnelRestart(scope: Construct, { mesh }: HomelabConfig, ztunnel: Component | undefined): ZtunnelRestart | undefined {
  if (ztunnel === undefined) { return undefined; }
  const layer = new ZtunnelRestart(scope, 'ztunnel-restart', {
    namespace: PLATFORM_NAMESPACES.istio,
    schedule: mesh.ztunnelRestartSchedule,
    timeZone: mesh.timeZone,
    image: IMAGES.kubectl,
    workloadCertificateTTL: GO_DURATION.of(mesh.workloadCertificateTTL),
    dependsOn: [ztunnel],
  });
  noteOrigin(layer.cronJob, { key: ['mesh', 'ztunnelRestartSchedule'] });
  return layer;
}
