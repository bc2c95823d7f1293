import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { renderDashboards } from './dashboards/render';

// Made ahead and committed: loading the SDK takes longer than a whole synth, and nothing here depends on homelab.yaml.
const folder = path.join(__dirname, '../charts/dashboards');
mkdirSync(folder, { recursive: true });
for (const [file, text] of renderDashboards()) { writeFileSync(path.join(folder, file), text); }
