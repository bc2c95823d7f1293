import { KUBE_SYSTEM, platformNamespaces } from '../../config/platform';
import type { Manifest } from '../core/manifest';
import type { Finding, Rule } from '../core/rule';

const DATAPLANE_MODE = 'istio.io/dataplane-mode';

/** Two owners of the label would take turns, and pods would join and leave the mesh with them. */
const ambientLabelOwned: Rule = {
  name: 'ambient-label-owned',
  severity: 'error',
  check: (lab) => {
    const seen = new Map<string, Manifest>();
    return lab.ofKind('', 'Namespace').flatMap((namespace): Finding[] => {
      const { name, labels } = namespace.metadata;
      const before = seen.get(name);
      seen.set(name, namespace);
      if (before) {
        const what = `is declared in ${lab.folder(before)} and in ${lab.folder(namespace)}`;
        return [{ object: namespace, what, fix: 'declare it once' }];
      }
      const mode = labels?.[DATAPLANE_MODE];
      return mode === 'ambient' || mode === 'none' ? [] : [{
        object: namespace, what: `does not say whether it is in the mesh (${DATAPLANE_MODE} is ${mode ?? 'missing'})`,
        fix: 'set the label to ambient or none',
      }];
    });
  },
};

/** What the mesh itself stands on cannot wait for the mesh; what watches it must work when it does not. */
const platformOutOfMesh: Rule = {
  name: 'platform-out-of-mesh',
  severity: 'error',
  check: (lab) => [...platformNamespaces(lab.config), KUBE_SYSTEM, lab.config.gateway.namespace]
    .flatMap((name) => lab.ofKind('', 'Namespace').filter((namespace) => namespace.metadata.name === name && lab.isAmbient(name)))
    .map((namespace) => ({
      object: namespace, what: 'is in the mesh, though the mesh needs it to start or to be watched', fix: `set ${DATAPLANE_MODE} to none`,
    })),
};

/** Promises between namespaces and the mesh. */
export const NAMESPACE_RULES: readonly Rule[] = [ambientLabelOwned, platformOutOfMesh];
