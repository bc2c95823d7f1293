import {
  ARGOCD_DEFINITIONS_VERSION, ARGOCD_VERSION, CHARTS, CRD_FOLDERS, IMAGES, K3S_SHA256, K3S_VERSION, KUBECTL_SHA256, NODE_IMAGE,
  PROMETHEUS_OPERATOR_VERSION,
} from '../versions';

/*
 * Snapshots hold no pin of versions.ts, so that raising one leaves them as they are. All pins look alike there: two of them may have the
 * same version today and not tomorrow. That each is in its own place is a test of its own (test/tree/pins.test.ts).
 */

const PLACEHOLDER = '<pin>';

/** Every pin, the longest first: one version may be the beginning of another. */
const PINS: readonly string[] = [
  ...Object.values(CHARTS).map(({ version }) => version),
  ...Object.values(CRD_FOLDERS).map(({ revision }) => revision),
  // Of REGISTRY/NAME:TAG, the tag.
  ...Object.values(IMAGES).map((image) => /:([^/]+)$/.exec(image)?.[1] ?? image),
  // The version of kubectl for Windows is that of K3s without its build.
  ARGOCD_DEFINITIONS_VERSION, ARGOCD_VERSION, PROMETHEUS_OPERATOR_VERSION, K3S_VERSION, K3S_VERSION.replace(/\+.*/, ''),
  K3S_SHA256, KUBECTL_SHA256, NODE_IMAGE.release, NODE_IMAGE.file, NODE_IMAGE.sha256,
].sort((a, b) => b.length - a.length);

/** A pin as a word of its own: 1.1.1 is not in 11.1.1, v1.1.1, 1.1.10, 1.1.1.1 or 1.1.1+k3s1. */
const WORDS = new RegExp(`(?<![\\w.])(?:${PINS.map(escape).join('|')})(?![\\w+]|\\.\\d)`, 'g');

/** A text without any pin. */
export function withoutPins(text: string): string {
  return text.replaceAll(WORDS, PLACEHOLDER);
}

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

const plugin: jest.SnapshotSerializerPlugin = {
  test: (value: unknown): boolean => typeof value === 'string' && withoutPins(value) !== value,
  serialize: (value: string, config, indentation, depth, refs, printer) => printer(withoutPins(value), config, indentation, depth, refs),
};

// Jest wants the two functions as the module itself.
export const { test, serialize } = plugin;
