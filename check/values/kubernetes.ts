import { NODE_CLASS, nfsShares } from '../../config/addons/nfs';
import { parseAddress } from '../../config/address';
import { addressHolders } from '../../config/address-holders';
import { isPooled, poolWords } from '../../config/address-pools';
import { at, numberOf, textOf } from '../../charts/core/plain-data';
import type { RenderedLab } from '../../charts/core/rendered-lab';
import type { Finding, Rule } from '../../charts/core/rule';
import { isTruthy } from '../../charts/core/safe-values';
import { isMapping, ownOf } from '../../config/kinds';
import { formatValue } from '../../config/problem';
import { quantityOf } from '../core/quantities';
import { dataOf } from '../core/report';
import { writtenValues, type WrittenValue } from './written';

/** What is wrong with a value, and what to write instead. */
interface Wrong {
  /** What is wrong, and what would happen. */
  readonly what: string;
  /** What to do. */
  readonly fix: string;
  /** Way below the value. @default - the value itself */
  readonly below?: readonly (string | number)[];
}

type Look = (written: WrittenValue, lab: RenderedLab) => Wrong | readonly Wrong[] | undefined;

/** Charts hand much of their values on as they are, and then Kubernetes' rules hold: pkg/apis/core/validation. */
const valuesDeployable: Rule = {
  name: 'values-deployable',
  severity: 'error',
  check: (lab) => looked(lab, [tolerations, nodeSelector, strategy, resources, sizes, policies, service, counts, accessModes, users]),
};

const valuesUseful: Rule = {
  name: 'values-useful',
  severity: 'warning',
  check: (lab) => looked(lab, [ingress, storageClass, texts, tagBesideDigest]),
};

/** Rules about what charts hand on to Kubernetes. */
export const DEPLOYABLE_RULES: readonly Rule[] = [valuesDeployable, valuesUseful];

const REFUSED = 'the API server would refuse it, and Argo CD go on with what it has';

function looked(lab: RenderedLab, looks: readonly Look[]): Finding[] {
  return writtenValues(lab).flatMap((written) =>
    looks.flatMap((look) => look(written, lab) ?? []).map(({ what, fix, below = [] }): Finding => ({
    path: [...written.path, ...below], what, fix,
  })));
}

/** Whether a value is the whole of a key, not an item of a list. */
function isWhole({ path, key }: WrittenValue): boolean { return path.at(-1) === key; }

function tolerations(written: WrittenValue): Wrong[] {
  const { key, value } = written;
  if (!/tolerations$/i.test(key) || !isWhole(written) || !Array.isArray(value)) { return []; }
  return value.flatMap((each: unknown, index): Wrong[] => {
    if (!isMapping(each)) {
      return [{ below: [index], what: `is no toleration; ${REFUSED}`, fix: 'write key, operator, value and effect' }];
    }
    const { key: name, operator = 'Equal', value: taint, effect = '' } = each;
    if (!['Equal', 'Exists', 'Lt', 'Gt'].includes(textOf(operator))) {
      return [{
        below: [index], what: `has the operator ${formatValue(operator)}, which does not exist; ${REFUSED}`, fix: 'write Equal or Exists',
      }];
    }
    if (!['', 'NoSchedule', 'PreferNoSchedule', 'NoExecute'].includes(textOf(effect ?? ''))) {
      return [{
        below: [index], what: `has the effect ${formatValue(effect)}, which does not exist; ${REFUSED}`,
        fix: 'write NoSchedule, PreferNoSchedule or NoExecute',
      }];
    }
    if (operator === 'Exists' && isTruthy(taint)) {
      return [{
        below: [index], what: `has a value beside the operator Exists; ${REFUSED}`,
        fix: 'leave the value out, or write the operator Equal',
      }];
    }
    return operator !== 'Exists' && !isTruthy(name)
      ? [{ below: [index], what: `has no key; ${REFUSED}`, fix: 'write the key, or the operator Exists for every taint' }] : [];
  });
}

function nodeSelector(written: WrittenValue, lab: RenderedLab): Wrong[] {
  const { key, value } = written;
  if (!key.endsWith('nodeSelector') || !isWhole(written) || !isMapping(value)) { return []; }
  const nodes = lab.config.nodes.map(({ name }) => name);
  // Labels that K3s and the kubelet set themselves; others may be set by hand.
  const known: Readonly<Record<string, readonly string[]>> = {
    'kubernetes.io/hostname': nodes, 'kubernetes.io/os': ['linux'], 'kubernetes.io/arch': ['amd64'],
    'node-role.kubernetes.io/control-plane': ['true'],
  };
  return Object.entries(value).flatMap(([label, wanted]): Wrong[] => {
    if (wanted === null) { return []; }
    if (typeof wanted !== 'string') {
      return [{
        below: [label], what: `is no text (${formatValue(wanted)}), as labels of nodes are; ${REFUSED}`,
        fix: `write "${textOf(wanted)}" in quotes`,
      }];
    }
    const there = ownOf(known, label);
    return there === undefined || there.includes(wanted) ? []
      : [{
        below: [label], what: `is "${wanted}", and no node of this lab has that label; its pods would stay Pending`,
        fix: `write ${there.map((each) => `"${each}"`).join(' or ')}`,
      }];
  });
}

function strategy(written: WrittenValue, lab: RenderedLab): Wrong | undefined {
  const { key, keys, value, release } = written;
  if (!/strategy$/i.test(key) || !isWhole(written) || !isMapping(value)) { return undefined; }
  const merged = at(lab.helmValues(release), ...keys);
  return at(merged, 'type') === 'Recreate' && isTruthy(at(merged, 'rollingUpdate'))
    ? {
      what: `has the type Recreate beside rollingUpdate, which the generated values have; ${REFUSED}`,
      fix: 'write rollingUpdate: null beside it, or remove the type',
    }
    : undefined;
}

/** Memory below this is a slip of the unit: `512m` is half a byte, `512` as many bytes. */
const LEAST_MEMORY = 2 ** 20;

function resources(written: WrittenValue, lab: RenderedLab): Wrong[] {
  const { key, keys, value, release } = written;
  if (!/resources$/i.test(key) || !isWhole(written) || !isMapping(value)) { return []; }
  const merged = at(lab.helmValues(release), ...keys);
  return ['requests', 'limits'].flatMap((kind) => Object.entries(dataOf(value[kind])).flatMap(([name, amount]): Wrong[] => {
    const below = [kind, name];
    if (amount === null || amount === '') { return []; }
    const number = quantityOf(amount);
    if (number === undefined || Number.isNaN(number)) {
      return [{ below, what: `is no amount that Kubernetes knows (${formatValue(amount)}); ${REFUSED}`, fix: amountOf(name) }];
    }
    if (number < 0) { return [{ below, what: `is negative; ${REFUSED}`, fix: amountOf(name) }]; }
    if (name === 'memory' && number < LEAST_MEMORY && number > 0) {
      return [{ below, what: `is ${formatValue(amount)}, less than a mebibyte; its pods would not start`, fix: amountOf(name) }];
    }
    const limit = quantityOf(at(merged, 'limits', name));
    const request = quantityOf(at(merged, 'requests', name));
    const isAbove = request !== undefined && limit !== undefined && request > limit && limit > 0;
    // Said once: of the request where it is written, of the limit where only that is.
    return isAbove && (kind === 'requests' || at(value, 'requests', name) === undefined)
      ? [{
        below,
        what: `makes the request for ${name} (${textOf(at(merged, 'requests', name))}) larger than the limit `
          + `(${textOf(at(merged, 'limits', name))}); ${REFUSED}`,
        fix: `write ${kind === 'requests' ? 'limits' : 'requests'}.${name} too`,
      }] : [];
  }));
}

function amountOf(name: string): string {
  return name === 'cpu' ? 'write a number of processors, such as 500m or 2' : 'write a number with Ki, Mi or Gi, such as 512Mi';
}

/** Sizes of volumes. */
function sizes({ key, keys, value }: WrittenValue): Wrong | undefined {
  const isSize = (key === 'size' && /^(persistence|persistentVolume|volume)/i.test(keys.at(-2) ?? ''))
    || (key === 'storage' && keys.at(-2) === 'requests');
  if (!isSize || value === null || value === '') { return undefined; }
  const number = quantityOf(value);
  return number !== undefined && number >= LEAST_MEMORY ? undefined
    : { what: `is no size of a volume (${formatValue(value)}); ${REFUSED}`, fix: 'write a number with Mi, Gi or Ti, such as 20Gi' };
}

function policies({ key, value }: WrittenValue): Wrong | undefined {
  if (!/^(image)?pullPolicy$/i.test(key) || value === null || value === '') { return undefined; }
  return ['Always', 'IfNotPresent', 'Never'].includes(textOf(value)) ? undefined
    : { what: `is no way to pull images (${formatValue(value)}); ${REFUSED}`, fix: 'write Always, IfNotPresent or Never' };
}

function service({ keys, key, value }: WrittenValue, lab: RenderedLab): Wrong | undefined {
  const inService = /service$/i.test(keys.at(-2) ?? '');
  if (inService && key === 'type' && typeof value === 'string'
    && !['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName', ''].includes(value)) {
    return { what: `is no type of a Service ("${value}"); ${REFUSED}`, fix: 'write ClusterIP, NodePort or LoadBalancer' };
  }
  if (/^nodePort[A-Z]?\w*$/.test(key) && inService && isTruthy(value) && !(numberOf(value) >= 30000 && numberOf(value) <= 32767)) {
    return {
      what: `is no port of nodes (${formatValue(value)}), which begin at 30000 and end at 32767; ${REFUSED}`,
      fix: 'write one of these, or leave it out',
    };
  }
  if (key !== 'loadBalancerIP' || typeof value !== 'string' || value === '') { return undefined; }
  const holder = addressHolders(lab.config).find((each) => each.address === value);
  if (holder) {
    return {
      what: `is the address of ${holder.who}, which MetalLB gives to one Service alone`, fix: 'choose another of network.loadBalancerRange',
    };
  }
  const address = parseAddress(value);
  const { network } = lab.config;
  return address !== undefined && isPooled(network, value) ? undefined
    : {
      what: `is not in ${poolWords(network)}, and nobody would answer there`,
      fix: 'choose one of that range',
    };
}

function counts({ key, value }: WrittenValue): Wrong | undefined {
  if (!/^(replicas|replicaCount)$/.test(key) || value === null || typeof value === 'object') { return undefined; }
  const number = numberOf(value);
  return Number.isInteger(number) && number >= 0 ? undefined
    : { what: `is no number of pods (${formatValue(value)}); ${REFUSED}`, fix: 'write a whole number' };
}

/** The kubelet starts no container whose user its own settings exclude (pkg/kubelet/kuberuntime/security_context.go). */
function users(written: WrittenValue, lab: RenderedLab): Wrong | undefined {
  const { key, keys, value, release } = written;
  if (!/securityContext$/i.test(key) || !isWhole(written) || !isMapping(value)) { return undefined; }
  const merged = at(lab.helmValues(release), ...keys);
  return at(merged, 'runAsUser') === 0 && at(merged, 'runAsNonRoot') === true
    ? {
      what: 'has runAsUser 0 beside runAsNonRoot, which excludes it; its pods would not start',
      fix: 'write another user, or runAsNonRoot: false beside it',
    } : undefined;
}

/** What K3s' class for volumes can make: https://github.com/rancher/local-path-provisioner, provisioner.go. */
function accessModes(written: WrittenValue, lab: RenderedLab): Wrong | undefined {
  const { key, keys, value, release } = written;
  if (key !== 'accessModes' || !isWhole(written) || !Array.isArray(value)) { return undefined; }
  const place = at(lab.helmValues(release), ...keys.slice(0, -1));
  const storage = at(place, 'storageClassName') ?? at(place, 'storageClass');
  return value.some((each) => each !== 'ReadWriteOnce' && each !== 'ReadWriteOncePod')
    && [undefined, null, '', NODE_CLASS].includes(storage as string)
    ? {
      what: `asks for ${value.map(textOf).join(', ')}, and K3s' own class for volumes makes those for one node alone; its pods would stay `
        + 'Pending',
      fix: 'write ReadWriteOnce',
    }
    : undefined;
}

function ingress(written: WrittenValue, lab: RenderedLab): Wrong | undefined {
  const { key, keys, value } = written;
  const isThere = lab.config.applications.some((each) => /traefik|ingress|haproxy|contour|kong/.test(JSON.stringify(each)));
  if (key !== 'enabled' || !/^ingress(?!Controller)/.test(keys.at(-2) ?? '') || !isTruthy(value) || isThere) { return undefined; }
  return {
    what: 'makes an Ingress, which nothing in this lab serves: the way in is the Gateway',
    fix: 'remove it, and write an entry under services with the name, namespace and port of the Service',
  };
}

function storageClass({ key, value }: WrittenValue, lab: RenderedLab): Wrong | undefined {
  if (!/^storageClass(Name)?$/.test(key) || typeof value !== 'string' || ['', '-', NODE_CLASS].includes(value)) { return undefined; }
  const isThere = lab.ofKind('storage.k8s.io', 'StorageClass').some(({ metadata: { name } }) => name === value);
  const shares = nfsShares(lab.config).map(({ name }) => name);
  if (isThere || shares.includes(value) || lab.config.applications.length > 0) { return undefined; }
  const those = shares.length === 0 ? `the only one that this lab has is ${NODE_CLASS}`
    : `this lab has ${[NODE_CLASS, ...shares].join(', ')}`;
  return {
    what: `names the class "${value}" for volumes, and ${those}; its pods would stay Pending`,
    fix: shares.length === 0 ? 'remove it, or bring the class by an Application of your own' : 'remove it, or name one of these',
  };
}

/** Labels and annotations are texts; YAML makes something else of `true` and `9090`, which most charts hand on as it is. */
function texts(written: WrittenValue): Wrong[] {
  const { key, value } = written;
  if (!/(annotations|labels)$/i.test(key) || !isWhole(written) || !isMapping(value)) { return []; }
  return Object.entries(value).filter(([, each]) => typeof each === 'boolean' || typeof each === 'number').map(([name, each]) => ({
    below: [name], what: `is no text (${formatValue(each)}); most templates hand it on as it is, and the API server refuses that`,
    fix: `write "${textOf(each)}" in quotes`,
  }));
}

/** Cilium's images have a digest beside the tag, which counts. */
function tagBesideDigest({ release, key, keys, value }: WrittenValue, lab: RenderedLab): Wrong | undefined {
  if (release !== 'cilium' || key !== 'tag' || keys.at(-2) !== 'image' || typeof value !== 'string') { return undefined; }
  const image = at(lab.config.values.cilium, ...keys.slice(0, -1));
  return at(image, 'useDigest') === undefined && at(image, 'digest') === undefined && at(image, 'override') === undefined
    ? {
      what: 'is a tag alone, and the digest of the chart, which counts before it, is still that of the old image',
      fix: 'write useDigest: false beside it, or the digest too',
    } : undefined;
}
