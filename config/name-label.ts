/**
 * The label that tells the pods of one app from others:
 * https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/
 */
export const NAME_LABEL = 'app.kubernetes.io/name';
