import { isLanService, type GatewayService } from './lan-services';
import { NAME_LABEL } from './name-label';
import type { HomelabConfig, ServiceConfig } from './schema';
import { serviceBackends } from './service-rules';

/** A service that reaches pods, and whose requests the lab understands. */
export type PodService = Exclude<
  GatewayService, { readonly redirect: unknown } | { readonly external: unknown } | { readonly protocol: 'tls' }
>;

/** Pods behind a service, as policies find them. */
export interface ServicePods {
  /** The Kubernetes Service before them, or the service itself where it says their labels. */
  readonly name: string;
  /** Their labels. */
  readonly labels: Readonly<Record<string, string>>;
}

/** True for a service that routes lead to pods of; the others send browsers elsewhere, reach machines, or are not read on the way. */
export function reachesPods(service: ServiceConfig): service is PodService {
  return !(isLanService(service) || 'redirect' in service || 'external' in service || service.protocol === 'tls');
}

/** The pods that policies of a service are about: all with the labels that it says, or those of each of its Kubernetes Services. */
export function servicePods(service: PodService): readonly ServicePods[] {
  const { name, selector } = service;
  return selector ? [{ name, labels: selector }] : ownServices(service).map((each) => ({ name: each, labels: { [NAME_LABEL]: each } }));
}

/** The Kubernetes Services of its own namespace that a service sends to. */
export function ownServices(service: PodService): readonly string[] {
  const { namespace } = service;
  return [...new Set(serviceBackends(service).filter((each) => (each.namespace ?? namespace) === namespace).map(({ name }) => name))];
}

/** Whether pods of a namespace refuse plain text. */
export function isStrict({ mesh, namespaces }: Pick<HomelabConfig, 'mesh' | 'namespaces'>, name: string): boolean {
  const own = namespaces.find((each) => each.name === name);
  return own?.ambient === true && (own.mtls ?? mesh.mtls) === 'STRICT';
}
