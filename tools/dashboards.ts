import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { renderDashboards } from './dashboards/render';

// Made ahead and committed: loading the SDK takes longer than a whole synth, and nothing here depends on homelab.yaml.
for (const [file, text] of renderDashboards()) {
  const target = path.join(__dirname, '../charts', file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, text);
}
