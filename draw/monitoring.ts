import type { Homelab } from '../charts/homelab';
import { toYaml } from '../charts/core/yaml';

/**
 * Rules and routing without Kubernetes around them, as promtool and amtool read them. They have a folder of their own, because all that
 * is in `dist/` has to be a Kubernetes object: whoever applies or validates it folder by folder, or with `-R`, takes every file.
 */
export function renderMonitoring(lab: Homelab): Map<string, string> {
  const files = lab.ruleGroups.map((group): [string, string] => [`rules/${group.name}.yaml`, toYaml({ groups: [group] })]);
  return new Map([...lab.alertmanagerConfig ? [['alertmanager.yaml', toYaml(lab.alertmanagerConfig)] as [string, string]] : [], ...files]);
}
