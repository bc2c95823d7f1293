import { App } from 'cdk8s';
import { Construct } from 'constructs';
import { Layer } from '../../charts/core/layer';
import { brokenRules, manifestsOf, testLab } from '../../testing';
import { ValidationError, validateLab } from '../../synth/validate';

/** A layer that is valid unless it is said what it lacks. */
class Volumes extends Layer {
  constructor(scope: Construct, id: string, lacks: readonly string[] = []) {
    super(scope, id);
    this.node.addValidation({ validate: () => [...lacks] });
  }
}

/** The whole text of what an action throws. */
function messageOf(action: () => unknown): string {
  try {
    action();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

test('a lab of the platform alone is valid', () => {
  expect(() => { validateLab(testLab()); }).not.toThrow();
});

test('all that any construct says comes at once, in the words of cdk8s', () => {
  // GIVEN
  const lab = testLab();
  const layer = new Volumes(lab, 'nfs-volumes', ['there is no volume', 'there is no server']);
  new Volumes(lab, 'iscsi-volumes');
  const check = new Construct(lab, 'check');
  check.node.addValidation({ validate: () => ['the NAS is in no network of the lab'] });
  lab.node.addValidation({ validate: () => ['the lab has no name'] });
  lab.routes.node.addValidation({ validate: () => ['nobody asked for a route'] });
  // WHEN
  const message = [
    'Validation failed with the following errors:',
    '  [homelab] the lab has no name',
    '  [homelab/routes] nobody asked for a route',
    '  [homelab/nfs-volumes] there is no volume',
    '  [homelab/nfs-volumes] there is no server',
    '  [homelab/check] the NAS is in no network of the lab',
  ].join('\n');
  // THEN
  expect(() => { validateLab(lab); }).toThrow(ValidationError);
  expect(messageOf(() => { validateLab(lab); })).toBe(message);
  expect(messageOf(() => manifestsOf(layer))).toBe(message);
  expect(messageOf(() => brokenRules(lab))).toBe(message);
});

test('a layer that was made elsewhere counts too, and once only', () => {
  // GIVEN
  const lab = testLab();
  lab.addLayer(new Volumes(new App(), 'elsewhere', ['is empty']));
  lab.addLayer(new Volumes(lab, 'here', ['is empty']));
  // THEN
  expect(messageOf(() => { validateLab(lab); }))
    .toBe('Validation failed with the following errors:\n  [homelab/here] is empty\n  [elsewhere] is empty');
});

test('a validation is asked when all layers have made what they make', () => {
  // GIVEN
  const lab = testLab();
  lab.node.addValidation({ validate: () => lab.namespaces.objects.map(({ name }) => name).filter((name) => name === 'argocd') });
  // THEN
  expect(() => { validateLab(lab); }).toThrow('[homelab] argocd');
});
