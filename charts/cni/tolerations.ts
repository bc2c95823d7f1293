import { isMapping } from '../../config/kinds';

/** What a node has as long as it is not ready:
 * https://kubernetes.io/docs/reference/labels-annotations-taints/#node-kubernetes-io-not-ready. */
const NOT_READY = 'node.kubernetes.io/not-ready';

/** True if tolerations let a pod onto a node that is not ready yet; so do those of the chart, which undefined stands for. */
export function toleratesNotReady(value: unknown): boolean {
  if (value === undefined) { return true; }
  return Array.isArray(value) && value.some((each: unknown) => {
    if (!isMapping(each)) { return false; }
    const { key, operator, effect } = each;
    const isKey = operator === 'Exists' ? key === undefined || key === null || key === '' || key === NOT_READY : key === NOT_READY;
    return isKey && (effect === undefined || effect === null || effect === '' || effect === 'NoSchedule');
  });
}
