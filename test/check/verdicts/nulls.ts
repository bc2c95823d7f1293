import { BASE } from './bases';
import { right, wrong, type Trial } from './mutation';

/* Templates of charts leave fields without a value. */

const NOTHING = 'a field of nothing is as good as none';

/** Fields of which the value is null. */
export const NULLS: readonly Trial[] = [
  ...right(BASE.configMap, [
    ['metadata.annotations', null, NOTHING],
    ['metadata.labels', null, NOTHING],
    ['binaryData', null, NOTHING],
    ['data["a"]', null, NOTHING],
  ]),
  ...right(BASE.secret, [['stringData', null, NOTHING]]),
  ...right(BASE.role, [['rules', null, NOTHING]]),
  ...right(BASE.deployment, [
    ['spec.template.spec.containers[0].env', null, NOTHING],
    ['spec.template.spec.containers[0].readinessProbe.httpGet.httpHeaders', null, NOTHING],
    ['spec.template.spec.nodeName', null, NOTHING],
    ['spec.replicas', null, NOTHING],
    ['spec.template.spec.securityContext', null, NOTHING],
    ['spec.template.metadata.annotations', null, NOTHING],
  ]),
  ...right(BASE.route, [['metadata.annotations', null, NOTHING]]),
  ...wrong(BASE.deployment, [
    ['spec.template.spec.containers', null, 'a pod has a container'],
    ['spec.selector', null, 'it selects its pods'],
  ]),
  ...wrong(BASE.route, [['spec.hostnames', null, 'a custom kind takes nothing only where its definition says so']]),
  ...wrong(BASE.pool, [['spec.addresses', null, 'a pool has addresses']]),
];
