/*
 * Stands in for @kubernetes-models/base while the validators are bundled. There, validating an object copies it and words the errors in
 * eleven languages; all that is wanted here is the function itself.
 */

interface ModelClass {
  validator?: unknown;
}

export class Model {}

export function createTypeMetaGuard(): undefined {
  return undefined;
}

export function setValidateFunc(model: ModelClass, validator: unknown): void {
  model.validator = validator;
}
