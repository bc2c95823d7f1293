import { GO_DURATION, PROMETHEUS_DURATION, STORAGE_SIZE } from '../config/units';
import type { FieldChange } from './change';
import { caution, danger, type Hazard } from './hazard';

/** A claim that prometheus-operator makes: for another size it makes the StatefulSet anew, and leaves the claim as it is. */
const OPERATED = /(prometheusSpec\.storageSpec|alertmanagerSpec\.storage)\.volumeClaimTemplate\.spec\.resources\.requests\.storage$/;

/** A claim that a chart makes of its values, itself or through a StatefulSet. */
const CLAIM = /(volumeClaimTemplates?|storageClass(Name)?|persistence\.(size|accessModes))/i;

const RETENTION = /^retention(_period)?$/;

/**
 * The risks of a changed field for what is stored.
 *
 * @param kind - of the object
 */
export function hazardsOfStorage(kind: string, { path, before, after }: FieldChange): Hazard[] {
  const where = path.join('.');
  if (before === undefined) { return []; }
  if (OPERATED.test(where)) {
    const keeps = 'the claim of the volume keeps its old size';
    if ((mebibytes(after) ?? 0) < (mebibytes(before) ?? 0)) {
      // Prometheus' retentionSize follows from the size; Alertmanager deletes nothing because of it.
      return [where.includes('prometheusSpec.') ? danger(`the oldest samples are deleted until the rest fits; ${keeps}`) : caution(keeps)];
    }
    return [caution(`${keeps}, which K3s' own class does not enforce; `
      + 'of another class, make the claim larger by hand')];
  }
  if (CLAIM.test(where) && kind !== 'StatefulSet') {
    return [danger(`${where} belongs to a volume claim: the API server refuses another one, even a larger size where the class does not `
      + 'grow, as that of K3s; the sync stops until the claim is made anew, without its data')];
  }
  if (kind === 'PersistentVolumeClaim' && where === 'spec.resources.requests.storage') { return [ofClaim(before, after)]; }
  const key = String(path.at(-1));
  if (RETENTION.test(key)) {
    const [old, fresh] = [before, after].map(milliseconds).map((time) => time === 0 && key === FOR_EVER_IF_ZERO ? Infinity : time);
    if (old !== Infinity && fresh === Infinity) {
      return [danger('nothing is deleted any more because of its age: the volume fills, and then nothing is stored')];
    }
    return old !== undefined && fresh !== undefined && fresh < old ? [danger(`what is older than ${String(after)} is deleted`)] : [];
  }
  return [];
}

/** A claim that is in git itself: https://kubernetes.io/docs/concepts/storage/persistent-volumes/#expanding-persistent-volumes-claims */
function ofClaim(before: unknown, after: unknown): Hazard {
  const isSmaller = (mebibytes(after) ?? 0) < (mebibytes(before) ?? 0);
  return danger(isSmaller
    ? 'a claim cannot be made smaller: the API server refuses it, and the sync stops until the old size is back'
    : 'the API server refuses a larger size where the class of the claim does not grow, as that of K3s, which enforces none either; the '
      + 'sync stops until the old size is back');
}

/** Loki's limits_config.retention_period: 0s keeps everything (docs of the compactor, "Retention"). */
const FOR_EVER_IF_ZERO = 'retention_period';

function mebibytes(value: unknown): number | undefined {
  return typeof value === 'string' ? STORAGE_SIZE.parse(value)?.toMebibytes() : undefined;
}

function milliseconds(value: unknown): number | undefined {
  return typeof value === 'string' ? (PROMETHEUS_DURATION.parse(value) ?? GO_DURATION.parse(value))?.toMilliseconds() : undefined;
}

/** Fields that hold a number of pods. */
const REPLICAS = /^(replicas|replicaCount|minReplicas|autoscaleMin)$/;

/** The risk of a changed number of pods. */
export function hazardsOfReplicas({ path, before, after }: FieldChange): Hazard[] {
  if (!REPLICAS.test(String(path.at(-1))) || typeof after !== 'number') { return []; }
  const where = path.slice(-2).join('.');
  if (after === 0) { return [danger(`${where}: no pod runs any more`)]; }
  if (typeof before !== 'number' || after >= before) { return []; }
  const alone = after === 1 ? '; while that one restarts, nothing answers' : '';
  return [caution(`${where}: fewer pods, ${before} before and ${after} now${alone}`)];
}
