/** The cluster Argo CD itself runs in. */
export const IN_CLUSTER = 'https://kubernetes.default.svc';
