/**
 * The typed kinds of Kubernetes itself, out of cdk8s-plus-28. Its index would load the whole construct library, of which nothing else is
 * used here, and that is a tenth of a synth.
 */
export * as k8s from 'cdk8s-plus-28/lib/imports/k8s';
