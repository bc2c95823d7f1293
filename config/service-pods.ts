import { isLanService, type GatewayService } from './lan-services';
import { NAME_LABEL } from './name-label';
import type { HomelabConfig, ServiceConfig } from './schema';
import { serviceBackends, type ClusterBackend } from './service-rules';

type Inside = Exclude<GatewayService, { readonly redirect: unknown } | { readonly external: unknown }>;
type Passed = Extract<Inside, { readonly protocol: 'tls' }>;

/** A service that reaches pods. What goes through unread has connections, and no requests to say something of. */
export type PodService = Exclude<Inside, Passed> | Passed & { readonly allowRequests?: undefined; readonly jwt?: undefined };

/** Pods behind a service, as policies find them. */
export interface ServicePods {
  /** The Kubernetes Service before them, or the service itself where it says their labels. */
  readonly name: string;
  /** Their labels. */
  readonly labels: Readonly<Record<string, string>>;
}

/** True for a service that routes lead to pods of; the others send browsers elsewhere, reach machines, or have no route. */
export function reachesPods(service: ServiceConfig): service is PodService {
  return !(isLanService(service) || 'redirect' in service || 'external' in service);
}

/** The pods that policies of a service are about: all with the labels that it says, or those of each of its Kubernetes Services. */
export function servicePods(service: PodService): readonly ServicePods[] {
  const { name, selector } = service;
  return selector ? [{ name, labels: selector }] : ownServices(service).map((each) => ({ name: each, labels: { [NAME_LABEL]: each } }));
}

/** The Kubernetes Services of its own namespace that a service sends to. */
export function ownServices(service: PodService): readonly string[] {
  return [...new Set(ownBackends(service).map(({ name }) => name))];
}

/** The backends of a service in its own namespace, a Kubernetes Service once for each of its ports. */
export function ownBackends(service: PodService): readonly ClusterBackend[] {
  const { namespace } = service;
  return serviceBackends(service).filter((each) => (each.namespace ?? namespace) === namespace);
}

/** Whether pods of a namespace refuse plain text. */
export function isStrict({ mesh, namespaces }: Pick<HomelabConfig, 'mesh' | 'namespaces'>, name: string): boolean {
  const own = namespaces.find((each) => each.name === name);
  return own?.ambient === true && (own.mtls ?? mesh.mtls) === 'STRICT';
}
