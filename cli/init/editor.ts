import { GENERATED } from './renovate';

/** Settings of Visual Studio Code for a lab: completion in homelab.yaml, and no search hits in what is generated. */
export function vscodeSettings(): string {
  return json({
    'yaml.schemas': { './node_modules/homelab-synth/schemas/homelab.schema.json': ['homelab.yaml', 'labs/*.yaml'] },
    'search.exclude': Object.fromEntries(['.synth', ...GENERATED].map((folder) => [`**/${folder}`, true])),
  });
}

/** Extensions that Visual Studio Code recommends for a lab: the one that reads the schema. */
export function vscodeExtensions(): string {
  return json({ recommendations: ['redhat.vscode-yaml'] });
}

function json(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
