import type { Construct } from 'constructs';
import { k8s } from '../../charts/core/k8s';
import { Layer } from '../../charts/core/layer';
import type { LabCode } from '../../synth/own-code';

/** Stands for a lab's homelab.ts: what tests trace to its lines is made here. */

class Volumes extends Layer {
  constructor(scope: Construct, id: string, lacks?: string) {
    super(scope, id);
    this.node.addValidation({ validate: () => lacks === undefined ? [] : [lacks] });
  }
}

/** Two layers that are not valid, made in two lines. */
export const invalidLayers: LabCode = (lab) => {
  new Volumes(lab, 'nfs-volumes', 'there is no server');
  new Volumes(lab, 'iscsi-volumes', 'there is no target');
};

/** Validations of constructs that the code did not make. */
export const invalidPlatform: LabCode = (lab) => {
  lab.node.addValidation({ validate: () => ['there is no NAS'] });
  lab.routes.node.addValidation({ validate: () => ['there is no route to the NAS'] });
};

/** A namespace that homelab.yaml declares as well. */
export const repeatedNamespace: LabCode = (lab) => {
  lab.metallb.addNamespace({ name: 'my-app', ambient: true, podSecurity: 'baseline' });
};

/** Two objects that would be one file. */
export const repeatedObject: LabCode = (lab) => {
  const layer = new Volumes(lab, 'nfs-volumes');
  ['a', 'b'].forEach((id) => new k8s.KubeConfigMap(layer, id, { metadata: { name: 'map', namespace: 'my-app' } }));
};

/** A layer with the folder of another one. */
export const takenFolder: LabCode = (lab) => {
  new Volumes(lab.routes, 'gateway');
};
