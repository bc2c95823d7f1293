import type { Cluster, LiveObject } from './cluster';
import { sleep } from './processes';

/*
 * What controllers would say that are no part of the test: pods only pretend to run. Each writes the status that its controller writes when
 * all is well, so that Argo CD's health checks have something to judge.
 */

interface StandIn { readonly path: string; readonly status: (object: LiveObject) => unknown }

const GATEWAY_API = '/apis/gateway.networking.k8s.io/v1';

const STAND_INS: readonly StandIn[] = [
  { path: '/apis/cert-manager.io/v1/clusterissuers', status: (object) => conditions(object, 'Ready') },
  { path: '/apis/cert-manager.io/v1/certificates', status: (object) => conditions(object, 'Ready') },
  { path: `${GATEWAY_API}/gateways`, status: (object) => conditions(object, 'Accepted', 'Programmed') },
  {
    path: `${GATEWAY_API}/httproutes`,
    status: (object) => ({
      parents: [{ controllerName: 'istio.io/gateway-controller', parentRef: { name: 'main-gateway' },
        ...conditions(object, 'Accepted', 'ResolvedRefs') as object }],
    }),
  },
  { path: '/apis/monitoring.coreos.com/v1/prometheuses', status: (object) => conditions(object, 'Available', 'Reconciled') },
  { path: '/apis/monitoring.coreos.com/v1/alertmanagers', status: (object) => conditions(object, 'Available', 'Reconciled') },
];

/** Goes round until it is stopped. */
export class StandIns {
  /** Kinds, in plural, whose controller is away. */
  public readonly away = new Set<string>();
  /** Routes whose Service does not exist. */
  public readonly withoutService = new Set<string>();
  private stopped = false;
  private readonly done: Promise<void>;

  /** @param cluster - where they write */
  constructor(private readonly cluster: Cluster) {
    this.done = this.run();
  }

  /** Ends them. */
  public async stop(): Promise<void> {
    this.stopped = true;
    await this.done;
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      for (const standIn of STAND_INS) {
        if (![...this.away].some((kind) => standIn.path.endsWith(`/${kind}`))) { await this.round(standIn).catch(() => undefined); }
      }
      await sleep(1_000);
    }
  }

  private async round({ path, status }: StandIn): Promise<void> {
    for (const object of await this.cluster.list(path)) {
      const { name, namespace, generation } = object.metadata;
      const wanted = JSON.stringify(status(object));
      const isLost = this.withoutService.has(name) && path.endsWith('/httproutes');
      if (JSON.stringify(object.status ?? {}).includes(`"observedGeneration":${generation ?? 0}`)) { continue; }
      const plural = path.slice(path.lastIndexOf('/') + 1);
      const group = path.slice(0, path.lastIndexOf('/'));
      const where = namespace === undefined ? `${group}/${plural}/${name}` : `${group}/namespaces/${namespace}/${plural}/${name}`;
      // As istiod says it: https://gateway-api.sigs.k8s.io/guides/api-design/#status (RouteReasonBackendNotFound).
      const lost = wanted.replace('"type":"ResolvedRefs","status":"True","reason":"Pretended"',
        '"type":"ResolvedRefs","status":"False","reason":"BackendNotFound"');
      await this.cluster.setStatus(where, JSON.parse(isLost ? lost : wanted));
    }
  }
}

function conditions({ metadata: { generation } }: LiveObject, ...types: readonly string[]): unknown {
  return {
    conditions: types.map((type) => ({
      type, status: 'True', reason: 'Pretended', message: 'pretended', lastTransitionTime: new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
      observedGeneration: generation,
    })),
  };
}
