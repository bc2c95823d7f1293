import type { Manifest } from '../core/manifest';
import { at, list, text, type RenderedLab } from '../core/rendered-lab';
import { backendReferences, routesOf } from '../core/route-backend';
import type { Finding, Rule } from '../core/rule';

const ISTIO = 'networking.istio.io';

/** A route that names a host which the mesh does not know answers 500. */
const externalBackendMade: Rule = {
  name: 'external-backend-made',
  severity: 'error',
  check: (lab) => {
    const made = new Map(lab.ofKind(ISTIO, 'ServiceEntry')
      .flatMap((entry) => list(entry, 'spec', 'hosts').map((host) => [String(host), entry] as const)));
    return routesOf(lab).flatMap((route) => backendReferences(route)
      .filter(({ backend }) => text(backend, 'group') === ISTIO && text(backend, 'kind') === 'Hostname')
      .flatMap(({ backend }): Finding[] => {
        const name = text(backend, 'name');
        const entry = made.get(name);
        if (entry === undefined) {
          return [{
            object: route, what: `sends to the host ${name}, which no ServiceEntry of the lab has, so it answers 500`,
            fix: 'add a ServiceEntry with that host',
            missing: { group: ISTIO, kind: 'ServiceEntry', namespace: route.metadata.namespace ?? '' },
          }];
        }
        const port = Number(at(backend, 'port'));
        return list(entry, 'spec', 'ports').some((each) => at(each, 'number') === port) ? [] : [{
          object: route, what: `sends to port ${port} of ${name}, which its ServiceEntry does not have, so it answers 500`,
          fix: 'use one of its ports',
        }];
      }));
  },
};

/** Only the older of two policies for one backend counts, so that how it is spoken to depends on history. */
const backendTlsOnce: Rule = {
  name: 'backend-tls-once',
  severity: 'error',
  check: (lab) => {
    const before = new Map<string, Manifest>();
    return policies(lab).flatMap((policy) => list(policy, 'spec', 'targetRefs').flatMap((target): Finding[] => {
      const parts = ['group', 'kind', 'name', 'sectionName'].map((part) => text(target, part));
      const key = JSON.stringify([policy.metadata.namespace, ...parts]);
      const other = before.get(key);
      if (other === undefined) { before.set(key, policy); return []; }
      return [{
        object: policy, fix: 'keep one of the two',
        what: `is for ${text(target, 'kind')} ${text(target, 'name')}, as ${other.metadata.name} is, and only the older counts`,
      }];
    }));
  },
};

/**
 * Istio 1.30 compares no name of a certificate where a policy has a hostname alone: any certificate that the authority has signed would do.
 * https://github.com/istio/istio/blob/1.30.3/pilot/pkg/networking/core/cluster_tls.go (setAutoSniAndAutoSanValidation)
 */
const backendTlsNamesChecked: Rule = {
  name: 'backend-tls-names-checked',
  severity: 'warning',
  check: (lab) => policies(lab).filter((policy) => list(policy, 'spec', 'validation', 'subjectAltNames').length === 0).map((policy) => ({
    object: policy, what: 'has no subjectAltNames, without which Istio takes every certificate of the authority, whatever its name',
    fix: 'repeat its hostname there, with the type Hostname',
  })),
};

function policies(lab: RenderedLab): readonly Manifest[] {
  return lab.ofKind('gateway.networking.k8s.io', 'BackendTLSPolicy');
}

/** Promises about those that answer, and how they are spoken to. */
export const BACKEND_RULES: readonly Rule[] = [externalBackendMade, backendTlsOnce, backendTlsNamesChecked];
