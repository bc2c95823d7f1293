import { dump } from 'js-yaml';

/**
 * YAML that readers of version 1.1 (Kubernetes, Helm) and 1.2 agree on: js-yaml quotes whatever either would take for something else.
 * Keys are sorted, so that equal data are equal bytes.
 */
export function toYaml(data: unknown): string {
  return dump(data, { lineWidth: -1, noRefs: true, sortKeys: true });
}
