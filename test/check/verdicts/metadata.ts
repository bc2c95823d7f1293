import type { Manifest } from '../../../charts/core/manifest';
import { BASE } from './bases';
import { ABSENT, right, wrong, type Row, type Trial } from './mutation';

/* Metadata is checked alike for all kinds, but for the form of their names. */

const LABEL = 'a label\'s value has letters, digits, "-", "_" and ".", and begins and ends with a letter or digit';

/** For every kind. */
const EVERY: readonly Row[] = [
  ['metadata.labels["a b"]', 'x', 'a key has no space'],
  ['metadata.labels["example.com/a/b"]', 'x', 'a key has one prefix'],
  ['metadata.labels["team"]', '-x', LABEL],
  ['metadata.labels["team"]', 'x'.repeat(64), 'a label\'s value has 63 characters at most'],
  ['metadata.annotations["a b"]', 'x', 'a key has no space'],
  ['metadata.annotations["note"]', 'x'.repeat(262_144), 'annotations have 256 KiB together'],
];

/** RBAC takes any name that can stand in a URL. */
const FREE_NAMES: readonly Manifest[] = [BASE.role, BASE.binding, BASE.clusterRole, BASE.clusterBinding];

/** Names without dots. */
const LABEL_NAMES: readonly Manifest[] = [BASE.namespace, BASE.service, BASE.headless];

const BAD_NAMES: readonly Row[] = [
  ['metadata.name', 'Upper', 'a name is in lower case'],
  ['metadata.name', 'under_score', 'a name has no underscore'],
  ['metadata.name', '-dash', 'a name begins with a letter or digit'],
];

/** One of each kind. */
const ALL: readonly Manifest[] = [...new Map(Object.values(BASE).reverse().map((base) => [base.kind, base])).values()].reverse();

/** Names, labels and annotations of every kind. */
export const METADATA: readonly Trial[] = [
  ...ALL.flatMap((base) => wrong(base, EVERY)),
  ...ALL.filter((base) => !FREE_NAMES.includes(base) && base !== BASE.budget).flatMap((base) => wrong(base, [
    ...BAD_NAMES,
    ['metadata.name', 'x'.repeat(254), 'a name has 253 characters at most'],
  ])),
  ...FREE_NAMES.flatMap((base) => [
    ...wrong(base, [
      ['metadata.name', 'a%b', 'a name stands in a URL as it is'],
      ['metadata.name', '..', 'it would be another folder'],
    ]),
    ...right(base, [['metadata.name', 'system:Some_Name', 'RBAC takes any name that can stand in a URL']]),
  ]),
  ...right(BASE.budget, [['metadata.name', 'Upper_score', 'this kind\'s names are not checked by Kubernetes 1.36']]),
  ...LABEL_NAMES.flatMap((base) => wrong(base, [
    ['metadata.name', 'a.b', 'the name is a label of DNS, without dots'],
    ['metadata.name', 'x'.repeat(64), 'the name is a label of DNS, of 63 characters at most'],
  ])),
  ...ALL.filter(({ metadata: { namespace } }) => namespace === undefined).flatMap((base) => right(base, [
    ['metadata.namespace', 'my-app', 'the API server leaves out what a kind of the cluster cannot have'],
  ])),
  ...right(BASE.service, [['metadata.name', '1shop', 'a name may begin with a digit, since Kubernetes 1.34']]),
  ...ALL.flatMap((base) => right(base, [
    ['metadata.labels["example.com/Team.a_b"]', '', 'a value may be empty, a key may have capitals'],
    ['metadata.annotations["example.com/note"]', 'Ä \u0000 {}', 'an annotation may say anything'],
  ])),
  ...wrong(BASE.configMap, [
    ['metadata.name', ABSENT, 'an applied object has a name'],
    ['metadata.name', 'a..b', 'no part of a name is empty'],
    ['metadata.labels["-a"]', 'x', 'a key begins with a letter or digit'],
    [`metadata.labels["${'k'.repeat(64)}"]`, 'x', 'the part of a key after the prefix has 63 characters at most'],
    [`metadata.labels["${'k'.repeat(254)}/a"]`, 'x', 'the prefix of a key has 253 characters at most'],
    ['metadata.labels["Example.com/a"]', 'x', 'the prefix of a key is a name of DNS, in lower case'],
    ['metadata.labels["/a"]', 'x', 'the prefix of a key is not empty'],
    ['metadata.labels["a/"]', 'x', 'the part after the prefix is not empty'],
    ['metadata.labels["team"]', 'a/b', LABEL],
    ['metadata.labels["team"]', 'a b', LABEL],
    ['metadata.labels["team"]', 'ä', LABEL],
    ['metadata.labels["team"]', 1, 'a value is a text'],
    ['metadata.labels["team"]', true, 'a value is a text'],
    ['metadata.annotations["a"]', 1, 'a value is a text'],
    ['metadata.annotations["example.com/a/b"]', 'x', 'a key has one prefix'],
    ['metadata.annotations["a/"]', 'x', 'the part after the prefix is not empty'],
    ['metadata.finalizers', ['a b'], 'a finalizer is named like a label\'s key'],
    ['metadata.ownerReferences', [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'a', uid: '' }], 'an owner is known by its UID'],
    ['metadata.ownerReferences', [{ apiVersion: 'v1', kind: 'ConfigMap', name: '', uid: 'a' }], 'an owner has a name'],
    ['metadata.lables', {}, 'there is no such field'],
    ['metadata.namespace', 'my_app', 'there can be no such namespace'],
  ]),
  ...right(BASE.configMap, [
    ['metadata.name', 'kube-root-ca.crt', 'most names may have dots'],
    ['metadata.name', '1', 'a name may be a number'],
    ['metadata.name', `${'x'.repeat(253)}`, 'a name has 253 characters at most'],
    ['metadata.labels["team"]', 'x'.repeat(63), 'a label\'s value has 63 characters at most'],
    ['metadata.annotations["Example.com/a"]', 'x', 'the prefix of an annotation may have capitals'],
    ['metadata.finalizers', ['example.com/clean'], 'a finalizer is named like a label\'s key'],
  ]),
];
