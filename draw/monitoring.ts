import type { Homelab } from '../charts/homelab';
import { toYaml } from '../charts/core/yaml';

/**
 * Alert rules and routing as plain files, as promtool and amtool read them. They have a folder of their own, because every file in `dist/`
 * has to be a Kubernetes object: `kubectl apply -R` and validators read every file there.
 *
 * @returns path below `monitoring/`, and text
 */
export function renderMonitoring(lab: Homelab): Map<string, string> {
  const files = lab.ruleGroups.map((group): [string, string] => [`rules/${group.name}.yaml`, toYaml({ groups: [group] })]);
  return new Map([...lab.alertmanagerConfig ? [['alertmanager.yaml', toYaml(lab.alertmanagerConfig)] as [string, string]] : [], ...files]);
}
